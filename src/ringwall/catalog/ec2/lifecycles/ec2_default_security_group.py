"""How the default group of a VPC is closed. It is always there."""

from ringwall.catalog.ec2.group_updates import UPDATES
from ringwall.model.lifecycle import Find, Lifecycle

group = Lifecycle(
    table="ec2_default_security_group",
    find=Find(
        "ec2.describe_security_groups",
        {
            "Filters": [
                {"Name": "vpc-id", "Values": ["{vpc_id}"]},
                {"Name": "group-name", "Values": ["default"]},
            ]
        },
        items="SecurityGroups",
    ),
    identity=("vpc_id",),
    comes_with="vpc_id",
    ids=("group_id",),
    updates=UPDATES,
)
