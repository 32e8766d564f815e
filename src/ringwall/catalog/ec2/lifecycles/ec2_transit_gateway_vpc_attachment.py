"""How a VPC is attached to a transit gateway: what another account attaches waits for its owner."""

from ringwall.catalog.ec2.network_keys import NOT_YET as NO_VPC_YET
from ringwall.catalog.ec2.tagging import OWNER, tag_on_creation, tag_step
from ringwall.catalog.ec2.transit_states import GONE, IS_THERE, NOT_YET
from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ID = {"TransitGatewayAttachmentId": "{found.transit_gateway_attachment_id}"}
_OTHER = "detach the VPC, which ends its traffic, and run `ringwall apply` again"

attachment = Lifecycle(
    table="ec2_transit_gateway_vpc_attachment",
    find=Find(
        "ec2.describe_transit_gateway_vpc_attachments",
        items="TransitGatewayVpcAttachments",
        match={f"({IS_THERE}) && ({OWNER})": "{owner}"},
        known={"TransitGatewayAttachmentId": "{found.transit_gateway_attachment_id}"},
    ),
    ids=("arn", "transit_gateway_attachment_id"),
    create=Step(
        "ec2.create_transit_gateway_vpc_attachment",
        {
            "TransitGatewayId": "{transit_gateway_id}",
            "VpcId": "{vpc_id}",
            "SubnetIds": "{subnet_ids}",
            "Options": {"ApplianceModeSupport": "{appliance_mode_support}"},
            "TagSpecifications": tag_on_creation("transit-gateway-attachment"),
        },
        retry=(*NO_VPC_YET, *NOT_YET),
        poll=Poll(
            "ec2.describe_transit_gateway_vpc_attachments",
            {
                "TransitGatewayAttachmentIds": [
                    {"$answer": "TransitGatewayVpcAttachment.TransitGatewayAttachmentId"}
                ]
            },
            "TransitGatewayVpcAttachments[0].State",
            ("available", "pendingAcceptance"),
            GONE,
        ),
        also=("ec2:CreateTags",),
    ),
    creates=("transit_gateway_id", "vpc_id", "subnet_ids", "appliance_mode_support", "tags"),
    updates=(
        Update(
            ("appliance_mode_support",),
            Step(
                "ec2.modify_transit_gateway_vpc_attachment",
                {**_ID, "Options": {"ApplianceModeSupport": "{appliance_mode_support}"}},
                retry=NOT_YET,
                blast="availability",
            ),
        ),
        Update(("tags",), tag_step("transit_gateway_attachment_id")),
    ),
    erase=Step(
        "ec2.delete_transit_gateway_vpc_attachment",
        _ID,
        retry=("IncorrectState",),
        blast="availability",
    ),
    by_hand={
        "transit_gateway_id": _OTHER,
        "vpc_id": _OTHER,
        "subnet_ids": "add and remove its subnets: aws ec2 modify-transit-gateway-vpc-attachment",
    },
    ending={"state": GONE},
    normal={"subnet_ids": "set"},
    by_tag_alone=True,
    wait=600,
    owner="tag",
    retag=tag_step("transit_gateway_attachment_id"),
)
