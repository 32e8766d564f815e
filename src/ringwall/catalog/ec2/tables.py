"""EC2: what stands on this shelf, from the modules beside this one."""

from ringwall.catalog.ec2.account import account
from ringwall.catalog.ec2.gateways import (
    eip,
    internet_gateway,
    nat_gateway,
    network_interface,
    vpc_endpoint,
)
from ringwall.catalog.ec2.groups import prefix_list, security_group, security_group_rule
from ringwall.catalog.ec2.images import image
from ringwall.catalog.ec2.instances import instance, snapshot, volume
from ringwall.catalog.ec2.networks import (
    flow_log,
    network_acl,
    network_acl_entry,
    route,
    route_table,
    subnet,
    vpc,
)

__all__ = (
    "account",
    "eip",
    "flow_log",
    "image",
    "instance",
    "internet_gateway",
    "nat_gateway",
    "network_acl",
    "network_acl_entry",
    "network_interface",
    "prefix_list",
    "route",
    "route_table",
    "security_group",
    "security_group_rule",
    "snapshot",
    "subnet",
    "volume",
    "vpc",
    "vpc_endpoint",
)
