"""The calls that a blueprint's rows may take, by account: what whoever applies it is permitted.

That is each call that finds a row, makes it, changes a column that is wanted, tags it as the
blueprint's own, erases it or takes any of that back, whatever an estate is like.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringwall.catalog.permissions import CallUse, list_reads
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import GLOBAL, OWNER_TAG, Join, Ref, RowKey, Wanted
from ringwall.model.lifecycle import Lifecycle, Step
from ringwall.model.reference import NOW, READ, TEXT
from ringwall.model.table import Row
from ringwall.plan.reconciliation.catalog import Catalog
from ringwall.plan.reconciliation.probe import make_probe
from ringwall.plan.reconciliation.template import fill_parameters

_ROLES = {
    "iam_role": "{path}{role_name}",
    "iam_service_linked_role": "/aws-service-role/{aws_service_name}/",
}
"""How the ARN of a role ends, by its table; AWS chooses the names of roles linked to services."""


def list_required_calls(
    landscape: Landscape, wanted: Iterable[Wanted], catalog: Catalog
) -> Mapping[str, tuple[CallUse, ...]]:
    """Return the calls of each account, by its name in the blueprint; accounts without are absent.

    Rows that a policy of the organization makes so take none.
    """
    rows = [row for row in wanted if not row.satisfied_by]
    known = _Known(landscape, {row.key: row for row in rows})
    calls: dict[str, list[CallUse]] = {}
    for row in rows:
        calls.setdefault(row.key.account, []).extend(_list_calls(row, known, catalog))
    return {account: tuple(found) for account, found in calls.items()}


def _list_calls(row: Wanted, known: "_Known", catalog: Catalog) -> Iterator[CallUse]:
    lifecycle, names = catalog.of(row.key), known.name(row, catalog)
    steps = tuple(_choose_steps(lifecycle, row))
    if not steps:
        return  # what a person does, Ringwall does not look at before it writes
    columns = {*row.columns, *(("tags",) if lifecycle.owner == "tag" else ())}
    if lifecycle.create and lifecycle.erase:
        columns |= set(lifecycle.creates)  # who takes an erasure back needs them all
    yield from list_reads(make_probe(lifecycle, catalog.tables[row.key.table], columns, names))
    for step in steps:
        parameters = step.build(names) if step.build else fill_parameters(step.parameters, names)
        yield CallUse(step.operation, parameters, step.also)
        if step.poll:
            yield CallUse(step.poll.operation)


def _choose_steps(lifecycle: Lifecycle, row: Wanted) -> Iterator[Step]:
    """Yield the calls that write; no update of columns that are not wanted."""
    owned = lifecycle.owner == "tag"
    columns = {*row.columns, *(("tags",) if owned else ())}
    for update in lifecycle.updates:
        if not columns.isdisjoint(update.columns):
            yield from update.steps
    retag = lifecycle.retag if owned else None
    yield from filter(None, (lifecycle.create, retag, lifecycle.erase, lifecycle.restore))


class _Known:
    """What is known of rows before any of them is there."""

    def __init__(self, landscape: Landscape, rows: Mapping[RowKey, Wanted]) -> None:
        self._landscape = landscape
        self._rows = rows
        self._ids = {account.name: account.id for account in landscape.accounts}

    def name(self, row: Wanted, catalog: Catalog) -> Row:
        """Return the names of a row's templates; what is not known is a reference."""
        owner = f"{self._landscape.name}/{row.key.name}"
        lifecycle = catalog.of(row.key)
        columns = self._resolve(row.columns)
        if "tags" in {*lifecycle.creates, *columns} or lifecycle.owner == "tag":
            columns["tags"] = {**(columns.get("tags") or {}), OWNER_TAG: owner}
        is_global = row.key.region == GLOBAL
        return {
            **self._resolve(row.given),
            **columns,
            "account_id": self._resolve(self._ids[row.key.account]),
            "region": self._landscape.home_region if is_global else row.key.region,
            "partition": self._landscape.partition,
            "owner": owner,
            "name_of_row": row.key.name,
            "found": {name: {READ: f"{row.key}.{name}"} for name in lifecycle.ids},
            "now": {name: {NOW: name} for name in lifecycle.find.now},
        }

    def _resolve(self, value: Any) -> Any:
        if isinstance(value, Ref):
            return self._resolve_ref(value)
        if isinstance(value, Join):
            return _join([p if isinstance(p, str) else self._resolve(p) for p in value.parts])
        if isinstance(value, Mapping):
            return {name: self._resolve(member) for name, member in value.items()}
        if isinstance(value, list | tuple):
            return [self._resolve(item) for item in value]
        return value

    def _resolve_ref(self, ref: Ref) -> Any:
        """Return what the blueprint says of the row, or the ARN of a role by its name."""
        unknown = {READ: f"{ref.key}.{ref.column}"}
        row = self._rows.get(ref.key)
        if row is None:
            return unknown
        if ref.column in row.columns:
            return self._resolve(row.columns[ref.column])
        if ref.column != "arn" or ref.key.table not in _ROLES:
            return unknown
        account = self._resolve(self._ids[ref.key.account])
        name = _ROLES[ref.key.table].format(**{"path": "/", **row.columns})
        parts = [f"arn:{self._landscape.partition}:iam::", account, f":role{name}"]
        return _join([*parts, unknown] if name.endswith("/") else parts)


def _join(parts: list[Any]) -> Any:
    """Return a text of parts, as a reference where one of them is not known."""
    return "".join(parts) if all(isinstance(part, str) for part in parts) else {TEXT: parts}
