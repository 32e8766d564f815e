"""How network ACLs come and go; their entries and subnets are rows of their own."""

from ringwall.catalog.ec2.network_keys import IN_USE, NOT_YET
from ringwall.catalog.ec2.tagging import BY_OWNER, OWNER, tag_on_creation, tag_step
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

acl = Lifecycle(
    table="ec2_network_acl",
    find=Find(
        "ec2.describe_network_acls",
        BY_OWNER,
        items="NetworkAcls",
        match={OWNER: "{owner}"},
        known={"NetworkAclId": "{found.network_acl_id}"},
    ),
    ids=("arn", "network_acl_id"),
    create=Step(
        "ec2.create_network_acl",
        {"VpcId": "{vpc_id}", "TagSpecifications": tag_on_creation("network-acl")},
        retry=NOT_YET,
        also=("ec2:CreateTags",),
    ),
    creates=("vpc_id", "tags"),
    updates=(Update(("tags",), tag_step("network_acl_id")),),
    erase=Step(
        "ec2.delete_network_acl",
        {"NetworkAclId": "{found.network_acl_id}"},
        retry=IN_USE,
        blast="availability",
    ),
    by_hand={"vpc_id": "make another network ACL in the VPC"},
    by_tag_alone=True,
    owner="tag",
    retag=tag_step("network_acl_id"),
)
