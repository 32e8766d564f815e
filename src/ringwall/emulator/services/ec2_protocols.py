"""EC2: rules of security groups for protocols that have no ports, which moto cannot read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

NAMES = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", "all": "-1"}
"""Protocols that AWS returns by their name, by their number."""
NEEDS_PORTS = frozenset({"tcp", "udp", "icmp"})
HAS_PORTS = NEEDS_PORTS | {"icmpv6"}
ALL = "-1"


@emulates(
    "ec2",
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupEgress",
    "RevokeSecurityGroupIngress",
    "RevokeSecurityGroupEgress",
    "ModifySecurityGroupRules",
)
def set_rules(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Let the rules of a protocol without ports be about all of them.

    "For tcp, udp, and icmp, you must specify a port range. For icmpv6, the port range is optional";
    of any other protocol, AWS ignores it.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
    """
    given = dict(parse_qsl(call.body.decode(), keep_blank_values=True))
    wanted = dict(given)
    for key, value in given.items():
        if not key.endswith("IpProtocol"):
            continue
        protocol = NAMES.get(value.lower(), value.lower())
        ports = [f"{key.removesuffix('IpProtocol')}{end}" for end in ("FromPort", "ToPort")]
        if protocol in NEEDS_PORTS and not all(given.get(port) for port in ports):
            message = (
                "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."
            )
            raise Fault("InvalidParameterValue", message)
        wanted[key] = protocol
        for port in ports if protocol not in NEEDS_PORTS and protocol != ALL else ():
            wanted[port] = given.get(port) or ALL if protocol in HAS_PORTS else ALL
    if wanted == given:
        return None
    body = urlencode(wanted).encode()
    environ = {**call.environ, "CONTENT_LENGTH": str(len(body))}
    return state.ask_moto(replace(call, body=body, environ=environ))


@emulates("ec2", "DescribeSecurityGroups")
def describe_groups(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Return no ports with protocols that have none."""
    groups = moto_backend("ec2", call.account_id, call.region).groups.values()
    rules = (r for vpc in groups for g in vpc.values() for r in (*g.ingress_rules, *g.egress_rules))
    if all(rule.ip_protocol in {*HAS_PORTS, ALL} for rule in rules):
        return None
    answer = state.ask_moto(call)
    for group in answer["SecurityGroups"]:
        for permission in (*group["IpPermissions"], *group["IpPermissionsEgress"]):
            if permission["IpProtocol"] not in HAS_PORTS:
                permission.pop("FromPort", None)
                permission.pop("ToPort", None)
    return answer
