"""A plan in full: with each resource its reason, its calls, their undo, and what AWS bills."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from ringwall.apply.describe import number_changes, tell_change
from ringwall.catalog.prices import Price, find_prices
from ringwall.model.layer import LAYERS
from ringwall.model.table import Table
from ringwall.model.text import make_visible
from ringwall.plan.reconciliation.difference import Difference
from ringwall.plan.reconciliation.outcome import Reconciliation
from ringwall.plan.reconciliation.report import name_makers, tell_difference, tell_rest

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


class _FullPlan:
    """A plan that is told in full: each Change once, with the first difference that needs it."""

    def __init__(self, plan: Reconciliation, tables: Mapping[str, Table]) -> None:
        self.plan = plan
        self.tables = tables
        self.makers = name_makers(plan)
        self.numbers = number_changes(plan.changes)
        self.untold = {change.id: (n, change) for n, change in enumerate(plan.changes, 1)}

    def tell(self) -> Iterator[str]:
        for layer in LAYERS:
            found = [
                difference for difference in self.plan.differences if difference.layer == layer
            ]
            if found:
                yield f"{layer}:"
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
