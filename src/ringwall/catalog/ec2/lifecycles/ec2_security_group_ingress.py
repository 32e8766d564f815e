"""How ingress rules of security groups come and go."""

from ringwall.catalog.ec2.group_rules import make_lifecycle

rule = make_lifecycle("ingress")
