"""How VPCs come, change and go. AWS never changes the block of one."""

from ringwall.catalog.ec2.network_keys import IN_USE
from ringwall.catalog.ec2.tagging import BY_OWNER, OWNER, tag_on_creation, tag_step
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ID = {"VpcId": "{found.vpc_id}"}
_OTHER = (
    "write down the addresses that it has, in infrastructure.network.addresses (with hub: true for "
    "that of the hub)"
)

vpc = Lifecycle(
    table="ec2_vpc",
    find=Find(
        "ec2.describe_vpcs",
        BY_OWNER,
        items="Vpcs",
        match={OWNER: "{owner}"},
        known={"VpcId": "{found.vpc_id}"},
    ),
    ids=("arn", "vpc_id"),
    create=Step(
        "ec2.create_vpc",
        {
            "CidrBlock": "{cidr_block}",
            "Ipv4IpamPoolId": "{ipam_pool_id}",
            "InstanceTenancy": "{instance_tenancy}",
            "TagSpecifications": tag_on_creation("vpc"),
        },
        also=("ec2:CreateTags",),
    ),
    creates=("cidr_block", "instance_tenancy", "tags"),
    given=("ipam_pool_id",),
    updates=(
        Update(
            ("enable_dns_support",),
            Step(
                "ec2.modify_vpc_attribute",
                {**_ID, "EnableDnsSupport": {"Value": "{enable_dns_support}"}},
                blast="availability",
            ),
        ),
        Update(
            ("enable_dns_hostnames",),
            Step(
                "ec2.modify_vpc_attribute",
                {**_ID, "EnableDnsHostnames": {"Value": "{enable_dns_hostnames}"}},
            ),
        ),
        Update(("tags",), tag_step("vpc_id")),
    ),
    erase=Step("ec2.delete_vpc", _ID, retry=IN_USE, blast="availability"),
    by_hand={
        "cidr_block": f"AWS cannot change it: {_OTHER}",
        "instance_tenancy": "make another VPC, and move what is in this one",
    },
    by_tag_alone=True,
    owner="tag",
    retag=tag_step("vpc_id"),
)
