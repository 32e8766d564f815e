"""Internet gateways."""

from collections.abc import Iterator

from ringwall.catalog.members import take_list
from ringwall.model.table import Call, Derived, Row, Table, text, texts


def explode_attachments(gateway: Row, _: Row) -> Iterator[Row]:
    """Yield a row per VPC that a gateway is attached to: AWS allows one."""
    for attachment in take_list(gateway, "Attachments"):
        yield {
            "internet_gateway_id": gateway.get("InternetGatewayId", ""),
            "vpc_id": attachment["VpcId"],
        }


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
    derived=(Derived("ec2_vpc_gateway_attachment", explode_attachments),),
)
