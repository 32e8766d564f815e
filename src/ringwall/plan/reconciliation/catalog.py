"""The tables and lifecycles that a plan works with, and the columns that it reads."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ringwall.model.blueprint.wanted import RowKey, Wanted, find_refs
from ringwall.model.lifecycle import Lifecycle
from ringwall.model.table import Table


@dataclass(frozen=True)
class Catalog:
    """The tables and lifecycles by the name of the table."""

    tables: Mapping[str, Table]
    lifecycles: Mapping[str, Lifecycle]

    def of(self, key: RowKey) -> Lifecycle:
        """Return the lifecycle of a row; ValueError where its table has none."""
        if key.table not in self.lifecycles:
            raise ValueError(f"{key}: no lifecycle says how rows of {key.table} are made")
        return self.lifecycles[key.table]

    def columns_among(self, table: str, names: Iterable[str]) -> set[str]:
        """Return those of some names that are columns of a table."""
        return {column.name for column in self.tables[table].columns} & set(names)


def needed_columns(
    wanted: Collection[Wanted], catalog: Catalog, *, prune: bool = False
) -> dict[str, set[str]]:
    """Return the columns of each table that a plan of these rows compares or refers to.

    `prune` adds the tables of which nothing is wanted and rows may be Ringwall's.
    """
    found: dict[str, set[str]] = {}
    pruned = [life for life in catalog.lifecycles.values() if prune and life.is_pruned]
    replaced = [catalog.of(row.key) for row in wanted if catalog.of(row.key).replaced_by]
    for lifecycle in pruned:
        found.setdefault(lifecycle.table, set()).update(_columns_of(lifecycle))
    for lifecycle in {life.table: life for life in (*pruned, *replaced)}.values():
        for part, names in lifecycle.parts.items():
            read = _columns_of(catalog.lifecycles[part]) | catalog.columns_among(part, names)
            found.setdefault(part, set()).update(read)
    for row in wanted:
        lifecycle = catalog.of(row.key)
        columns = found.setdefault(row.key.table, set())
        columns.update(_columns_of(lifecycle), row.columns)
        for update in lifecycle.updates:
            if update.whole and not row.columns.keys().isdisjoint(update.columns):
                columns.update(update.columns)
        for existing in row.expects:
            found.setdefault(existing.table, set()).add(existing.column)
        for ref in find_refs([row.columns, row.given]):
            found.setdefault(ref.key.table, set()).add(ref.column)
    return found


def owned_columns(wanted: Collection[Wanted], catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Return the columns that tell what is there of rows that Ringwall made and nobody wants.

    They are those of the tables of which nothing is wanted: the others are read anyway.
    """
    read = {row.key.table for row in wanted}
    lives = (life for life in catalog.lifecycles.values() if life.is_pruned)
    return {life.table: tuple(life.ending) for life in lives if life.table not in read}


def _columns_of(lifecycle: Lifecycle) -> set[str]:
    """Return what every row of a table is read for: to be found, and to be made again."""
    again = lifecycle.creates if lifecycle.erase else ()
    return {*lifecycle.identity, *lifecycle.ids, *lifecycle.ending, *again}
