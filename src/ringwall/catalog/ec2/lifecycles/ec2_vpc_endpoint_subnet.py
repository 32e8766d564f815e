"""How an endpoint gets a subnet, and loses it."""

from ringwall.catalog.ec2.network_keys import NOT_YET
from ringwall.model.lifecycle import Find, Lifecycle, Step

_GONE = ("InvalidVpcEndpointId.NotFound",)

subnet = Lifecycle(
    table="ec2_vpc_endpoint_subnet",
    find=Find(
        "ec2.describe_vpc_endpoints",
        {"VpcEndpointIds": ["{vpc_endpoint_id}"]},
        items="VpcEndpoints[].SubnetIds[]",
        match={"id": "{subnet_id}"},
        absent=_GONE,
    ),
    identity=("vpc_endpoint_id", "subnet_id"),
    ids=(),
    create=Step(
        "ec2.modify_vpc_endpoint",
        {"VpcEndpointId": "{vpc_endpoint_id}", "AddSubnetIds": ["{subnet_id}"]},
        retry=(*NOT_YET, *_GONE, "IncorrectState"),
        blast="availability",
    ),
    creates=("vpc_endpoint_id", "subnet_id"),
    erase=Step(
        "ec2.modify_vpc_endpoint",
        {"VpcEndpointId": "{vpc_endpoint_id}", "RemoveSubnetIds": ["{subnet_id}"]},
        retry=("IncorrectState",),
        blast="availability",
    ),
    wait=300.0,
)
