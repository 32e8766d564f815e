"""How NAT gateways come and go: both take AWS minutes."""

from ringwall.catalog.ec2.network_keys import NOT_YET
from ringwall.catalog.ec2.tagging import BY_OWNER, OWNER, tag_on_creation, tag_step
from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_GONE = ("deleting", "deleted", "failed")
_IS_THERE = f"!contains(`{list(_GONE)}`, State)".replace("'", '"')

gateway = Lifecycle(
    table="ec2_nat_gateway",
    find=Find(
        "ec2.describe_nat_gateways",
        {"Filter": BY_OWNER["Filters"]},
        items="NatGateways",
        match={f"({_IS_THERE}) && ({OWNER})": "{owner}"},
        known={"NatGatewayId": "{found.nat_gateway_id}"},
    ),
    ids=("arn", "nat_gateway_id"),
    create=Step(
        "ec2.create_nat_gateway",
        {
            "SubnetId": "{subnet_id}",
            "VpcId": "{vpc_of_regional}",
            "AvailabilityMode": "{availability_mode}",
            "AllocationId": "{allocation_id}",
            "ConnectivityType": "{connectivity_type}",
            "TagSpecifications": tag_on_creation("natgateway"),
        },
        retry=NOT_YET,
        poll=Poll(
            "ec2.describe_nat_gateways",
            {"NatGatewayIds": [{"$answer": "NatGateway.NatGatewayId"}]},
            "NatGateways[0].State",
            ("available",),
            ("failed",),
            "NatGateways[0].FailureMessage",
        ),
        also=("ec2:CreateTags",),
    ),
    creates=("subnet_id", "availability_mode", "connectivity_type", "tags"),
    given=("allocation_id", "vpc_of_regional"),
    updates=(Update(("tags",), tag_step("nat_gateway_id")),),
    erase=Step(
        "ec2.delete_nat_gateway",
        {"NatGatewayId": "{found.nat_gateway_id}"},
        blast="availability",
    ),
    replaced_by=("subnet_id", "availability_mode", "connectivity_type"),
    ending={"state": _GONE},
    by_tag_alone=True,
    owner="tag",
    retag=tag_step("nat_gateway_id"),
)
