"""Types, paths and columns as DuckDB writes them."""

from collections.abc import Set as AbstractSet
from pathlib import Path

from ringwall.model.table import Table, Type


def sql_type(type_: Type) -> str:
    """Return DuckDB's type for a column's type: JSON stays text, its functions read text."""
    return "TEXT" if type_ == "JSON" else type_


def quote_path(path: Path) -> str:
    """Return a path as an SQL literal's content that `read_parquet` takes for no pattern."""
    return escape_pattern(str(path)).replace("'", "''")


def escape_pattern(name: str) -> str:
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
