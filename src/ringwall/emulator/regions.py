"""The regions that are enabled for each account."""

import functools
from dataclasses import dataclass, field

from botocore.loaders import Loader

OPT_IN = frozenset(
    {
        "af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4",
        "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2",
        "eu-south-1", "eu-south-2", "il-central-1", "me-central-1", "me-south-1", "mx-central-1",
    }
)  # fmt: skip
"""Regions that an account must opt in to; all others are enabled by default."""


@functools.cache
def _all_regions() -> tuple[str, ...]:
    partitions = Loader().load_data("endpoints")["partitions"]
    return tuple(sorted(next(p["regions"] for p in partitions if p["partition"] == "aws")))


@dataclass
class RegionSettings:
    """The regions of the partition, and each account's choice."""

    every: tuple[str, ...] = field(default_factory=_all_regions)
    limit: frozenset[str] = frozenset()
    """If not empty, only these can be enabled. AWS has no such limit; it keeps the demo small."""
    choices: dict[tuple[str, str], bool] = field(default_factory=dict)

    def is_enabled(self, account_id: str, region: str) -> bool:
        """Whether the account can use the region."""
        if self.limit and region not in self.limit:
            return False
        return self.choices.get((account_id, region), region not in OPT_IN)

    def opt_in_status(self, account_id: str, region: str) -> str:
        """Return the opt-in status of the region, as EC2 spells it."""
        if not self.is_enabled(account_id, region):
            return "not-opted-in"
        return "opted-in" if region in OPT_IN else "opt-in-not-required"
