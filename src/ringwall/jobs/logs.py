"""Logs into the home folder: from folders, from S3, from a queue."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from ringwall.aws.queue import LogQueue
from ringwall.aws.read import AwsReader
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_formats, load_logs
from ringwall.collect.logs.bucket import find_objects, split_address
from ringwall.collect.logs.clean import repair
from ringwall.collect.logs.feed import LogFeed
from ringwall.collect.logs.ingest import Ingested, LogIngest, find_account
from ringwall.collect.logs.objects import FoundObjects, find_files
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.log_parts import read_parts
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.errors import BadInput, CallFailed, Locked
from ringwall.model.table import Row
from ringwall.store.home import Home
from ringwall.store.lake.log_batch import LogBatch, LogSource, Stored
from ringwall.store.lake.log_files import compact, tidy
from ringwall.store.lake.log_ledger import LogFile, LogLedger, Quarantined

QUEUE = r"https?://(?:sqs\.(?P<region>[a-z0-9-]+)\.)?[\w.:-]+/(?P<account>\d{12})/[\w.-]+$"
"""The URL of a queue: https://sqs.eu-west-1.amazonaws.com/111122223333/name."""
DEFAULT_REGION = "us-east-1"
"""Of a queue whose URL names no Region: that of another endpoint."""


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
    unrecognized: tuple[str, ...] = ()
    """The first objects of which no log was told by their content."""
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


@dataclass(frozen=True)
class LogPlaces:
    """Where logs are read from: files and folders, prefixes of buckets, a queue."""

    paths: tuple[Path, ...] = ()
    prefixes: tuple[str, ...] = ()
    """Addresses such as s3://bucket/AWSLogs/."""
    queue: str = ""
    """The URL of a queue of SQS."""
    buckets: tuple[str, ...] = ()
    """Buckets of other accounts that messages of the queue may name."""
    account_id: str = ""
    """The account whose role reads the buckets; '' is the caller's own."""


def find_places(
    words: Sequence[str], buckets: Sequence[str] = (), account_id: str = ""
) -> LogPlaces:
    """Return the places that a user named; BadInput where there are several queues."""
    queues = [word for word in words if re.match(QUEUE, word)]
    prefixes = tuple(word for word in words if word.startswith("s3:"))
    for word in prefixes:
        split_address(word)
    if strange := [w for w in words if "://" in w and w not in (*queues, *prefixes)]:
        raise BadInput(
            f"{strange[0]}: write a file or folder, s3://bucket/prefix, or the URL of an SQS queue"
        )
    if len(queues) > 1:
        raise BadInput("only one queue can be read at a time")
    paths = tuple(Path(word) for word in words if word not in (*queues, *prefixes))
    if account_id and not re.fullmatch(r"\d{12}", account_id):
        raise BadInput(f"{account_id}: an account is named by its 12 digits here")
    return LogPlaces(paths, prefixes, "".join(queues), tuple(buckets), account_id)


@dataclass(frozen=True)
class LogIngestion:
    """Reads logs into a home, round by round: each round takes what is new by then.

    An object that was read before is skipped, an event that is known is not stored twice, and what
    cannot be read goes to logs.quarantine. Each round holds the home's lock.
    """

    home: Path
    places: LogPlaces
    events: Events
    sources: tuple[LogSource, ...]
    access: AwsAccess | None = None
    master: str = ""
    """The Spark whose machines read files: local[*], or spark://host:port; '' for this process."""

    def run(self, wait: int = 0, *, may_be_empty: bool = False) -> LogSummary:
        """Read what is new; wait so many seconds for the first message of a queue.

        BadInput where a path leads nowhere, or to no file, unless that may be; CallFailed where a
        bucket or a queue cannot be read.
        """
        found = self._find(may_be_empty=may_be_empty)
        feed = self._open_feed()
        folder = Home(self.home)
        with folder.lock("logs ingest"):
            tables = tuple(load_logs().values())
            tidy(folder.logs, tables)
            ledger = LogLedger(folder.logs)
            ingest = LogIngest(self.sources, lambda: LogBatch(folder.logs), ledger.read_versions())
            for address, reason in found.faults.items():
                ingest.quarantine(Quarantined("", address, 0, reason))
            with self.events.progress("ingest", len(found.objects)) as progress:
                objects = chain(
                    () if self.master else found.objects, feed.take(wait) if feed else ()
                )
                done = ingest.read(objects, lambda one: progress.advance(one.rpartition("/")[2]))
            if self.master:
                read = read_parts(folder.logs, self.sources, found.objects, self.master)
                done = done.join(read)
            if feed:
                # INVARIANT: a message is acknowledged once all that it brought is in the lake.
                feed.acknowledge(done.failed)
            there = {one.address for one in found.objects} | {*found.faults}
            _forget_gone(ledger, self.places.paths, there)
            compact(folder.logs, tables)
            return summarize(found, done, ledger.count_quarantine())

    def follow(self, seconds: float, wait: int = 10) -> Iterator[LogSummary]:
        """Yield what each round read, for ever, with a pause where there was nothing new.

        What fails for now (the home is in use, AWS does not answer) is tried again.
        """
        while True:
            try:
                summary = self.run(wait, may_be_empty=True)
            except (Locked, CallFailed) as error:
                self.events.note(str(error))
                time.sleep(seconds)
                continue
            yield summary
            if not summary.files:
                time.sleep(seconds)

    def _find(self, *, may_be_empty: bool) -> FoundObjects:
        paths, prefixes = self.places.paths, self.places.prefixes
        if self.master and (prefixes or self.places.queue):
            raise BadInput(
                "--engine spark reads folders that all its machines see; leave it out for a bucket "
                "or a queue, or mount the bucket as a folder"
            )
        found = find_files(paths, may_be_empty=may_be_empty) if paths else FoundObjects()
        if prefixes:
            stored = find_objects(self._reader(), prefixes)
            found.objects += stored.objects
            found.digests += stored.digests
            found.others += stored.others
        return found

    def _open_feed(self) -> LogFeed | None:
        if not self.places.queue:
            return None
        region, owner = _split_queue(self.places.queue)
        reader = self._sessions().reader(owner, region)
        return LogFeed(LogQueue(reader, self.places.queue), self.places.buckets)

    def _reader(self) -> AwsReader:
        sessions = self._sessions()
        account_id = self.places.account_id or sessions.identity().account_id
        return sessions.reader(account_id, sessions.home_region)

    def _sessions(self) -> Sessions:
        return (self.access or AwsAccess()).sessions


def ingest_logs(
    home: Path,
    paths: Sequence[Path],
    events: Events,
    sources: Sequence[str] = (),
    *,
    may_be_empty: bool = False,
) -> LogSummary:
    """Read the logs in these files and folders into the tables of `logs`, once.

    `sources` names the tables to read for; all of them otherwise.
    """
    ingestion = LogIngestion(home, LogPlaces(tuple(paths)), events, choose_sources(sources))
    return ingestion.run(may_be_empty=may_be_empty)


def _split_queue(url: str) -> tuple[str, str]:
    """Return the Region and the account of a queue, by its URL."""
    found = re.match(QUEUE, url)
    if not found:
        raise BadInput(f"{url}: no URL of an SQS queue")
    return found["region"] or DEFAULT_REGION, found["account"]


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
        LogSource(log, tables[log.table], repair, find_account)
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
        unrecognized=tuple(done.unrecognized),
        quarantined=quarantined,
        total=total,
    )


def _describe(fault: Quarantined) -> str:
    place = f"{fault.file}: record {fault.line}" if fault.line else fault.file
    return f"{place}: {fault.reason}"
