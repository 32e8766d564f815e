"""Where CloudFormation has egress rules of security groups."""

from ringwall.catalog.ec2.exported_rules import make_writer
from ringwall.model.export import TableExport

rule = TableExport(table="ec2_security_group_egress", writer=make_writer("Destination"))
