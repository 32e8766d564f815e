"""Where CloudFormation has the subnets of endpoints: in the endpoints."""

from ringwall.model.export import PartOf, TableExport

subnet = TableExport(
    table="ec2_vpc_endpoint_subnet",
    part_of=PartOf(
        "ec2_vpc_endpoint",
        {"vpc_endpoint_id": "{vpc_endpoint_id}"},
        "SubnetIds",
        "{subnet_id}",
    ),
)
