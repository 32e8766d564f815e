"""Logs at rest: Parquet partitioned by source and day, each event there once.

`<home>/logs/<table>/day=2026-01-31/<batch>.parquet`. A batch is written beside the days and moved
into each when it is whole, without the events that the day has already: so what was read twice is
stored once, and a run that was killed may simply be run again.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from ringwall.model.errors import StorageFailed
from ringwall.model.table import Row, Table
from ringwall.store.engine.embedded import OURS, EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.lake.parquet import ParquetFile
from ringwall.store.lake.snapshot import remove_child
from ringwall.store.private_file import keep_private

PARTIAL = ".partial-"
FILES = "*.parquet"
DAYS = f"day=*/{FILES}"
KEY = ("event_id", "event_time")
"""INVARIANT: every table of logs has these two columns, never NULL; together they are one event."""


@dataclass(frozen=True)
class Stored:
    """What a batch added: `repeated` counts rows that were there already, or twice in the batch."""

    events: int
    repeated: int
    first: datetime | None
    last: datetime | None
    """Times of the first and last event of the batch (UTC, naive), repeated ones too."""


class LogWriter:
    """Writes one batch of one table of logs; it becomes visible, day by day, in `finish`.

    The caller holds the home's lock.
    """

    def __init__(self, logs: Path, table: Table) -> None:
        self.id = secrets.token_hex(8)
        self._table = table
        self._folder = logs / table.name
        self._path = self._folder / f"{PARTIAL}{self.id}"
        try:
            self._path.mkdir(parents=True, mode=0o700)
        except OSError as error:
            raise StorageFailed(f"{self._folder}: cannot start to write: {error}") from error
        self._batch = self._path / "batch.parquet"
        self._file = ParquetFile(table, self._batch)

    def __enter__(self) -> Self:
        """Return the writer itself."""
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        """Remove what was written where the block ends with an error or an interrupt."""
        if error is not None:
            self.abandon()

    def add(self, rows: Iterable[Row]) -> None:
        """Take rows; they reach the disk in groups."""
        self._file.add(rows)

    def finish(self, step: Callable[[str], None] = lambda _: None) -> Stored:
        """Add the batch to its days; `step` is called with each day before it is published."""
        self._file.close()
        try:
            with EmbeddedEngine(self._folder, limits=OURS) as engine:
                engine.attach(self._table, self._batch, self._names, schema="logs")
                found = engine.rows(
                    f"select min(event_time) as first, max(event_time) as last, count(*) as rows "
                    f"from {self._table.full_name}"
                )[0]
                days = engine.rows(
                    "select distinct event_time::date as day "
                    f"from {self._table.full_name} order by day"
                )
                events = sum(self._publish(engine, row["day"], step) for row in days)
        except OSError as error:
            raise StorageFailed(f"{self._folder}: cannot write: {error}") from error
        shutil.rmtree(self._path, ignore_errors=True)
        return Stored(events, found["rows"] - events, found["first"], found["last"])

    def abandon(self) -> None:
        """Remove what was written so far; days that were published stay."""
        self._file.abandon()
        shutil.rmtree(self._path, ignore_errors=True)

    @property
    def _names(self) -> list[str]:
        return [column.name for column in self._table.all_columns]

    def _publish(self, engine: Engine, day: Any, step: Callable[[str], None]) -> int:
        """Move what is new of one day into its folder; return the number of events."""
        folder = self._folder / f"day={day}"
        whole = self._path / f"{day}.parquet"
        count = self._write_new(engine, day, folder, whole)
        if not count:
            return 0
        keep_private(whole)
        step(str(day))
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync(whole)
        # INVARIANT: the file is whole and on the disk before it gets its final name.
        whole.rename(folder / f"{self.id}.parquet")
        _sync(folder)
        _sync(self._folder)
        return count

    def _write_new(self, engine: Engine, day: Any, folder: Path, whole: Path) -> int:
        """Write the events of a day that its folder does not have yet; return their number."""
        columns = ", ".join(f'"{name}"' for name in self._names)
        key = ", ".join(KEY)
        known = ""
        if any(folder.glob(FILES)):
            engine.attach_all(self._table, folder, FILES, schema="known")
            known = f'anti join known."{self._table.name}" using ({key})'
        return engine.write_parquet(
            f"select {columns} from {self._table.full_name} {known} "
            f"where event_time >= '{day}'::timestamp "
            f"and event_time < '{day}'::timestamp + interval 1 day "
            f"qualify row_number() over (partition by {key}) = 1 order by event_time",
            whole,
        )


def fingerprint_logs(logs: Path) -> str:
    """Return what changes whenever logs are added or deleted; '' where there are none."""
    files = sorted(path for pattern in (DAYS, FILES) for path in logs.glob(f"*/{pattern}"))
    names = (f"{path.relative_to(logs)} {path.stat().st_size}" for path in files)
    text = "\n".join(names)
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def attach_logs(engine: Engine, logs: Path, tables: Iterable[Table]) -> None:
    """Show tables of logs in the engine; those without files are empty.

    DamagedSnapshot where a file cannot be read.
    """
    for table in tables:
        folder = logs / table.name
        pattern = next((pattern for pattern in (DAYS, FILES) if any(folder.glob(pattern))), "")
        if pattern:
            engine.attach_all(table, folder, pattern)
        else:
            engine.create(table)


def remove_partial_logs(logs: Path) -> None:
    """Delete what killed runs left behind; the caller holds the home's lock."""
    for path in logs.glob(f"*/{PARTIAL}*"):
        if re.fullmatch("[0-9a-f]{16}", path.name.removeprefix(PARTIAL)):
            remove_child(path.parent, path.name)


def _sync(path: Path) -> None:
    with suppress(OSError):  # some file systems refuse to sync a folder
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
