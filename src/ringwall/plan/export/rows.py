"""Wanted rows become resources: those that are parts of others go into them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from ringwall.catalog.resource_types import CloudFormationType
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted, find_refs
from ringwall.model.export import PartOf, TableExport
from ringwall.model.table import Row
from ringwall.plan.export.known_values import KnownValues
from ringwall.plan.export.properties import find_lacking, put_value, write_properties
from ringwall.plan.export.resource import ExportedKey, ExportedResource, ExportedRows, Loss
from ringwall.plan.export.values import is_nothing
from ringwall.plan.reconciliation.catalog import Catalog


@dataclass(frozen=True)
class ExportCatalog:
    """What exporting takes of the catalog."""

    catalog: Catalog
    exports: Mapping[str, TableExport]
    types: Mapping[str, CloudFormationType]

    def export_of(self, table: str) -> TableExport:
        """Return what is to be said of the export of a table's rows."""
        return self.exports.get(table) or TableExport(table)

    def type_of(self, table: str) -> str:
        """Return the name of the type of a table's rows; '' where there is none."""
        return self.export_of(table).type or self.catalog.tables[table].cloudformation


def export_rows(
    landscape: Landscape,
    wanted: Iterable[Wanted],
    chosen: Iterable[Wanted],
    catalog: ExportCatalog,
) -> ExportedRows:
    """Return the resources of the chosen rows. What they say of other wanted rows is known."""
    rows = tuple(wanted)
    known = KnownValues(landscape, rows, catalog.exports, catalog.catalog.lifecycles)
    work = _Work({row.key: row for row in rows}, known, catalog)
    for row in chosen:
        work.add(row)
    work.fold_parts()
    return work.finish()


@dataclass
class _Work:
    """The rows, as far as they became resources."""

    rows: Mapping[RowKey, Wanted]
    known: KnownValues
    catalog: ExportCatalog
    made: dict[RowKey, Row] = field(default_factory=dict)
    parts: list[Wanted] = field(default_factory=list)
    homes: dict[RowKey, RowKey] = field(default_factory=dict)
    """Of rows that are parts, the row whose resource has them."""
    losses: list[Loss] = field(default_factory=list)

    def add(self, row: Wanted) -> None:
        """Make the resource of a row, or note that it is a part, or why it is none."""
        table = self.catalog.catalog.tables[row.key.table]
        export = self.catalog.export_of(table.name)
        if reason := self._why_not(row):
            self.losses.append(Loss(row.key, "", reason))
        elif export.part_of and (export.part_of.table != table.name or self._find_first(row)):
            self.parts.append(row)
        else:
            type_ = self._type_of(row.key)
            self.made[row.key], lost = write_properties(row, table, type_, export, self.known)
            self.losses += lost
            if export.part_of:  # the first of the rows that are one resource
                self.parts.append(row)

    def _find_first(self, row: Wanted) -> RowKey | None:
        part = self.catalog.export_of(row.key.table).part_of
        return self._find_home(row, part) if part else None

    def fold_parts(self) -> None:
        """Put each part into the resource that has it."""
        for row in self.parts:
            part = self.catalog.export_of(row.key.table).part_of
            home = self._find_home(row, part) if part else None
            if part is None or home is None:
                said = f"it is a part of a row of {part.table if part else ''} that is not exported"
                self.losses.append(Loss(row.key, "", said))
                continue
            if home != row.key:
                self.homes[row.key] = home
            if not part.path:
                continue
            type_, names = self._type_of(home), self.known.name(row)
            for path, template in {part.path: part.item, **part.further}.items():
                item = _leave_out_nothing(self.known.fill(template, names))
                put_value(self.made[home], path, [item] if type_.is_list(path) else item, type_)

    def _find_home(self, row: Wanted, part: PartOf) -> RowKey | None:
        """Return the row of the same account and Region that a part belongs to."""
        names = self.known.name(row)
        asked = {column: self.known.fill(text, names) for column, text in part.by.items()}
        for value in asked.values():
            if isinstance(value, Ref) and value.key.table == part.table:
                return value.key if value.key in self.made else None
        for key in self.made:
            if key.table == part.table and key[:2] == row.key[:2]:
                said = self.known.name(self.rows[key])
                if all(said.get(column) == value for column, value in asked.items()):
                    return key
        return None

    def finish(self) -> ExportedRows:
        """Return the resources in order, without those that lack what their type requires."""
        self._drop_lacking()
        found = {key: self._needs_of(key) for key in self.made}
        needs = {key: each.rows for key, each in found.items()}
        self._break_circles(needs)
        order = TopologicalSorter({key: sorted(needs[key]) for key in sorted(self.made)})
        resources = [
            resource
            for key in order.static_order()
            for resource in self._make_resources(self.rows[key], found[key])
        ]
        return ExportedRows(tuple(resources), tuple(sorted(self.losses)))

    def _why_not(self, row: Wanted) -> str:
        """Return why a row is no resource, nor a part of one; '' where it is."""
        export = self.catalog.export_of(row.key.table)
        type_ = self.catalog.type_of(row.key.table)
        if row.satisfied_by:
            return f"the policy {row.satisfied_by} makes it so"
        if export.why_not:
            return export.why_not
        if row.by_hand:
            return f"by hand: {row.by_hand}"
        if not (export.part_of or type_):
            return "CloudFormation has no type for it"
        if type_ and type_ not in self.catalog.types:
            return f"{type_} is not among the types that this version of Ringwall knows"
        return ""

    def _drop_lacking(self) -> None:
        for key in list(self.made):
            type_ = self._type_of(key)
            if lacking := find_lacking(self.made[key], type_):
                said = f"{type_.name} requires {', '.join(lacking)}, which the row does not say"
                self.losses.append(Loss(key, "", said))
                del self.made[key]

    def _type_of(self, key: RowKey) -> CloudFormationType:
        return self.catalog.types[self.catalog.type_of(key.table)]

    def _needs_of(self, key: RowKey) -> "_Needs":
        """Return what a resource needs, its parts too."""
        inside = [key, *(part for part, home in self.homes.items() if home == key)]
        account = self.known.find_account(key)
        found = _Needs({account} if account in self.made and account else set())
        for one in inside:
            export = self.catalog.export_of(one.table)
            if one == key or (export.part_of and export.part_of.path):
                self._look_through(one, found, frozenset())
        for rows in (found.rows, found.later):
            rows.discard(key)
        return found

    def _look_through(self, key: RowKey, found: "_Needs", passed: frozenset[RowKey]) -> None:
        """Note the resources that a row needs, also behind the rows that were passed."""
        row = self.rows[key]
        for need in {*row.needs, *(ref.key for ref in find_refs([row.columns, row.given]))}:
            home = self.homes.get(need, need)
            if home in self.made:
                found.rows.add(home)
                if passed & found.waits:
                    found.later.add(home)
            elif need in self.rows and need not in passed:
                if not self.rows[need].satisfied_by:
                    found.waits.add(need)
                self._look_through(need, found, passed | {need})

    def _break_circles(self, needs: dict[RowKey, set[RowKey]]) -> None:
        """Drop needs that mere parts brought in, where they close a circle."""
        while True:
            try:
                TopologicalSorter(needs).prepare()
            except CycleError as error:
                circle = error.args[1]
                for need, key in pairwise(circle):
                    own = _Needs()
                    self._look_through(key, own, frozenset())
                    if need not in own.rows:
                        needs[key].discard(need)
                        break
                else:
                    raise
            else:
                return

    def _make_resources(self, row: Wanted, found: "_Needs") -> Iterator[ExportedResource]:
        export = self.catalog.export_of(row.key.table)
        properties = self.made[row.key]
        type_ = self._type_of(row.key)
        key = ExportedKey(row.key)
        beside = {need for need in found.rows if need.table in export.beside}
        one = ExportedResource(
            key,
            type_,
            properties,
            tuple(sorted(found.rows - beside)),
            row.why,
            tuple(sorted(found.waits)),
            tuple(sorted(found.later & found.rows - beside)),
            tuple(sorted(beside)),
            retained=export.retained,
        )
        yield one
        names = self.known.name(row)
        for number, further in enumerate(export.also, 1):
            if names.get(further.when):
                type_ = self.catalog.types[further.type]
                own: Row = {}
                for path, template in further.properties.items():
                    put_value(own, path, self.known.fill(template, names), type_)
                yield ExportedResource(
                    ExportedKey(row.key, number), type_, own, (*one.needs, row.key), row.why
                )


@dataclass
class _Needs:
    """What a resource needs, as `ExportedResource` has it."""

    rows: set[RowKey] = field(default_factory=set)
    waits: set[RowKey] = field(default_factory=set)
    later: set[RowKey] = field(default_factory=set)


def _leave_out_nothing(item: Any) -> Any:
    """Return an item of a list, or a value, without the members that say that there is none."""
    if not isinstance(item, Mapping):
        return item
    return {name: value for name, value in item.items() if not is_nothing(value)}
