"""The embedded engine: an in-memory DuckDB whose schemas are estate, logs, facts and findings."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import duckdb

from ringwall.model.errors import BadInput
from ringwall.model.table import Row, Table, Type

BATCH = 10_000


class Engine:
    """A DuckDB database of views over Parquet files. Not for use by two threads at once."""

    def __init__(self, threads: int = 0, memory: str = "") -> None:
        """Open an empty engine; `threads` 0 takes all cores, `memory` is like '1GB'."""
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if threads:
            config["threads"] = threads
        if memory:
            config["memory_limit"] = memory
        self._db = duckdb.connect(":memory:", config=config)
        self._db.execute("set timezone = 'UTC'")
        for schema in ("estate", "logs", "facts"):
            self._db.execute(f"create schema {schema}")

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the engine."""
        self.close()

    def close(self) -> None:
        """Free the engine's memory."""
        self._db.close()

    def create(self, table: Table, rows: Iterable[Row] = (), schema: str = "estate") -> None:
        """Hold these rows in memory as a table; a missing column is NULL, that is: unknown."""
        columns = table.all_columns
        spec = ", ".join(f'"{column.name}" {sql_type(column.type)}' for column in columns)
        self._db.execute(f'create or replace table {schema}."{table.name}" ({spec})')
        values = [[_plain(row.get(column.name)) for column in columns] for row in rows]
        if values:
            marks = ", ".join("?" * len(columns))
            self._db.executemany(f'insert into {schema}."{table.name}" values ({marks})', values)

    def attach(
        self, table: Table, path: Path, present: Sequence[str], schema: str = "estate"
    ) -> None:
        """Show a Parquet file as a table; columns that the file lacks are NULL."""
        known = set(present)
        columns = ", ".join(
            f'"{c.name}"' if c.name in known else f'null::{sql_type(c.type)} as "{c.name}"'
            for c in table.all_columns
        )
        file = str(path).replace("'", "''")
        self._db.execute(
            f'create or replace view {schema}."{table.name}" as '
            f"select {columns} from read_parquet('{file}')"
        )

    def confine(self, folder: Path) -> None:
        """Let later SQL read nothing but this folder, and let it change no setting."""
        self._db.execute("set allowed_directories = $1", [[str(folder.resolve())]])
        self._db.execute("set enable_external_access = false")
        self._db.execute("set lock_configuration = true")

    def execute(self, sql: str, parameters: object = None) -> None:
        """Run a statement for its effect."""
        self._run(sql, parameters)

    def rows(self, sql: str, parameters: object = None) -> list[Row]:
        """Return all rows of a query as dicts; BadInput where the SQL is wrong."""
        answer = self._run(sql, parameters)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def stream(self, sql: str, parameters: object = None) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query as tuples, without holding all of them.

        No other query may run on this engine until the stream is used up.
        """
        answer = self._run(sql, parameters)
        while batch := answer.fetchmany(BATCH):
            yield from batch

    def columns(self, sql: str) -> tuple[str, ...]:
        """Return the column names of a query without running it."""
        return tuple(row["column_name"] for row in self.rows(f"describe {sql}"))

    def _run(self, sql: str, parameters: object) -> duckdb.DuckDBPyConnection:
        try:
            return self._db.execute(sql, parameters)
        except duckdb.Error as error:
            raise BadInput(f"SQL failed: {error}") from error


def sql_type(type_: Type) -> str:
    """Return DuckDB's type for a column type: JSON stays text, its functions read text."""
    return "TEXT" if type_ == "JSON" else type_


def _plain(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict) else value
