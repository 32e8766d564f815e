"""The engine of many machines: the same tables and queries on Spark.

What only one process can do (write files, run a statement for its effect) it refuses.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from ringwall.model.errors import BadInput, DamagedSnapshot
from ringwall.model.table import Row, Table, Type
from ringwall.store.engine.duckdb_text import tell_apart
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.key_groups import PACKED, drop_zones, map_packed
from ringwall.store.engine.protocol import Codec, GroupFunction, ResultType
from ringwall.store.engine.spark_text import (
    RESULT_TYPES,
    SPARK_TYPES,
    bind,
    name_view,
    write_spark,
)

FAILURES = (PySparkException, Py4JError)
"""What Spark raises: some errors of Java come as they are."""
SETTINGS: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    # What does not fit is NULL, a division by zero, too: as in DuckDB.
    "spark.sql.ansi.enabled": "false",
    "spark.sql.legacy.sizeOfNull": "false",
    "spark.sql.caseSensitive": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.parquet.mergeSchema": "true",
    # '\s' in a text is these two letters: escapes are not taken a second time.
    "spark.sql.parser.escapedStringLiterals": "false",
}
LOCAL_SETTINGS: Mapping[str, str] = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
}
"""Of one machine: nothing listens to others, and few rows are not spread over 200 tasks."""


class SparkEngine:
    """An `Engine` of temporary views in the one Spark session of this process."""

    def __init__(self, master: str = "local[*]") -> None:
        """Open an empty engine on `local[*]`, or on the cluster of a master."""
        self._spark = open_session(master)
        self._whose = "SQL"
        self._views: set[str] = set()
        self._frames: dict[str, DataFrame] = {}

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the engine."""
        self.close()

    def attribute(self, whose: str) -> None:
        """Say whose SQL runs from now on: Spark shows it beside the job."""
        self._whose = whose
        self._spark.sparkContext.setJobDescription(whose)

    def close(self) -> None:
        """Drop the engine's views; the session goes on, for it takes seconds to start."""
        for name in self._views:
            self._spark.catalog.dropTempView(name)
        self._views.clear()
        self._frames.clear()

    def create(self, table: Table, rows: Iterable[Row] = ()) -> None:
        """Hold these rows as a table; a missing column is NULL, that is: unknown.

        BadInput where a value does not fit its column: DuckDB reads it, as on one machine.
        """
        with EmbeddedEngine(threads=1) as typed:
            typed.create(table, rows)
            self._hold(table.schema, table.name, typed, f'{table.schema}."{table.name}"')

    def hold_rows(
        self, name: str, columns: Mapping[str, Type], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Hold these rows as the temporary table `name`, in place of one of that name."""
        with EmbeddedEngine(threads=1) as typed:
            typed.hold_rows(name, columns, rows)
            self._hold("", name, typed, f'"{name}"')

    def _hold(self, schema: str, name: str, typed: EmbeddedEngine, source: str) -> None:
        sql = f"select * from {source}"
        batches = list(typed.batches(sql))
        if batches:
            frame = self._spark.createDataFrame(pa.Table.from_batches(batches))
        else:
            types = {n: SPARK_TYPES[type_] for n, type_ in typed.column_types(sql).items()}
            nothing = ", ".join(f"cast(null as {type_}) as `{n}`" for n, type_ in types.items())
            frame = self._spark.sql(f"select {nothing} where false")
        self._show(schema, name, frame)

    def _show(self, schema: str, name: str, frame: DataFrame) -> None:
        view = name_view(schema, name)
        frame.createOrReplaceTempView(f"`{view}`" if not view.isidentifier() else view)
        self._views.add(view)
        self._frames.clear()

    def attach(self, table: Table, path: Path, present: Sequence[str], schema: str = "") -> None:
        """Show a Parquet file as a table, in its own schema or another; missing columns are NULL.

        DamagedSnapshot where the file is no Parquet or is not there.
        """
        del present  # the file says itself what it has
        self._attach(table, [path], schema or table.schema)

    def attach_all(self, table: Table, folder: Path, pattern: str, schema: str = "") -> None:
        """Show all Parquet files of a folder that a pattern matches as one table."""
        self._attach(table, sorted(folder.glob(pattern)), schema or table.schema)

    def attach_files(self, table: Table, files: Sequence[Path]) -> None:
        """Show Parquet files as one table; columns that a file lacks are NULL."""
        self._attach(table, files, table.schema)

    def show_logs(
        self, table: Table, files: Sequence[Path], since: datetime, until: datetime
    ) -> None:
        """Show what files of a table of logs have of a time; both ends are part of it.

        The table is empty where there are no files. DamagedSnapshot where one cannot be read.
        """
        if not files:
            self.create(table)
            return
        time = f"event_time between timestamp_ntz '{since}' and timestamp_ntz '{until}'"
        self._attach(table, files, table.schema, time)

    def _attach(self, table: Table, files: Sequence[Path], schema: str, where: str = "") -> None:
        try:
            found = self._spark.read.parquet(*(str(file) for file in files))
            known = {name.lower() for name in found.columns}
            columns = [
                f"try_cast(`{c.name}` as {SPARK_TYPES[c.type]}) as `{c.name}`"
                if c.name.lower() in known
                else f"cast(null as {SPARK_TYPES[c.type]}) as `{c.name}`"
                for c in table.all_columns
            ]
            read = found.where(where) if where else found
            self._show(schema, table.name, read.selectExpr(*columns))
        except FAILURES as error:
            raise DamagedSnapshot(f"{table.name}: cannot be read: {_first_line(error)}") from error

    def batches(self, sql: str) -> Iterator[Any]:
        """Yield the rows of a query as batches of Arrow."""
        yield from self._collect(self._frame(sql)).to_batches()

    def map_groups(self, sql: str, key: str, function: GroupFunction) -> Iterator[Any]:
        """Yield what a function makes of all rows of each key: it runs where the rows are."""
        frame = self._frame(sql)
        keyed = frame.repartition(key).sortWithinPartitions(key, "event_time")

        def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            return map_packed(key, function, batches)

        packed = keyed.mapInArrow(run, PACKED)
        for value in self._collect(packed).column(0).to_pylist():
            yield pa.ipc.open_stream(value).read_all()

    def rows(self, sql: str, parameters: object = None) -> list[Row]:
        """Return all rows of a query as dicts; BadInput where the SQL is wrong."""
        found = self._collect(self._frame(_bind(sql, parameters)))
        names = tell_apart(found.column_names)
        return [dict(zip(names, row, strict=True)) for row in _read_tuples(found)]

    def stream(self, sql: str, parameters: object = None) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query as tuples."""
        yield from _read_tuples(self._collect(self._frame(_bind(sql, parameters))))

    def stream_typed(self, sql: str) -> tuple[dict[str, ResultType], Iterator[tuple[Any, ...]]]:
        """Return the columns of a query with their types, and its rows as they come."""
        return self.column_types(sql), self.stream(sql)

    def columns(self, sql: str) -> tuple[str, ...]:
        """Return the column names of a query without running it; BadInput for all but a query."""
        return tuple(self.column_types(sql))

    def column_types(self, sql: str) -> dict[str, ResultType]:
        """Return the columns of a query and their types without running it."""
        fields = self._frame(sql).schema.fields
        types = (field.dataType.simpleString() for field in fields)
        return {
            name: RESULT_TYPES.get(type_, type_.upper())
            for name, type_ in zip(tell_apart(f.name for f in fields), types, strict=True)
        }

    def hold_query(self, name: str, sql: str) -> None:
        """Hold a query as the temporary view `name`: it is asked again whenever that is read."""
        self._show("", name, self._frame(sql))

    def drop(self, *names: str) -> None:
        """Drop temporary tables; those that there are not, are no error."""
        for name in names:
            self._spark.catalog.dropTempView(name)
            self._views.discard(name)
        self._frames.clear()

    def write_parquet(self, sql: str, path: Path, codec: Codec = "zstd") -> int:
        """Refuse to write: the files of the home are written by the engine of one machine."""
        del sql, codec
        raise BadInput(f"{path}: the engine on Spark writes no files; leave out --engine spark")

    def _frame(self, sql: str) -> DataFrame:
        if sql not in self._frames:
            try:
                self._frames[sql] = self._spark.sql(write_spark(sql))
            except FAILURES as error:
                raise BadInput(f"SQL failed: {_first_line(error)}") from error
        return self._frames[sql]

    def _collect(self, frame: DataFrame) -> pa.Table:
        try:
            return drop_zones(frame.toArrow())
        except FAILURES as error:
            raise BadInput(f"SQL failed: {_first_line(error)}") from error


@cache
def open_session(master: str) -> SparkSession:
    """Return the Spark session of this process; BadInput where none starts, with what to do.

    A process has one: it takes seconds to start, and a second master would be ignored.
    """
    builder = SparkSession.builder.master(master).appName("ringwall")
    is_local = master.startswith("local")
    local = LOCAL_SETTINGS if is_local else {}
    if is_local:  # functions run in this Python, and not in the first one of the path
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in {**SETTINGS, **local}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (*FAILURES, OSError, RuntimeError) as error:
        raise BadInput(
            f"no Spark on {master}: {_first_line(error)}; Spark needs Java 17 or newer "
            "(apt install openjdk-17-jre-headless), or JAVA_HOME"
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def _bind(sql: str, parameters: object) -> str:
    if parameters is None:
        return sql
    if not isinstance(parameters, list | tuple):
        raise BadInput("the engine on Spark takes parameters as a list")
    return bind(sql, parameters)


def _read_tuples(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _first_line(error: BaseException) -> str:
    """Return what an error says, without the plan and the stack below it."""
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
