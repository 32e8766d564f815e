"""NAT gateways."""

from ringwall.model.table import Call, Table, text, texts

nat_gateway = Table(
    name="ec2_nat_gateway",
    doc="A NAT gateway; deleted ones are listed for an hour.",
    cloudformation="AWS::EC2::NatGateway",
    list=Call("ec2.describe_nat_gateways", "NatGateways"),
    arn="arn:{partition}:ec2:{region}:{account_id}:natgateway/{NatGatewayId}",
    tags="Tags",
    columns=(
        text("nat_gateway_id", "NatGatewayId", "The gateway's ID: nat-..."),
        text("vpc_id", "VpcId", "The VPC that it is part of."),
        text("subnet_id", "SubnetId", "Its subnet; '' for a regional one.", default=""),
        text("state", "State", "pending, available, failed, deleting or deleted."),
        text("connectivity_type", "ConnectivityType", "public or private.", default="public"),
        text(
            "availability_mode",
            "AvailabilityMode",
            "zonal, or regional for one that is in all zones.",
            "zonal",
            default="zonal",
        ),
        texts("public_ips", "NatGatewayAddresses[].PublicIp", "Its public addresses."),
    ),
)
