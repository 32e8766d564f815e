"""How VPC endpoints come, change and go; their route tables and subnets are rows of their own."""

from ringwall.catalog.ec2.network_keys import NOT_YET
from ringwall.catalog.ec2.tagging import BY_OWNER, OWNER, tag_on_creation, tag_step
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ID = {"VpcEndpointId": "{found.vpc_endpoint_id}"}
_ANOTHER = "make another endpoint in its place"
_GONE = ("deleting", "deleted", "failed", "rejected", "expired")
_IS_THERE = f"!contains(`{list(_GONE)}`, State)".replace("'", '"')

endpoint = Lifecycle(
    table="ec2_vpc_endpoint",
    find=Find(
        "ec2.describe_vpc_endpoints",
        BY_OWNER,
        items="VpcEndpoints",
        match={f"({_IS_THERE}) && ({OWNER})": "{owner}"},
        known={"VpcEndpointId": "{found.vpc_endpoint_id}"},
    ),
    ids=("arn", "vpc_endpoint_id"),
    create=Step(
        "ec2.create_vpc_endpoint",
        {
            "VpcId": "{vpc_id}",
            "ServiceName": "{service_name}",
            "VpcEndpointType": "{vpc_endpoint_type}",
            "PolicyDocument": "{policy_document|json}",
            "PrivateDnsEnabled": "{private_dns_enabled}",
            "SecurityGroupIds": "{security_group_ids}",
            "TagSpecifications": tag_on_creation("vpc-endpoint"),
        },
        retry=NOT_YET,
        also=("ec2:CreateTags", "route53:AssociateVPCWithHostedZone"),
    ),
    creates=(
        "vpc_id",
        "service_name",
        "vpc_endpoint_type",
        "policy_document",
        "private_dns_enabled",
        "security_group_ids",
        "tags",
    ),
    updates=(
        Update(
            ("policy_document",),
            Step(
                "ec2.modify_vpc_endpoint",
                {**_ID, "PolicyDocument": "{policy_document|json}"},
                blast="availability",
            ),
            clear=Step("ec2.modify_vpc_endpoint", {**_ID, "ResetPolicy": True}),
        ),
        Update(
            ("private_dns_enabled",),
            Step(
                "ec2.modify_vpc_endpoint",
                {**_ID, "PrivateDnsEnabled": "{private_dns_enabled}"},
                blast="availability",
            ),
        ),
        Update(("tags",), tag_step("vpc_endpoint_id")),
    ),
    erase=Step(
        "ec2.delete_vpc_endpoints",
        {"VpcEndpointIds": ["{found.vpc_endpoint_id}"]},
        blast="availability",
    ),
    by_hand={
        "vpc_id": _ANOTHER,
        "service_name": _ANOTHER,
        "vpc_endpoint_type": _ANOTHER,
        "security_group_ids": "change the groups of the endpoint (aws ec2 modify-vpc-endpoint)",
    },
    ending={"state": _GONE},
    normal={"policy_document": "policy", "security_group_ids": "set"},
    by_tag_alone=True,
    owner="tag",
    retag=tag_step("vpc_endpoint_id"),
)
