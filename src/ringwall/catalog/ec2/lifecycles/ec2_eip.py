"""How Elastic IP addresses come and go."""

from ringwall.catalog.ec2.tagging import BY_OWNER, OWNER, tag_on_creation, tag_step
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

eip = Lifecycle(
    table="ec2_eip",
    find=Find(
        "ec2.describe_addresses",
        BY_OWNER,
        items="Addresses",
        match={OWNER: "{owner}"},
        known={"AllocationId": "{found.allocation_id}"},
    ),
    ids=("arn", "allocation_id"),
    create=Step(
        "ec2.allocate_address",
        {"Domain": "vpc", "TagSpecifications": tag_on_creation("elastic-ip")},
        also=("ec2:CreateTags",),
    ),
    creates=("tags",),
    updates=(Update(("tags",), tag_step("allocation_id")),),
    erase=Step(
        "ec2.release_address",
        {"AllocationId": "{found.allocation_id}"},
        retry=("InvalidIPAddress.InUse", "AuthFailure"),  # a NAT gateway that is being deleted
        blast="availability",
    ),
    by_tag_alone=True,
    owner="tag",
    retag=tag_step("allocation_id"),
)
