"""What an engine has to offer: SQL over tables, wherever they lie.

Queries are written in DuckDB's dialect, the only one that is written by hand. An engine with
another dialect translates them. Whatever else is DuckDB's own stays behind this interface.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol, Self

from ringwall.model.table import Row, Table, Type

ResultType = Type | str
GroupFunction = Callable[[Any], Any]
"""Makes one table of Arrow of another."""
Codec = Literal["zstd", "lz4"]
"""How a Parquet file is packed."""
"""The type of a query's column: a table's type, NULL, or a name of the engine's for any other."""


class Engine(Protocol):
    """Tables in the schemas estate, logs and facts, and SQL over them. Not for two threads.

    It reads and writes nothing but the folders that it was made for. `rows`, `stream`, `columns`
    and `column_types` take a single select only.
    """

    def __enter__(self) -> Self:
        """Return the engine itself."""
        ...

    def __exit__(self, *_: object) -> None:
        """Close the engine."""
        ...

    def attribute(self, whose: str) -> None:
        """Say whose SQL runs from now on, for the message where it must be ended."""
        ...

    def close(self) -> None:
        """Free what the engine holds in memory and on disk."""
        ...

    def create(self, table: Table, rows: Iterable[Row] = ()) -> None:
        """Hold these rows as a table; a missing column is NULL, that is: unknown.

        BadInput where a value does not fit its column.
        """
        ...

    def attach(self, table: Table, path: Path, present: Sequence[str], schema: str = "") -> None:
        """Show a Parquet file as a table, in its own schema or another; missing columns are NULL.

        So are values that an older declaration wrote as another type, where they do not fit.
        DamagedSnapshot where the file is no Parquet or is not there.
        """
        ...

    def show_logs(
        self, table: Table, files: Sequence[Path], since: datetime, until: datetime
    ) -> None:
        """Show what files of a table of logs have of a time; both ends are part of it.

        The table is empty where there are no files. DamagedSnapshot where one cannot be read.
        """
        ...

    def batches(self, sql: str) -> Iterator[Any]:
        """Yield the rows of a query as batches of Arrow; no other query may run meanwhile."""
        ...

    def map_groups(self, sql: str, key: str, function: GroupFunction) -> Iterator[Any]:
        """Yield what a function makes of all rows of each key, in the order of event_time.

        Rows and result are tables of Arrow; rows without a key are left out. The function may run
        on another machine: it holds nothing, and what it raises comes as BadInput from there.
        """
        ...

    def attach_files(self, table: Table, files: Sequence[Path]) -> None:
        """Show Parquet files as one table; columns that a file lacks are NULL.

        DamagedSnapshot where one of the files cannot be read.
        """
        ...

    def rows(self, sql: str, parameters: object = None) -> list[Row]:
        """Return all rows of a query as dicts; BadInput where the SQL is wrong.

        Of two columns with one name the second is called `name_2`, as in `columns`.
        """
        ...

    def stream(self, sql: str, parameters: object = None) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query as tuples, without holding all of them.

        No other query may run on this engine until the stream is used up.
        """
        ...

    def stream_typed(self, sql: str) -> tuple[dict[str, ResultType], Iterator[tuple[Any, ...]]]:
        """Run a query once, and return its columns with their types, and its rows as they come.

        No other query may run on this engine until the rows are used up.
        """
        ...

    def columns(self, sql: str) -> tuple[str, ...]:
        """Return the column names of a query without running it; BadInput for all but a query."""
        ...

    def column_types(self, sql: str) -> dict[str, ResultType]:
        """Return the columns of a query and their types without running it."""
        ...

    def hold_rows(
        self, name: str, columns: Mapping[str, Type], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Hold these rows as the temporary table `name`, in place of one of that name."""
        ...

    def hold_query(self, name: str, sql: str) -> None:
        """Hold the rows of a query as the temporary table `name`; BadInput where SQL is wrong.

        An error names the line as counted from the start of the query, from 1.
        """
        ...

    def drop(self, *names: str) -> None:
        """Drop temporary tables; those that there are not, are no error."""
        ...

    def write_parquet(self, sql: str, path: Path, codec: Codec = "zstd") -> int:
        """Write the rows of a query to a new Parquet file, and return how many there are.

        lz4 takes less time and more space. StorageFailed where the file cannot be written.
        """
        ...
