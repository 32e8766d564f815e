"""Log objects into the lake, batch by batch: each is read once, whatever comes in between."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ringwall.collect.logs.objects import LogObject
from ringwall.collect.logs.split import Piece, Unrecognized, split_object
from ringwall.collect.logs.unpack import MAX_BYTES, Broken, ByteReader, Unpacked
from ringwall.model.errors import CallFailed
from ringwall.model.text import count_of
from ringwall.store.lake.log_batch import LogBatch, LogSource, StagedObject, Stored
from ringwall.store.lake.log_ledger import Quarantined

BATCH = 128 * 1024**2
"""Bytes of records, unpacked, that one batch has: memory follows it."""
MOST_ACCOUNTS = 50
"""Accounts of one object that are named one by one."""
_ACCOUNT = re.compile(rb'"recipientAccountId"\s*:\s*"(\d{12})"')
NAMED = 3
"""Objects that are no log, of which the address is told."""


@dataclass
class Ingested:
    """What was read."""

    objects: int = 0
    known: int = 0
    """Objects that were read before, and have not changed since."""
    others: int = 0
    """Objects that are no log."""
    unrecognized: list[str] = field(default_factory=list)
    """The first of them, by address."""
    failed: set[str] = field(default_factory=set)
    """Addresses of objects that could not be opened, or read to their end, for now."""
    faults: list[Quarantined] = field(default_factory=list)
    stored: dict[str, Stored] = field(default_factory=dict)

    def add(self, stored: Mapping[str, Stored]) -> None:
        """Count what a batch added."""
        for name, more in stored.items():
            self.stored[name] = self.stored.get(name, Stored()).join(more)

    def join(self, other: "Ingested") -> "Ingested":
        """Return what both read."""
        joined = Ingested(
            self.objects + other.objects,
            self.known + other.known,
            self.others + other.others,
            [*self.unrecognized, *other.unrecognized][:NAMED],
            self.failed | other.failed,
            [*self.faults, *other.faults],
            dict(self.stored),
        )
        joined.add(other.stored)
        return joined


@dataclass
class LogIngest:
    """Reads objects into batches, and publishes each batch once it is full."""

    sources: Sequence[LogSource]
    start: Callable[[], LogBatch]
    """Starts a batch."""
    versions: Mapping[str, str]
    """The version of each object that was read before, by its address."""
    limit: int = MAX_BYTES
    size: int = BATCH

    def __post_init__(self) -> None:
        """Start with nothing read."""
        self.done = Ingested()
        self._batch: LogBatch | None = None

    def read(
        self, objects: Iterable[LogObject], advance: Callable[[str], None] = lambda _: None
    ) -> Ingested:
        """Read all objects that are new; `advance` is called with the address of each."""
        try:
            for one in objects:
                if self.versions.get(one.address) == one.version:
                    self.done.known += 1
                else:
                    self._read(one)
                advance(one.address)
            self._publish()
        finally:
            self._drop()
        return self.done

    def _read(self, one: LogObject) -> None:
        staged = StagedObject(one.address, one.version, is_anew=one.address in self.versions)
        try:
            with one.open() as file:
                self._read_stream(one, staged, file)
        except (OSError, CallFailed) as error:
            # It is not whole: it is tried again, and what was read of it is left out then.
            self._open_batch().close_object(staged, "", 0, is_whole=False)
            self.done.failed.add(one.address)
            reason = getattr(error, "strerror", None) or str(error)
            self.quarantine(Quarantined("", one.address, 0, f"cannot read: {reason}"))

    def _read_stream(self, one: LogObject, staged: StagedObject, file: ByteReader) -> None:
        counts: Counter[str] = Counter()
        source = ""
        accounts: set[str] = set()
        try:
            for piece in split_object(Unpacked(file, self.limit), self.sources, staged):
                source = piece.source.table.name
                before = counts[source]
                self._open_batch().add(piece.source, piece.one, piece.records, piece.fields, before)
                counts[source] += len(piece.records)
                accounts |= _find_accounts(piece)
                if self._open_batch().size > self.size:
                    self._open_batch().close_object(staged, source, counts.total(), is_whole=False)
                    self._publish()
        except Unrecognized:
            if not one.is_named:
                self.done.others += 1
                if len(self.done.unrecognized) < NAMED:
                    self.done.unrecognized.append(one.address)
                return
            self.quarantine(Quarantined("", one.address, 0, "no log that Ringwall knows"))
        except Broken as error:
            reason = f"{error}; {count_of(counts.total(), 'record')} read before that"
            # What is said of too many accounts one by one is said of any.
            for account in sorted(accounts) if 0 < len(accounts) < MOST_ACCOUNTS else [""]:
                self.quarantine(Quarantined(source, one.address, 0, reason, account))
        self.done.objects += 1
        self._open_batch().close_object(staged, source, counts.total())

    def quarantine(self, fault: Quarantined) -> None:
        """Keep that something could not be read."""
        self._open_batch().quarantine(fault)

    def _open_batch(self) -> LogBatch:
        if self._batch is None:
            self._batch = self.start()
        return self._batch

    def _publish(self) -> None:
        if self._batch and not self._batch.is_empty:
            self.done.add(self._batch.finish())
            self.done.faults += self._batch.faults
        self._drop()

    def _drop(self) -> None:
        if self._batch:
            self._batch.__exit__(None, None, None)
            self._batch = None


def _find_accounts(piece: Piece) -> set[str]:
    """Return the accounts of records whose object may yet break off."""
    if piece.is_whole:
        return set()
    return {account for record in piece.records if (account := find_account(record))}


def find_account(record: bytes) -> str:
    """Return the account of a record of CloudTrail, even of a broken one; '' where none shows."""
    found = _ACCOUNT.search(record)
    return found[1].decode() if found else ""
