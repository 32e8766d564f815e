"""One batch of log records: staged as they are, made rows by one query, published as a whole.

Parsing is what costs, so each record is parsed once, inside the engine. Where the engine cannot
read a batch, each of its records is repaired by itself or put into the quarantine.
"""

import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from ringwall.model.errors import BadInput, StorageFailed
from ringwall.model.log_format import LogFormat
from ringwall.model.table import Table
from ringwall.model.text import make_storable
from ringwall.store.engine.embedded import OURS, EmbeddedEngine
from ringwall.store.lake.log_faults import MOST_FAULTS, FaultList
from ringwall.store.lake.log_files import PARTIAL, AccountRange, DayWriter, find_overlapping
from ringwall.store.lake.log_ledger import LogFile, LogLedger, Quarantined, ReadObject
from ringwall.store.lake.log_query import REASON, SEPARATOR, STAGED, StagedLines, write_query

OBJECTS = "objects"
PART = "part of"
"""Before the version of an object that was handed in in part."""
SHOWN = 200
"""Letters of a record that the quarantine keeps."""


class Repaired(NamedTuple):
    """What became of a record that the engine could not read: records, or why there is none."""

    records: tuple[bytes, ...] = ()
    reason: str = ""


Repair = Callable[[bytes], Repaired]


@dataclass(frozen=True)
class LogSource:
    """A format with its table, and what can be done with a record that it cannot read."""

    log: LogFormat
    table: Table
    repair: Repair = lambda _: Repaired()
    find_account: Callable[[bytes], str] = lambda _: ""
    """Returns the account of a record that is wrong, '' where that may be any."""


@dataclass(frozen=True)
class StagedObject:
    """One object whose records are in a batch: what its name says of them."""

    address: str
    version: str
    account_id: str = ""
    region: str = ""
    name: str = ""
    is_anew: bool = False
    """Whether another version of it was read before."""


@dataclass(frozen=True)
class Stored:
    """What a batch added to a table: `repeated` counts events that were there already.

    `first` and `last` are the times of its events (UTC, naive), repeated ones too.
    """

    events: int = 0
    repeated: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def join(self, other: "Stored") -> "Stored":
        """Return both together."""
        times = [time for time in (self.first, other.first, self.last, other.last) if time]
        return Stored(
            self.events + other.events,
            self.repeated + other.repeated,
            min(times, default=None),
            max(times, default=None),
        )


class _Span(NamedTuple):
    """The records of one object in a part."""

    one: StagedObject
    start: int
    """How many records of the part come before them."""
    records: int
    offset: int
    """How many records of the object other batches took."""


@dataclass
class _Part:
    """The staged records of one format, and, of lines, of one order of fields."""

    source: LogSource
    fields: tuple[str, ...]
    path: Path
    file: BinaryIO
    spans: list[_Span] = field(default_factory=list)
    records: int = 0


class LogBatch:
    """Takes records of any sources; `finish` publishes all of it at once, or nothing.

    The caller holds the home's lock.
    """

    def __init__(self, logs: Path, step: Callable[[str], None] = lambda _: None) -> None:
        """Start a batch; `step` is called before each thing that a kill could come between."""
        self.id = secrets.token_hex(8)
        self.size = 0
        """Bytes that were staged."""
        self.faults: list[Quarantined] = []
        """What is wrong with records, once it is finished."""
        self._logs = logs
        self._step = step
        self._ledger = LogLedger(logs)
        self._path = logs / f"{PARTIAL}{self.id}"
        self._parts: dict[tuple[int, tuple[str, ...]], _Part] = {}
        self._read: list[ReadObject] = []
        self._faults = FaultList()
        try:
            self._path.mkdir(parents=True, mode=0o700)
        except OSError as error:
            raise StorageFailed(f"{self._path}: cannot start to write: {error}") from error

    def __enter__(self) -> Self:
        """Return the batch itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was staged."""
        for part in self._parts.values():
            part.file.close()
        shutil.rmtree(self._path, ignore_errors=True)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was handed in."""
        return not self._read and not self._faults

    def add(
        self,
        source: LogSource,
        one: StagedObject,
        records: Sequence[bytes],
        fields: tuple[str, ...] = (),
        before: int = 0,
    ) -> None:
        """Take records of an object; none has a line break in it.

        `before` is how many records of the object other batches took.
        """
        if not records:
            return
        part = self._part(source, fields)
        last = part.spans[-1] if part.spans else None
        if last and last.one == one:
            part.spans[-1] = last._replace(records=last.records + len(records))
        else:
            part.spans.append(_Span(one, part.records, len(records), before))
        if source.log.kind == "members":
            text = b"\n".join(records) + b"\n"
        else:
            mark = b"%d%b" % (len(part.spans) - 1, SEPARATOR.encode())
            text = mark + (b"\n" + mark).join(records) + b"\n"
        self._write(part, text)
        part.records += len(records)

    def close_object(
        self, one: StagedObject, source: str, records: int, *, is_whole: bool = True
    ) -> None:
        """Say that all of an object was handed in; it is read no more once the batch is there.

        One that is not whole is read again, and its lines that are there by then are left out.
        """
        version = one.version if is_whole else f"{PART} {one.version}"
        self._read.append(ReadObject(one.address, version, source, records))

    def quarantine(self, fault: Quarantined) -> None:
        """Keep that something could not be read."""
        self._faults.add(fault)

    def finish(self) -> dict[str, Stored]:
        """Publish the batch; return what it added, by table."""
        files: list[LogFile] = []
        stored: dict[str, Stored] = {}
        with EmbeddedEngine(self._logs, limits=OURS) as engine:
            for part in self._parts.values():
                part.file.close()
                self._stage(engine, part)
                found = list(self._write_days(engine, part))
                files += found
                name = part.source.table.name
                stored[name] = stored.get(name, Stored()).join(self._measure(engine, found))
        self._step("publish")
        self._ledger.create()
        self.faults = self._faults.list_all()
        self._ledger.publish(files, self._read, self.faults)
        self._step("published")
        return stored

    def _part(self, source: LogSource, fields: tuple[str, ...]) -> _Part:
        key = id(source.log), fields  # a table may have several formats, each declared once
        if key not in self._parts:
            path = self._path / f"{len(self._parts)}.lines"
            try:
                self._parts[key] = _Part(source, fields, path, path.open("wb"))
            except OSError as error:
                raise StorageFailed(f"{path}: cannot write: {error}") from error
        return self._parts[key]

    def _write(self, part: _Part, text: bytes) -> None:
        try:
            part.file.write(text)
        except OSError as error:
            raise StorageFailed(f"{part.path}: cannot write: {error}") from error
        self.size += len(text)

    def _stage(self, engine: EmbeddedEngine, part: _Part) -> None:
        """Make rows of the records, with what is wrong with those that are none."""
        if part.source.log.kind != "members":
            _hold_objects(engine, part)
            engine.hold_query(STAGED, self._query(part))
            self._quarantine_lines(engine, part)
            return
        try:
            engine.hold_query(STAGED, self._query(part))
        except BadInput:
            self._repair(part, None)
            engine.hold_query(STAGED, self._query(part))
        if _has_bad(engine):
            self._repair(part, _find_bad(engine, self._query(part)))
            engine.hold_query(STAGED, self._query(part))
        if _has_bad(engine):
            self._quarantine_records(engine, part)

    def _query(self, part: _Part) -> str:
        staged = StagedLines(str(part.path).replace("'", "''"), part.fields, OBJECTS)
        return write_query(part.source.log, part.source.table, staged)

    def _repair(self, part: _Part, bad: Iterator[tuple[int, str]] | None) -> None:
        """Write the records anew, bad ones repaired (all for None); what cannot be is a fault."""
        path = part.path.with_suffix(".repaired")
        spans: list[_Span] = []
        wanted = next(bad, None) if bad else None
        with part.path.open("rb") as old, path.open("wb") as new:
            total = 0
            for span in part.spans:
                start = total
                for number in range(span.start, span.start + span.records):
                    line = old.readline().rstrip(b"\n")
                    records: tuple[bytes, ...] = (line,)
                    if bad is None or (wanted and wanted[0] == number):
                        records, reason = part.source.repair(line)
                        if reason:
                            self._note(part, span, number, reason, line)
                        wanted = next(bad, None) if bad else None
                    new.writelines(record + b"\n" for record in records)
                    total += len(records)
                spans.append(_Span(span.one, start, total - start, span.offset))
        path.replace(part.path)
        part.spans, part.records = spans, total

    def _quarantine_records(self, engine: EmbeddedEngine, part: _Part) -> None:
        bad = _find_bad(engine, self._query(part))
        wanted = next(bad, None)
        with part.path.open("rb") as file:
            for span in part.spans:
                for number in range(span.start, span.start + span.records):
                    line = file.readline()
                    if wanted and wanted[0] == number:
                        self._note(part, span, number, wanted[1], line)
                        wanted = next(bad, None)

    def _quarantine_lines(self, engine: EmbeddedEngine, part: _Part) -> None:
        """Keep the first wrong lines of each object, and how many there are."""
        name = part.source.table.name
        rows = engine.rows(
            "select file, line, reason, k, n from ("
            f'select file, line, "{REASON}" as reason, count(*) over (partition by file) as n, '
            f"row_number() over (partition by file order by line) as k from {STAGED} "
            f'where "{REASON}" is not null) where k < {MOST_FAULTS} order by file, k'
        )
        for row in rows:
            self._faults.add(Quarantined(name, row["file"], row["line"], row["reason"]))
            if row["k"] == min(row["n"], MOST_FAULTS - 1) and row["n"] > row["k"]:
                self._faults.add_more(name, row["file"], row["n"] - row["k"])

    def _note(self, part: _Part, span: _Span, number: int, reason: str, text: bytes) -> None:
        shown = make_storable(text[:SHOWN].decode("utf-8", "replace"))
        line = number - span.start + span.offset + 1
        self._faults.add(
            Quarantined(
                part.source.table.name,
                span.one.address,
                line,
                reason,
                part.source.find_account(text),
                shown,
            )
        )

    def _write_days(self, engine: EmbeddedEngine, part: _Part) -> Iterator[LogFile]:
        """Write the new rows, a file a day."""
        table = part.source.table
        writer = DayWriter(engine, self._logs, table)
        again = [span.one.address for span in part.spans if span.one.is_anew]
        name = f"{self.id}-{part.path.stem}"
        days = engine.rows(
            "select event_time::date as day, min(event_time) as first, max(event_time) as last, "
            "min(account_id) as low, max(account_id) as high, "
            "bool_or(account_id is null) as any_account "
            f'from {STAGED} where "{REASON}" is null group by all order by all'
        )
        for row in days:
            day = row["day"]
            accounts = None if row["any_account"] else AccountRange(row["low"], row["high"])
            files = self._ledger.read_files(table.name)
            known = find_overlapping(files, str(day), row["first"], row["last"], accounts)
            self._step(str(day))
            if part.source.log.is_unique:
                file = writer.write_events(day, name, known, accounts)
            else:
                file = writer.write_lines(day, name, known, again)
            if file:
                yield file

    def _measure(self, engine: EmbeddedEngine, files: Sequence[LogFile]) -> Stored:
        row = engine.rows(
            "select count(*) as rows, min(event_time) as first, max(event_time) as last "
            f'from {STAGED} where "{REASON}" is null'
        )[0]
        events = sum(file.rows for file in files)
        return Stored(events, row["rows"] - events, row["first"], row["last"])


def _has_bad(engine: EmbeddedEngine) -> bool:
    found = engine.rows(f'select 1 as bad from {STAGED} where "{REASON}" is not null limit 1')
    return bool(found)


def _find_bad(engine: EmbeddedEngine, query: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers of records that are no rows, from 0, with what is wrong with each."""
    # Numbers in the order of the file take one thread: only where something is wrong.
    yield from engine.stream(
        f'select n - 1, "{REASON}" '
        f'from (select row_number() over () as n, "{REASON}" from ({query})) '
        f'where "{REASON}" is not null order by n'
    )


def _hold_objects(engine: EmbeddedEngine, part: _Part) -> None:
    engine.hold_rows(
        OBJECTS,
        {
            "number": "BIGINT",
            "start": "BIGINT",
            "file": "TEXT",
            "account_id": "TEXT",
            "region": "TEXT",
            "name": "TEXT",
        },
        [
            (
                number,
                span.start - span.offset,
                span.one.address,
                span.one.account_id or None,
                span.one.region or None,
                span.one.name or None,
            )
            for number, span in enumerate(part.spans)
        ],
    )
