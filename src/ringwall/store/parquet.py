"""Typed Parquet files: rows of a table to disk, in bounded memory."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ringwall.model.errors import StorageFailed
from ringwall.model.table import Column, Row, Table, Type

ROW_GROUP = 10_000
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
        self._columns = table.all_columns
        self._schema = pa.schema([(c.name, ARROW[c.type]) for c in self._columns])
        self._waiting: list[Row] = []
        try:
            self._file = pq.ParquetWriter(path, self._schema, compression="zstd")
        except OSError as error:
            raise StorageFailed(f"{path}: cannot write: {error}") from error
        self._path = path

    def add(self, rows: Iterable[Row]) -> None:
        """Take rows; they reach the disk in groups of 10,000."""
        self._waiting.extend(rows)
        if len(self._waiting) >= ROW_GROUP:
            self._flush()

    def close(self) -> None:
        """Write what waits and finish the file."""
        self._flush()
        try:
            self._file.close()
        except OSError as error:
            raise StorageFailed(f"{self._path}: cannot write: {error}") from error

    def _flush(self) -> None:
        rows, self._waiting = self._waiting, []
        if not rows:
            return
        arrays = [
            pa.array([to_arrow(column, row.get(column.name)) for row in rows], type=field.type)
            for column, field in zip(self._columns, self._schema, strict=True)
        ]
        try:
            self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        except OSError as error:
            raise StorageFailed(f"{self._path}: cannot write: {error}") from error
        self.count += len(rows)


def to_arrow(column: Column, value: Any) -> Any:
    """Return a row's value as Arrow takes it: naive UTC times, JSON as text."""
    if value is None:
        return None
    if column.type == "TIMESTAMP":
        return _naive(value)
    if column.type == "JSON" and not isinstance(value, str):
        return json.dumps(value, default=str, separators=(",", ":"))
    return value


def _naive(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
