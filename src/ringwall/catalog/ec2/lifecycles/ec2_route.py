"""How routes of route tables come, change and go: those to IPv4 blocks."""

from ringwall.catalog.ec2.network_keys import NOT_YET
from ringwall.catalog.ec2.routes import write_route
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TARGET_NOT_YET = (
    "InvalidNatGatewayID.NotFound",
    "InvalidTransitGatewayID.NotFound",
    "InvalidVpcEndpointId.NotFound",
    "InvalidGatewayID.NotFound",
)

route = Lifecycle(
    table="ec2_route",
    find=Find(
        "ec2.describe_route_tables",
        {"RouteTableIds": ["{route_table_id}"]},
        items="RouteTables[].Routes[]",
        match={"DestinationCidrBlock": "{destination_cidr_block}"},
        absent=("InvalidRouteTableID.NotFound",),
    ),
    identity=("route_table_id", "destination_cidr_block"),
    ids=(),
    create=Step(
        "ec2.create_route",
        build=write_route,
        retry=(*NOT_YET, *_TARGET_NOT_YET),
        blast="availability",
    ),
    creates=("route_table_id", "destination_cidr_block", "target"),
    given=("target_kind",),
    updates=(
        Update(
            ("target",),
            Step(
                "ec2.replace_route",
                build=write_route,
                retry=(*NOT_YET, *_TARGET_NOT_YET),
                blast="availability",
            ),
        ),
    ),
    erase=Step(
        "ec2.delete_route",
        {
            "RouteTableId": "{route_table_id}",
            "DestinationCidrBlock": "{destination_cidr_block}",
        },
        blast="availability",
    ),
)
