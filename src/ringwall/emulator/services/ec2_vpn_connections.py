"""EC2: the two tunnels of a VPN connection, which moto lacks.

Nothing answers on the other side of a tunnel here, so each is down, as on AWS until somebody has
configured the customer gateway.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConnection.html
"""

from collections.abc import Mapping
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.state import EmulatorState

TUNNELS = 2
_KEY_LENGTH = 32


@emulates("ec2", "CreateVpnConnection")
def create_connection(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a connection with two tunnels."""
    answer = state.ask_moto(call)
    made = answer["VpnConnection"]
    options = call.parameters.get("Options") or {}
    given = options.get("TunnelOptions") or []
    kept = {
        "StaticRoutesOnly": bool(options.get("StaticRoutesOnly")),
        "TunnelOptions": [
            _make_tunnel(given[number] if number < len(given) else {}, number)
            for number in range(TUNNELS)
        ],
        "Since": state.clock.now(),
    }
    hold(state, call, "vpn-connections")[made["VpnConnectionId"]] = kept
    _show(made, kept)
    return answer


@emulates("ec2", "DescribeVpnConnections")
def describe_connections(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return connections, each with its tunnels and their state."""
    answer = state.ask_moto(call)
    held = hold(state, call, "vpn-connections")
    for shown in answer.get("VpnConnections", ()):
        if kept := held.get(shown["VpnConnectionId"]):
            _show(shown, kept)
    return answer


def _make_tunnel(given: Mapping[str, Any], number: int) -> dict[str, Any]:
    logs = (given.get("LogOptions") or {}).get("CloudWatchLogOptions") or {}
    tunnel = {
        "OutsideIpAddress": f"203.0.113.{mock_random.randint(1, 254)}",
        "TunnelInsideCidr": f"169.254.{10 + number}.0/30",
        "PreSharedKey": mock_random.get_random_hex(_KEY_LENGTH),
    }
    return {
        **tunnel,
        **{name: value for name, value in given.items() if name != "LogOptions"},
        "LogOptions": {"CloudWatchLogOptions": {"LogEnabled": False, **logs}},
    }


def _show(shown: Any, kept: Mapping[str, Any]) -> None:
    tunnels = kept["TunnelOptions"]
    shown["Options"] = {
        "StaticRoutesOnly": kept["StaticRoutesOnly"],
        "TunnelOptions": [dict(tunnel) for tunnel in tunnels],
    }
    shown["VgwTelemetry"] = [
        {
            "AcceptedRouteCount": 0,
            "LastStatusChange": kept["Since"],
            "OutsideIpAddress": tunnel["OutsideIpAddress"],
            "Status": "DOWN",
            "StatusMessage": "",
        }
        for tunnel in tunnels
    ]
