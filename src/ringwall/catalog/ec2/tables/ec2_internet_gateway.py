"""Internet gateways."""

from ringwall.model.table import Call, Table, text, texts

internet_gateway = Table(
    name="ec2_internet_gateway",
    doc="A gateway between a VPC and the internet.",
    cloudformation="AWS::EC2::InternetGateway",
    list=Call("ec2.describe_internet_gateways", "InternetGateways"),
    arn="arn:{partition}:ec2:{region}:{account_id}:internet-gateway/{InternetGatewayId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("internet_gateway_id", "InternetGatewayId", "The gateway's ID: igw-..."),
        texts(
            "vpc_ids",
            "Attachments[].VpcId",
            "The VPC that it is attached to; [] for none.",
            required=True,
        ),
    ),
)
