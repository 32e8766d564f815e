"""What is wrong with the plan of addresses: blocks that are none, overlap, or do not suffice."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from ringwall.catalog.ec2.network_plan import (
    find_hub_account,
    find_zones,
    name_accounts,
    plan_addresses,
    plan_hubs,
    read_zones,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.network import Networks
from ringwall.model.text import count_of
from ringwall.plan.remark import Remark

SECTION = ("infrastructure", "network")
LARGEST, SMALLEST = 16, 24
"""The shortest prefix that AWS takes for a VPC, and the longest of which 16 subnets can be made."""
PUBLIC = (
    "is no private block: use one of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10"
)
SHARED = IPv4Network("100.64.0.0/10")
"""Addresses that carriers share: AWS takes them for VPCs too."""


def network_addresses(landscape: Landscape) -> Iterator[Remark]:
    """Yield what is wrong with the blocks, the accounts, the Regions and the zones."""
    network = landscape.settings.infrastructure.network
    if not any(each.settings.infrastructure.network.enabled for each in landscape.accounts):
        return
    broken = list(_check_blocks(network))
    yield from broken
    yield from _check_places(landscape, network)
    if broken:
        return
    yield from _check_overlaps(network)
    short = [place for place, cidr in plan_addresses(landscape.settings).items() if not cidr]
    hubs = plan_hubs(landscape.settings)
    short += [("the hub", region) for region, cidr in hubs.items() if not cidr]
    if short:
        account, region = short[0]
        said = (
            f"{network.cidr} has no room for {len(short)} of the VPCs of /{network.vpc_prefix}, "
            f"the first is that of {account} in {region}; widen it, or lengthen vpc_prefix"
        )
        yield Remark((*SECTION, "cidr"), said)
    yield from _check_zones(landscape)


def _check_blocks(network: Networks) -> Iterator[Remark]:
    blocks: list[tuple[tuple[str | int, ...], str, int]] = [
        ((*SECTION, "cidr"), network.cidr, network.vpc_prefix)
    ]
    blocks += [
        ((*SECTION, "addresses", position, "cidr"), each.cidr, SMALLEST)
        for position, each in enumerate(network.addresses)
    ]
    for keys, cidr, longest in blocks:
        yield from check_block(keys, cidr, longest, LARGEST if "addresses" in keys else 0)


def check_block(
    keys: tuple[str | int, ...], cidr: str, longest: int = SMALLEST, shortest: int = LARGEST
) -> Iterator[Remark]:
    """Yield what is wrong with a block, whose prefix is to have a length within bounds."""
    try:
        block = IPv4Network(cidr)
    except ValueError as error:
        yield Remark(keys, f"{cidr} is no block of addresses: {_tell_flaw(cidr, error)}")
        return
    if not (block.is_private or block.subnet_of(SHARED)):
        yield Remark(keys, f"{cidr} {PUBLIC}")
    elif block.prefixlen > longest:
        yield Remark(keys, f"{cidr} is too small: at most /{longest}")
    elif block.prefixlen < shortest:
        yield Remark(keys, f"{cidr} is too large for a VPC: AWS takes /{shortest} and smaller")


def _tell_flaw(cidr: str, error: ValueError) -> str:
    """Return what is wrong with a text that is to be a block."""
    try:
        return f"write {IPv4Network(cidr, strict=False)}"
    except ValueError:
        return str(error)


def _check_places(landscape: Landscape, network: Networks) -> Iterator[Remark]:
    for position, region in enumerate(network.regions):
        if region not in landscape.regions:
            said = f"{region} is not a Region of the blueprint"
            yield Remark((*SECTION, "regions", position), said)
    places = {
        (name, region)
        for name in name_accounts(landscape.settings)
        for region in network.regions or (landscape.home_region,)
    }
    hub = find_hub_account(landscape)
    hubs = {(hub.name, region) for region in plan_hubs(landscape.settings)} if hub else set()
    for position, each in enumerate(network.addresses):
        if each.hub and (each.account, each.region) not in hubs:
            said = f"the hub has no VPC in {each.account} in {each.region}: see transit and regions"
            yield Remark((*SECTION, "addresses", position), said)
        elif not each.hub and (each.account, each.region) in hubs - places:
            said = f"{each.account} has the VPC of the hub alone in {each.region}: add hub: true"
            yield Remark((*SECTION, "addresses", position), said)
        elif not each.hub and (each.account, each.region) not in places:
            said = f"{each.account} gets no VPC in {each.region}: see accounts and regions"
            yield Remark((*SECTION, "addresses", position), said)


def _check_overlaps(network: Networks) -> Iterator[Remark]:
    known: list[tuple[IPv4Network, str]] = []
    for position, each in enumerate(network.addresses):
        block = IPv4Network(each.cidr)
        for other, place in known:
            if block.overlaps(other):
                said = f"{each.cidr} overlaps with {other}, the block of {place}"
                yield Remark((*SECTION, "addresses", position, "cidr"), said)
        known.append((block, f"{each.account} in {each.region}"))


def _check_zones(landscape: Landscape) -> Iterator[Remark]:
    wanted = landscape.settings.infrastructure.network
    yield from _check_zone_ids(wanted)
    for region in wanted.regions or (landscape.home_region,):
        zones = find_zones(landscape.settings, region)
        if len(zones) < wanted.zones:
            known = count_of(len(zones), "known zone")
            said = f"{region} has {known}, not {wanted.zones}; name them in zone_ids, or want fewer"
            yield Remark((*SECTION, "zones"), said)


def _check_zone_ids(wanted: Networks) -> Iterator[Remark]:
    """Yield the zones that are named twice, or are of another Region by their ids."""
    known = read_zones()
    regions = {zones[0].partition("-")[0]: region for region, zones in known.items()}
    for region, zones in wanted.zone_ids.items():
        keys = (*SECTION, "zone_ids", region)
        for position, zone in enumerate(zones):
            if zone in zones[:position]:
                yield Remark((*keys, position), f"the zone {zone} is named twice")
            other = regions.get(zone.rpartition("-")[0])
            if region in known and other != region:
                said = f"{region} has no zone {zone}"
                hint = f", which is one of {other}" if other else f"; it has {_list(known[region])}"
                yield Remark((*keys, position), f"{said}{hint}")


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names)
