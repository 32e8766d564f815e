"""Quotas of accounts that are lower than a plan needs, with the command that asks AWS for more."""

from collections import Counter
from collections.abc import Collection, ItemsView, Iterator
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.service_quotas import CountedQuota, find_service_quotas
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey
from ringwall.model.partition import home_region
from ringwall.model.table import Row
from ringwall.plan.obstacle import PlannedEstate, SeenColumns
from ringwall.plan.reconciliation.difference import Difference
from ringwall.plan.reconciliation.estate import EstateTable, Place
from ringwall.plan.remark import Remark

TABLE = "servicequotas_service_quota"
NONE = EstateTable()
_Group = tuple[str, str, tuple[str, ...]]


def reads(tables: Collection[str]) -> SeenColumns:
    """Return what counts towards the quotas of wanted rows, and the quotas themselves."""
    found: dict[str, set[str]] = {}
    for quota in (each for table in sorted(tables) for each in find_service_quotas(table)):
        for table, columns in quota.columns.items():
            found.setdefault(table, set()).update(columns)
    known = ("service_code", "quota_code", "value", "is_adjustable")
    return {**found, TABLE: known} if found else {}


def low_quotas(planned: PlannedEstate) -> Iterator[Remark]:
    """Yield a remark for each quota that what is there and what is planned exceed together."""
    groups = _Groups(planned)
    made: dict[tuple[CountedQuota, str, str, tuple[str, ...]], list[Difference]] = {}
    for found in planned.creations:
        for quota in find_service_quotas(found.key.table):
            group = groups.of_planned(quota, found)
            if group is not None and quota.counts(found.desired):
                region = found.key.region if quota.is_regional else GLOBAL
                made.setdefault((quota, found.key.account, region, group), []).append(found)
    for (quota, account, region, group), rows in made.items():
        whose = "" if quota.scope == "organization" else planned.id_of(account)
        there = groups.count(quota)[whose, region, group]
        need = _Need(planned, quota, account, region, group, tuple(rows), there)
        if need.total > need.limit:
            yield need.remark()


@dataclass(frozen=True)
class _Need:
    """What a plan makes that counts towards a quota."""

    planned: PlannedEstate
    quota: CountedQuota
    account: str
    region: str
    group: tuple[str, ...]
    made: tuple[Difference, ...]
    there: int

    @property
    def total(self) -> int:
        """How many there are once the plan is carried out."""
        return self.there + len(self.made)

    @property
    def asked_in(self) -> str:
        """The Region in which the quota is."""
        partition = self.planned.landscape.partition
        return home_region(partition) if self.region == GLOBAL else self.region

    @property
    def known(self) -> Row | None:
        """The account's own quota, if it was read."""
        rows = self.planned.estate.get(TABLE, NONE).at(
            self.planned.id_of(self.account), self.asked_in
        )
        wanted = (self.quota.service, self.quota.code)
        found = (row for row in rows if (row["service_code"], row["quota_code"]) == wanted)
        return next((row for row in found if row["value"] is not None), None)

    @property
    def limit(self) -> float:
        """How many there may be: AWS's default where the account's quota is not known."""
        return float(self.known["value"]) if self.known else float(self.quota.default)

    def remark(self) -> Remark:
        """Return what is to be done."""
        quota, known = self.quota, self.known
        of = f" of {', '.join(self.group)}" if self.group else ""
        value = f"is {self.limit:.0f}" if known else f"is assumed to be AWS's {self.limit:.0f}"
        account_id = self.planned.id_of(self.account)
        place = f"{self.account} ({account_id})" if account_id else f"{self.account} (new)"
        said = (
            f"{place} {self.asked_in}: the quota {quota.name} ({quota.service} {quota.code}) "
            f"{value}; {self.there} are there{of}, and the plan makes {len(self.made)}"
        )
        keys = tuple(self.made[0].section.split("."))
        if known and known["is_adjustable"] is False:
            return Remark(keys, f"{said}: want fewer, AWS does not raise it")
        command = (
            f"aws service-quotas request-service-quota-increase --service-code {quota.service} "
            f"--quota-code {quota.code} --desired-value {self.total} --region {self.asked_in}"
        )
        return Remark(
            keys,
            f"{said}; ask for more, in that account: {command}",
            "error" if known else "note",
        )


class _Groups:
    """What rows have in common that count together, and how many of them are there."""

    def __init__(self, planned: PlannedEstate) -> None:
        self.planned = planned
        self._counts: dict[CountedQuota, Counter[_Group]] = {}
        self._named: dict[tuple[str, str], dict[Any, Row]] = {}

    def count(self, quota: CountedQuota) -> Counter[_Group]:
        """Return how many rows there are by account id, Region and what they have in common."""
        if quota not in self._counts:
            counted: Counter[_Group] = Counter()
            for (account_id, region), rows in _rows_of(self.planned, quota.table):
                whose = "" if quota.scope == "organization" else account_id
                place = region if quota.is_regional else GLOBAL
                for row in rows:
                    if quota.counts(row):
                        counted[whose, place, self._of_found(quota, row)] += 1
            self._counts[quota] = counted
        return self._counts[quota]

    def of_planned(self, quota: CountedQuota, found: Difference) -> tuple[str, ...] | None:
        """Return what a row to be made has in common with others; None where it counts nowhere."""
        group: list[str] = []
        for name in quota.per:
            column, _, joined = name.partition(">")
            value = found.desired.get(column)
            ref = self.planned.wanted[found.key].columns.get(column)
            if not isinstance(value, str | bool | int) and isinstance(ref, Ref):
                value = ref.key  # it is made by this plan, too
            if joined:
                value = self._join(joined, column, value)
            if value is None or value == "":
                return None
            group.append(f"{value.table}/{value.name}" if isinstance(value, RowKey) else str(value))
        return tuple(group)

    def _of_found(self, quota: CountedQuota, row: Row) -> tuple[str, ...]:
        group: list[str] = []
        for name in quota.per:
            column, _, joined = name.partition(">")
            group.append(str(self._join(joined, column, row[column]) if joined else row[column]))
        return tuple(group)

    def _join(self, joined: str, column: str, value: Any) -> Any:
        """Return a column of the row that has a value, whether it is there or is to be made."""
        table, _, wanted = joined.partition(".")
        if isinstance(value, RowKey):
            return self.planned.wanted[value].columns.get(wanted)
        if (table, column) not in self._named:
            every = (row for _, rows in _rows_of(self.planned, table) for row in rows)
            self._named[table, column] = {row[column]: row for row in every}
        row = self._named[table, column].get(value)
        return row[wanted] if row else None


def _rows_of(planned: PlannedEstate, table: str) -> ItemsView[Place, tuple[Row, ...]]:
    return planned.estate.get(table, NONE).rows.items()
