"""How egress rules of security groups come and go."""

from ringwall.catalog.ec2.group_rules import make_lifecycle

rule = make_lifecycle("egress")
