"""The subnets of VPC endpoints, one a row."""

from ringwall.model.table import Table, text

subnet = Table(
    name="ec2_vpc_endpoint_subnet",
    doc="A subnet that an interface endpoint has an address in; arn is that of the endpoint.",
    columns=(
        text("vpc_endpoint_id", "VpcEndpointId", "The endpoint."),
        text("subnet_id", "id", "The subnet."),
    ),
)
