"""The order of wanted rows: each after those that it refers to or needs."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted, find_refs

AccountIds = Mapping[str, str | Ref]
"""The id of each account of the blueprint, by its name."""


def in_order(wanted: list[Wanted], accounts: AccountIds) -> Iterator[Wanted]:
    """Yield the rows, each after those that it needs; ValueError for doubles and circles."""
    rows = {row.key: row for row in wanted}
    if len(rows) < len(wanted):
        seen: set[RowKey] = set()
        double = next(row.key for row in wanted if row.key in seen or seen.add(row.key))  # type: ignore[func-returns-value]  # a set's add says nothing
        raise ValueError(f"two sections want {double}")
    graph = {key: needs_of(row, accounts) for key, row in rows.items()}
    for key, needs in graph.items():
        if lost := [need for need in needs if need not in rows]:
            raise ValueError(f"{key} needs {min(lost)}, which no section wants")
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise ValueError(f"rows need each other: {' > '.join(map(str, error.args[1]))}") from error
    return (rows[key] for key in order)


def needs_of(row: Wanted, accounts: AccountIds) -> set[RowKey]:
    """Return the rows that one needs: its account, what it refers to, and what it names."""
    account = accounts.get(row.key.account, "")
    found = {ref.key for ref in find_refs([row.columns, row.given, account])} | set(row.needs)
    return found - {row.key}
