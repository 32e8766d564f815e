"""Routes as the writes of EC2 have them."""

from collections.abc import Mapping

from ringwall.model.table import Row

KINDS: Mapping[str, str] = {
    "igw-": "GatewayId",
    "vgw-": "GatewayId",
    "nat-": "NatGatewayId",
    "tgw-": "TransitGatewayId",
    "vpce-": "VpcEndpointId",
    "eni-": "NetworkInterfaceId",
    "pcx-": "VpcPeeringConnectionId",
    "eigw-": "EgressOnlyInternetGatewayId",
}
"""The beginnings of ids, and the parameter that such a target is named by."""


def write_route(names: Row) -> Row:
    """Return the parameters of `create_route` and `replace_route`.

    Which parameter names the target depends on what it is. Where it is not there yet, the row says.
    """
    target = names["target"]
    kind = str(names.get("target_kind", "GatewayId"))
    if isinstance(target, str):
        known = (name for start, name in KINDS.items() if target.startswith(start))
        kind = next(known, kind)
    return {
        "RouteTableId": names["route_table_id"],
        "DestinationCidrBlock": names["destination_cidr_block"],
        kind: target,
    }


def write_transit_route(names: Row) -> Row:
    """Return the parameters of `create_transit_gateway_route` and of its replacement.

    A route without an attachment drops what it is for.
    """
    attachment = names["transit_gateway_attachment_id"]
    return {
        "TransitGatewayRouteTableId": names["transit_gateway_route_table_id"],
        "DestinationCidrBlock": names["destination_cidr_block"],
        **({"TransitGatewayAttachmentId": attachment} if attachment else {"Blackhole": True}),
    }
