"""The plan of addresses: which VPC and which subnet gets which block, from the blueprint alone.

Blocks are given out in the order in which the blueprint names the accounts, whether they are there
or not, so that an account that is closed moves no other. What has a block of its own is passed by.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network
from pathlib import Path
from typing import Literal

from ringwall.catalog.response_keys import forensics_account
from ringwall.model.blueprint.accounts import place_accounts
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.language import Blueprint

Tier = Literal["public", "private", "isolated", "transit", "firewall"]
ZONES = Path(__file__).with_name("zones.csv")
"""The zones of each Region by their ids, which are the same for all accounts (2026-11)."""
PARTS = 4
"""A VPC is cut into 16 blocks: 4 for each of three tiers, 4 for what joins it to others."""
TIERS: tuple[Tier, ...] = ("private", "isolated", "public", "transit")
PLACES: Mapping[Tier, Tier] = {"firewall": "isolated"}
"""Kinds of subnets of a hub, which have the blocks of another kind that a hub has not."""
MAIN = "main"
"""The name of an account's VPC, and of what there is once in an account and Region."""
HUB = "hub"
"""The name of the VPC that traffic leaves by and is inspected in."""
FORENSICS = "forensics"
"""The name of the VPC where evidence is examined."""
HUB_ACCOUNT = "network"
"""What the account with the hub is called for the most part."""
SMALLEST = 28
"""The longest prefix that AWS takes for a subnet."""


@dataclass(frozen=True)
class PlannedSubnet:
    """A subnet in one zone; `zone_id` is '' where the Region has not so many."""

    tier: Tier
    number: int
    zone_id: str
    cidr: str

    @property
    def name(self) -> str:
        """The name of its row: private-1."""
        return f"{self.tier}-{self.number}"


@dataclass(frozen=True)
class PlannedVpc:
    """A VPC with its block; '' where the plan of addresses has none left."""

    account: str
    region: str
    cidr: str
    name: str = MAIN

    def subnets(self, tier: Tier, zones: tuple[str, ...], count: int) -> Iterator[PlannedSubnet]:
        """Yield the subnets of a tier, one in each of so many zones."""
        if not self.cidr:
            return
        whole = IPv4Network(self.cidr)
        blocks = list(whole.subnets(new_prefix=whole.prefixlen + PARTS))
        for number in range(count):
            block = blocks[TIERS.index(PLACES.get(tier, tier)) * PARTS + number]
            if tier in {"transit", "firewall"}:
                block = next(block.subnets(new_prefix=SMALLEST))
            zone = zones[number] if number < len(zones) else ""
            yield PlannedSubnet(tier, number + 1, zone, str(block))


def plan_addresses(blueprint: Blueprint) -> dict[tuple[str, str], str]:
    """Return the block of each VPC by account and Region; '' for those that are too many."""
    network = blueprint.infrastructure.network
    own = {(each.account, each.region): each.cidr for each in network.addresses if not each.hub}
    taken = [IPv4Network(each.cidr, strict=False) for each in network.addresses]
    taken += [IPv4Network(cidr) for cidr in plan_hubs(blueprint).values() if cidr]
    whole = IPv4Network(network.cidr, strict=False)
    free = (
        block
        for block in whole.subnets(new_prefix=max(network.vpc_prefix, whole.prefixlen))
        if not any(block.overlaps(other) for other in taken)
    )
    places = [(name, region) for name in name_accounts(blueprint) for region in _regions(blueprint)]
    return {place: own[place] if place in own else str(next(free, "")) for place in places}


def plan_hubs(blueprint: Blueprint) -> dict[str, str]:
    """Return the block of the hub's VPC in each Region: its own, or the last one that is free.

    There are none where nothing leaves or is inspected by a hub.
    """
    if not has_hub(blueprint):
        return {}
    network = blueprint.infrastructure.network
    own = {each.region: each.cidr for each in network.addresses if each.hub}
    taken = [IPv4Network(each.cidr, strict=False) for each in network.addresses]
    whole = IPv4Network(network.cidr, strict=False)
    length = max(network.vpc_prefix, whole.prefixlen)
    size = 2 ** (whole.max_prefixlen - length)
    last = int(whole.broadcast_address) + 1
    blocks = (
        IPv4Network((start, length)) for start in range(last - size, int(whole[0]) - 1, -size)
    )
    free = (block for block in blocks if not any(block.overlaps(other) for other in taken))
    return {
        region: own[region] if region in own else str(next(free, ""))
        for region in _regions(blueprint)
    }


def has_hub(blueprint: Blueprint) -> bool:
    """Whether there is a VPC that traffic leaves by, or is inspected in."""
    wanted = blueprint.infrastructure
    leaves = wanted.transit.enabled and wanted.transit.egress != "none"
    return leaves or wanted.network_firewall.enabled


def find_hub_account(landscape: Landscape) -> LandscapeAccount | None:
    """Return the account with the hub; None where the blueprint leaves that one alone."""
    by_name = {account.name: account for account in landscape.accounts}
    named = landscape.settings.infrastructure.transit.account
    return by_name.get(named) if named else by_name.get(HUB_ACCOUNT, landscape.security)


def find_hubs(landscape: Landscape) -> Iterator[tuple[LandscapeAccount, PlannedVpc]]:
    """Yield the VPCs of the hub, one in each Region, with its account."""
    account = find_hub_account(landscape)
    for region, cidr in plan_hubs(landscape.settings).items() if account else ():
        if account and region in landscape.regions_of("ec2", account):
            yield account, PlannedVpc(account.name, region, cidr, HUB)


def name_accounts(blueprint: Blueprint) -> tuple[str, ...]:
    """Return the accounts that get VPCs, in the order of the blueprint."""
    accounts = blueprint.accounts
    roles = {accounts.management, accounts.security, accounts.log_archive}
    others = tuple(name for name in place_accounts(accounts) if name not in roles)
    return blueprint.infrastructure.network.accounts or others


def find_vpcs(landscape: Landscape) -> Iterator[tuple[LandscapeAccount, PlannedVpc]]:
    """Yield the VPCs that the blueprint wants, with their accounts."""
    blocks = plan_addresses(landscape.settings)
    by_name = {account.name: account for account in landscape.accounts}
    for (name, region), cidr in blocks.items():
        account = by_name.get(name)
        if (
            account
            and account.settings.infrastructure.network.enabled
            and region in landscape.regions_of("ec2", account)
        ):
            yield account, PlannedVpc(name, region, cidr)


def find_forensics(landscape: Landscape) -> Iterator[tuple[LandscapeAccount, PlannedVpc]]:
    """Yield the VPCs where evidence is examined, one in each Region, with their account."""
    wanted, account = landscape.settings.response.forensics, forensics_account(landscape)
    if not (wanted.enabled and wanted.network.enabled):
        return
    for region in wanted.network.regions or (landscape.home_region,):
        if region in landscape.regions_of("ec2", account):
            yield account, PlannedVpc(account.name, region, wanted.network.cidr, FORENSICS)


def find_all_vpcs(landscape: Landscape) -> Iterator[tuple[LandscapeAccount, PlannedVpc]]:
    """Yield all VPCs that the blueprint makes: those of accounts, the hubs, those of forensics."""
    yield from find_vpcs(landscape)
    yield from find_hubs(landscape)
    yield from find_forensics(landscape)


def find_zones(settings: Blueprint, region: str) -> tuple[str, ...]:
    """Return the ids of the zones that are used in a Region, the first first."""
    return settings.infrastructure.network.zone_ids.get(region) or read_zones().get(region, ())


@cache
def read_zones() -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the zones of each Region."""
    with ZONES.open(newline="", encoding="utf-8") as file:
        return {row["region"]: tuple(row["zones"].split()) for row in csv.DictReader(file)}


def _regions(blueprint: Blueprint) -> tuple[str, ...]:
    return blueprint.infrastructure.network.regions or (blueprint.home_region,)
