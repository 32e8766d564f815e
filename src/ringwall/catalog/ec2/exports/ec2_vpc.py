"""Where CloudFormation has VPCs: the pool that one has its addresses from is no column."""

from ringwall.model.export import TableExport

vpc = TableExport(table="ec2_vpc", properties={"Ipv4IpamPoolId": "{ipam_pool_id}"})
