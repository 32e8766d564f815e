"""Logs into the home folder: from folders, from S3, from a queue."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ringwall.catalog.loader import load_formats, load_logs
from ringwall.collect.logs.clean import repair
from ringwall.collect.logs.ingest import Ingested, LogIngest
from ringwall.collect.logs.objects import FoundObjects, find_files
from ringwall.jobs.events import Events
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.store.home import Home
from ringwall.store.lake.log_batch import LogBatch, LogSource, Stored
from ringwall.store.lake.log_files import compact, tidy
from ringwall.store.lake.log_ledger import LogFile, LogLedger, Quarantined


@dataclass(frozen=True)
class LogSummary:
    """What was read of logs. `first` and `last` are None where there was no event."""

    files: int
    """Objects that were read."""
    known: int
    """Objects that had been read before."""
    digests: int
    """Digest files, which hold no events."""
    others: int
    """Objects that are no log."""
    tables: dict[str, Stored]
    """What each table got."""
    faults: tuple[str, ...]
    """A line for each thing that could not be read."""
    quarantined: int = 0
    """How much is in the quarantine, of this run and earlier ones."""
    total: Stored = field(default_factory=Stored)

    @property
    def events(self) -> int:
        """Events that were not known before."""
        return self.total.events

    @property
    def repeated(self) -> int:
        """Events that were known already."""
        return self.total.repeated

    @property
    def first(self) -> datetime | None:
        """The time of the first event."""
        return self.total.first

    @property
    def last(self) -> datetime | None:
        """The time of the last event."""
        return self.total.last

    @property
    def outcome(self) -> JobOutcome:
        """Unknown where something could not be read."""
        return decide_outcome(findings=False, unknown=self.faults)


def ingest_logs(
    home: Path, paths: Sequence[Path], events: Events, sources: Sequence[str] = ()
) -> LogSummary:
    """Read the logs in these files and folders into the tables of `logs`.

    An object that was read before is skipped, an event that is known is not stored twice, and what
    cannot be read goes to logs.quarantine. `sources` names the tables to read for; all of them
    otherwise. BadInput where there is no file.
    """
    chosen = choose_sources(sources)
    found = find_files(paths)
    folder = Home(home)
    with (
        folder.lock("logs ingest"),
        events.progress("ingest", len(found.objects)) as progress,
    ):
        tables = tuple(load_logs().values())
        tidy(folder.logs, tables)
        ledger = LogLedger(folder.logs)
        ingest = LogIngest(chosen, lambda: LogBatch(folder.logs), ledger.read_versions())
        for address, reason in found.faults.items():
            ingest.quarantine(Quarantined("", address, 0, reason))
        done = ingest.read(found.objects, lambda address: progress.advance(Path(address).name))
        _forget_gone(ledger, paths, {one.address for one in found.objects} | {*found.faults})
        compact(folder.logs, tables)
        return summarize(found, done, ledger.count_quarantine())


def _forget_gone(ledger: LogLedger, paths: Sequence[Path], there: set[str]) -> None:
    """Drop the quarantine of files below these paths that are there no more."""
    gone = {
        fault.file
        for fault in ledger.read_quarantine()
        if fault.file not in there
        and any(Path(fault.file).is_relative_to(path.absolute()) for path in paths)
    }
    if gone:
        ledger.forget_faults(gone)


@dataclass(frozen=True)
class LogListing:
    """The tables that have logs, and how much could not be read."""

    rows: list[Row]
    quarantined: int


def list_logs(home: Path) -> LogListing:
    """Return a row for each table of logs that has any: rows, files, bytes, first, last."""
    ledger = LogLedger(Home(home).logs)
    found: dict[str, list[LogFile]] = {}
    for file in ledger.read_files():
        found.setdefault(file.source, []).append(file)
    rows: list[Row] = [
        {
            "table": f"logs.{name}",
            "rows": sum(file.rows for file in files),
            "files": len(files),
            "bytes": sum(file.bytes for file in files),
            "first": _show_time(min(file.first for file in files)),
            "last": _show_time(max(file.last for file in files)),
        }
        for name, files in sorted(found.items())
    ]
    return LogListing(rows, ledger.count_quarantine())


def _show_time(micros: int) -> str:
    return datetime.fromtimestamp(micros // 1_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def choose_sources(names: Sequence[str]) -> tuple[LogSource, ...]:
    """Return the sources of these tables, of all where none is named; BadInput for others."""
    tables = load_logs()
    formats = load_formats()
    known = {log.table for log in formats}
    if strange := sorted({*names} - known):
        raise BadInput(f"no source of logs {strange[0]}; there are {', '.join(sorted(known))}")
    return tuple(
        LogSource(log, tables[log.table], repair)
        for log in formats
        if not names or log.table in names
    )


def summarize(found: FoundObjects, done: Ingested, quarantined: int) -> LogSummary:
    """Return what was read, as it is told."""
    total = Stored()
    for stored in done.stored.values():
        total = total.join(stored)
    return LogSummary(
        files=done.objects,
        known=done.known,
        digests=found.digests,
        others=found.others + done.others,
        tables=done.stored,
        faults=tuple(_describe(fault) for fault in done.faults),
        quarantined=quarantined,
        total=total,
    )


def _describe(fault: Quarantined) -> str:
    place = f"{fault.file}: record {fault.line}" if fault.line else fault.file
    return f"{place}: {fault.reason}"
