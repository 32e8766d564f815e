"""How route tables of transit gateways come and go."""

from ringwall.catalog.ec2.tagging import OWNER, tag_on_creation, tag_step
from ringwall.catalog.ec2.transit_states import GONE, IS_THERE, NOT_YET
from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

table = Lifecycle(
    table="ec2_transit_gateway_route_table",
    find=Find(
        "ec2.describe_transit_gateway_route_tables",
        items="TransitGatewayRouteTables",
        match={f"({IS_THERE}) && ({OWNER})": "{owner}"},
        known={"TransitGatewayRouteTableId": "{found.transit_gateway_route_table_id}"},
    ),
    ids=("arn", "transit_gateway_route_table_id"),
    create=Step(
        "ec2.create_transit_gateway_route_table",
        {
            "TransitGatewayId": "{transit_gateway_id}",
            "TagSpecifications": tag_on_creation("transit-gateway-route-table"),
        },
        retry=NOT_YET,
        poll=Poll(
            "ec2.describe_transit_gateway_route_tables",
            {
                "TransitGatewayRouteTableIds": [
                    {"$answer": "TransitGatewayRouteTable.TransitGatewayRouteTableId"}
                ]
            },
            "TransitGatewayRouteTables[0].State",
            ("available",),
            ("deleting", "deleted"),
        ),
        also=("ec2:CreateTags",),
    ),
    creates=("transit_gateway_id", "tags"),
    updates=(Update(("tags",), tag_step("transit_gateway_route_table_id")),),
    erase=Step(
        "ec2.delete_transit_gateway_route_table",
        {"TransitGatewayRouteTableId": "{found.transit_gateway_route_table_id}"},
        retry=("IncorrectState",),
        blast="availability",
    ),
    by_hand={"transit_gateway_id": "make another route table, and associate what uses this one"},
    ending={"state": GONE},
    by_tag_alone=True,
    wait=300,
    owner="tag",
    retag=tag_step("transit_gateway_route_table_id"),
)
