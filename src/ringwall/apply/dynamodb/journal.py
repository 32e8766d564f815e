"""The journal in a table of DynamoDB: each run a chain of its own, sealed event by event."""

import json
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any, NamedTuple

from ringwall.apply.dynamodb.table import (
    MOST_ITEMS,
    ConditionFailed,
    ItemTable,
    ItemTransaction,
    seal_head,
    split,
)
from ringwall.model.body import check_document, damage_named, decode_body
from ringwall.model.errors import BadInput, StorageFailed
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
from ringwall.model.sealing import FIRST_SEAL, Sealer
from ringwall.model.table import Row

RUNS = "RUNS"
"""The partition of what holds for runs as a whole."""
ATTEMPTS = 10
"""How often an event is tried where another one was faster."""
COLUMNS = ("kind", "created_at", "actor", "snapshot", "undo_of", "status", "ended_at")
NO_ITEM = "attribute_not_exists(pk)"


class _Entry(NamedTuple):
    step: int
    kind: RunEventKind
    body: Mapping[str, Any]


def _now() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class DynamoJournal:
    """The journal in a table, sealed. What a method has returned from is in DynamoDB."""

    table: ItemTable
    sealer: Sealer
    now: Callable[[], int] = _now
    _turn: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    def new_id(self) -> str:
        """Return an id for a run that starts now."""
        stamp = datetime.fromtimestamp(self.now() / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
        return f"{stamp}-{secrets.token_hex(3)}"

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

        What holds for the run as a whole comes last: before that, there is no run. Locked where it
        is there: of two that go on with what a kill cut off, one begins it.
        """
        run = Run(run_id or self.new_id(), kind, self.now(), actor, snapshot, undo_of)
        entries = [_Entry(WHOLE_RUN, "started", _header(run))]
        entries += (_Entry(step, "planned", document) for step, document in enumerate(plan))
        previous = FIRST_SEAL
        rows: list[Row] = []
        for number, entry in enumerate(entries, 1):
            rows.append(self._make_event(run.id, number, entry, previous, run.created_at))
            previous = rows[-1]["hash"]
        head = {"last": len(rows), "hash": previous, "at": rows[-1]["at"]}
        head["seal"] = self._seal_head(run.id, head)
        whole = {"pk": RUNS, "sk": run.id, **_columns(run), **head}
        # A kill may have left a part of the plan. Who begins the run again holds its leases.
        for condition in (NO_ITEM, ""):
            try:
                self._put_all(rows, whole, condition)
            except ConditionFailed:
                if self.table.get(RUNS, run.id):
                    break
            else:
                return run
        raise tell_begun(run.id)

    def _put_all(self, rows: list[Row], whole: Row, condition: str) -> None:
        puts = [self.table.put(row, condition) for row in rows]
        for part in split([*puts, self.table.put(whole, NO_ITEM)], MOST_ITEMS):
            self.table.write(ItemTransaction(list(part)))

    def append(
        self,
        run_id: str,
        step: int,
        kind: RunEventKind,
        body: Mapping[str, Any],
        guard: EntryGuard = unguarded,
    ) -> None:
        """Write down one event."""
        self._append(run_id, _Entry(step, kind, body), {}, guard)

    def end(self, run_id: str, status: RunStatus, guard: EntryGuard = unguarded) -> Run:
        """Write down how a run ended, and return it."""
        at = self.now()
        change = {"status": status, "ended_at": at}
        entry = _Entry(WHOLE_RUN, "ended", {"status": status, "at": at})
        self._append(run_id, entry, change, guard)
        return self.run(run_id)

    def reopen(self, run_id: str, actor: str) -> Run:
        """Write down that a run continues, and return it."""
        change = {"status": "open", "ended_at": 0}
        entry = _Entry(WHOLE_RUN, "resumed", {"actor": actor})
        self._append(run_id, entry, change, unguarded)
        return self.run(run_id)

    def run(self, wanted: str) -> Run:
        """Return a run by its id or a unique beginning of it; BadInput where there is none."""
        found = self.table.query(RUNS, begins=wanted) if wanted else []
        exact = [item for item in found if item["sk"] == wanted]
        if len(exact or found) != 1:
            known = f"{len(found)} runs begin with" if found else "no run"
            raise BadInput(f"{known} {wanted!r}; `ringwall runs` lists them")
        return _read_run((exact or found)[0])

    def runs(self) -> list[Run]:
        """Return all runs, oldest first."""
        runs = [_read_run(item) for item in self.table.query(RUNS)]
        return sorted(runs, key=lambda run: (run.created_at, run.id))

    def undos(self, run_id: str) -> list[Run]:
        """Return the runs that undo a run, oldest first."""
        return [run for run in self.runs() if run.undo_of == run_id]

    def events(self, run_id: str) -> list[RunEvent]:
        """Return the events of a run in the order in which they happened."""
        return [_read_event(row) for row in self.table.query(_name(run_id))]

    def verify_chain(self) -> list[str]:
        """Return what in the journal was not written by who has the key: nothing, if all is well.

        Whole runs that are gone, and events that are gone at the end of a run with what the table
        says of it, cannot be seen from inside.
        """
        return [doubt for run in self.runs() for doubt in self.doubt_run(run.id)]

    def doubt_run(self, run_id: str) -> list[str]:
        """Return what speaks against acting upon a run: nothing, if all is well."""
        head, rows = self.table.read_chain(RUNS, run_id, _name(run_id))
        return list(self._find_doubts(run_id, rows, head))

    def _find_doubts(self, run_id: str, rows: list[Row], head: Row) -> Iterator[str]:
        previous, expected = FIRST_SEAL, 1
        for row in rows:
            if row.get("number") != expected or row["sk"] != _number(expected):
                yield f"event {expected} of {name_run(run_id)} is missing"
                return
            if not self.sealer.holds("journal", _sealed(previous, row), str(row.get("hash"))):
                why = self.sealer.describe_doubt(str(row.get("hash")))
                what = f"event {expected} of {name_run(run_id)}"
                yield f"{what}: {why}" if why else f"{what} was changed"
                return
            previous, expected = row["hash"], expected + 1
        if not rows or (head.get("last"), head.get("hash")) != (expected - 1, previous):
            yield f"events of {name_run(run_id)} are missing"
            return
        if not self.sealer.holds("head", seal_head(run_id, head), str(head.get("seal"))):
            yield f"{name_run(run_id)}: how it ends was changed"
            return
        whole = [event for event in map(_read_event, rows) if event.step == WHOLE_RUN]
        run = _read_run(head)
        if not (RUN_ID.fullmatch(run.id) and whole) or whole[0].body != _header(run):
            yield f"the start of {name_run(run_id)} was changed"
        elif (run.status, run.ended_at) != _standing(whole[-1]):
            yield f"the status of {name_run(run_id)} was changed"

    def _append(self, run_id: str, entry: _Entry, change: Row, guard: EntryGuard) -> None:
        with self._turn:
            for _ in range(ATTEMPTS):
                head = self.table.get(RUNS, run_id)
                if not head:
                    raise BadInput(f"no run {run_id!r}; `ringwall runs` lists them")
                row = self._make_event(
                    run_id, head["last"] + 1, entry, head["hash"], head.get("at", 0)
                )
                transaction = ItemTransaction()
                guard(transaction)
                moved = {"last": row["number"], "hash": row["hash"], "at": row["at"]}
                moved = {**moved, "seal": self._seal_head(run_id, moved), **change}
                before = {"last": head["last"], "hash": head["hash"]}
                is_as_read = "#last = :last and #hash = :hash"
                transaction.add(self.table.update(RUNS, run_id, moved, is_as_read, **before))
                transaction.add(self.table.put(row, NO_ITEM))
                if self._write(transaction, row):
                    return
        raise StorageFailed(f"{name_run(run_id)}: its events come faster than they can be kept")

    def _seal_head(self, run_id: str, head: Row) -> str:
        return self.sealer.seal("head", seal_head(run_id, head))

    def _write(self, transaction: ItemTransaction, row: Row) -> bool:
        """Whether an event is written; not where another one was faster."""
        try:
            self.table.write(transaction)
        except ConditionFailed:
            # It may have been written, and the answer was lost.
            kept = self.table.get(row["pk"], row["sk"])
            return bool(kept and kept["hash"] == row["hash"])
        return True

    def _make_event(
        self, run_id: str, number: int, entry: _Entry, previous: str, before: int = 0
    ) -> Row:
        row = {
            "pk": _name(run_id),
            "sk": _number(number),
            "number": number,
            "run": run_id,
            "step": entry.step,
            "kind": entry.kind,
            # A clock that was set back does not turn the order round.
            "at": max(self.now(), before),
            "body": json.dumps(entry.body, sort_keys=True, separators=(",", ":"), default=str),
        }
        return {**row, "hash": self.sealer.seal("journal", _sealed(previous, row))}


def _name(run_id: str) -> str:
    return f"RUN#{run_id}"


def _number(number: int) -> str:
    """Return a number so that texts have the order of numbers."""
    return f"{number:010}"


def _header(run: Run) -> Row:
    return {
        "kind": run.kind,
        "created_at": run.created_at,
        "actor": run.actor,
        "snapshot": run.snapshot,
        "undo_of": run.undo_of,
    }


def _columns(run: Run) -> Row:
    return {name: value for name, value in vars(run).items() if name != "id"}


def _read_run(item: Row) -> Run:
    with damage_named(name_run(str(item.get("sk")))):
        return Run(item["sk"], **{name: item[name] for name in COLUMNS})
    raise AssertionError  # the block above returns or raises


def _standing(event: RunEvent) -> tuple[str, int]:
    """Return the status and end of a run after this event."""
    if event.kind != "ended":
        return "open", 0
    with damage_named(f"event {event.number} of {name_run(event.run)}"):
        return event.body["status"], event.body["at"]
    raise AssertionError  # the block above returns or raises


def _sealed(previous: str, row: Mapping[str, Any]) -> str:
    """Return the text that an event's seal is of: the seal before it, and all of itself."""
    names = ("number", "run", "step", "kind", "at", "body")
    return json.dumps([previous, *(row.get(name) for name in names)], separators=(",", ":"))


def _read_event(row: Row) -> RunEvent:
    with damage_named(f"event {row.get('number')} of {name_run(str(row.get('run')))}"):
        body = decode_body(row["body"])
        check_document(body)
        names = ("number", "run", "step", "kind", "at", "hash")
        return RunEvent(**{name: row[name] for name in names}, body=body)
    raise AssertionError  # the block above returns or raises
