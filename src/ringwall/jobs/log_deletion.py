"""Old logs out of the home folder: whole days, and what detections know of them."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ringwall.catalog.loader import load_logs
from ringwall.detect.pending import find_pending
from ringwall.jobs.history import has_database
from ringwall.jobs.logs import choose_sources
from ringwall.model.table import Row
from ringwall.store.database.connection import check_database, open_database
from ringwall.store.database.hits import HitStore, JudgedLogs
from ringwall.store.home import Home
from ringwall.store.lake.log_files import tidy
from ringwall.store.lake.log_ledger import LogFile, LogLedger
from ringwall.store.lake.log_removal import split_place
from ringwall.store.lake.log_retention import OldLogs, find_old_logs, remove_old_logs
from ringwall.store.lake.logs import QUARANTINE


@dataclass(frozen=True)
class LogDeletion:
    """What of the logs was deleted, or would be: a row for each table."""

    rows: tuple[Row, ...]
    files: int
    events: int
    quarantined: int
    unjudged: int
    """Events that no detection has seen."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to delete."""
        return not self.rows


def plan_log_deletion(home: Path, before: date, sources: Collection[str] = ()) -> LogDeletion:
    """Return what lies before a day (UTC), of these tables or of all; nothing changes.

    BadInput for a table that is no source of logs.
    """
    choose_sources(tuple(sources))
    folder = Home(home)
    return _describe(folder, find_old_logs(folder.logs, before, sources))


def delete_logs(
    home: Path,
    before: date,
    sources: Collection[str] = (),
    step: Callable[[str], None] = lambda _: None,
) -> LogDeletion:
    """Delete what lies before a day (UTC), of these tables or of all; return what that was.

    Findings, incidents and what is usual stay. `step` is called before each thing that a kill could
    come between; the next run of it finishes what one left.
    """
    planned = plan_log_deletion(home, before, sources)
    folder = Home(home)
    if not LogLedger(folder.logs).is_there:
        return planned
    with folder.lock("logs delete"):
        tidy(folder.logs, load_logs().values())
        old = find_old_logs(folder.logs, before, sources)
        planned = _describe(folder, old)
        remove_old_logs(folder.logs, old, step)
        step("judged")
        _forget_judged(folder, before, sources)
    return planned


def _describe(folder: Home, old: OldLogs) -> LogDeletion:
    tables: dict[str, list[LogFile]] = {}
    for file in old.files:
        tables.setdefault(file.source, []).append(file)
    unjudged = _count_unjudged(folder, old) if old.files else {}
    rows = [_row(name, files, unjudged.get(name, 0)) for name, files in sorted(tables.items())]
    if old.faults:
        rows.append(_row(QUARANTINE, [], 0) | {"rows": len(old.faults)})
    return LogDeletion(
        rows=tuple(rows),
        files=len(old.files),
        events=sum(file.rows for file in old.files),
        quarantined=len(old.faults),
        unjudged=sum(unjudged.values()),
    )


def _row(name: str, files: list[LogFile], unjudged: int) -> Row:
    days = sorted({file.day for file in files})
    return {
        "table": f"logs.{name}",
        "rows": sum(file.rows for file in files),
        "files": len(files),
        "bytes": sum(file.bytes for file in files),
        "days": len(days),
        "first": days[0] if days else "",
        "last": days[-1] if days else "",
        "unjudged": unjudged,
    }


def _count_unjudged(folder: Home, old: OldLogs) -> dict[str, int]:
    """Return how many old events no detection has seen, by table."""
    judged: dict[str, dict[str, int]] = {}
    if has_database(folder):
        engine = open_database(folder.database_url)
        judged = HitStore(engine).judged_files()
        engine.dispose()
    pending = find_pending(LogLedger(folder.logs).read_files(), judged)
    paths = {file.path for file in old.files}
    fresh = [file for each in pending for file in each.fresh if file.path in paths]
    counts: dict[str, int] = {}
    for file in fresh:
        counts[file.source] = counts.get(file.source, 0) + file.rows
    return counts


def _forget_judged(folder: Home, before: date, sources: Collection[str]) -> None:
    """Drop what detections know of files that are gone.

    Otherwise late events of a deleted day, as many as it had, could be taken for its old ones.
    """
    if not has_database(folder):
        return
    engine = open_database(folder.database_url)
    check_database(engine)
    try:
        store = HitStore(engine)
        counted = LogLedger(folder.logs).read_known_paths()
        marks = []
        for source, files in store.judged_files().items():
            gone = {path for path in files.keys() - counted if _is_before(path, before)}
            if gone and (not sources or source in sources):
                marks.append(JudgedLogs(source, {}, frozenset(gone)))
        if marks:
            with store.writer() as writer:
                for mark in marks:
                    writer.mark(mark, int(time.time() * 1000))
    finally:
        engine.dispose()


def _is_before(path: str, day: date) -> bool:
    place = split_place(path)
    return place is not None and place.day < str(day)
