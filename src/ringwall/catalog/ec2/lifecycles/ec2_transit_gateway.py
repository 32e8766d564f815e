"""How transit gateways come, change and go: each takes AWS minutes."""

from ringwall.catalog.ec2.tagging import OWNER, tag_on_creation, tag_step
from ringwall.catalog.ec2.transit_states import GONE, IS_THERE
from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_OPTIONS = {
    "auto_accept_shared_attachments": "AutoAcceptSharedAttachments",
    "default_route_table_association": "DefaultRouteTableAssociation",
    "default_route_table_propagation": "DefaultRouteTablePropagation",
}

gateway = Lifecycle(
    table="ec2_transit_gateway",
    find=Find(
        "ec2.describe_transit_gateways",
        items="TransitGateways",
        match={f"({IS_THERE}) && ({OWNER})": "{owner}"},
        known={"TransitGatewayId": "{found.transit_gateway_id}"},
    ),
    ids=("arn", "transit_gateway_id"),
    create=Step(
        "ec2.create_transit_gateway",
        {
            "Description": "{description}",
            "Options": {
                "AmazonSideAsn": "{amazon_side_asn}",
                **{member: f"{{{column}}}" for column, member in _OPTIONS.items()},
            },
            "TagSpecifications": tag_on_creation("transit-gateway"),
        },
        poll=Poll(
            "ec2.describe_transit_gateways",
            {"TransitGatewayIds": [{"$answer": "TransitGateway.TransitGatewayId"}]},
            "TransitGateways[0].State",
            ("available",),
            ("deleting", "deleted"),
        ),
        also=("ec2:CreateTags",),
    ),
    creates=("description", "amazon_side_asn", *_OPTIONS, "tags"),
    updates=(
        *(
            Update(
                (column,),
                Step(
                    "ec2.modify_transit_gateway",
                    {
                        "TransitGatewayId": "{found.transit_gateway_id}",
                        "Options": {member: f"{{{column}}}"},
                    },
                    retry=("IncorrectState",),
                ),
            )
            for column, member in _OPTIONS.items()
        ),
        Update(
            ("description",),
            Step(
                "ec2.modify_transit_gateway",
                {
                    "TransitGatewayId": "{found.transit_gateway_id}",
                    "Description": "{description}",
                },
                retry=("IncorrectState",),
                blast="none",
            ),
        ),
        Update(("tags",), tag_step("transit_gateway_id")),
    ),
    erase=Step(
        "ec2.delete_transit_gateway",
        {"TransitGatewayId": "{found.transit_gateway_id}"},
        retry=("IncorrectState",),
        blast="availability",
    ),
    by_hand={"amazon_side_asn": "AWS changes it only where nothing is attached by VPN or peering"},
    ending={"state": GONE},
    by_tag_alone=True,
    wait=600,
    owner="tag",
    retag=tag_step("transit_gateway_id"),
)
