"""One step of a run, as the journal knows it: its Change, and how far it got."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ringwall.apply.document import read_change
from ringwall.model.body import check_document, damage_named
from ringwall.model.change import Change
from ringwall.model.journal import WHOLE_RUN, RunEvent, RunEventKind

StepOutcome = Literal["", "verified", "already", "awaiting", "refused", "failed", "skipped"]
"""'' until decided. `already`: the state was reached before anything was written. `awaiting`: AWS
is still at work. `skipped`: it waits for another Change that is not done."""


@dataclass(frozen=True)
class RunStep:
    """A Change, and how far it got."""

    position: int
    change: Change
    may_have_written: bool = False
    """Whether a write was sent that AWS may have carried out."""
    was_in_doubt: bool = False
    """The same, before the newest write was sent: that one may be rejected for what it did."""
    is_answered: bool = False
    """Whether AWS answered the newest write, and what became of it was not yet recorded."""
    answer: Any = None
    """What AWS answered to the newest write."""
    has_seen: bool = False
    """Whether `before` is known."""
    before: Any = None
    """The state that was there before the newest write."""
    ids: Mapping[str, Any] = field(default_factory=dict)
    """What the read-back found, by the names that other Changes refer to."""
    failures: int = 0
    """How often AWS carried the write out and its work failed: the next write is another one."""
    outcome: StepOutcome = ""
    reason: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the state is the one that the Change is to reach."""
        return self.outcome in ("verified", "already")

    @property
    def is_bad(self) -> bool:
        """Whether it ended otherwise, and nothing of it goes on at AWS."""
        return self.outcome in ("refused", "failed")


def read_steps(events: Iterable[RunEvent]) -> list[RunStep]:
    """Return the steps of a run, in order; BadInput where an event is not what was written."""
    steps: dict[int, RunStep] = {}
    for event in events:
        if event.step == WHOLE_RUN:
            continue
        with damage_named(f"event {event.number} of run {event.run}"):
            if event.kind == "planned":
                steps[event.step] = RunStep(event.step, read_change(event.body, event.step))
            else:
                steps[event.step] = advance(steps[event.step], event.kind, event.body)
    return [steps[position] for position in sorted(steps)]


def advance(step: RunStep, kind: RunEventKind, body: dict[str, Any]) -> RunStep:
    """Return the step after one more event."""
    match kind:
        case "intent":
            return replace(
                step,
                may_have_written=True,
                was_in_doubt=step.may_have_written,
                is_answered=False,
                answer=None,
                has_seen="before" in body,
                before=body.get("before"),
                outcome="",
                reason="",
            )
        case "result":
            return replace(
                step,
                may_have_written=step.was_in_doubt or not is_rejection(body),
                is_answered=True,
                answer=body.get("answer"),
            )
        case "verified":
            return replace(
                step,
                outcome="verified" if body["wrote"] else "already",
                is_answered=False,
                ids=_ids(body),
                reason=_reason(body),
            )
        case "awaiting":
            return replace(step, outcome=kind, reason=_reason(body))
        case "refused" | "failed":
            return replace(
                step,
                outcome=kind,
                is_answered=False,
                failures=step.failures + bool(body.get("work")),
                reason=_reason(body),
            )
        case _:
            raise ValueError(f"the journal holds an event of kind {kind!r}")


def _reason(body: dict[str, Any]) -> str:
    if not isinstance(reason := body["reason"], str):
        raise TypeError("a reason that is no text")
    return reason


def _ids(body: dict[str, Any]) -> dict[str, Any]:
    ids: dict[str, Any] = body.get("ids", {})
    check_document(ids)
    return ids


def is_rejection(body: dict[str, Any]) -> bool:
    """Whether a result says that AWS did nothing. Older journals call it `turned_down`."""
    return bool(body.get("rejected", body.get("turned_down")))
