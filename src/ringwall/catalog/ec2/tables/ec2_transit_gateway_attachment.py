"""What is attached to transit gateways, as the account of the gateway sees it."""

from ringwall.model.table import Call, Table, text

attachment = Table(
    name="ec2_transit_gateway_attachment",
    doc="What is attached to a transit gateway of the account, by this account or another.",
    list=Call("ec2.describe_transit_gateway_attachments", "TransitGatewayAttachments"),
    arn=(
        "arn:{partition}:ec2:{region}:{account_id}:"
        "transit-gateway-attachment/{TransitGatewayAttachmentId}"
    ),
    account="TransitGatewayOwnerId",
    columns=(
        text(
            "transit_gateway_attachment_id",
            "TransitGatewayAttachmentId",
            "Its ID: tgw-attach-...",
        ),
        text("transit_gateway_id", "TransitGatewayId", "The transit gateway."),
        text("resource_type", "ResourceType", "vpc, vpn, peering, direct-connect-gateway, ..."),
        text("attached_resource_id", "ResourceId", "What is attached."),
        text("resource_owner_id", "ResourceOwnerId", "The account that it is part of."),
        text("state", "State", "available, pendingAcceptance, deleted, ..."),
    ),
)
