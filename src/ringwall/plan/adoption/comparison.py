"""How far what is there is what settings want: row by row, without the Changes of a plan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal, NamedTuple

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import OWNER_TAG, RowKey, Wanted
from ringwall.model.table import Row
from ringwall.plan.reconciliation.catalog import Catalog
from ringwall.plan.reconciliation.difference import differing_columns
from ringwall.plan.reconciliation.estate import Estate
from ringwall.plan.reconciliation.matching import find_match
from ringwall.plan.reconciliation.order import AccountIds, needs_of
from ringwall.plan.reconciliation.values import PlannedValues

PER_COLUMN = 0.1
"""What a column costs that differs, and gains that does not."""
RowStanding = Literal["there", "absent", "unknown"]


@dataclass(frozen=True)
class ComparedRow:
    """A wanted row held against the estate."""

    wanted: Wanted
    standing: RowStanding
    row: Row | None = None
    values: Row = field(default_factory=dict)
    """The wanted values, with what they refer to as far as that is there."""
    differing: tuple[str, ...] = ()
    is_own: bool = False
    """Whether the blueprint's tag is on it."""
    arn: str = ""
    """The ARN of what it was taken for, which has another name."""
    of: "tuple[tuple[RowKey, ComparedRow], ...]" = field(default=(), repr=False)
    """What it needs, as that was when it was compared."""
    is_misnamed: bool = False
    """Whether a setting has not yet the name that it has there."""

    @property
    def loss(self) -> float:
        """What the row costs: 1 where there is none, less than -1 where it is as wanted.

        A row of which everything differs is as good as none; what is not known counts nothing.
        """
        if self.standing == "unknown":
            return 0.0
        count, differing = len(self.wanted.columns), len(self.differing)
        if self.standing == "absent" or differing == count > 0:
            return 1.0
        return -1.0 + PER_COLUMN * (2 * differing - count + self.is_misnamed)

    @property
    def lines(self) -> int:
        """How many lines a plan has for it."""
        return 1 if self.standing == "absent" else len(self.differing)


@dataclass(frozen=True)
class EstateComparison:
    """Every wanted row with what is there of it."""

    rows: Mapping[RowKey, ComparedRow]

    @property
    def cost(self) -> tuple[float, int]:
        """How bad the settings are: the less, the better."""
        loss = round(sum(row.loss for row in self.rows.values()), 6)
        return loss, sum(row.lines for row in self.rows.values())

    def of_section(self, section: str) -> Iterator[ComparedRow]:
        """Yield the rows of a section, or of a layer."""
        for row in self.rows.values():
            if row.wanted.section == section or row.wanted.section.startswith(f"{section}."):
                yield row


@dataclass(frozen=True)
class Comparer:
    """Compares with one estate. Nothing that is there counts as somebody else's."""

    estate: Estate
    catalog: Catalog

    def compare(
        self,
        landscape: Landscape,
        wanted: Iterable[Wanted],
        pairs: Mapping[RowKey, str],
        before: EstateComparison | None = None,
    ) -> EstateComparison:
        """Return the comparison; `pairs` are the ARNs of what rows are that have other names.

        Rows that are as in the comparison before are taken from it. ValueError where the rows
        cannot be planned.
        """
        ids = {account.name: account.id for account in landscape.accounts}
        known = _list_rows(wanted, before.rows if before else {}, ids)
        values = PlannedValues(self.catalog.lifecycles)
        found: dict[RowKey, ComparedRow] = {}
        for key in _order(known):
            row, needs, same = known[key]
            arn = pairs.get(key, "")
            if same and same.arn == arn and all(found[need] is old for need, old in same.of):
                compared = same
            elif row.satisfied_by or any(found[need].standing == "unknown" for need in needs):
                compared = ComparedRow(row, "unknown")
            else:
                whose = (f"{landscape.name}/{key.name}", ids.get(key.account))
                compared = self._compare(row, whose, values, arn)
            if compared is not same:
                of = tuple((need, found[need]) for need in sorted(needs))
                compared = replace(compared, arn=arn, of=of)
            found[key] = compared
            if compared.row is not None:
                values.rows[key] = compared.row
            else:
                values.created[key] = "none"
        return EstateComparison(found)

    def _compare(
        self, wanted: Wanted, whose: tuple[str, Any], values: PlannedValues, arn: str
    ) -> ComparedRow:
        lifecycle = self.catalog.of(wanted.key)
        try:
            columns = values.resolve_all(wanted.columns)
        except ValueError:  # what it refers to is not known
            return ComparedRow(wanted, "unknown")
        match = find_match(wanted.key, columns, whose, self.estate, self.catalog, adopted=arn)
        row = match.row
        if row is None:
            is_known = match.standing == "absent"
            return ComparedRow(wanted, "absent" if is_known else "unknown", values=columns)
        if any(row[name] is None for name in columns):
            return ComparedRow(wanted, "unknown", row, columns)
        named = {name: row[name] for name in lifecycle.identity} if arn else {}
        return ComparedRow(
            wanted,
            "there",
            row,
            columns,
            tuple(sorted(differing_columns(lifecycle, {**columns, **named}, row))),
            (row.get("tags") or {}).get(OWNER_TAG) == whose[0],
            is_misnamed=any(columns[name] != row[name] for name in lifecycle.named_by),
        )


class _Known(NamedTuple):
    """A wanted row, what it needs, and how it was compared before, if it was the same."""

    row: Wanted
    needs: set[RowKey]
    same: ComparedRow | None


def _list_rows(
    wanted: Iterable[Wanted], old: Mapping[RowKey, ComparedRow], ids: AccountIds
) -> dict[RowKey, _Known]:
    known: dict[RowKey, _Known] = {}
    for row in wanted:
        before = old.get(row.key)
        same = before if before and before.wanted == row else None
        needs = {need for need, _ in same.of} if same else needs_of(row, ids)
        if row.key in known:
            raise ValueError(f"two sections want {row.key}")
        known[row.key] = _Known(row, needs, same)
    for key, each in known.items():
        if lost := each.needs - known.keys():
            raise ValueError(f"{key} needs {min(lost)}, which no section wants")
    return known


def _order(known: Mapping[RowKey, _Known]) -> Iterator[RowKey]:
    """Yield the keys, each after those that it needs; ValueError for a circle."""
    try:
        yield from TopologicalSorter(
            {key: each.needs for key, each in known.items()}
        ).static_order()
    except CycleError as error:
        raise ValueError(f"rows need each other: {error.args[1]}") from error
