"""Rows in batches of Arrow, as one Arrow table a key: what a function of a detection is given."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ringwall.model.errors import BadInput
from ringwall.model.table import Row

PACKED = "packed binary"
"""What `map_packed` yields, in Spark's words."""
MOST_ROWS = 2_000_000
"""Rows of one key: what no machine holds, a function is not given."""


def order_groups(sql: str, key: str) -> str:
    """Return the query in the order of the key, and of time: as `split_groups` takes it."""
    return f'select * from (\n{sql}\n) order by "{key}", event_time'


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


def map_packed(key: str, function: Callable[[Any], Any], batches: Iterable[Any]) -> Iterator[Any]:
    """Yield what a function makes of the rows of each key, whatever its columns, as one value."""
    for rows in split_groups(batches, key):
        table = function(drop_zones(rows))
        if not isinstance(table, pa.Table):
            raise BadInput(f"judge() returned a {type(table).__name__}; it returns a pyarrow.Table")
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        yield pa.record_batch({"packed": [sink.getvalue().to_pybytes()]})


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


def drop_zones(table: Any) -> Any:
    """Return the table with times as they are everywhere here: UTC, without a zone."""
    return table.cast(
        pa.schema(
            pa.field(field.name, pa.timestamp("us"))
            if pa.types.is_timestamp(field.type) and field.type.tz
            else pa.field(field.name, field.type)
            for field in table.schema
        )
    )
