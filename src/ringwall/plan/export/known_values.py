"""What is known of rows before any of them is there: names, and ARNs that are made of names."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import GLOBAL, OWNER_TAG, Join, Ref, RowKey, Wanted
from ringwall.model.export import TableExport
from ringwall.model.lifecycle import Lifecycle
from ringwall.model.table import Row
from ringwall.plan.export.values import (
    hide_references,
    is_nothing,
    join_parts,
    map_value,
    show_references,
)
from ringwall.plan.reconciliation.template import LeftOut, fill_value

ACCOUNT_TABLE = "organizations_account"


class KnownValues:
    """The wanted rows as far as they say of one another what nothing has to be read for."""

    def __init__(
        self,
        landscape: Landscape,
        rows: Iterable[Wanted],
        exports: Mapping[str, TableExport],
        lifecycles: Mapping[str, Lifecycle],
    ) -> None:
        self._landscape = landscape
        self._rows = {row.key: row for row in rows}
        self._exports = exports
        self._lifecycles = lifecycles
        self._ids = {account.name: account.id for account in landscape.accounts}

    def region_of(self, key: RowKey) -> str:
        """Return the Region that a row is made in: the home Region for what has none."""
        return self._landscape.home_region if key.region == GLOBAL else key.region

    def account_of(self, ref: Ref) -> str:
        """Return the account whose id a reference means; '' where it means something else."""
        is_id = ref.key.table == ACCOUNT_TABLE and ref.column == "id"
        return ref.key.name if is_id and ref.key.name in self._ids else ""

    def find_account(self, key: RowKey) -> RowKey | None:
        """Return the row that makes the account of another row, where it is not there yet."""
        known = self._ids[key.account]
        return known.key if isinstance(known, Ref) and known.key in self._rows else None

    def settle(self, value: Any, place: RowKey) -> Any:
        """Return a value of a row with what is known of others in place of references to them.

        References that are left mean ids of accounts, or what is known once a row is there.
        """
        if isinstance(value, Ref):
            return self._settle_ref(value, place)
        if isinstance(value, Join):
            return join_parts(
                part if isinstance(part, str) else self.settle(part, place) for part in value.parts
            )
        return map_value(value, lambda member: self.settle(member, place))

    def _settle_ref(self, ref: Ref, place: RowKey) -> Any:
        if account := self.account_of(ref):
            return self._ids[account]
        row = self._rows.get(ref.key)
        if row is None:
            return ref
        for values in (row.columns, row.given):
            if values.get(ref.column) is not None:
                return self.settle(values[ref.column], place)
        export = self._exports.get(ref.key.table)
        said = export.known.get(ref.column, "") if export else ""
        is_beside = ref.key[:2] == place[:2] and (export is None or _has(export, ref.column))
        if not said or is_beside:
            return ref
        names = self.name(row, place)
        template = said if isinstance(said, str) else said(names)
        return self.fill(template, names) or ref

    def name(self, row: Wanted, place: RowKey | None = None) -> Row:
        """Return the names of a row's templates, as lifecycles have them."""
        key = place or row.key
        lifecycle = self._lifecycles[row.key.table]
        owner = f"{self._landscape.name}/{row.key.name}"
        columns = {name: self.settle(value, key) for name, value in row.columns.items()}
        if "tags" in columns or lifecycle.owner == "tag":
            columns["tags"] = {**(columns.get("tags") or {}), OWNER_TAG: owner}
        export = self._exports.get(row.key.table) or TableExport(row.key.table)
        for name, change in export.values.items():
            if not is_nothing(columns.get(name)):
                columns[name] = _change_value(columns[name], change)
        return {
            **{name: self.settle(value, key) for name, value in row.given.items()},
            **columns,
            "account_id": self._ids[row.key.account],
            "region": self.region_of(row.key),
            "partition": self._landscape.partition,
            "owner": owner,
            "name_of_row": row.key.name,
            "found": {name: Ref(row.key, name) for name in lifecycle.ids},
        }

    def fill(self, template: Any, names: Row) -> Any:
        """Return a template filled; None where it needs what is not wanted."""
        try:
            return show_references(fill_value(template, hide_references(names)))
        except LeftOut:
            return None


def _change_value(value: Any, change: Mapping[Any, Any] | Callable[[Any], Any]) -> Any:
    return change.get(value, value) if isinstance(change, Mapping) else change(value)


def _has(export: TableExport, column: str) -> bool:
    """Whether CloudFormation has the column of a resource that others refer to."""
    return export.attributes.get(column, column) != ""
