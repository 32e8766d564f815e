"""Parquet files of tables in one folder, each made when it is needed first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from threading import Lock

from ringwall.model.coverage import COVERAGE, Coverage
from ringwall.model.table import Row, Table
from ringwall.store.lake.parquet import ParquetFile

CHUNK = 1_000
NO_GAP = frozenset({"ok", "region_disabled", "not_collected"})


class TableFiles:
    """The files of some tables and of their coverage, being written. Thread-safe."""

    def __init__(self, folder: Path, tables: Mapping[str, Table]) -> None:
        self.has_gaps = False
        """Whether the coverage has a call that failed."""
        self._folder = folder
        self._tables = tables
        self._files: dict[str, ParquetFile] = {}
        self._lock = Lock()

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Take rows of one table."""
        with self._lock:
            self.file(table).add(rows)

    def add_coverage(self, rows: Iterable[Coverage]) -> None:
        """Take rows of `estate.coverage`."""
        with self._lock:
            self._cover(rows)

    def append(self, folders: Sequence[Path]) -> None:
        """Take all rows of the files in other folders, table by table: few are open at a time."""
        with self._lock:
            for name in (*self._tables, COVERAGE.name):
                for folder in folders:
                    if (path := folder / f"{name}.parquet").is_file():
                        self.file(name).append(path)
                if name != COVERAGE.name and name in self._files:
                    self._close(name)

    def file(self, name: str) -> ParquetFile:
        """Return a table's file, made now where it is not there yet."""
        if name not in self._files:
            table = self._tables.get(name, COVERAGE)
            self._files[name] = ParquetFile(table, self._folder / f"{name}.parquet")
        return self._files[name]

    def close(self, name: str) -> None:
        """Close a table's file; what it could not hold goes into the coverage, closed last."""
        with self._lock:
            self._close(name)

    def close_all(self) -> None:
        """Close all files that there are."""
        for name in [name for name in self._files if name != COVERAGE.name]:
            self.close(name)
        with self._lock:
            self.file(COVERAGE.name).close()

    def abandon(self) -> None:
        """Let go of the files; what they hold is not to be read."""
        for file in self._files.values():
            file.abandon()

    def _close(self, name: str) -> None:
        file = self._files[name]
        file.close()
        unfit, file.unfit = file.unfit, []
        self._cover(unfit)

    def _cover(self, rows: Iterable[Coverage]) -> None:
        waiting = iter(rows)
        while some := list(islice(waiting, CHUNK)):
            self.has_gaps |= any(row.status not in NO_GAP for row in some)
            self.file(COVERAGE.name).add(asdict(row) for row in some)
