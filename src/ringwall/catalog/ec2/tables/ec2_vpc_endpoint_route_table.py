"""The route tables of VPC endpoints, one a row."""

from ringwall.model.table import Table, text

route_table = Table(
    name="ec2_vpc_endpoint_route_table",
    doc="A route table that has routes to a gateway endpoint; arn is that of the endpoint.",
    columns=(
        text("vpc_endpoint_id", "VpcEndpointId", "The endpoint."),
        text("route_table_id", "id", "The route table."),
    ),
)
