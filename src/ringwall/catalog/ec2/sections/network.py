"""VPCs with their subnets, gateways and routes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.ec2.network_keys import SECTION, network_key, subnet_ref, vpc_ref
from ringwall.catalog.ec2.network_plan import (
    FORENSICS,
    HUB,
    PlannedSubnet,
    PlannedVpc,
    Tier,
    find_vpcs,
    find_zones,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.network import Networks
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.layer import Layer
from ringwall.model.text import count_of

ANYWHERE = "0.0.0.0/0"
TARGETS = {
    "internet_gateway_id": "GatewayId",
    "nat_gateway_id": "NatGatewayId",
    "transit_gateway_id": "TransitGatewayId",
    "endpoint_id": "VpcEndpointId",
}
"""What a route's target is, by the column of its id: the parameter that takes it."""
APART = "what is reached from the internet is not in one network with what must not be"


@dataclass(frozen=True)
class NetworkRows:
    """Makes the rows of one VPC."""

    landscape: Landscape
    settings: Networks
    """Those of its account."""
    zones: tuple[str, ...]
    vpc: PlannedVpc
    kinds: tuple[Tier, ...] = ()
    """The kinds of subnets that it has; () for those of an account's own VPC."""
    section: str = SECTION
    layer: Layer = "infrastructure"

    @property
    def inside(self) -> str:
        """The addresses that it takes for its own: the plan, or its block where it is alone."""
        if self.vpc.name == FORENSICS:
            return self.vpc.cidr
        return self.landscape.settings.infrastructure.network.cidr

    def want(
        self,
        table: str,
        name: str,
        columns: dict[str, Any],
        why: str,
        *,
        tagged: bool = False,
        given: dict[str, Any] | None = None,
        needs: tuple[RowKey, ...] = (),
        by_hand: str = "",
    ) -> Wanted:
        """Return a row of the VPC; with a tag that names it in the console."""
        key = network_key(self.vpc, table, name)
        tags = {"tags": {"Name": f"{self.landscape.name}-{key.name.replace(' ', '-')}"}}
        return Wanted(
            key=key,
            columns={**columns, **(tags if tagged else {})},
            section=self.section,
            layer=self.layer,
            why=why,
            needs=needs,
            given=given or {},
            by_hand=by_hand,
        )

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The kinds of subnets that it has."""
        if self.kinds:
            return self.kinds
        public: tuple[Tier, ...] = ("public",) if self.settings.public_subnets else ()
        return (*public, "private", "isolated")

    def subnets(self, tier: Tier) -> list[PlannedSubnet]:
        """Return the subnets of a kind."""
        return list(self.vpc.subnets(tier, self.zones, self.settings.zones))

    @property
    def nat_names(self) -> tuple[str, ...]:
        """The names of its NAT gateways: one, or one for each zone."""
        count = {"single": 1, "regional": 1, "zonal": self.settings.zones}
        has_place = self.settings.public_subnets or self.settings.nat == "regional"
        number = count.get(self.settings.nat, 0) if has_place else 0
        return tuple(f"nat-{each}" for each in range(1, number + 1))


def list_networks(landscape: Landscape) -> Iterator[NetworkRows]:
    """Yield what makes the rows of each VPC."""
    for account, vpc in find_vpcs(landscape):
        zones = find_zones(account.settings, vpc.region)
        yield NetworkRows(landscape, account.settings.infrastructure.network, zones, vpc)


@wants(SECTION)
def want_networks(landscape: Landscape) -> Iterator[Wanted]:
    """Have VPCs from one plan of addresses, with subnets that differ in what reaches them."""
    for rows in list_networks(landscape):
        yield from want_whole(rows)


def want_whole(rows: NetworkRows) -> Iterator[Wanted]:
    """Yield a VPC with its subnets, gateways and routes, and its default group closed."""
    yield _want_vpc(rows)
    yield from want_subnets(rows)
    if rows.settings.public_subnets:
        yield from _want_internet(rows)
    yield from _want_nat(rows)
    yield rows.want(
        "ec2_default_security_group",
        "main",
        {"vpc_id": vpc_ref(rows.vpc), "ip_permissions": [], "ip_permissions_egress": []},
        "what names no group is in the default one, where all reach one another",
    )
    yield rows.want(
        "ec2_default_network_acl",
        "main",
        {"vpc_id": vpc_ref(rows.vpc), "lets_all_in": False, "lets_all_out": False},
        "a subnet that somebody adds is open to everything by the ACL that it gets by itself",
    )


def _want_vpc(rows: NetworkRows) -> Wanted:
    plan = rows.landscape.settings.infrastructure.network
    full = f"{plan.cidr} has no room for another VPC of /{plan.vpc_prefix}: widen the plan"
    return rows.want(
        "ec2_vpc",
        "main",
        {
            "cidr_block": rows.vpc.cidr,
            "instance_tenancy": "default",
            "enable_dns_support": True,
            "enable_dns_hostnames": True,
        },
        "accounts whose addresses overlap cannot be joined later",
        tagged=True,
        by_hand="" if rows.vpc.cidr else full,
    )


def want_subnets(rows: NetworkRows) -> Iterator[Wanted]:
    """Yield the subnets of a VPC, with their route tables."""
    for tier in rows.tiers:
        for table in route_tables(rows, tier):
            yield rows.want(
                "ec2_route_table", table, {"vpc_id": vpc_ref(rows.vpc)}, APART, tagged=True
            )
        for subnet in rows.subnets(tier):
            zones = count_of(len(rows.zones), "zone")
            lacking = f"{rows.vpc.region} has {zones}, not {rows.settings.zones}"
            yield rows.want(
                "ec2_subnet",
                subnet.name,
                {
                    "vpc_id": vpc_ref(rows.vpc),
                    "cidr_block": subnet.cidr,
                    "availability_zone_id": subnet.zone_id,
                    "map_public_ip_on_launch": False,
                },
                APART,
                tagged=True,
                by_hand="" if subnet.zone_id else f"{lacking}: set infrastructure.network.zones",
            )
            yield rows.want(
                "ec2_subnet_route_table_association",
                subnet.name,
                {
                    "subnet_id": subnet_ref(rows.vpc, subnet.name),
                    "route_table_id": table_ref(rows, table_of(rows, subnet)),
                },
                "without one, a subnet uses the main route table of its VPC",
            )


def route_tables(rows: NetworkRows, tier: Tier) -> list[str]:
    """Return the names of the route tables of a kind of subnet."""
    return list(dict.fromkeys(table_of(rows, subnet) for subnet in rows.subnets(tier)))


def table_of(rows: NetworkRows, subnet: PlannedSubnet) -> str:
    """Return the name of a subnet's route table: private ones differ by their NAT gateway.

    In a hub, traffic stays in its zone: the tables of all zones differ.
    """
    if rows.vpc.name == HUB:
        return subnet.name
    is_zonal = subnet.tier == "private" and len(rows.nat_names) > 1
    return subnet.name if is_zonal else subnet.tier


def table_ref(rows: NetworkRows, name: str) -> Ref:
    """Return the id of a route table of the VPC."""
    return Ref(network_key(rows.vpc, "ec2_route_table", name), "route_table_id")


def _want_internet(rows: NetworkRows) -> Iterator[Wanted]:
    gateway = Ref(network_key(rows.vpc, "ec2_internet_gateway"), "internet_gateway_id")
    why = "load balancers are reached through it, and nothing else is"
    yield rows.want("ec2_internet_gateway", "main", {}, why, tagged=True)
    yield rows.want(
        "ec2_vpc_gateway_attachment",
        "main",
        {"internet_gateway_id": gateway, "vpc_id": vpc_ref(rows.vpc)},
        why,
    )
    attachment = network_key(rows.vpc, "ec2_vpc_gateway_attachment")
    for table in route_tables(rows, "public"):
        yield want_route(rows, table, ANYWHERE, gateway, why=why, needs=(attachment,))


def want_route(
    rows: NetworkRows,
    table: str,
    to: str,
    target: Ref,
    *,
    why: str,
    needs: tuple[RowKey, ...] = (),
) -> Wanted:
    """Return a route of a route table; its target's kind, for an id that is not known yet."""
    return rows.want(
        "ec2_route",
        f"{table} {to}",
        {
            "route_table_id": table_ref(rows, table),
            "destination_cidr_block": to,
            "target": target,
        },
        why,
        given={"target_kind": TARGETS[target.column]},
        needs=needs,
    )


def leaving_tier(rows: NetworkRows) -> Tier:
    """Return the kind of subnets whose traffic goes to the NAT gateways."""
    return next((tier for tier in ("firewall", "transit") if tier in rows.kinds), "private")


def _want_nat(rows: NetworkRows) -> Iterator[Wanted]:
    why = "what is private reaches the internet, and is not reached from there"
    is_regional = rows.settings.nat == "regional"
    public = rows.subnets("public")
    attachment = network_key(rows.vpc, "ec2_vpc_gateway_attachment")
    for number, name in enumerate(rows.nat_names):
        columns: dict[str, Any] = {
            "connectivity_type": "public",
            "availability_mode": "regional" if is_regional else "zonal",
        }
        if is_regional:
            given: dict[str, Any] = {"vpc_of_regional": vpc_ref(rows.vpc)}
        else:
            yield rows.want("ec2_eip", name, {}, why, tagged=True)
            address = Ref(network_key(rows.vpc, "ec2_eip", name), "allocation_id")
            given = {"allocation_id": address}
            columns["subnet_id"] = subnet_ref(rows.vpc, public[number].name)
        yield rows.want(
            "ec2_nat_gateway",
            name,
            columns,
            why,
            tagged=True,
            given=given,
            needs=(attachment,) if rows.settings.public_subnets else (),
        )
    tables = route_tables(rows, leaving_tier(rows)) if rows.nat_names else []
    for number, table in enumerate(tables):
        nat = rows.nat_names[min(number, len(rows.nat_names) - 1)]
        target = Ref(network_key(rows.vpc, "ec2_nat_gateway", nat), "nat_gateway_id")
        yield want_route(rows, table, ANYWHERE, target, why=why)
