"""How an endpoint gets a route table, and loses it."""

from ringwall.catalog.ec2.network_keys import NOT_YET
from ringwall.model.lifecycle import Find, Lifecycle, Step

_GONE = ("InvalidVpcEndpointId.NotFound",)

route_table = Lifecycle(
    table="ec2_vpc_endpoint_route_table",
    find=Find(
        "ec2.describe_vpc_endpoints",
        {"VpcEndpointIds": ["{vpc_endpoint_id}"]},
        items="VpcEndpoints[].RouteTableIds[]",
        match={"id": "{route_table_id}"},
        absent=_GONE,
    ),
    identity=("vpc_endpoint_id", "route_table_id"),
    ids=(),
    create=Step(
        "ec2.modify_vpc_endpoint",
        {"VpcEndpointId": "{vpc_endpoint_id}", "AddRouteTableIds": ["{route_table_id}"]},
        retry=(*NOT_YET, *_GONE, "IncorrectState"),
        blast="availability",
    ),
    creates=("vpc_endpoint_id", "route_table_id"),
    erase=Step(
        "ec2.modify_vpc_endpoint",
        {"VpcEndpointId": "{vpc_endpoint_id}", "RemoveRouteTableIds": ["{route_table_id}"]},
        retry=("IncorrectState",),
        blast="availability",
    ),
    wait=300.0,
)
