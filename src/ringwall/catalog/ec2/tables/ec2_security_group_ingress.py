"""The ingress rules of security groups that a blueprint made, one a row."""

from ringwall.catalog.ec2.group_rules import COLUMNS
from ringwall.model.table import Table

rule = Table(
    name="ec2_security_group_ingress",
    doc="One ingress rule of a group that a blueprint made (by its tag), with one peer; arn is "
    "that of the group. The rules of all groups are in security_group_rule.",
    cloudformation="AWS::EC2::SecurityGroupIngress",
    columns=COLUMNS,
)
