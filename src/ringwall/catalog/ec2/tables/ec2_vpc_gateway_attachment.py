"""The attachments of internet gateways to VPCs, one a row."""

from ringwall.model.table import Table, text

attachment = Table(
    name="ec2_vpc_gateway_attachment",
    doc="An internet gateway that is attached to a VPC; arn is that of the gateway.",
    cloudformation="AWS::EC2::VPCGatewayAttachment",
    columns=(
        text("internet_gateway_id", "InternetGatewayId", "The gateway."),
        text("vpc_id", "VpcId", "The VPC."),
    ),
)
