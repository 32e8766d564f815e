"""How exclusions from VPC Block Public Access come, change and go."""

from ringwall.catalog.ec2.network_keys import NOT_YET
from ringwall.catalog.ec2.tagging import BY_OWNER, OWNER, tag_on_creation, tag_step
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ID = {"ExclusionId": "{found.exclusion_id}"}
_GONE = ("delete-in-progress", "delete-complete", "disable-in-progress", "disable-complete")
_IS_THERE = f"!contains(`{list(_GONE)}`, State)".replace("'", '"')

exclusion = Lifecycle(
    table="ec2_vpc_block_public_access_exclusion",
    find=Find(
        "ec2.describe_vpc_block_public_access_exclusions",
        BY_OWNER,
        items="VpcBlockPublicAccessExclusions",
        match={f"({_IS_THERE}) && ({OWNER})": "{owner}"},
        known={"ExclusionId": "{found.exclusion_id}"},
    ),
    ids=("arn", "exclusion_id"),
    create=Step(
        "ec2.create_vpc_block_public_access_exclusion",
        {
            "VpcId": "{vpc_id}",
            "InternetGatewayExclusionMode": "{internet_gateway_exclusion_mode}",
            "TagSpecifications": tag_on_creation("vpc-block-public-access-exclusion"),
        },
        retry=NOT_YET,
        also=("ec2:CreateTags",),
    ),
    creates=("internet_gateway_exclusion_mode", "tags"),
    given=("vpc_id",),
    updates=(
        Update(
            ("internet_gateway_exclusion_mode",),
            Step(
                "ec2.modify_vpc_block_public_access_exclusion",
                {
                    **_ID,
                    "InternetGatewayExclusionMode": "{internet_gateway_exclusion_mode}",
                },
                blast="availability",
            ),
        ),
        Update(("tags",), tag_step("exclusion_id")),
    ),
    erase=Step("ec2.delete_vpc_block_public_access_exclusion", _ID, blast="availability"),
    ending={"state": _GONE},
    by_tag_alone=True,
    owner="tag",
    retag=tag_step("exclusion_id"),
    wait=600.0,
)
