"""The routes of route tables, one a row."""

from ringwall.model.table import Column, Table, text

route = Table(
    name="ec2_route",
    doc="One route of a route table; arn is that of the route table.",
    columns=(
        text("route_table_id", "RouteTableId", "The route table that it is part of."),
        Column("vpc_id", "TEXT", "The VPC of the route table."),
        text("destination_cidr_block", "DestinationCidrBlock", "The destination as an IPv4 block."),
        Column("destination_ipv6_cidr_block", "TEXT", "The destination as an IPv6 block."),
        Column("destination_prefix_list_id", "TEXT", "The destination as a prefix list."),
        text(
            "target",
            "not_null(GatewayId, NatGatewayId, TransitGatewayId, NetworkInterfaceId, "
            "VpcPeeringConnectionId, EgressOnlyInternetGatewayId)",
            "The target of the traffic: local, igw-..., nat-..., tgw-..., vpce-...",
        ),
        Column("instance_id", "TEXT", "The instance that is the target; '' for none."),
        Column("state", "TEXT", "active, or blackhole where the target no longer exists."),
        Column("origin", "TEXT", "CreateRouteTable, CreateRoute or EnableVgwRoutePropagation."),
    ),
)
