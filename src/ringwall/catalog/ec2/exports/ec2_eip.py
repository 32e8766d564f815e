"""Where CloudFormation has Elastic IP addresses: ours are for VPCs."""

from ringwall.model.export import TableExport

eip = TableExport(table="ec2_eip", properties={"Domain": "vpc"})
