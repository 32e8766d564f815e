"""Route tables."""

from collections.abc import Iterator

from ringwall.catalog.members import take_list
from ringwall.model.table import Call, Derived, Row, Table, boolean, document, text, texts

TARGETS = (
    "GatewayId",
    "NatGatewayId",
    "NetworkInterfaceId",
    "InstanceId",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "EgressOnlyInternetGatewayId",
    "CarrierGatewayId",
    "LocalGatewayId",
    "CoreNetworkArn",
    "OdbNetworkArn",
)
"""Members of a route of which one names where it leads."""

DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
"""Members of a route of which one says where its traffic goes."""


def explode_associations(table: Row, _: Row) -> Iterator[Row]:
    """Yield a row per subnet that a route table is associated with."""
    for association in take_list(table, "Associations"):
        if association.get("SubnetId"):
            yield {
                "route_table_id": table.get("RouteTableId", ""),
                "subnet_id": association["SubnetId"],
                "association_id": association["RouteTableAssociationId"],
            }


def explode_routes(table: Row, _: Row) -> Iterator[Row]:
    """Yield a row per route of a route table."""
    for route in take_list(table, "Routes"):
        if not any(route.get(name) for name in DESTINATIONS):
            raise LookupError(f"a route without a destination: {sorted(route)}")
        yield {
            "route_table_id": table.get("RouteTableId", ""),
            "vpc_id": table.get("VpcId", ""),
            "destination_cidr_block": route.get("DestinationCidrBlock", ""),
            "destination_ipv6_cidr_block": route.get("DestinationIpv6CidrBlock", ""),
            "destination_prefix_list_id": route.get("DestinationPrefixListId", ""),
            "target": next((route[name] for name in TARGETS if route.get(name)), ""),
            "instance_id": route.get("InstanceId", ""),
            "state": route.get("State", ""),
            "origin": route.get("Origin", ""),
        }


route_table = Table(
    name="ec2_route_table",
    doc=(
        "A route table; its routes are in ec2_route. A subnet without an association uses the main "
        "route table of its VPC."
    ),
    cloudformation="AWS::EC2::RouteTable",
    list=Call("ec2.describe_route_tables", "RouteTables"),
    arn="arn:{partition}:ec2:{region}:{account_id}:route-table/{RouteTableId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("route_table_id", "RouteTableId", "The route table's ID: rtb-..."),
        text("vpc_id", "VpcId", "The VPC that it is part of.", required=True),
        boolean(
            "is_main",
            "length(Associations[?Main]) > `0`",
            "Subnets of its VPC use it by default.",
            required=True,
        ),
        texts("subnet_ids", "Associations[].SubnetId", "Subnets that are associated with it."),
        texts("gateway_ids", "Associations[].GatewayId", "Gateways whose traffic it routes."),
        document("routes", "Routes", "The routes.", absent=[]),
        texts(
            "propagating_vgws",
            "PropagatingVgws[].GatewayId",
            "Virtual private gateways that propagate routes.",
        ),
    ),
    derived=(
        Derived("ec2_route", explode_routes),
        Derived("ec2_subnet_route_table_association", explode_associations),
    ),
)
