"""Route tables of transit gateways: who looks routes up in them, and which there are."""

from collections.abc import Iterator

from ringwall.catalog.members import take_list
from ringwall.model.table import Call, Derived, Row, Table, boolean, text

ID = "TransitGatewayRouteTableId"
_BY_ID = {ID: "{TransitGatewayRouteTableId}"}


def explode_associations(table: Row, _: Row) -> Iterator[Row]:
    """Yield a row per attachment that looks its routes up in a table."""
    for item in take_list(table, "Associations"):
        yield {
            "transit_gateway_route_table_id": table[ID],
            "transit_gateway_attachment_id": item.get("TransitGatewayAttachmentId", ""),
            "state": item.get("State", ""),
        }


def explode_propagations(table: Row, _: Row) -> Iterator[Row]:
    """Yield a row per attachment whose addresses are routes of a table."""
    for item in take_list(table, "Propagations"):
        yield {
            "transit_gateway_route_table_id": table[ID],
            "transit_gateway_attachment_id": item.get("TransitGatewayAttachmentId", ""),
            "state": item.get("State", ""),
        }


def explode_routes(table: Row, _: Row) -> Iterator[Row]:
    """Yield a row per static route of a table."""
    for item in take_list(table, "Routes"):
        targets = item.get("TransitGatewayAttachments") or [{}]
        yield {
            "transit_gateway_route_table_id": table[ID],
            "destination_cidr_block": item.get("DestinationCidrBlock", ""),
            "transit_gateway_attachment_id": targets[0].get("TransitGatewayAttachmentId", ""),
            "state": item.get("State", ""),
        }


route_table = Table(
    name="ec2_transit_gateway_route_table",
    doc="A route table of a transit gateway.",
    cloudformation="AWS::EC2::TransitGatewayRouteTable",
    list=Call("ec2.describe_transit_gateway_route_tables", "TransitGatewayRouteTables"),
    arn=(
        "arn:{partition}:ec2:{region}:{account_id}:"
        "transit-gateway-route-table/{TransitGatewayRouteTableId}"
    ),
    tags="Tags",
    gone=("InvalidRouteTableID.NotFound",),
    calls=(
        Call(
            "ec2.get_transit_gateway_route_table_associations",
            "Associations",
            _BY_ID,
            into="Associations",
        ),
        Call(
            "ec2.get_transit_gateway_route_table_propagations",
            "TransitGatewayRouteTablePropagations",
            _BY_ID,
            into="Propagations",
        ),
        Call(
            "ec2.search_transit_gateway_routes",
            "Routes",
            {**_BY_ID, "Filters": [{"Name": "type", "Values": ["static"]}]},
            into="Routes",
        ),
    ),
    columns=(
        text("transit_gateway_route_table_id", ID, "Its ID: tgw-rtb-..."),
        text("transit_gateway_id", "TransitGatewayId", "The transit gateway."),
        text("state", "State", "pending, available, deleting or deleted."),
        boolean(
            "default_association_route_table",
            "DefaultAssociationRouteTable",
            "What is attached looks its routes up in it, unless another is chosen.",
        ),
    ),
    derived=(
        Derived(
            "ec2_transit_gateway_route_table_association",
            explode_associations,
            needs="Associations",
        ),
        Derived(
            "ec2_transit_gateway_route_table_propagation",
            explode_propagations,
            needs="Propagations",
        ),
        Derived("ec2_transit_gateway_route", explode_routes, needs="Routes"),
    ),
)
