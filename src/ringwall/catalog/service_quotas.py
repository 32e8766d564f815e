"""Quotas that a blueprint can come up against, from `service_quotas.csv`: what counts towards each.

A value is AWS's default; what an account has is in `estate.servicequotas_service_quota`.
"""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

SCOPES: Mapping[str, Literal["region", "account", "organization"]] = {
    "region": "region",
    "account": "account",
    "organization": "organization",
}


@dataclass(frozen=True)
class CountedQuota:
    """How many rows of a table there may be, in a Region or in an account."""

    service: str
    """As Service Quotas spells it."""
    code: str
    name: str
    default: int
    scope: Literal["region", "account", "organization"]
    """What has one of its own. That of the organization is its management account's."""
    table: str
    per: tuple[str, ...]
    """The columns that rows have in common which count together; () where all do. One that is
    written `<column>><table>.<other>` stands for `<other>` of the row that `<column>` names."""
    where: str
    """`<column>=<value>` or `<column>!=<value>`: only such rows count; '' where all do."""
    source: str

    @property
    def is_regional(self) -> bool:
        """Whether each Region has one of its own."""
        return self.scope == "region"

    @property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """The columns that decide what counts, by table."""
        own = [name.partition(">")[0] for name in self.per]
        own += [self.where.partition("=")[0].rstrip("!")] if self.where else []
        joined = {
            table: (name.partition(">")[0], column)
            for name in self.per
            for table, _, column in [name.partition(">")[2].partition(".")]
            if table
        }
        return {self.table: tuple(own), **joined}

    def counts(self, row: Mapping[str, Any]) -> bool:
        """Whether a row counts. What is not said of one that is to be made does not exclude it."""
        if not self.where:
            return True
        column, _, value = self.where.partition("=")
        is_negated = column.endswith("!")
        found = row.get(column.rstrip("!"))
        return found is None or (str(found) == value) is not is_negated


def find_service_quotas(table: str) -> tuple[CountedQuota, ...]:
    """Return the quotas that rows of a table count towards."""
    return tuple(quota for quota in load_service_quotas() if quota.table == table)


@functools.cache
def load_service_quotas() -> tuple[CountedQuota, ...]:
    """Return all quotas that are counted, in the order of the file."""
    file = resources.files("ringwall.catalog").joinpath("service_quotas.csv")
    return tuple(
        CountedQuota(
            row["service"],
            row["code"],
            row["name"],
            int(row["value"]),
            SCOPES[row["scope"]],
            row["table"],
            tuple(row["per"].split()),
            row["where"],
            row["source"],
        )
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    )
