"""Site-to-Site VPN connections, without the keys of their tunnels."""

from collections.abc import Iterator
from typing import Any

from ringwall.model.table import Reader, Row, Table, boolean, integer, text, texts

SECRET = frozenset({"CustomerGatewayConfiguration", "PreSharedKey"})
"""Members that hold the shared keys of the tunnels, which nobody has to keep."""
_LOGGED = "LogOptions.CloudWatchLogOptions.LogEnabled"


def read_connections(reader: Reader) -> Iterator[Row]:
    """Yield the connections without their keys."""
    for connection in reader.items("ec2.describe_vpn_connections", "VpnConnections"):
        yield leave_keys_out(connection)


def leave_keys_out(value: Any) -> Any:
    """Return a document without the members that hold shared keys."""
    if isinstance(value, dict):
        return {name: leave_keys_out(part) for name, part in value.items() if name not in SECRET}
    return [leave_keys_out(part) for part in value] if isinstance(value, list) else value


vpn_connection = Table(
    name="ec2_vpn_connection",
    doc="A Site-to-Site VPN connection, which has two tunnels.",
    cloudformation="AWS::EC2::VPNConnection",
    fetch=read_connections,
    arn="arn:{partition}:ec2:{region}:{account_id}:vpn-connection/{VpnConnectionId}",
    tags="Tags",
    conceal=leave_keys_out,
    columns=(
        text("vpn_connection_id", "VpnConnectionId", "The connection's ID: vpn-..."),
        text("state", "State", "pending, available, deleting or deleted.", required=True),
        text("customer_gateway_id", "CustomerGatewayId", "The gateway on the other side."),
        text(
            "vpn_gateway_id",
            "VpnGatewayId",
            "The virtual private gateway; '' where it has another end.",
            default="",
        ),
        text(
            "transit_gateway_id",
            "TransitGatewayId",
            "The transit gateway; '' where it has another end.",
            default="",
        ),
        boolean(
            "static_routes_only",
            "Options.StaticRoutesOnly",
            "Routes are not learned by BGP.",
            property="StaticRoutesOnly",
            default=False,
        ),
        texts(
            "tunnel_statuses",
            "VgwTelemetry[].Status",
            "UP or DOWN, for each of its tunnels.",
            required=True,
        ),
        texts(
            "tunnel_addresses",
            "VgwTelemetry[].OutsideIpAddress",
            "The address of each tunnel at AWS.",
        ),
        integer(
            "logged_tunnels",
            f"length(Options.TunnelOptions[?{_LOGGED}])",
            "How many of its tunnels send their logs to CloudWatch Logs.",
        ),
    ),
)
