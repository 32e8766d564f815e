"""How DuckDB spells what a table declares, and what of its own words is shown."""

import json
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from ringwall.model.table import Table, Type
from ringwall.store.engine.protocol import ResultType

RESULT_TYPES: Mapping[str, ResultType] = {
    "VARCHAR": "TEXT",
    "VARCHAR[]": "TEXT[]",
    '"NULL"': "NULL",
}
"""DuckDB's names of types that have another name in a table's declaration."""


def sql_type(type_: Type) -> str:
    """Return DuckDB's type for a column's type: JSON stays text, its functions read text."""
    return "TEXT" if type_ == "JSON" else type_


def quote_path(path: Path) -> str:
    """Return a path as an SQL literal's content that `read_parquet` takes for no pattern."""
    return escape_path(str(path)).replace("'", "''")


def escape_path(name: str) -> str:
    """Return a file's name as a pattern that it alone matches."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def cast_columns(table: Table, known: AbstractSet[str]) -> str:
    """Return the select list of a table's columns; those that are not known are NULL."""
    return ", ".join(
        f'try_cast("{c.name}" as {sql_type(c.type)}) as "{c.name}"'
        if c.name in known
        else f'null::{sql_type(c.type)} as "{c.name}"'
        for c in table.all_columns
    )


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
