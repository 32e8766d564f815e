"""The journal: every run that writes to AWS, written ahead, append-only and sealed with a key.

Each event seals all before it. Who can write to the database but has not the key can change, add or
remove nothing without that it shows; what is cut off at the end shows by the heads (`heads`).
"""

import json
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from threading import Lock
from typing import Any

import sqlalchemy as sa

from ringwall.model.body import check_document, damage_named, decode_body
from ringwall.model.errors import BadInput
from ringwall.model.journal import (
    RUN_ID,
    WHOLE_RUN,
    EntryGuard,
    Run,
    RunEvent,
    RunEventKind,
    RunKind,
    RunStatus,
    name_run,
    tell_begun,
    unguarded,
)
from ringwall.model.sealing import FIRST_SEAL
from ringwall.model.table import Row
from ringwall.store.database.connection import BUSY_SECONDS, reading, tell_busy, writing
from ringwall.store.database.heads import Heads, find_newest
from ringwall.store.database.schema import LOG_HEAD, RUN, RUN_EVENT
from ringwall.store.seal_key import SealKey

JOURNAL = "journal"
"""What the journal is called among the chains of a database."""
JOURNAL_LOCK = 0x6A6F75726E616C
"""Postgres takes a number for an advisory lock: "journal" in ASCII."""


def _now() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Journal:
    """The journal in a database, sealed with a key. What a method has returned from is on disk.

    Every method that writes raises StorageFailed where the disk is full or refuses.
    """

    engine: sa.Engine
    key: SealKey
    now: Callable[[], int] = _now
    patience: float = BUSY_SECONDS
    """Seconds for which a thread waits for others that wait for the database."""
    _turn: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)
    """Threads of one process wait for each other here: SQLite lets them wait in no order."""

    def start(
        self,
        kind: RunKind,
        actor: str,
        snapshot: str,
        plan: Iterable[Mapping[str, Any]],
        undo_of: str = "",
        *,
        run_id: str = "",
    ) -> Run:
        """Write down a new run and all that it plans to do; nothing of it is done yet.

        Locked where it is there: of two that go on with what a kill cut off, one begins it.
        """
        run = Run(run_id or self.new_id(), kind, self.now(), actor, snapshot, undo_of)
        with writing(self.engine) as connection:
            _lock(connection)
            if connection.execute(sa.select(RUN.c.id).where(RUN.c.id == run.id)).first():
                raise tell_begun(run.id)
            connection.execute(sa.insert(RUN).values(**vars(run)))
            self._append(connection, run.id, WHOLE_RUN, "started", _header(run))
            for step, document in enumerate(plan):
                self._append(connection, run.id, step, "planned", document)
        return run

    def new_id(self) -> str:
        """Return an id for a run that starts now."""
        stamp = datetime.fromtimestamp(self.now() / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
        return f"{stamp}-{secrets.token_hex(3)}"

    def append(
        self,
        run_id: str,
        step: int,
        kind: RunEventKind,
        body: Mapping[str, Any],
        guard: EntryGuard = unguarded,
    ) -> None:
        """Write down one event."""
        with self._taking_turn(), writing(self.engine) as connection:
            guard(connection)
            self._append(connection, run_id, step, kind, body)

    @contextmanager
    def _taking_turn(self) -> Iterator[None]:
        """Wait for the other threads; Locked where another process lets none of them write."""
        if not self._turn.acquire(timeout=self.patience):
            raise tell_busy(self.engine)
        try:
            yield
        finally:
            self._turn.release()

    def end(self, run_id: str, status: RunStatus, guard: EntryGuard = unguarded) -> Run:
        """Write down how a run ended, and return it."""
        at = self.now()
        with writing(self.engine) as connection:
            guard(connection)
            self._set_status(connection, run_id, status, at)
            self._append(connection, run_id, WHOLE_RUN, "ended", {"status": status, "at": at})
        return self.run(run_id)

    def reopen(self, run_id: str, actor: str) -> Run:
        """Write down that a run continues, and return it."""
        with writing(self.engine) as connection:
            self._set_status(connection, run_id, "open", 0)
            self._append(connection, run_id, WHOLE_RUN, "resumed", {"actor": actor})
        return self.run(run_id)

    def run(self, wanted: str) -> Run:
        """Return a run by its id or a unique beginning of it; BadInput where there is none."""
        found = [run for run in self.runs() if run.id.startswith(wanted)] if wanted else []
        exact = [run for run in found if run.id == wanted]
        if len(exact or found) != 1:
            known = f"{len(found)} runs begin with" if found else "no run"
            raise BadInput(f"{known} {wanted!r}; `ringwall runs` lists them")
        return (exact or found)[0]

    def runs(self) -> list[Run]:
        """Return all runs, oldest first."""
        with reading(self.engine) as connection:
            return [Run(**row) for row in connection.execute(_all_runs()).mappings()]

    def undos(self, run_id: str) -> list[Run]:
        """Return the runs that undo a run, oldest first."""
        return [run for run in self.runs() if run.undo_of == run_id]

    def events(self, run_id: str) -> list[RunEvent]:
        """Return the events of a run in the order in which they happened."""
        query = sa.select(RUN_EVENT).where(RUN_EVENT.c.run == run_id).order_by(RUN_EVENT.c.number)
        with reading(self.engine) as connection:
            return [_event(dict(row)) for row in connection.execute(query).mappings()]

    def verify_chain(self) -> list[str]:
        """Return what in the journal was not written by who has the key: nothing, if all is well.

        A database that was put back as a whole shows by a copy of its newest head alone: see
        `knows_head`.
        """
        with reading(self.engine) as connection:
            heads = list(self._heads.doubt_all(connection))
        return list(dict.fromkeys([*self._broken_seals(), *self._broken_runs(), *heads]))

    def head(self) -> str:
        """Return the newest head of the database: the end of all cases and of the journal."""
        with reading(self.engine) as connection:
            return find_newest(connection)[1]

    def knows_head(self, head: str) -> bool:
        """Whether the database has gone on from a state whose newest head was this one."""
        query = sa.select(LOG_HEAD.c.number).where(LOG_HEAD.c.seal == head)
        with reading(self.engine) as connection:
            return connection.execute(query).first() is not None

    def doubt_run(self, run_id: str) -> list[str]:
        """Return what speaks against acting upon a run: the same, but for older runs.

        What an older Ringwall wrote, before there was a key, is no reason against a newer run.
        """
        older = self._before_keys()
        mine = {event.number for event in self.events(run_id)}
        if mine and min(mine) <= older:
            why = "has no seal by a key: an older Ringwall wrote it, or a stranger"
            return [f"{name_run(run_id)} {why}"]
        return [*self._broken_seals(after=older), *self._broken_runs(after=older)]

    def seal(self) -> str:
        """Return the hash of the newest event: it seals the whole journal up to now."""
        with reading(self.engine) as connection:
            return _last(connection)[1]

    def _set_status(
        self, connection: sa.Connection, run_id: str, status: RunStatus, ended_at: int
    ) -> None:
        change = sa.update(RUN).where(RUN.c.id == run_id).values(status=status, ended_at=ended_at)
        connection.execute(change)

    def _append(
        self,
        connection: sa.Connection,
        run_id: str,
        step: int,
        kind: RunEventKind,
        body: Mapping[str, Any],
    ) -> None:
        _lock(connection)
        number, previous, before = _last(connection)
        row = {
            "number": number + 1,
            "run": run_id,
            "step": step,
            "kind": kind,
            # A clock that was set back does not turn the order round.
            "at": max(self.now(), before),
            "body": json.dumps(body, sort_keys=True, separators=(",", ":"), default=str),
        }
        seal = self.key.seal("headed_journal", _sealed(previous, row))
        connection.execute(sa.insert(RUN_EVENT).values(**row, hash=seal))
        self._heads.push(connection, JOURNAL, number + 1, seal)

    def _before_keys(self) -> int:
        """Return the number of the last event before the first that any key has sealed."""
        keyed = sa.select(sa.func.min(RUN_EVENT.c.number)).where(RUN_EVENT.c.hash.contains(":"))
        with reading(self.engine) as connection:
            first = connection.execute(keyed).scalar()
            return int(first) - 1 if first else _last(connection)[0]

    def _broken_seals(self, after: int = 0) -> Iterable[str]:
        query = sa.select(RUN_EVENT).order_by(RUN_EVENT.c.number)
        previous, expected, is_told = FIRST_SEAL, 1, False
        with reading(self.engine) as connection:
            for row in connection.execute(query).mappings():
                text = _sealed(previous, row)
                is_told = self.key.holds("headed_journal", text, row["hash"])
                if row["number"] > after and not (is_told and row["number"] == expected):
                    yield from self._doubt(dict(row), text, expected)
                previous, expected = row["hash"], row["number"] + 1
            last = expected - 1, previous
            name = "the journal"
            yield from self._heads.doubt_end(connection, JOURNAL, name, last, told=is_told)

    def _doubt(self, row: Row, text: str, expected: int) -> Iterator[str]:
        """Yield what is wrong with an event that no head tells of, or that is not the next one."""
        if row["number"] != expected:
            yield f"event {expected} is missing ({name_run(row['run'])} or one before it)"
        elif not self.key.holds("journal", text, row["hash"]):
            why = self.key.describe_doubt(row["hash"])
            what = f"event {row['number']} of {name_run(row['run'])}"
            yield f"{what}: {why}" if why else f"{what} was changed"

    @cached_property
    def _heads(self) -> Heads:
        return Heads(self.key)

    def _broken_runs(self, after: int = 0) -> Iterable[str]:
        known, first, whole = self._read_whole_runs()
        named = {id_ for id_, number in first.items() if number > after}
        yield from (
            f"{name_run(id_)} is missing, its events are there"
            for id_ in sorted(named - {run.id for run in known})
        )
        for run in known:
            if after and first.get(run.id, after + 1) <= after:
                continue
            events = whole.get(run.id, [])
            if not (RUN_ID.fullmatch(run.id) and events) or events[0].body != _header(run):
                yield f"the start of {name_run(run.id)} was changed"
            elif (run.status, run.ended_at) != _standing(events[-1]):
                yield f"the status of {name_run(run.id)} was changed"

    def _read_whole_runs(self) -> tuple[list[Run], dict[str, int], dict[str, list[RunEvent]]]:
        """Return all runs, the first event of each, and those that are about the run as a whole.

        All are of one moment: a run that ends between two reads was changed by nobody.
        """
        number, name = RUN_EVENT.c.number, RUN_EVENT.c.run
        firsts = sa.select(name, sa.func.min(number)).group_by(name)
        of_whole = sa.select(RUN_EVENT).where(RUN_EVENT.c.step == WHOLE_RUN).order_by(number)
        whole: dict[str, list[RunEvent]] = {}
        with reading(self.engine) as connection:
            runs = [Run(**row) for row in connection.execute(_all_runs()).mappings()]
            first = {str(row[0]): int(row[1]) for row in connection.execute(firsts)}
            for row in connection.execute(of_whole).mappings():
                whole.setdefault(row["run"], []).append(_event(dict(row)))
        return runs, first, whole


def _all_runs() -> sa.Select[Any]:
    return sa.select(RUN).order_by(RUN.c.created_at, RUN.c.id)


def _lock(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        # SQLite's transactions that write exclude each other already.
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(JOURNAL_LOCK)))


def _header(run: Run) -> Row:
    return {
        "kind": run.kind,
        "created_at": run.created_at,
        "actor": run.actor,
        "snapshot": run.snapshot,
        "undo_of": run.undo_of,
    }


def _standing(event: RunEvent) -> tuple[str, int]:
    """Return the status and end of a run after this event."""
    if event.kind != "ended":
        return "open", 0
    with damage_named(f"event {event.number} of {name_run(event.run)}"):
        return event.body["status"], event.body["at"]
    raise AssertionError  # the block above returns or raises


def _last(connection: sa.Connection) -> tuple[int, str, int]:
    """Return the number, the seal and the time of the last event."""
    columns = RUN_EVENT.c.number, RUN_EVENT.c.hash, RUN_EVENT.c.at
    row = connection.execute(sa.select(*columns).order_by(columns[0].desc()).limit(1)).first()
    return (row[0], row[1], row[2]) if row else (0, FIRST_SEAL, 0)


def _sealed(previous: str, row: Mapping[Any, Any]) -> str:
    """Return the text that an event's seal is of: the seal before it, and all of itself."""
    names = ("number", "run", "step", "kind", "at", "body")
    return json.dumps([previous, *(row[name] for name in names)], separators=(",", ":"))


def _event(row: Mapping[str, Any]) -> RunEvent:
    with damage_named(f"event {row['number']} of {name_run(row['run'])}"):
        body = decode_body(row["body"])
        check_document(body)
    return RunEvent(**{**row, "body": body})
