"""How static routes of transit gateways come, change and go."""

from ringwall.catalog.ec2.routes import write_transit_route
from ringwall.catalog.ec2.transit_states import NOT_YET
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

route = Lifecycle(
    table="ec2_transit_gateway_route",
    find=Find(
        "ec2.search_transit_gateway_routes",
        {
            "TransitGatewayRouteTableId": "{transit_gateway_route_table_id}",
            "Filters": [{"Name": "type", "Values": ["static"]}],
        },
        items="Routes",
        match={"DestinationCidrBlock": "{destination_cidr_block}"},
        absent=("InvalidRouteTableID.NotFound",),
    ),
    identity=("transit_gateway_route_table_id", "destination_cidr_block"),
    ids=(),
    create=Step(
        "ec2.create_transit_gateway_route",
        build=write_transit_route,
        retry=NOT_YET,
        blast="availability",
    ),
    creates=(
        "transit_gateway_route_table_id",
        "destination_cidr_block",
        "transit_gateway_attachment_id",
    ),
    updates=(
        Update(
            ("transit_gateway_attachment_id",),
            Step(
                "ec2.replace_transit_gateway_route",
                build=write_transit_route,
                retry=NOT_YET,
                blast="availability",
            ),
        ),
    ),
    erase=Step(
        "ec2.delete_transit_gateway_route",
        {
            "TransitGatewayRouteTableId": "{transit_gateway_route_table_id}",
            "DestinationCidrBlock": "{destination_cidr_block}",
        },
        blast="availability",
    ),
)
