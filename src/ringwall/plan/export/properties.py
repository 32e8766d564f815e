"""The properties of one row: where CloudFormation has its columns."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.catalog.resource_types import CloudFormationType
from ringwall.model.blueprint.wanted import OWNER_TAG, Wanted
from ringwall.model.export import TableExport
from ringwall.model.table import Column, Row, Table
from ringwall.plan.export.known_values import KnownValues
from ringwall.plan.export.resource import Loss
from ringwall.plan.export.values import is_nothing, shape_value
from ringwall.plan.reconciliation.template import find_names

PATH = re.compile(r"\w+(\[\d\])?(\.\w+(\[\d\])?)*")
"""A path that a value can be put at, other than a JMESPath that only reads."""


def write_properties(
    row: Wanted, table: Table, type_: CloudFormationType, export: TableExport, known: KnownValues
) -> tuple[Row, list[Loss]]:
    """Return the properties of a row, and the columns that have none, with the reason."""
    names = known.name(row)
    properties: Row = {}
    losses: list[Loss] = []
    paths = {
        **{path: names[name] for name, path in _find_paths(row, table, type_, export)},
        **{path: known.fill(text, names) for path, text in export.properties.items()},
        **(export.writer.write(names) if export.writer else {}),
    }
    for path, value in paths.items():
        if is_nothing(value):
            continue
        try:
            put_value(properties, path, value, type_)
        except (ValueError, TypeError) as error:
            losses.append(Loss(row.key, path, str(error)))
    losses += [Loss(row.key, *said) for said in _list_lost(row, table, type_, export)]
    if not is_nothing(names.get("tags")):
        if type_.tags:
            put_value(properties, type_.tags, _write_tags(names["tags"], type_), type_)
        elif names["tags"].keys() - {OWNER_TAG}:
            losses.append(Loss(row.key, "tags", f"{type_.name} has no tags"))
    return properties, losses


def put_value(properties: Row, path: str, value: Any, type_: CloudFormationType) -> None:
    """Put a value at a path, in the type's form; ValueError where the type has no such property."""
    if not type_.can_set(path):
        raise ValueError(f"{type_.name} has no {path} that can be set")
    shaped = shape_value(value, type_.shape_of(path), type_)
    at: Any = properties
    *outer, last = re.findall(r"\w+", path)
    for name, after in zip(outer, (*outer, last)[1:], strict=True):
        at = _step(at, name, [] if after.isdigit() else {})
    if last.isdigit():
        _step(at, last, shaped)
    elif isinstance(at.get(last), list) and isinstance(shaped, list):
        at[last] += shaped
    else:
        at[last] = shaped


def find_lacking(properties: Row, type_: CloudFormationType) -> list[str]:
    """Return the properties that a type requires and that are not there."""
    return [name for name in type_.required if name not in properties]


def path_of(column: Column) -> str:
    """Return where CloudFormation has a column's value, as far as a path says it."""
    path = column.property or column.path
    return path if PATH.fullmatch(path) else ""


def _find_paths(
    row: Wanted, table: Table, type_: CloudFormationType, export: TableExport
) -> Iterator[tuple[str, str]]:
    """Yield the wanted columns that are written where the table says, each with its path."""
    by_hand = find_names(export.properties) | export.implied.keys() | export.lacking.keys()
    by_hand |= set(export.writer.columns if export.writer else ())
    elsewhere = names_written(export)
    for column in table.columns:
        path = path_of(column)
        if column.name not in row.columns or column.name in by_hand or not path:
            continue
        if column.name not in elsewhere or type_.can_set(path):
            yield column.name, path


def names_written(export: TableExport) -> set[str]:
    """Return the columns that an export says itself where to write, or that follow from others."""
    further = {name for one in export.also for name in find_names(one.properties)}
    by_writer = set(export.writer.columns if export.writer else ())
    return find_names(export.properties) | export.implied.keys() | further | by_writer


def _list_lost(
    row: Wanted, table: Table, type_: CloudFormationType, export: TableExport
) -> Iterator[tuple[str, str]]:
    """Yield each wanted column that has no path at all."""
    columns = {column.name: column for column in table.columns}
    for name in row.columns.keys() - names_written(export) - {"tags"}:
        if name in export.lacking:
            yield name, f"{type_.name} has no property for it: {export.lacking[name]}"
        elif name not in columns or not path_of(columns[name]):
            yield name, f"it is not declared where {type_.name} has it"


def _write_tags(tags: Mapping[str, str], type_: CloudFormationType) -> Any:
    """Return tags as the type has them: a list of objects, or a map."""
    shape = type_.shape_of(type_.tags)
    if not isinstance(shape, Mapping) or "list" not in shape:
        return dict(sorted(tags.items()))
    members = type_.look_up(shape["list"])["object"]
    key = next(name for name in members if name.lower().endswith("key"))
    value = next(name for name in members if name.lower().endswith("value"))
    return [{key: name, value: text} for name, text in sorted(tags.items())]


def _step(at: Any, name: str, empty: Any) -> Any:
    """Return the member of an object, or the item of a list, that is made where there is none."""
    if isinstance(at, list):
        if int(name) == len(at):
            at.append(empty)
        return at[int(name)]
    return at.setdefault(name, empty)
