"""Files as DuckDB reads them, and its own words as they are shown."""

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from typing import Any

from ringwall.model.table import Table
from ringwall.store.engine.literals import cast_columns, quote_path
from ringwall.store.engine.protocol import ResultType

RESULT_TYPES: Mapping[str, ResultType] = {
    "VARCHAR": "TEXT",
    "VARCHAR[]": "TEXT[]",
    '"NULL"': "NULL",
}
"""DuckDB's names of types that have another name in a table's declaration."""


def read_files(files: Iterable[Path]) -> str:
    """Return the call that reads files as one table: columns that one lacks are NULL there."""
    names = ", ".join(f"'{quote_path(file)}'" for file in files)
    return f"read_parquet([{names}], union_by_name = true, hive_partitioning = false)"


def select_time(
    table: Table,
    files: Sequence[Path],
    known: AbstractSet[str],
    since: datetime,
    until: datetime,
) -> str:
    """Return the query of what files of a table of logs have of a time, both ends included."""
    columns = cast_columns(table, known)
    if not files:
        return f"select {columns} where false"
    time = f"between timestamp '{since}' and timestamp '{until}'"
    return f"select {columns} from {read_files(files)} where event_time {time}"


def first_line(error: Exception) -> str:
    """Return what an error says, without the query that it shows below."""
    return str(error).partition("\n")[0]


def tell_apart(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names, with a number after each that came before."""
    found: list[str] = []
    for name in names:
        free, number = name, 1
        while free in found:
            number += 1
            free = f"{name}_{number}"
        found.append(free)
    return tuple(found)


def plain_value(value: Any) -> Any:
    """Return a value as DuckDB takes it for a column: an object is text of JSON."""
    return json.dumps(value) if isinstance(value, dict) else value
