"""The regions that are enabled for each account."""

import functools
from dataclasses import dataclass, field
from typing import Any

from botocore.loaders import Loader

from ringwall.model.partition import OPT_IN_REGIONS

PARTITIONS = ("aws", "aws-cn", "aws-us-gov")


@functools.cache
def _load_partition(partition: str) -> dict[str, Any]:
    if partition not in PARTITIONS:
        raise ValueError(f"no partition is called {partition}: {', '.join(PARTITIONS)}")
    partitions = Loader().load_data("endpoints")["partitions"]
    found: dict[str, Any] = next(p for p in partitions if p["partition"] == partition)
    return found


def list_regions_of(partition: str) -> tuple[str, ...]:
    """Return the Regions of a partition."""
    return tuple(sorted(_load_partition(partition)["regions"]))


UNLISTED = {("aws-us-gov", "account")}
"""Endpoints that botocore's list leaves out."""


def is_in_partition(partition: str, endpoint: str) -> bool:
    """Whether a partition has a service, by the name of its endpoint; `aws` has all of them."""
    listed = _load_partition(partition)["services"]
    return partition == "aws" or endpoint in listed or (partition, endpoint) in UNLISTED


@dataclass
class RegionSettings:
    """The regions of the partition, and each account's choice."""

    partition: str = "aws"
    """Its own accounts, names and Regions: nothing of another partition is known in it."""
    every: tuple[str, ...] = ()
    """All Regions of the partition."""
    limit: frozenset[str] = frozenset()
    """If not empty, only these can be enabled. AWS has no such limit; it keeps the demo small."""
    choices: dict[tuple[str, str], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know the Regions of the partition."""
        self.every = self.every or list_regions_of(self.partition)

    def is_enabled(self, account_id: str, region: str) -> bool:
        """Whether the account can use the region: none of another partition."""
        if region not in self.every:
            return False
        if self.limit and region not in self.limit:
            return False
        return self.choices.get((account_id, region), region not in OPT_IN_REGIONS)

    def opt_in_status(self, account_id: str, region: str) -> str:
        """Return the opt-in status of the region, as EC2 spells it."""
        if not self.is_enabled(account_id, region):
            return "not-opted-in"
        return "opted-in" if region in OPT_IN_REGIONS else "opt-in-not-required"
