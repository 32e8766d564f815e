"""One step of a run: probe, intent, write, result, verification, each on disk before the next."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ringwall.apply.document import drop_secrets, fill_references
from ringwall.apply.gates import Gates, Patience
from ringwall.apply.trace import Trace, advance
from ringwall.model.change import Change
from ringwall.model.errors import AccessDenied, BadInput, CallFailed, RegionDisabled, Throttled
from ringwall.model.probe import read_state
from ringwall.store.database.journal import EventKind, Journal

TURNED_DOWN = (AccessDenied, Throttled, RegionDisabled)
"""Failures in which AWS says that it did nothing. After all others, it may have."""
MAX_SHOWN = 200


@dataclass(frozen=True)
class Stage:
    """What a run is performed with: its journal, its gates, its patience."""

    journal: Journal
    gates: Gates
    patience: Patience = field(default_factory=Patience)


def perform(run_id: str, trace: Trace, answers: Mapping[int, Any], stage: Stage) -> Trace:
    """Bring one step to its end and return it.

    What AWS says of the step decides the step; expired credentials and a full disk are raised,
    and leave a journal from which `resume` goes on.
    """
    return _Step(run_id, trace, stage).perform(answers)


class _Step:
    """The step being performed. Every event goes to the journal first, then into the trace."""

    def __init__(self, run_id: str, trace: Trace, stage: Stage) -> None:
        self._run_id = run_id
        self._trace = trace
        self._stage = stage

    def perform(self, answers: Mapping[int, Any]) -> Trace:
        try:
            change = fill_references(self._trace.change, answers)
        except BadInput as error:
            return self._end("refused", str(error))
        try:
            if self._trace.may_have_written and self._trace.is_answered:
                return self._verify(change, "")
            return self._probe_and_write(change)
        except CallFailed as error:
            return self._end("failed", f"cannot read the state: {error}")

    def _probe_and_write(self, change: Change) -> Trace:
        wrote = self._trace.may_have_written
        # After a lost answer, AWS gets time to show the write: a stale read would send it twice.
        state = self._wait_for(change) if wrote else self._read(change)
        if state == change.after:
            return self._verified(change, wrote=wrote)
        if state == change.before:
            return self._write(change)
        return self._end("refused", _tell_drift(change, state, wrote=wrote))

    def _write(self, change: Change) -> Trace:
        token = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self._run_id}/{self._trace.position}"))
        try:
            writer = self._stage.gates.writer(change.account_id, change.region)
        except CallFailed as error:
            return self._end("failed", str(error))
        written = {"operation": change.write.operation, "parameters": change.write.parameters}
        self._note("intent", {**written, "before": change.before, "token": token})
        problem = ""
        try:
            answer = writer.call(change.write.operation, change.write.parameters, token)
        except CallFailed as error:
            problem = str(error)
            turned_down = isinstance(error, TURNED_DOWN)
            self._note("result", {"error": problem, "turned_down": turned_down})
            if turned_down:
                return self._end("failed", problem)
        else:
            self._note(
                "result", {"answer": json.loads(json.dumps(drop_secrets(answer), default=str))}
            )
        return self._verify(change, problem)

    def _verify(self, change: Change, problem: str) -> Trace:
        state = self._wait_for(change)
        if state == change.after:
            return self._verified(change, wrote=True)
        if problem:
            return self._end("failed", f"{problem}; the state is {_show(state)}")
        return self._end("failed", f"AWS took the write, but the state is {_show(state)}")

    def _read(self, change: Change) -> Any:
        reader = self._stage.gates.reader(change.account_id, change.region)
        return read_state(change.probe, reader)

    def _wait_for(self, change: Change) -> Any:
        return self._stage.patience.wait_until(change.after, lambda: self._read(change))

    def _verified(self, change: Change, *, wrote: bool) -> Trace:
        reason = "" if wrote else "it was so already; nothing was written"
        return self._note("verified", {"wrote": wrote, "state": change.after, "reason": reason})

    def _end(self, kind: EventKind, reason: str) -> Trace:
        return self._note(kind, {"reason": reason})

    def _note(self, kind: EventKind, body: dict[str, Any]) -> Trace:
        self._stage.journal.append(self._run_id, self._trace.position, kind, body)
        self._trace = advance(self._trace, kind, body)
        return self._trace


def _tell_drift(change: Change, state: Any, *, wrote: bool) -> str:
    seen = f"planned on {_show(change.before)}, to become {_show(change.after)}"
    if wrote:
        return (
            f"in doubt: a write was sent, and now the state is {_show(state)} ({seen}); look at it"
        )
    return f"the world has changed: the state is {_show(state)} ({seen}); plan again"


def _show(state: Any) -> str:
    text = json.dumps(state)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
