"""Where CloudFormation has the route tables of endpoints: in the endpoints."""

from ringwall.model.export import PartOf, TableExport

route_table = TableExport(
    table="ec2_vpc_endpoint_route_table",
    part_of=PartOf(
        "ec2_vpc_endpoint",
        {"vpc_endpoint_id": "{vpc_endpoint_id}"},
        "RouteTableIds",
        "{route_table_id}",
    ),
)
