"""The routes of route tables, one a row."""

from ringwall.model.table import Column, Table

route = Table(
    name="ec2_route",
    doc="One route of a route table; arn is that of the route table.",
    columns=(
        Column("route_table_id", "TEXT", "The route table that it is part of."),
        Column("vpc_id", "TEXT", "The VPC of the route table."),
        Column("destination_cidr_block", "TEXT", "The destination as an IPv4 block."),
        Column("destination_ipv6_cidr_block", "TEXT", "The destination as an IPv6 block."),
        Column("destination_prefix_list_id", "TEXT", "The destination as a prefix list."),
        Column("target", "TEXT", "The target of the traffic: local, igw-..., nat-..., tgw-..."),
        Column("instance_id", "TEXT", "The instance that is the target; '' for none."),
        Column("state", "TEXT", "active, or blackhole where the target no longer exists."),
        Column("origin", "TEXT", "CreateRouteTable, CreateRoute or EnableVgwRoutePropagation."),
    ),
)
