"""The embedded engine: an in-memory DuckDB. What is DuckDB's own is here and nowhere else."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, Self

import duckdb

from ringwall.model.errors import BadInput, DamagedSnapshot, StorageFailed
from ringwall.model.table import Row, Table, Type
from ringwall.store.engine.duckdb_text import (
    RESULT_TYPES,
    first_line,
    read_files,
    select_time,
    tell_apart,
)
from ringwall.store.engine.insert_rows import insert_rows
from ringwall.store.engine.key_groups import order_groups, split_groups
from ringwall.store.engine.literals import cast_columns, escape_pattern, quote_path, sql_type
from ringwall.store.engine.protocol import Codec, GroupFunction, ResultType
from ringwall.store.engine.watch import StatementWatch, end_process

BATCH = 10_000
ARROW_BATCH = 100_000
OF_THE_QUERY = (
    duckdb.ParserException,
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ConversionException,
    duckdb.OutOfMemoryException,
    duckdb.InterruptException,
)
"""Errors that say nothing of the files that a query reads."""
WAY_OUT = "restore it from a backup, or delete its folder and make it again"
WAY_OUT_OF_LOGS = "restore the file from a backup, or delete it and collect those logs again"


@dataclass(frozen=True)
class StatementLimits:
    """What a statement may use: memory and space on disk like '1GB', and seconds; 0 is no limit.

    Where it takes `growth` bytes more, or does not stop `grace` seconds later, the process ends.
    """

    memory: str = ""
    disk: str = ""
    seconds: float = 0
    grace: float = 10
    growth: int = 0


OTHERS = StatementLimits("1GB", "2GB", 120)
"""StatementLimits of SQL of ours, over what may be somebody else's."""
STRANGERS = replace(OTHERS, growth=1_500_000_000)
"""StatementLimits of SQL that somebody else wrote: rules and queries."""
OURS = StatementLimits()
"""StatementLimits of SQL of our own alone, over what may be a year of logs."""


class EmbeddedEngine:
    """An `Engine` of views over Parquet files. Not for use by two threads at once.

    INVARIANT: it can never read or write anything but the folders that it was made for, change a
    setting or load an extension. There is no other way to make one.
    """

    def __init__(self, *folders: Path, threads: int = 0, limits: StatementLimits = OTHERS) -> None:
        """Open an empty engine that reaches these folders alone; `threads` 0 takes all cores."""
        # Large sorts spill to a folder that only its owner can read.
        self._spill = _make_spill()
        self._files: dict[str, Path] = {}
        self._known_columns: dict[tuple[Path, ...], set[str]] = {(): set()}
        self._limits = limits
        self._whose = "SQL"
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            # A query must not find the variables of our own functions as tables.
            "python_enable_replacements": False,
            "temp_directory": self._spill,
        }
        if threads:
            config["threads"] = threads
        if limits.memory:
            config["memory_limit"] = limits.memory
        self._db = duckdb.connect(":memory:", config=config)
        # No file that is read is ever changed: its end need not be read for each query.
        self._db.execute("set timezone = 'UTC'; set parquet_metadata_cache = true")
        if limits.disk:  # in `config`, DuckDB 2.0 shows the limit and does not keep it
            self._db.execute(f"set max_temp_directory_size = '{limits.disk}'")
        self._confine(folders)
        self._watch = StatementWatch(
            self._db.interrupt,
            self._leave,
            seconds=limits.seconds,
            grace=limits.grace,
            growth=limits.growth,
        )
        for schema in ("estate", "logs", "facts"):
            self._db.execute(f"create schema {schema}")

    def _confine(self, folders: Iterable[Path]) -> None:
        # DuckDB compares names as queries spell them: with its patterns' letters escaped.
        names = [str(folder.resolve()) for folder in folders]
        allowed = [*names, *map(escape_pattern, names)]
        self._db.execute("set allowed_directories = $1", [allowed])
        self._db.execute("set enable_external_access = false")
        self._db.execute("set lock_configuration = true")

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the engine."""
        self.close()

    def attribute(self, whose: str) -> None:
        """Say whose SQL runs from now on, for the message where it must be ended."""
        self._whose = whose

    def close(self) -> None:
        """Free the engine's memory and what it spilled to disk."""
        self._watch.close()
        self._db.close()
        shutil.rmtree(self._spill, ignore_errors=True)

    def create(self, table: Table, rows: Iterable[Row] = ()) -> None:
        """Hold these rows in memory as a table; a missing column is NULL, that is: unknown.

        BadInput where a value does not fit its column.
        """
        columns = table.all_columns
        spec = ", ".join(f'"{column.name}" {sql_type(column.type)}' for column in columns)
        self._run(f'create or replace table {table.schema}."{table.name}" ({spec})')
        insert_rows(self._run, table, rows)

    def attach(self, table: Table, path: Path, present: Sequence[str], schema: str = "") -> None:
        """Show a Parquet file as a table, in its own schema or another; missing columns are NULL.

        So are values that an older declaration wrote as another type, where they do not fit.
        DamagedSnapshot where the file is no Parquet or is not there.
        """
        columns = cast_columns(table, set(present))
        try:
            self._show(
                table, schema, f"select {columns} from read_parquet('{quote_path(path)}')", path
            )
        except duckdb.Error as error:
            said = first_line(error)
            raise DamagedSnapshot(f"{path}: cannot be read: {said}; {WAY_OUT}") from error

    def _attach_read(self, table: Table, schema: str, files: str, folder: Path) -> None:
        try:
            with self._running():
                described = self._db.execute(f"describe select * from {files}").fetchall()
            columns = cast_columns(table, {str(row[0]) for row in described})
            self._show(table, schema, f"select {columns} from {files}", folder)
        except duckdb.Error as error:
            raise DamagedSnapshot(
                f"{folder}: cannot be read: {first_line(error)}; {WAY_OUT_OF_LOGS}"
            ) from error

    def attach_files(self, table: Table, files: Sequence[Path]) -> None:
        """Show Parquet files as one table; DamagedSnapshot where one cannot be read."""
        self._attach_read(table, "", read_files(files), files[0].parents[1])

    def _show(self, table: Table, schema: str, sql: str, path: Path) -> None:
        where = schema or table.schema
        with self._running():
            self._db.execute(f"create schema if not exists {where}")
            self._db.execute(f'create or replace view {where}."{table.name}" as {sql}')
        self._files[f'{where}."{table.name}"'] = path

    def show_logs(
        self, table: Table, files: Sequence[Path], since: datetime, until: datetime
    ) -> None:
        """Show what files of a table of logs have of a time; both ends are part of it.

        The table is empty where there are no files. DamagedSnapshot where one cannot be read.
        """
        try:
            if (known := tuple(files)) not in self._known_columns:
                with self._running():
                    described = self._db.execute(f"describe select * from {read_files(files)}")
                    self._known_columns[known] = {str(row[0]) for row in described.fetchall()}
            sql = select_time(table, files, self._known_columns[known], since, until)
            self._show(table, "", sql, files[0].parents[1] if files else Path())
        except duckdb.Error as error:
            raise DamagedSnapshot(
                f"{table.name}: cannot be read: {first_line(error)}; {WAY_OUT_OF_LOGS}"
            ) from error

    def batches(self, sql: str) -> Iterator[Any]:
        """Yield the rows of a query as batches of Arrow; no other query may run meanwhile."""
        self._check_select(sql)
        try:
            with self._running():
                reader = iter(self._db.sql(sql).to_arrow_reader(ARROW_BATCH))
            while True:
                with self._running():
                    batch = next(reader, None)
                if batch is None:
                    return
                yield batch
        except duckdb.Error as error:
            self._blame(error)
        except OSError as error:  # DuckDB's own error, as Arrow passes it on
            is_late = "INTERRUPT Error" in str(error)
            self._blame(duckdb.InterruptException(str(error)) if is_late else error)

    def map_groups(self, sql: str, key: str, function: GroupFunction) -> Iterator[Any]:
        """Yield what a function makes of all rows of each key, in the order of event_time."""
        return map(function, split_groups(self.batches(order_groups(sql, key)), key))

    def execute(self, sql: str, parameters: object = None) -> None:
        """Run a statement of DuckDB's for its effect. Other engines have none."""
        self._run(sql, parameters)

    def rows(self, sql: str, parameters: object = None) -> list[Row]:
        """Return all rows of a query as dicts; BadInput where the SQL is wrong.

        Of two columns with one name the second is called `name_2`, as in `columns`.
        """
        answer = self._select(sql, parameters)
        names = tell_apart(column[0] for column in answer.description or ())
        return [dict(zip(names, row, strict=True)) for row in self._fetch(answer.fetchall)]

    def stream(self, sql: str, parameters: object = None) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query as tuples, without holding all of them.

        No other query may run on this engine until the stream is used up.
        """
        answer = self._select(sql, parameters)
        while batch := self._fetch(lambda: answer.fetchmany(BATCH)):
            yield from batch

    def stream_typed(self, sql: str) -> tuple[dict[str, ResultType], Iterator[tuple[Any, ...]]]:
        """Run a query once, and return its columns with their types, and its rows as they come.

        No other query may run on this engine until the rows are used up.
        """
        answer = self._select(sql, None)
        described = answer.description or ()
        names = tell_apart(column[0] for column in described)
        types = (RESULT_TYPES.get(str(column[1]), str(column[1])) for column in described)

        def fetch() -> Iterator[tuple[Any, ...]]:
            while batch := self._fetch(lambda: answer.fetchmany(BATCH)):
                yield from batch

        return dict(zip(names, types, strict=True)), fetch()

    def columns(self, sql: str) -> tuple[str, ...]:
        """Return the column names of a query without running it; BadInput for all but a query."""
        return tuple(self.column_types(sql))

    def column_types(self, sql: str) -> dict[str, ResultType]:
        """Return the columns of a query and their types without running it."""
        self._check_select(sql)
        described = self._fetch(self._run(f"describe {sql}").fetchall)
        names = tell_apart(row[0] for row in described)
        types = (RESULT_TYPES.get(row[1], row[1]) for row in described)
        return dict(zip(names, types, strict=True))

    def hold_rows(
        self, name: str, columns: Mapping[str, Type], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Hold these rows as the temporary table `name`, in place of one of that name."""
        values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
        spec = ", ".join(
            f'unnest(${number}::{sql_type(type_)}[]) as "{column}"'
            for number, (column, type_) in enumerate(columns.items(), 1)
        )
        self._run(f'create or replace temp table "{name}" as select {spec}', values)

    def hold_query(self, name: str, sql: str) -> None:
        """Hold the rows of a query as the temporary table `name`; BadInput where SQL is wrong.

        An error names the line as counted from the start of the query, from 1.
        """
        # INVARIANT: what is put before the query has no line break.
        statement = f'create or replace temp table "{name}" as {sql}'
        self._check_kind(statement, duckdb.StatementType.CREATE)
        self._run(statement)

    def drop(self, *names: str) -> None:
        """Drop temporary tables; those that there are not, are no error."""
        for name in names:
            self._run(f'drop table if exists temp."{name}"')

    def write_parquet(self, sql: str, path: Path, codec: Codec = "zstd") -> int:
        """Write the rows of a query to a new Parquet file, and return how many there are.

        lz4 takes less time and more space. StorageFailed where the file cannot be written.
        """
        target = str(path).replace("'", "''")
        try:
            with self._running():
                written = self._db.execute(
                    f"copy ({sql}) to '{target}' (format parquet, compression {codec})"
                ).fetchall()
        except duckdb.Error as error:
            raise StorageFailed(f"{path}: cannot write: {first_line(error)}") from error
        return int(written[0][0])

    def _check_select(self, sql: str) -> None:
        """Raise BadInput unless DuckDB itself, not only our own parser, sees a single query."""
        self._check_kind(sql, duckdb.StatementType.SELECT)

    def _check_kind(self, sql: str, kind: duckdb.StatementType) -> None:
        try:
            statements = self._db.extract_statements(sql)
        except (duckdb.Error, UnicodeEncodeError) as error:
            raise BadInput(f"SQL failed: {error}") from error
        if [statement.type for statement in statements] != [kind]:
            raise BadInput("only a single select is allowed here")

    def _select(self, sql: str, parameters: object) -> duckdb.DuckDBPyConnection:
        self._check_select(sql)
        return self._run(sql, parameters)

    def _run(self, sql: str, parameters: object = None) -> duckdb.DuckDBPyConnection:
        try:
            with self._running():
                return self._db.execute(sql, parameters)
        except (duckdb.Error, UnicodeEncodeError) as error:
            self._blame(error)

    def _fetch(self, fetch: Callable[[], list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
        try:
            with self._running():
                return fetch()
        except duckdb.Error as error:
            self._blame(error)

    def _blame(self, error: Exception) -> NoReturn:
        """Raise DamagedSnapshot where a file is at fault, else what is wrong with the query."""
        if not isinstance(error, OF_THE_QUERY):
            for view, path in self._files.items():
                try:
                    # Its values are looked at, not only counted: that would read no page.
                    self._db.execute(f"select sum(hash(columns(*)::text)) from {view}").fetchall()
                except OF_THE_QUERY:
                    continue
                except duckdb.Error as found:
                    way_out = WAY_OUT_OF_LOGS if path.is_dir() else WAY_OUT
                    raise DamagedSnapshot(
                        f"{path}: damaged: {first_line(found)}; {way_out}"
                    ) from found
        self._explain(error)

    @contextmanager
    def _running(self) -> Iterator[None]:
        """Stop a statement after its time; raise KeyboardInterrupt for Ctrl-C.

        Of Ctrl-C, DuckDB makes a RuntimeError.
        """
        with self._watch:
            try:
                yield
            except RuntimeError as error:
                if "interrupted" in str(error):
                    raise KeyboardInterrupt from error
                raise

    def _leave(self, why: str) -> NoReturn:
        shutil.rmtree(self._spill, ignore_errors=True)
        end_process(self._whose, why)

    def _explain(self, error: Exception) -> NoReturn:
        """Raise what the user can act on: time or space ran out, or the SQL is wrong."""
        if isinstance(error, duckdb.InterruptException):
            raise BadInput(
                f"SQL failed: it was stopped after {self._limits.seconds:g} seconds"
            ) from error
        if isinstance(error, duckdb.OutOfMemoryException):
            raise StorageFailed(
                "the query needs more memory, or more space for temporary files: "
                f"{first_line(error)}"
            ) from error
        if "pytz" in str(error):
            raise BadInput("a time with a time zone cannot be shown: write x::timestamp") from error
        raise BadInput(f"SQL failed: {error}") from error


def _make_spill() -> str:
    try:
        return tempfile.mkdtemp(prefix="ringwall-")
    except OSError as error:
        raise StorageFailed(
            f"cannot make a folder for temporary files: {error}; free space, or set TMPDIR"
        ) from error
