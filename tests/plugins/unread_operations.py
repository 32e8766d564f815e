"""Operations whose answers nothing reads: no rule, and no reasoner that a rule reads."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from ringwall.catalog.operations import find_operations
from ringwall.model.table import Table


def find_unread(tables: Collection[Table], used: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return the operations that fill only what is not among the used columns of tables."""
    every = {operation for table in tables for operation in find_operations(table)}
    return frozenset(every - {one for table in tables for one in _find_read(table, used)})


def _find_read(table: Table, used: Mapping[str, Collection[str]]) -> Iterator[str]:
    listed = replace(table, calls=(), shared=())
    if table.name in used or any(derived.table in used for derived in table.derived):
        yield from find_operations(listed)
    nothing = replace(listed, list=None, fetch=None, demanded=None)
    for shared in table.shared:
        if _is_read(table, shared.into, used):
            yield from find_operations(replace(nothing, shared=(shared,)))
    yield from (call.operation for call in table.calls if _is_read(table, call.into, used))


def _is_read(table: Table, into: str, used: Mapping[str, Collection[str]]) -> bool:
    """Whether a column that is read, rows of another table or another call need an answer."""
    paths = {column.name: column.path for column in table.columns} | {"tags": table.tags}
    columns = {name for name, path in paths.items() if into in re.findall(r"\w+", path)}
    return (
        bool({*columns, "raw"} & {*used.get(table.name, ())})
        or any(derived.needs == into and derived.table in used for derived in table.derived)
        or any(into in re.findall(r"\w+", f"{call.when} {call.parameters}") for call in table.calls)
    )
