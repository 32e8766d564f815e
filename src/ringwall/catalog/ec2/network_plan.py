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

from ringwall.model.blueprint.accounts import place_accounts
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.language import Blueprint

Tier = Literal["public", "private", "isolated", "transit"]
ZONES = Path(__file__).with_name("zones.csv")
"""The zones of each Region by their ids, which are the same for all accounts (2026-11)."""
PARTS = 4
"""A VPC is cut into 16 blocks: 4 for each of three tiers, 4 for what joins it to others."""
TIERS: tuple[Tier, ...] = ("private", "isolated", "public", "transit")
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

    def subnets(self, tier: Tier, zones: tuple[str, ...], count: int) -> Iterator[PlannedSubnet]:
        """Yield the subnets of a tier, one in each of so many zones."""
        if not self.cidr:
            return
        whole = IPv4Network(self.cidr)
        blocks = list(whole.subnets(new_prefix=whole.prefixlen + PARTS))
        for number in range(count):
            block = blocks[TIERS.index(tier) * PARTS + number]
            if tier == "transit":
                block = next(block.subnets(new_prefix=SMALLEST))
            zone = zones[number] if number < len(zones) else ""
            yield PlannedSubnet(tier, number + 1, zone, str(block))


def plan_addresses(blueprint: Blueprint) -> dict[tuple[str, str], str]:
    """Return the block of each VPC by account and Region; '' for those that are too many."""
    network = blueprint.infrastructure.network
    own = {(each.account, each.region): each.cidr for each in network.addresses}
    taken = [IPv4Network(cidr, strict=False) for cidr in own.values()]
    whole = IPv4Network(network.cidr, strict=False)
    free = (
        block
        for block in whole.subnets(new_prefix=max(network.vpc_prefix, whole.prefixlen))
        if not any(block.overlaps(other) for other in taken)
    )
    places = [(name, region) for name in name_accounts(blueprint) for region in _regions(blueprint)]
    return {place: own[place] if place in own else str(next(free, "")) for place in places}


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
