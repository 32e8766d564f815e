"""The journal of runs that write to AWS: what is in it, and what keeps it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from ringwall.model.errors import Locked
from ringwall.model.table import Row

RunKind = Literal["fix", "apply", "undo", "respond"]
RunStatus = Literal["open", "done", "stopped"]
"""`open` runs now or was killed; `stopped` ended with steps that were refused or failed."""
RunEventKind = Literal[
    "started",
    "resumed",
    "ended",
    "planned",
    "intent",
    "result",
    "verified",
    "awaiting",
    "refused",
    "failed",
]
WHOLE_RUN = -1
"""The step of events that are about a run as a whole."""
EntryGuard = Callable[[Any], None]
"""Called with the transaction that writes an event, as the journal and the leases of one store know
it: where it raises, nothing is written."""
RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{4,12}")


@dataclass(frozen=True)
class Run:
    """One run. Times are milliseconds since 1970, UTC; `undo_of` names the run that it undoes."""

    id: str
    kind: RunKind
    created_at: int
    actor: str
    snapshot: str
    undo_of: str = ""
    status: RunStatus = "open"
    ended_at: int = 0


@dataclass(frozen=True)
class RunEvent:
    """One thing that happened in a run; `number` counts up, over all runs or over this one."""

    number: int
    run: str
    step: int
    kind: RunEventKind
    at: int
    body: Row
    hash: str


def unguarded(transaction: Any) -> None:
    """Let an event be written, whoever holds the leases."""
    del transaction


class RunJournal(Protocol):
    """Where runs are written down ahead: append-only and sealed. Thread-safe.

    What a method has returned from is kept. Every method that writes raises StorageFailed where the
    store refuses.
    """

    def new_id(self) -> str:
        """Return an id for a run that starts now."""
        ...

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

        Locked where there is a run of this id: somebody else has begun it.
        """
        ...

    def append(
        self,
        run_id: str,
        step: int,
        kind: RunEventKind,
        body: Mapping[str, Any],
        guard: EntryGuard = unguarded,
    ) -> None:
        """Write down one event."""
        ...

    def end(self, run_id: str, status: RunStatus, guard: EntryGuard = unguarded) -> Run:
        """Write down how a run ended, and return it."""
        ...

    def reopen(self, run_id: str, actor: str) -> Run:
        """Write down that a run continues, and return it."""
        ...

    def run(self, wanted: str) -> Run:
        """Return a run by its id or a unique beginning of it; BadInput where there is none."""
        ...

    def runs(self) -> list[Run]:
        """Return all runs, oldest first."""
        ...

    def undos(self, run_id: str) -> list[Run]:
        """Return the runs that undo a run, oldest first."""
        ...

    def events(self, run_id: str) -> list[RunEvent]:
        """Return the events of a run in the order in which they happened."""
        ...

    def verify_chain(self) -> list[str]:
        """Return what in the journal was not written by who has the key: nothing, if all is well.

        What was put back as a whole cannot be seen from inside.
        """
        ...

    def doubt_run(self, run_id: str) -> list[str]:
        """Return what speaks against acting upon a run: nothing, if all is well."""
        ...


def name_run(run_id: str) -> str:
    """Return how a message names a run: an id that is none may say anything to its reader."""
    return f"run {run_id}" if RUN_ID.fullmatch(run_id) else "a run whose id is none of Ringwall's"


def tell_begun(run_id: str) -> Locked:
    """Return what to say to who begins a run that another process has begun."""
    return Locked(f"{name_run(run_id)}: another process has begun it; `ringwall runs` shows it")
