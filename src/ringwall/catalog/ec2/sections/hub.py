"""The VPC of the hub, which traffic leaves by and is inspected in."""

from collections.abc import Iterator

import msgspec

from ringwall.catalog.ec2.hub_keys import endpoint_ref, gateway_ref, hub_attachment_key
from ringwall.catalog.ec2.network_keys import subnet_ref, vpc_ref
from ringwall.catalog.ec2.network_plan import Tier, find_hubs, find_zones
from ringwall.catalog.ec2.sections.network import (
    ANYWHERE,
    NetworkRows,
    route_tables,
    want_route,
    want_whole,
)
from ringwall.catalog.ec2.sections.network_acls import want_acls
from ringwall.catalog.ec2.sections.network_exposure import want_exclusion
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.network import Nat
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted

TRANSIT, FIREWALL = "infrastructure.transit", "infrastructure.network_firewall"
INSPECTED = "what passes between VPCs, or leaves, passes the firewall, in both directions"


@wants(TRANSIT)
def want_hub_of_transit(landscape: Landscape) -> Iterator[Wanted]:
    """Have a VPC that traffic leaves by, where none is inspected."""
    if not landscape.settings.infrastructure.network_firewall.enabled:
        yield from _want_hubs(landscape)


@wants(FIREWALL)
def want_hub_of_firewall(landscape: Landscape) -> Iterator[Wanted]:
    """Have a VPC for the firewall, which traffic leaves by too if it may."""
    if landscape.settings.infrastructure.network_firewall.enabled:
        yield from _want_hubs(landscape)


def _want_hubs(landscape: Landscape) -> Iterator[Wanted]:
    for rows in list_hubs(landscape):
        yield from want_whole(rows)
        yield from want_acls(rows)
        yield from _want_exclusion(rows)
        if "firewall" in rows.tiers:
            yield from _want_ways_to_firewall(rows)
        if landscape.settings.infrastructure.transit.enabled:
            yield from _want_ways_back(rows)


def _want_exclusion(rows: NetworkRows) -> Iterator[Wanted]:
    """Yield the hub's exclusion where its account blocks all.

    Blocked ingress is no matter to a hub: its NAT gateways let nothing in that is no answer.
    """
    settings = rows.settings
    blocks = settings.enabled and settings.block_public_access == "block-bidirectional"
    if blocks and settings.public_subnets:
        yield want_exclusion(rows, "allow-egress")


def list_hubs(landscape: Landscape) -> Iterator[NetworkRows]:
    """Yield what makes the rows of each hub."""
    wanted = landscape.settings.infrastructure
    firewall: tuple[Tier, ...] = ("firewall",) if wanted.network_firewall.enabled else ()
    nat = find_nat(landscape.settings)
    public: tuple[Tier, ...] = ("public",) if nat != "none" else ()
    for account, vpc in find_hubs(landscape):
        own = account.settings.infrastructure.network
        settings = msgspec.structs.replace(own, public_subnets=nat != "none", nat=nat)
        yield NetworkRows(
            landscape,
            settings,
            find_zones(account.settings, vpc.region),
            vpc,
            kinds=(*public, *firewall, "transit"),
            section=FIREWALL if firewall else TRANSIT,
        )


def find_nat(settings: Blueprint) -> Nat:
    """Return which NAT gateways a hub has: with a firewall, answers come back in the same zone."""
    wanted = settings.infrastructure
    if not wanted.transit.enabled or wanted.transit.egress == "none":
        return "none"
    return "zonal" if wanted.network_firewall.enabled else wanted.transit.egress


def _want_ways_to_firewall(rows: NetworkRows) -> Iterator[Wanted]:
    """Yield the routes to the firewall's endpoint of the zone: of what comes, and of answers."""
    plan = rows.landscape.settings.infrastructure.network.cidr
    tiers: tuple[tuple[Tier, str], ...] = (("transit", ANYWHERE), ("public", plan))
    for tier, to in tiers:
        subnets = rows.subnets(tier) if tier in rows.tiers else []
        for place, table in zip(rows.subnets("firewall"), route_tables(rows, tier), strict=False):
            if subnets:
                target = endpoint_ref(rows.vpc, place.name)
                yield want_route(rows, table, to, target, why=INSPECTED)


def _want_ways_back(rows: NetworkRows) -> Iterator[Wanted]:
    """Yield the attachment of the hub, and the routes by it to all VPCs."""
    plan = rows.landscape.settings.infrastructure.network.cidr
    has_firewall = "firewall" in rows.tiers
    why = "a connection whose two directions pass two zones is cut by the firewall"
    yield rows.want(
        "ec2_transit_gateway_vpc_attachment",
        "transit",
        {
            "transit_gateway_id": gateway_ref(rows.vpc),
            "vpc_id": vpc_ref(rows.vpc),
            "subnet_ids": [subnet_ref(rows.vpc, each.name) for each in rows.subnets("transit")],
            "appliance_mode_support": "enable" if has_firewall else "disable",
        },
        why if has_firewall else "VPCs reach the internet by one way out",
        tagged=True,
    )
    tier: Tier = "firewall" if has_firewall else "public"
    for table in route_tables(rows, tier):
        yield want_route(
            rows,
            table,
            plan,
            gateway_ref(rows.vpc),
            why=INSPECTED if has_firewall else "answers find their way back",
            needs=(hub_attachment_key(rows.vpc),),
        )
