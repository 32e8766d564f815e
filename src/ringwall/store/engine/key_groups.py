"""Rows in batches of Arrow, as one Arrow table a key: what a function of a detection is given."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ringwall.model.errors import BadInput
from ringwall.model.table import Row

MOST_ROWS = 2_000_000
"""Rows of one key: what no machine holds, a function is not given."""


def split_groups(batches: Iterable[Any], key: str) -> Iterator[Any]:
    """Yield the rows of each key as one table; the batches are in the order of the key.

    Rows whose key is NULL are left out. BadInput where one key has more rows than memory is for.
    """
    waiting: list[Any] = []
    for batch in batches:
        for part in _cut(batch, key):
            if waiting and waiting[-1].column(key)[0] != part.column(key)[0]:
                yield from _join(waiting)
                waiting = []
            waiting.append(part)
            if (rows := sum(each.num_rows for each in waiting)) > MOST_ROWS:
                raise BadInput(f"one {key} has more than {rows - part.num_rows:,} rows")
    yield from _join(waiting)


def _cut(batch: Any, key: str) -> Iterator[Any]:
    """Yield the pieces of a batch with one key each."""
    batch = batch.filter(pc.is_valid(batch.column(key)))
    if not batch.num_rows:
        return
    encoded = pc.run_end_encode(batch.column(key))
    start = 0
    for end in encoded.run_ends.to_pylist():
        yield batch.slice(start, end - start)
        start = end


def _join(parts: list[Any]) -> Iterator[Any]:
    if parts:
        yield pa.Table.from_batches(parts)


def read_rows(table: Any) -> tuple[dict[str, str], list[Row]]:
    """Return the columns of an Arrow table with their types, as an engine names them, and its rows.

    BadInput for anything else.
    """
    if not isinstance(table, pa.Table):
        raise BadInput(f"judge() returned a {type(table).__name__}; it returns a pyarrow.Table")
    return {field.name: _name_type(field.type) for field in table.schema}, table.to_pylist()


def _name_type(type_: Any) -> str:
    if pa.types.is_null(type_):
        return "NULL"
    if pa.types.is_string(type_) or pa.types.is_large_string(type_):
        return "TEXT"
    if pa.types.is_list(type_) and _name_type(type_.value_type) in {"TEXT", "NULL"}:
        return "TEXT[]"
    if pa.types.is_integer(type_):
        return "BIGINT"
    if pa.types.is_timestamp(type_) and type_.tz is None:
        return "TIMESTAMP"
    return str(type_)
