"""Quotas of AWS by partition, from `quotas.csv`: each with where AWS says so.

A row of `*` is for every partition that has none of its own.
"""

import csv
import functools
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class BlueprintQuota:
    """How much of something there may be."""

    name: str
    value: int
    is_adjustable: bool
    """Whether AWS gives more on request: then what is beyond it is no error."""
    source: str


def find_quota(partition: str, name: str) -> BlueprintQuota | None:
    """Return a quota of a partition; None where none is known."""
    quotas = _load()
    return quotas.get((partition, name)) or quotas.get(("*", name))


@functools.cache
def _load() -> dict[tuple[str, str], BlueprintQuota]:
    text = resources.files("ringwall.plan").joinpath("quotas.csv").read_text(encoding="utf-8")
    return {
        (row["partition"], row["quota"]): BlueprintQuota(
            row["quota"], int(row["value"]), row["adjustable"] == "yes", row["source"]
        )
        for row in csv.DictReader(text.splitlines())
    }
