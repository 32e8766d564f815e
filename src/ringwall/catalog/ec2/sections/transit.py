"""Transit gateways of a blueprint's Regions: which VPC reaches which."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ringwall.catalog.ec2.hub_keys import gateway_key, hub_attachment_key
from ringwall.catalog.ec2.network_keys import subnet_ref, vpc_ref
from ringwall.catalog.ec2.network_plan import HUB, PlannedVpc, find_hub_account, has_hub
from ringwall.catalog.ec2.sections.hub import TRANSIT, list_hubs
from ringwall.catalog.ec2.sections.network import (
    ANYWHERE,
    NetworkRows,
    list_networks,
    route_tables,
    want_route,
    want_subnets,
)
from ringwall.catalog.ec2.sections.network_acls import want_acls
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted

PRODUCTION, OTHER = "production", "other"
APART = "production and the rest have no way to each other, whatever their own routes say"
JOINED = "VPCs are joined in one place, where it is decided who reaches whom"
ATTACHMENT_ID = "transit_gateway_attachment_id"
TABLE_ID = "transit_gateway_route_table_id"


@dataclass(frozen=True)
class TransitRows:
    """Makes the rows of the transit gateway of one Region, and of what is attached to it."""

    landscape: Landscape
    hub: LandscapeAccount
    region: str
    spokes: tuple[NetworkRows, ...]
    """The VPCs of accounts, with the subnets that join them alone."""

    def want(
        self,
        table: str,
        name: str,
        columns: dict[str, Any],
        why: str,
        *,
        tagged: bool = False,
        needs: tuple[RowKey, ...] = (),
    ) -> Wanted:
        """Return a row of the hub's account."""
        tags = {"tags": {"Name": f"{self.landscape.name}-{name}"}} if tagged else {}
        return Wanted(
            key=self.key(table, name),
            columns={**columns, **tags},
            section=TRANSIT,
            layer="infrastructure",
            why=why,
            needs=needs,
        )

    def key(self, table: str, name: str) -> RowKey:
        """Return the key of a row of the hub's account."""
        return RowKey(self.hub.name, self.region, table, name)

    @property
    def gateway_id(self) -> Ref:
        """The id of the transit gateway."""
        return Ref(gateway_key(self.hub.name, self.region), "transit_gateway_id")

    def table_id(self, name: str) -> Ref:
        """Return the id of one of its route tables."""
        return Ref(self.key("ec2_transit_gateway_route_table", name), TABLE_ID)

    def environment_of(self, vpc: PlannedVpc) -> str:
        """Return the route table that a VPC looks its routes up in."""
        wanted = self.landscape.settings.infrastructure.transit.production_units
        units = {account.name: account.unit for account in self.landscape.accounts}
        paths = [tuple(path.split("/")) for path in wanted]
        own = units[vpc.account]
        return PRODUCTION if any(own[: len(path)] == path for path in paths) else OTHER

    @property
    def is_inspected(self) -> bool:
        """Whether what passes between VPCs passes the firewall."""
        return self.landscape.settings.infrastructure.network_firewall.enabled


def list_transits(landscape: Landscape) -> Iterator[TransitRows]:
    """Yield what makes the rows of each transit gateway."""
    hub = find_hub_account(landscape)
    if not landscape.settings.infrastructure.transit.enabled or hub is None:
        return
    spokes = [
        replace(rows, kinds=("transit",), section=TRANSIT)
        for rows in list_networks(landscape)
        if rows.vpc.cidr
    ]
    for region in landscape.regions_of("ec2", hub):
        own = tuple(rows for rows in spokes if rows.vpc.region == region)
        if own:
            yield TransitRows(landscape, hub, region, own)


@wants(TRANSIT)
def want_gateways(landscape: Landscape) -> Iterator[Wanted]:
    """Have a transit gateway that accepts nothing unseen, with a route table for each purpose."""
    for transit in list_transits(landscape):
        yield transit.want(
            "ec2_transit_gateway",
            HUB,
            {
                "description": f"Joins the VPCs of {landscape.name}",
                "amazon_side_asn": landscape.settings.infrastructure.transit.amazon_side_asn,
                "auto_accept_shared_attachments": "disable",
                "default_route_table_association": "disable",
                "default_route_table_propagation": "disable",
            },
            JOINED,
            tagged=True,
        )
        for name in (PRODUCTION, OTHER, *([HUB] if has_hub(landscape.settings) else [])):
            yield transit.want(
                "ec2_transit_gateway_route_table",
                name,
                {"transit_gateway_id": transit.gateway_id},
                APART,
                tagged=True,
            )


@wants(TRANSIT)
def want_attachments(landscape: Landscape) -> Iterator[Wanted]:
    """Have the VPC of each account attached, and accepted."""
    for transit in list_transits(landscape):
        for rows in transit.spokes:
            yield from want_subnets(rows)
            yield from want_acls(rows)
            yield rows.want(
                "ec2_transit_gateway_vpc_attachment",
                "transit",
                {
                    "transit_gateway_id": transit.gateway_id,
                    "vpc_id": vpc_ref(rows.vpc),
                    "subnet_ids": [
                        subnet_ref(rows.vpc, each.name) for each in rows.subnets("transit")
                    ],
                    "appliance_mode_support": "disable",
                },
                JOINED,
                tagged=True,
                needs=(transit.key("ram_resource_share", "transit"),),
            )
            if rows.vpc.account != transit.hub.name:
                yield transit.want(
                    "ec2_transit_gateway_attachment",
                    rows.vpc.account,
                    {ATTACHMENT_ID: _attachment_id(rows.vpc), "state": "available"},
                    "what other accounts attach is accepted by name, and never unseen",
                )
            yield from _want_ways_out(transit, rows)


def _want_ways_out(transit: TransitRows, rows: NetworkRows) -> Iterator[Wanted]:
    """Yield the routes of a VPC to all others, and to the internet where it leaves by the hub."""
    wanted = transit.landscape.settings.infrastructure
    own = replace(rows, kinds=())
    leaves = wanted.transit.egress != "none" and not own.nat_names
    for tier in own.tiers:
        for table in route_tables(own, tier):
            ways = [wanted.network.cidr]
            if leaves and tier == "private":
                ways.append(ANYWHERE)
            for way in ways:
                yield want_route(
                    rows,
                    table,
                    way,
                    transit.gateway_id,
                    why=JOINED,
                    needs=_accepted(transit, rows.vpc),
                )


@wants(TRANSIT)
def want_transit_routes(landscape: Landscape) -> Iterator[Wanted]:
    """Have routes that never lead from production to the rest, nor back."""
    for transit in list_transits(landscape):
        for rows in transit.spokes:
            yield from _want_place(transit, rows.vpc, transit.environment_of(rows.vpc))
            learners = [HUB] if has_hub(landscape.settings) else []
            if not transit.is_inspected:
                learners.append(transit.environment_of(rows.vpc))
            for table in learners:
                yield _want_propagation(transit, rows.vpc, table)
            yield _want_drop(transit, rows.vpc)
        for hub in list_hubs(landscape):
            if hub.vpc.region == transit.region:
                yield from _want_hub_routes(transit, hub.vpc)


def _want_place(transit: TransitRows, vpc: PlannedVpc, table: str) -> Iterator[Wanted]:
    yield transit.want(
        "ec2_transit_gateway_route_table_association",
        _name(vpc),
        {TABLE_ID: transit.table_id(table), ATTACHMENT_ID: _attachment_id(vpc)},
        APART,
        needs=_accepted(transit, vpc),
    )


def _want_propagation(transit: TransitRows, vpc: PlannedVpc, table: str) -> Wanted:
    return transit.want(
        "ec2_transit_gateway_route_table_propagation",
        f"{table} {_name(vpc)}",
        {TABLE_ID: transit.table_id(table), ATTACHMENT_ID: _attachment_id(vpc)},
        "answers find their way back" if table == HUB else JOINED,
        needs=_accepted(transit, vpc),
    )


def _want_drop(transit: TransitRows, vpc: PlannedVpc) -> Wanted:
    """Return the route by which the other environment's traffic to a VPC is dropped."""
    table = OTHER if transit.environment_of(vpc) == PRODUCTION else PRODUCTION
    return transit.want(
        "ec2_transit_gateway_route",
        f"{table} {vpc.cidr}",
        {
            TABLE_ID: transit.table_id(table),
            "destination_cidr_block": vpc.cidr,
            ATTACHMENT_ID: "",
        },
        APART,
    )


def _want_hub_routes(transit: TransitRows, vpc: PlannedVpc) -> Iterator[Wanted]:
    yield from _want_place(transit, vpc, HUB)
    for table in (PRODUCTION, OTHER):
        yield transit.want(
            "ec2_transit_gateway_route",
            f"{table} {ANYWHERE}",
            {
                TABLE_ID: transit.table_id(table),
                "destination_cidr_block": ANYWHERE,
                ATTACHMENT_ID: _attachment_id(vpc),
            },
            "all that has no other way goes to the hub",
        )


def _attachment_id(vpc: PlannedVpc) -> Ref:
    return Ref(hub_attachment_key(vpc), ATTACHMENT_ID)


def _accepted(transit: TransitRows, vpc: PlannedVpc) -> tuple[RowKey, ...]:
    """Return what has to be before an attachment can be used."""
    accepted = transit.key("ec2_transit_gateway_attachment", vpc.account)
    return (hub_attachment_key(vpc), *(() if vpc.account == transit.hub.name else (accepted,)))


def _name(vpc: PlannedVpc) -> str:
    return HUB if vpc.name == HUB else vpc.account
