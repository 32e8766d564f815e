"""The Parquet files of the logs: one a day and batch, sorted by account, compacted as they grow.

`<home>/logs/<table>/day=2026-01-31/<batch>.parquet`; the ledger says which of them count.
"""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from ringwall.model.errors import StorageFailed
from ringwall.model.table import Table
from ringwall.store.engine.embedded import OURS, EmbeddedEngine
from ringwall.store.engine.protocol import Codec
from ringwall.store.lake.log_ledger import LogFile, LogLedger
from ringwall.store.lake.log_query import REASON, STAGED
from ringwall.store.lake.log_removal import remove_log_file
from ringwall.store.lake.snapshot import remove_child
from ringwall.store.private_file import keep_private

PARTIAL = ".partial-"
DAYS = "*/day=*/*.parquet"
ORDER = ("account_id", "event_source", "event_name", "event_time")
"""By what the rows of a file are sorted, as far as the table has it: the calls of an account that
are alike stand together, and take a third less room."""
TIER = 8
"""As many files of a day that are alike in size become one."""
GROWTH = 4
"""Files are alike where one is less than four times the other."""
SMALL = 256 * 1024
"""Files below so many bytes are alike."""
OPEN = 3600
"""Seconds after which no reader has a replaced file open any more."""
KEY = ("event_id", "event_time")
"""Together they are one event, where records have IDs."""


class AccountRange(NamedTuple):
    """The lowest and the highest account of some events, both among them."""

    low: str
    high: str


def find_overlapping(
    files: Iterable[LogFile],
    day: str,
    first: datetime,
    last: datetime,
    accounts: AccountRange | None = None,
) -> tuple[LogFile, ...]:
    """Return the files of a day that may have events of a time (UTC, naive) and of accounts."""
    low, high = _to_micros(first), _to_micros(last)
    return tuple(
        file
        for file in files
        if file.day == day
        and file.first <= high
        and file.last >= low
        and (
            accounts is None
            or (file.low_account <= accounts.high and file.high_account >= accounts.low)
        )
    )


@dataclass(frozen=True)
class DayWriter:
    """Writes files of one table; the rows come from the engine's temporary table `staged`."""

    engine: EmbeddedEngine
    logs: Path
    table: Table

    def write_events(
        self,
        day: date,
        name: str,
        known: Sequence[LogFile],
        accounts: AccountRange | None = None,
    ) -> LogFile | None:
        """Write events of a day, each once: those in files that are known are left out.

        `accounts` is the range of those of the new events, so that of a day that is sorted by
        account only their part is read; None where one is not known. Returns None where there is
        nothing new.
        """
        rows = _staged_of(day)
        twice = self.engine.rows(f"select count(*) > count(distinct event_id) as twice {rows}")
        if known:
            within = ""
            if accounts:
                within = (
                    f" and known.account_id between {_text(accounts.low)} and "
                    f"{_text(accounts.high)}"
                )
            rows += f" and not exists ({self._find_known(known, KEY)}{within})"
        if twice[0]["twice"]:
            rows += f" qualify row_number() over (partition by {', '.join(KEY)}) = 1"
        return self._write_staged(day, name, rows)

    def write_lines(
        self, day: date, name: str, known: Sequence[LogFile], again: Sequence[str]
    ) -> LogFile | None:
        """Write lines of a day, without those that were there before in the same place.

        `again` are the objects of which another version was read before.
        """
        rows = _staged_of(day)
        if known and again:
            every = [column.name for column in self.table.columns]
            files = ", ".join(map(_text, again))
            rows += f" and (file not in ({files}) or not exists ({self._find_known(known, every)}))"
        return self._write_staged(day, name, rows)

    def write_joined(self, day: str, name: str, files: Sequence[LogFile]) -> LogFile | None:
        """Write the rows of other files of a day as one."""
        self.engine.attach_files(self.table, [self.logs / file.path for file in files])
        return self._write(day, name, f"from {self.table.full_name}", "zstd")

    def _find_known(self, files: Sequence[LogFile], columns: Sequence[str]) -> str:
        paths = ", ".join(_text(str(self.logs / file.path)) for file in files)
        same = " and ".join(
            f'known."{name}" is not distinct from {STAGED}."{name}"' for name in columns
        )
        return f"select 1 from read_parquet([{paths}], union_by_name = true) known where {same}"

    def _write_staged(self, day: date, name: str, rows: str) -> LogFile | None:
        return self._write(str(day), name, rows, "lz4")

    def _write(self, day: str, name: str, rows: str, codec: Codec) -> LogFile | None:
        folder = self.logs / self.table.name / f"day={day}"
        path = folder / f"{name}.parquet"
        columns = ", ".join(f'"{column.name}"' for column in self.table.columns)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            has = {column.name for column in self.table.columns}
            order = ", ".join(name for name in ORDER if name in has)
            sql = f"select {columns} {rows} order by {order}"
            if not self.engine.write_parquet(sql, path, codec):
                path.unlink(missing_ok=True)
                return None
            keep_private(path)
        except OSError as error:
            raise StorageFailed(f"{path}: cannot write: {error}") from error
        sync_path(path)
        sync_path(folder)
        sync_path(folder.parent)
        return describe(self.engine, self.logs, path)


def _staged_of(day: date) -> str:
    return (
        f"from {STAGED} where \"{REASON}\" is null and event_time >= '{day}'::timestamp "
        f"and event_time < '{day}'::timestamp + interval 1 day"
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def describe(engine: EmbeddedEngine, logs: Path, path: Path) -> LogFile:
    """Return what the ledger says of a file, as the file itself has it."""
    row = engine.rows(
        "select count(*) as rows, min(event_time) as first, max(event_time) as last, "
        "coalesce(min(account_id), '') as low, coalesce(max(account_id), '') as high, "
        "list(distinct account_id) as accounts "
        f"from read_parquet({_text(str(path))})"
    )[0]
    return LogFile(
        path=str(path.relative_to(logs)),
        source=path.parents[1].name,
        day=path.parent.name.removeprefix("day="),
        rows=row["rows"],
        bytes=path.stat().st_size,
        first=_to_micros(row["first"]),
        last=_to_micros(row["last"]),
        low_account=row["low"],
        high_account=row["high"],
        accounts=frozenset(account for account in row["accounts"] or () if account),
    )


def compact(
    logs: Path, tables: Iterable[Table], step: Callable[[str], None] = lambda _: None
) -> int:
    """Join files of a day that are alike in size; return how many were replaced.

    The caller holds the home's lock.
    """
    ledger = LogLedger(logs)
    known = {table.name: table for table in tables}
    replaced = 0
    groups: dict[tuple[str, str, int], list[LogFile]] = {}
    for file in ledger.read_files():
        groups.setdefault((file.source, file.day, _tier(file.bytes)), []).append(file)
    for (source, day, _), files in sorted(groups.items()):
        if len(files) < TIER or source not in known:
            continue
        with EmbeddedEngine(logs, limits=OURS) as engine:
            step(f"compact {day}")
            name = f"{Path(files[-1].path).stem}-{len(files)}"
            new = DayWriter(engine, logs, known[source]).write_joined(day, name, files)
        step("replace")
        ledger.replace(files, [new] if new else [])
        replaced += len(files)
    return replaced


def _tier(size: int) -> int:
    tier = 0
    while size >= SMALL * GROWTH**tier:
        tier += 1
    return tier


def tidy(logs: Path, tables: Iterable[Table]) -> None:
    """Remove what killed runs left and what was replaced long ago; the caller holds the lock.

    Where there are files and no ledger, it is made from them.
    """
    for path in logs.glob(f"{PARTIAL}*"):
        if re.fullmatch("[0-9a-f]{16}", path.name.removeprefix(PARTIAL)):
            remove_child(path.parent, path.name)
    ledger = LogLedger(logs)
    if not ledger.is_there:
        _adopt(logs, ledger, tables)
        return
    for name in ledger.forget_replaced(OPEN):
        remove_log_file(logs, name)
    counted = ledger.read_known_paths()
    for path in logs.glob(DAYS):
        if (name := str(path.relative_to(logs))) not in counted:
            remove_log_file(logs, name)


def _adopt(logs: Path, ledger: LogLedger, tables: Iterable[Table]) -> None:
    names = {table.name for table in tables}
    paths = [path for path in sorted(logs.glob(DAYS)) if path.parents[1].name in names]
    if not paths:
        return
    with EmbeddedEngine(logs, limits=OURS) as engine:
        files = [describe(engine, logs, path) for path in paths]
    ledger.create()
    ledger.publish(files, [], [])


def sync_path(path: Path) -> None:
    """Make sure that a file, or the names in a folder, are on the disk."""
    with suppress(OSError):  # some file systems refuse to sync a folder
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _to_micros(time: datetime) -> int:
    return int(time.replace(tzinfo=UTC).timestamp() * 1_000_000)
