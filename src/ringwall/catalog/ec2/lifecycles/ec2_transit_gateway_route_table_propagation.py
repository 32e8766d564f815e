"""How the addresses of what is attached become routes of a table, and no longer are."""

from ringwall.catalog.ec2.transit_states import NOT_YET
from ringwall.model.lifecycle import Find, Lifecycle, Step

_BOTH = {
    "TransitGatewayRouteTableId": "{transit_gateway_route_table_id}",
    "TransitGatewayAttachmentId": "{transit_gateway_attachment_id}",
}

propagation = Lifecycle(
    table="ec2_transit_gateway_route_table_propagation",
    find=Find(
        "ec2.get_transit_gateway_route_table_propagations",
        {"TransitGatewayRouteTableId": "{transit_gateway_route_table_id}"},
        items="TransitGatewayRouteTablePropagations",
        match={"TransitGatewayAttachmentId": "{transit_gateway_attachment_id}"},
        absent=("InvalidRouteTableID.NotFound",),
    ),
    identity=("transit_gateway_route_table_id", "transit_gateway_attachment_id"),
    ids=(),
    create=Step(
        "ec2.enable_transit_gateway_route_table_propagation",
        _BOTH,
        retry=NOT_YET,
        blast="availability",
    ),
    creates=("transit_gateway_route_table_id", "transit_gateway_attachment_id"),
    erase=Step(
        "ec2.disable_transit_gateway_route_table_propagation",
        _BOTH,
        retry=("IncorrectState",),
        blast="availability",
    ),
    wait=300,
)
