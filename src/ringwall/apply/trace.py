"""What the journal knows of each step of a run."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from ringwall.apply.document import read_change
from ringwall.model.change import Change
from ringwall.store.database.journal import WHOLE_RUN, Event, EventKind

Outcome = Literal["", "verified", "already", "refused", "failed"]
"""'' until decided; `already` means that the world was so before we wrote anything."""


@dataclass(frozen=True)
class Trace:
    """One step: its Change, and how far it got."""

    position: int
    change: Change
    may_have_written: bool = False
    """Whether a write was sent that AWS has not plainly turned down."""
    is_answered: bool = False
    """Whether AWS answered the newest write, and what became of it was not yet recorded."""
    answer: Any = None
    outcome: Outcome = ""
    reason: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the world is as the Change wants it."""
        return self.outcome in ("verified", "already")


def read_traces(events: Iterable[Event]) -> list[Trace]:
    """Return the steps of a run, in order."""
    traces: dict[int, Trace] = {}
    for event in events:
        if event.step == WHOLE_RUN:
            continue
        if event.kind == "planned":
            traces[event.step] = Trace(event.step, read_change(event.body))
        else:
            traces[event.step] = advance(traces[event.step], event.kind, event.body)
    return [traces[position] for position in sorted(traces)]


def advance(trace: Trace, kind: EventKind, body: dict[str, Any]) -> Trace:
    """Return the step after one more event."""
    match kind:
        case "intent":
            return replace(trace, may_have_written=True, is_answered=False, outcome="", reason="")
        case "result":
            turned_down = bool(body.get("turned_down"))
            return replace(
                trace,
                may_have_written=not turned_down,
                is_answered=True,
                answer=body.get("answer", trace.answer),
            )
        case "verified":
            outcome: Outcome = "verified" if body["wrote"] else "already"
            return replace(trace, outcome=outcome, is_answered=False, reason=body["reason"])
        case "refused" | "failed":
            return replace(trace, outcome=kind, is_answered=False, reason=body["reason"])
        case _:
            raise ValueError(f"the journal holds an event of kind {kind!r}")
