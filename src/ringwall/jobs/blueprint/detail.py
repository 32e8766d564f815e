"""A plan in full: with each resource its reason, its calls, their undo, and what AWS bills."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from ringwall.apply.describe import number_changes, tell_change
from ringwall.catalog.prices import Price, find_prices
from ringwall.model.blueprint.wanted import RowKey
from ringwall.model.table import Table
from ringwall.model.text import make_visible
from ringwall.plan.reconciliation.difference import Difference
from ringwall.plan.reconciliation.outcome import Reconciliation
from ringwall.plan.reconciliation.report import (
    group_differences,
    name_makers,
    tell_difference,
    tell_rest,
)

NOT_KNOWN = "not known"


def tell_in_full(plan: Reconciliation, tables: Mapping[str, Table]) -> Iterator[str]:
    """Yield a plan as lines, by layer: each difference, and below it what is done about it.

    A Change is numbered by its place in the order in which they are made.
    """
    return _FullPlan(plan, tables).tell()


def find_cost(difference: Difference, tables: Mapping[str, Table]) -> tuple[Price, ...]:
    """Return what a difference costs once it is done away with; none where that is not known."""
    table = tables[difference.key.table]
    if difference.action == "erase":
        return ()
    return find_prices(table, difference.property if difference.action == "update" else "")


def describe_cost(difference: Difference, tables: Mapping[str, Table]) -> Any:
    """Return the same as JSON: a list of prices, or that they are not known."""
    return [vars(price) for price in find_cost(difference, tables)] or NOT_KNOWN


def tell_costs(plan: Reconciliation, tables: Mapping[str, Table]) -> Iterator[str]:
    """Yield what AWS bills for what a plan makes or turns on, as lines: each price once."""
    counts = count_costs(plan.differences, tables)
    if counts:
        yield "cost (hints; what is free is left out; --verbose says it of each resource):"
    for price, keys in sorted(counts.items(), key=lambda each: (each[0].of, each[0].billed)):
        yield f"  {len(keys)} {price.of}  {price}"
    if counts and (unknown := count_unknown(plan.differences, tables)):
        yield f"  {unknown} of others  {NOT_KNOWN}"


def describe_costs(plan: Reconciliation, tables: Mapping[str, Table]) -> list[Any]:
    """Return the same as JSON-able documents: each price with how many resources have it."""
    counts = count_costs(plan.differences, tables)
    return [{**vars(price), "count": len(keys)} for price, keys in counts.items()]


def count_costs(
    differences: Iterable[Difference], tables: Mapping[str, Table]
) -> dict[Price, set[RowKey]]:
    """Return which resources have which price, but for free ones."""
    found: dict[Price, set[RowKey]] = {}
    for difference in differences:
        for price in find_cost(difference, tables):
            if not price.is_free:
                found.setdefault(price, set()).add(difference.key)
    return found


def count_unknown(differences: Iterable[Difference], tables: Mapping[str, Table]) -> int:
    """Return of how many resources that are made it is not known what they cost."""
    return len(
        {
            difference.key
            for difference in differences
            if difference.action == "create" and not find_cost(difference, tables)
        }
    )


class _FullPlan:
    """A plan that is told in full: each Change once, with the first difference that needs it."""

    def __init__(self, plan: Reconciliation, tables: Mapping[str, Table]) -> None:
        self.plan = plan
        self.tables = tables
        self.makers = name_makers(plan)
        self.numbers = number_changes(plan.changes)
        self.untold = {change.id: (n, change) for n, change in enumerate(plan.changes, 1)}

    def tell(self) -> Iterator[str]:
        for title, found in group_differences(self.plan):
            yield f"{title}:"
            for _, group in groupby(found, key=lambda difference: difference.key):
                yield from self._tell_row(list(group))
        if self.untold:
            yield "and what they bring with them:"
            yield from self._tell_changes(list(self.untold))
        yield from tell_rest(self.plan, each=True)

    def _tell_row(self, group: list[Difference]) -> Iterator[str]:
        for difference in group:
            yield f"  {tell_difference(difference, self.makers)}"
        yield make_visible(f"    why    {group[0].why} ({group[0].section})")
        costs = dict.fromkeys(str(p) for each in group for p in find_cost(each, self.tables))
        for cost in costs or (NOT_KNOWN,):
            yield f"    cost   {cost}"
        yield from self._tell_changes(dict.fromkeys(id_ for each in group for id_ in each.changes))

    def _tell_changes(self, ids: Iterable[str]) -> Iterator[str]:
        """Yield Changes; the reason is that of the resource, and said above them."""
        for id_ in ids:
            if id_ not in self.untold:
                continue
            number, change = self.untold.pop(id_)
            for line in tell_change(number, change, self.numbers, with_why=False):
                yield f"    {line}"
