"""How it is chosen where what is attached to a transit gateway looks its routes up."""

from ringwall.catalog.ec2.transit_states import NOT_YET
from ringwall.model.lifecycle import Find, Lifecycle, Step

_BOTH = {
    "TransitGatewayRouteTableId": "{transit_gateway_route_table_id}",
    "TransitGatewayAttachmentId": "{transit_gateway_attachment_id}",
}

association = Lifecycle(
    table="ec2_transit_gateway_route_table_association",
    find=Find(
        "ec2.get_transit_gateway_route_table_associations",
        {"TransitGatewayRouteTableId": "{transit_gateway_route_table_id}"},
        items="Associations",
        match={"TransitGatewayAttachmentId": "{transit_gateway_attachment_id}"},
        absent=("InvalidRouteTableID.NotFound",),
    ),
    identity=("transit_gateway_route_table_id", "transit_gateway_attachment_id"),
    ids=(),
    create=Step(
        "ec2.associate_transit_gateway_route_table", _BOTH, retry=NOT_YET, blast="availability"
    ),
    creates=("transit_gateway_route_table_id", "transit_gateway_attachment_id"),
    erase=Step(
        "ec2.disassociate_transit_gateway_route_table",
        _BOTH,
        retry=("IncorrectState",),
        blast="availability",
    ),
    wait=300,
)
