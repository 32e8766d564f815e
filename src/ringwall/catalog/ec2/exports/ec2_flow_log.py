"""Where CloudFormation has flow logs: ours are of VPCs."""

from ringwall.model.export import TableExport

flow_log = TableExport(table="ec2_flow_log", properties={"ResourceType": "VPC"})
