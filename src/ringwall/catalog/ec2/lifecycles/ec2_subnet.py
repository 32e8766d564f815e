"""How subnets come, change and go."""

from ringwall.catalog.ec2.network_keys import IN_USE, NOT_YET
from ringwall.catalog.ec2.tagging import BY_OWNER, OWNER, tag_on_creation, tag_step
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ID = {"SubnetId": "{found.subnet_id}"}
_MOVE = "make another subnet, and move what is in this one"

subnet = Lifecycle(
    table="ec2_subnet",
    find=Find(
        "ec2.describe_subnets",
        BY_OWNER,
        items="Subnets",
        match={OWNER: "{owner}"},
        known={"SubnetId": "{found.subnet_id}"},
    ),
    ids=("arn", "subnet_id"),
    create=Step(
        "ec2.create_subnet",
        {
            "VpcId": "{vpc_id}",
            "CidrBlock": "{cidr_block}",
            "AvailabilityZoneId": "{availability_zone_id}",
            "TagSpecifications": tag_on_creation("subnet"),
        },
        retry=NOT_YET,
        also=("ec2:CreateTags",),
    ),
    creates=("vpc_id", "cidr_block", "availability_zone_id", "tags"),
    updates=(
        Update(
            ("map_public_ip_on_launch",),
            Step(
                "ec2.modify_subnet_attribute",
                {**_ID, "MapPublicIpOnLaunch": {"Value": "{map_public_ip_on_launch}"}},
                retry=NOT_YET,
            ),
        ),
        Update(("tags",), tag_step("subnet_id")),
    ),
    erase=Step("ec2.delete_subnet", _ID, retry=IN_USE, blast="availability"),
    by_hand={"vpc_id": _MOVE, "cidr_block": _MOVE, "availability_zone_id": _MOVE},
    by_tag_alone=True,
    owner="tag",
    retag=tag_step("subnet_id"),
)
