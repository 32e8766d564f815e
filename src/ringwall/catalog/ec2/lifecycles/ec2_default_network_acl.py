"""How the default network ACL of a VPC is closed. It is always there."""

from collections.abc import Mapping
from typing import Any

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update


def _update(column: str, *, is_egress: bool) -> Update:
    """Return how the entry that AWS makes the ACL with goes, and comes back, in one direction."""
    which: Mapping[str, Any] = {
        "NetworkAclId": "{found.network_acl_id}",
        "RuleNumber": 100,
        "Egress": is_egress,
    }
    all_of_it = {"Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}
    return Update(
        (column,),
        choose={
            True: Step(
                "ec2.create_network_acl_entry", {**which, **all_of_it}, blast="availability"
            ),
            False: Step("ec2.delete_network_acl_entry", which, blast="availability"),
        },
    )


acl = Lifecycle(
    table="ec2_default_network_acl",
    find=Find(
        "ec2.describe_network_acls",
        {
            "Filters": [
                {"Name": "vpc-id", "Values": ["{vpc_id}"]},
                {"Name": "default", "Values": ["true"]},
            ]
        },
        items="NetworkAcls",
    ),
    identity=("vpc_id",),
    comes_with="vpc_id",
    ids=("network_acl_id",),
    updates=(_update("lets_all_in", is_egress=False), _update("lets_all_out", is_egress=True)),
)
