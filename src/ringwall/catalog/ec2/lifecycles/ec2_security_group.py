"""How security groups come and go; their rules are rows of their own.

AWS gives a new group a rule that lets everything out: want `ip_permissions_egress` to be [].
"""

from ringwall.catalog.ec2.group_updates import UPDATES
from ringwall.catalog.ec2.network_keys import IN_USE, NOT_YET
from ringwall.catalog.ec2.tagging import BY_OWNER, OWNER, tag_on_creation, tag_step
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_OTHER = "AWS cannot change it: make another group"

group = Lifecycle(
    table="ec2_security_group",
    find=Find(
        "ec2.describe_security_groups",
        BY_OWNER,
        items="SecurityGroups",
        match={OWNER: "{owner}"},
        known={"GroupId": "{found.group_id}"},
    ),
    identity=("vpc_id", "group_name"),
    ids=("arn", "group_id"),
    create=Step(
        "ec2.create_security_group",
        {
            "GroupName": "{group_name}",
            "Description": "{group_description}",
            "VpcId": "{vpc_id}",
            "TagSpecifications": tag_on_creation("security-group"),
        },
        retry=NOT_YET,
        also=("ec2:CreateTags",),
    ),
    creates=("group_name", "group_description", "vpc_id", "tags"),
    updates=(*UPDATES, Update(("tags",), tag_step("group_id"))),
    erase=Step(
        "ec2.delete_security_group",
        {"GroupId": "{found.group_id}"},
        retry=IN_USE,
        blast="availability",
    ),
    by_hand={"group_description": _OTHER, "group_name": _OTHER, "vpc_id": _OTHER},
    owner="tag",
    retag=tag_step("group_id"),
)
