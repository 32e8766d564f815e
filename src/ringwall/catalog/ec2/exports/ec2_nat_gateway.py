"""Where CloudFormation has NAT gateways."""

from ringwall.model.export import TableExport

gateway = TableExport(
    table="ec2_nat_gateway",
    properties={"AllocationId": "{allocation_id}", "VpcId": "{vpc_of_regional}"},
)
