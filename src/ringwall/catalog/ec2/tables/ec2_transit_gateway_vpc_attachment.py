"""VPCs that are attached to transit gateways, as the account of the VPC sees them."""

from ringwall.model.table import Call, Table, text, texts

attachment = Table(
    name="ec2_transit_gateway_vpc_attachment",
    doc="A VPC of the account that is attached to a transit gateway, of this account or another.",
    cloudformation="AWS::EC2::TransitGatewayVpcAttachment",
    list=Call(
        "ec2.describe_transit_gateway_vpc_attachments",
        "TransitGatewayVpcAttachments",
    ),
    arn=(
        "arn:{partition}:ec2:{region}:{account_id}:"
        "transit-gateway-attachment/{TransitGatewayAttachmentId}"
    ),
    account="VpcOwnerId",
    tags="Tags",
    columns=(
        text(
            "transit_gateway_attachment_id",
            "TransitGatewayAttachmentId",
            "Its ID: tgw-attach-...",
            property="Id",
        ),
        text("transit_gateway_id", "TransitGatewayId", "The transit gateway."),
        text("vpc_id", "VpcId", "The VPC."),
        texts("subnet_ids", "SubnetIds", "Its subnets, one in each zone."),
        text("state", "State", "available, pendingAcceptance, deleted, ..."),
        text(
            "appliance_mode_support",
            "Options.ApplianceModeSupport",
            "Whether both directions of a connection come in the same zone: enable or disable.",
            property="Options.ApplianceModeSupport",
            default="disable",
        ),
        text(
            "dns_support",
            "Options.DnsSupport",
            "Whether names of other VPCs resolve to private addresses: enable or disable.",
            property="Options.DnsSupport",
            default="enable",
        ),
    ),
)
