"""The routes of route tables, one a row."""

from ringwall.model.table import (
    Column,
    Table,
)

route = Table(
    name="ec2_route",
    doc="One route of a route table; arn is the table's.",
    columns=(
        Column("route_table_id", "TEXT", "The table that holds it."),
        Column("vpc_id", "TEXT", "The VPC of the table."),
        Column("destination_cidr_block", "TEXT", "Where to, as an IPv4 block."),
        Column("destination_ipv6_cidr_block", "TEXT", "Where to, as an IPv6 block."),
        Column("destination_prefix_list_id", "TEXT", "Where to, as a prefix list."),
        Column("target", "TEXT", "What takes the traffic: local, igw-..., nat-..., tgw-..."),
        Column("instance_id", "TEXT", "The instance that takes it, where one does."),
        Column("state", "TEXT", "active, or blackhole where the target is gone."),
        Column("origin", "TEXT", "CreateRouteTable, CreateRoute or EnableVgwRoutePropagation."),
    ),
)
