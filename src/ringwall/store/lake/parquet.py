"""Typed Parquet files: rows of a table to disk, in bounded memory.

A value that its column cannot hold (a number beyond 64 bits, half a character) becomes NULL, which
is unknown, and a row of coverage that says so: one odd resource must not stop a collection.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ringwall.model.coverage import Coverage
from ringwall.model.errors import StorageFailed
from ringwall.model.table import Column, Row, Table, Type
from ringwall.model.text import drop_user_info, make_storable
from ringwall.store.private_file import create_private

ROW_GROUP = 10_000
ORDER = ("arn", "account_id", "region")
UNFIT = (pa.ArrowException, TypeError, ValueError, OverflowError, RecursionError, AttributeError)
"""What Arrow and `to_arrow` raise for a value of the wrong kind."""
ARROW: dict[Type, pa.DataType] = {
    "TEXT": pa.string(),
    "BOOLEAN": pa.bool_(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "TIMESTAMP": pa.timestamp("us"),
    "TEXT[]": pa.list_(pa.string()),
    "JSON": pa.string(),
}


class ParquetFile:
    """One table's file being written; `close` makes it whole. Not for two threads at once."""

    def __init__(self, table: Table, path: Path) -> None:
        self.count = 0
        self.unfit: list[Coverage] = []
        """What became NULL because its column could not hold it."""
        self._table = table
        self._columns = table.all_columns
        self._schema = pa.schema([(c.name, ARROW[c.type]) for c in self._columns])
        self._waiting: list[Row] = []
        # Arrow's own allocator keeps some 70 MB of what the files of a snapshot needed in turn.
        pa.set_memory_pool(pa.system_memory_pool())
        try:
            create_private(path).close()
            self._file = pq.ParquetWriter(path, self._schema, compression="zstd")
        except OSError as error:
            raise StorageFailed(f"{path}: cannot write: {error}") from error
        self._path = path

    def add(self, rows: Iterable[Row]) -> None:
        """Take rows; they reach the disk in groups of 10,000, each in the order of its ARNs."""
        self._waiting.extend(rows)
        if len(self._waiting) >= ROW_GROUP:
            self._flush()

    def append(self, path: Path) -> None:
        """Take all rows of another file of the same table."""
        self._flush()
        try:
            # Threads would each keep memory, and the files are small.
            with pq.ParquetFile(path, pre_buffer=False) as other:
                for batch in other.iter_batches(ROW_GROUP, use_threads=False):
                    self._file.write_batch(batch)
                    self.count += batch.num_rows
        except (OSError, pa.ArrowException) as error:
            raise StorageFailed(f"{path}: cannot be read: {error}") from error

    def close(self) -> None:
        """Write what waits and finish the file."""
        self._flush()
        try:
            self._file.close()
        except OSError as error:
            raise StorageFailed(f"{self._path}: cannot write: {error}") from error

    def abandon(self) -> None:
        """Let go of the file; what it holds is not to be read."""
        self._waiting = []
        with suppress(OSError, pa.ArrowException):
            self._file.close()
        # Where the disk is full it is still open, would be closed once more, and say so on stderr.
        self._file.is_open = False

    def _flush(self) -> None:
        rows, self._waiting = self._waiting, []
        if not rows:
            return
        if self._table.enveloped:
            # Accounts and regions are read in parallel: what is read first differs each time.
            rows.sort(key=lambda row: tuple(str(row.get(name)) for name in ORDER))
        arrays = [
            self._to_array(column, field.type, rows)
            for column, field in zip(self._columns, self._schema, strict=True)
        ]
        try:
            self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        except OSError as error:
            raise StorageFailed(f"{self._path}: cannot write: {error}") from error
        self.count += len(rows)

    def _to_array(self, column: Column, kind: pa.DataType, rows: list[Row]) -> pa.Array:
        try:
            return pa.array([to_arrow(column, row.get(column.name)) for row in rows], type=kind)
        except UNFIT:
            return pa.array([self._fit(column, kind, row) for row in rows], type=kind)

    def _fit(self, column: Column, kind: pa.DataType, row: Row) -> Any:
        try:
            value = to_arrow(column, row.get(column.name))
            pa.array([value], type=kind)
        except UNFIT as error:
            if not self._table.enveloped or column.name == "arn":
                raise
            why = f"not a {column.type}: {error}"
            self.unfit.append(
                Coverage(
                    str(row["account_id"]),
                    str(row["region"]),
                    self._table.name,
                    column.name,
                    "failed",
                    resource=str(row["arn"]),
                    calls=0,
                    error=make_storable(why),
                )
            )
            return None
        return value


def to_arrow(column: Column, value: Any) -> Any:
    """Return a row's value as Arrow takes it: naive UTC times, JSON as text."""
    if value is None:
        return None
    if column.type == "TIMESTAMP":
        return _naive(value)
    if column.type == "TEXT[]" and isinstance(value, str):
        raise TypeError(f"a text, not a list: {value[:40]!r}")  # Arrow would list its letters
    if column.type == "JSON" and not isinstance(value, str):
        value = json.dumps(value, default=str, separators=(",", ":"), allow_nan=False)
    # INVARIANT: no password in a URL reaches the disk, whatever column it came in.
    if isinstance(value, str):
        return drop_user_info(value)
    if column.type == "TEXT[]" and isinstance(value, list):
        return [drop_user_info(item) if isinstance(item, str) else item for item in value]
    return value


def _naive(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
