"""VPCs and routes of an organization that have addresses of those that a plan gives out."""

from collections.abc import Collection, Iterator
from ipaddress import IPv4Network

from ringwall.catalog.ec2.network_plan import MAIN
from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.model.table import Row
from ringwall.plan.obstacle import PlannedEstate, SeenColumns
from ringwall.plan.reconciliation.difference import Difference
from ringwall.plan.reconciliation.estate import EstateTable
from ringwall.plan.remark import Remark

SECTION = ("infrastructure", "network")
OUTSIDE = ("pcx-", "tgw-", "vgw-")
"""How targets of routes begin that lead to other networks: peerings and gateways."""
NAMED = 3
"""How many are named."""


def reads(tables: Collection[str]) -> SeenColumns:
    """Return what is to be known of networks where VPCs are wanted."""
    if "ec2_vpc" not in tables:
        return {}
    return {
        "ec2_vpc": ("vpc_id", "cidr_block", "cidr_blocks"),
        "ec2_route": ("destination_cidr_block", "target"),
        "ec2_transit_gateway_vpc_attachment": ("vpc_id", "transit_gateway_id"),
    }


def overlapping_vpcs(planned: PlannedEstate) -> Iterator[Remark]:
    """Yield a remark for each VPC to be made whose addresses others have, or lead elsewhere."""
    vpcs, routes = list(_list_vpcs(planned)), list(_list_routes(planned))
    for found in planned.creations_of("ec2_vpc"):
        block = IPv4Network(found.desired["cidr_block"])
        place = f"{found.key.account} {found.key.region}: {block}"
        taken = [_name_vpc(planned, row, cidr) for cidr, row in vpcs if block.overlaps(cidr)]
        if taken:
            said = (
                f"{place} overlaps with {_list(taken)}: the two could never be joined; give it "
                "other addresses in infrastructure.network.addresses, or another plan in cidr"
            )
            yield Remark(_keys_of(planned, found), said)
        led = [_name_route(row) for cidr, row in routes if block.overlaps(cidr)]
        if led:
            said = f"{place} overlaps with where other networks are routed to: {_list(led)}"
            yield Remark(_keys_of(planned, found), said, "note")


def _list_vpcs(planned: PlannedEstate) -> Iterator[tuple[IPv4Network, Row]]:
    """Yield each block of each VPC of any account and Region."""
    for rows in planned.estate.get("ec2_vpc", EstateTable()).rows.values():
        for row in rows:
            for cidr in dict.fromkeys([row["cidr_block"], *(row["cidr_blocks"] or ())]):
                if block := _parse(cidr):
                    yield block, row


def _list_routes(planned: PlannedEstate) -> Iterator[tuple[IPv4Network, Row]]:
    """Yield the routes to other networks that others made, with their addresses."""
    for rows in planned.estate.get("ec2_route", EstateTable()).rows.values():
        for row in rows:
            owner = (row["tags"] or {}).get(OWNER_TAG, "")
            leads_out = str(row["target"] or "").startswith(OUTSIDE)
            block = _parse(row["destination_cidr_block"])
            is_own = owner.startswith(f"{planned.landscape.name}/")
            if leads_out and not is_own and block and block.prefixlen:
                yield block, row


def _parse(cidr: str | None) -> IPv4Network | None:
    """Return a block of IPv4; None for what is none, such as a prefix list."""
    try:
        return IPv4Network(cidr or "", strict=False)
    except ValueError:
        return None


def _name_vpc(planned: PlannedEstate, row: Row, cidr: IPv4Network) -> str:
    name = f"{row['vpc_id']} ({cidr}) of {row['account_id']} in {row['region']}"
    table = planned.estate.get("ec2_transit_gateway_vpc_attachment", EstateTable())
    for attachment in table.at(row["account_id"], row["region"]):
        if attachment["vpc_id"] == row["vpc_id"]:
            return f"{name}, which {attachment['transit_gateway_id']} joins to others"
    return name


def _name_route(row: Row) -> str:
    return (
        f"{row['destination_cidr_block']} to {row['target']} in {row['account_id']} {row['region']}"
    )


def _list(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return "; ".join(names[:NAMED]) + more


def _keys_of(planned: PlannedEstate, found: Difference) -> tuple[str | int, ...]:
    """Return where the blueprint says which addresses a VPC has."""
    own = planned.landscape.settings.infrastructure.network.addresses
    for position, each in enumerate(own if found.key.name == MAIN else ()):
        if (each.account, each.region) == (found.key.account, found.key.region):
            return (*SECTION, "addresses", position, "cidr")
    return (*SECTION, "cidr")
