"""How what other accounts attach to a transit gateway is accepted."""

from ringwall.catalog.ec2.transit_states import NOT_YET
from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

attachment = Lifecycle(
    table="ec2_transit_gateway_attachment",
    find=Find(
        "ec2.describe_transit_gateway_attachments",
        {"TransitGatewayAttachmentIds": ["{transit_gateway_attachment_id}"]},
        items="TransitGatewayAttachments",
        absent=("InvalidTransitGatewayAttachmentID.NotFound",),
    ),
    identity=("transit_gateway_attachment_id",),
    ids=(),
    updates=(
        Update(
            ("state",),
            choose={
                "available": Step(
                    "ec2.accept_transit_gateway_vpc_attachment",
                    {"TransitGatewayAttachmentId": "{transit_gateway_attachment_id}"},
                    retry=NOT_YET,
                    poll=Poll(
                        "ec2.describe_transit_gateway_vpc_attachments",
                        {
                            "TransitGatewayAttachmentIds": [
                                {
                                    "$answer": "TransitGatewayVpcAttachment"
                                    ".TransitGatewayAttachmentId"
                                }
                            ]
                        },
                        "TransitGatewayVpcAttachments[0].State",
                        ("available",),
                        ("failed", "failing", "rejected", "deleted"),
                    ),
                )
            },
        ),
    ),
)
