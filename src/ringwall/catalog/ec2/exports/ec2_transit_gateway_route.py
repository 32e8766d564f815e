"""Where CloudFormation has static routes of transit gateways: one without a way drops."""

from ringwall.catalog.ec2.routes import write_transit_route
from ringwall.model.export import PropertyWriter, TableExport
from ringwall.model.table import Row

_WAYS = ("TransitGatewayAttachmentId", "Blackhole")


def write_way(names: Row) -> Row:
    """Return where a route leads to, or that it drops what it is for."""
    return {name: value for name, value in write_transit_route(names).items() if name in _WAYS}


route = TableExport(
    table="ec2_transit_gateway_route",
    writer=PropertyWriter(("transit_gateway_attachment_id",), _WAYS, write_way),
)
