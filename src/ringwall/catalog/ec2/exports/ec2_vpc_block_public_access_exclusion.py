"""Where CloudFormation has exclusions from VPC Block Public Access: ours are of VPCs."""

from ringwall.model.export import TableExport

exclusion = TableExport(
    table="ec2_vpc_block_public_access_exclusion", properties={"VpcId": "{vpc_id}"}
)
