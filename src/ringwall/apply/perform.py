"""Performing one step: probe, intent, write, result, verification, each recorded before the next.

A write that AWS rejected did nothing, and the step has failed; unless an earlier write of the step
may have been carried out, and the second one was rejected for that. After all other failures (AWS
failed itself, or its answer was lost) the write may have been carried out. Then the state decides.
"""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from ringwall.apply.document import drop_secrets, fill_references
from ringwall.apply.environment import RunEnvironment
from ringwall.apply.identity import find_impostor
from ringwall.apply.step import RunStep, advance
from ringwall.model.change import Change
from ringwall.model.errors import BadInput, CallFailed
from ringwall.model.state import read_state
from ringwall.model.write_shape import find_objection
from ringwall.store.database.journal import RunEventKind

MAX_SHOWN = 200


def perform(
    run_id: str, step: RunStep, answers: Mapping[str, Any], environment: RunEnvironment
) -> RunStep:
    """Bring one step to its end and return it; `answers` are those of earlier Changes, by id.

    What AWS says of the step decides the step; expired credentials and a full disk are raised,
    and leave a journal from which `resume` continues.
    """
    return _Performance(run_id, step, environment).perform(answers)


class _Performance:
    """The step being performed. Every event goes to the journal first, then into the step."""

    def __init__(self, run_id: str, step: RunStep, environment: RunEnvironment) -> None:
        self._run_id = run_id
        self._step = step
        self._environment = environment

    def perform(self, answers: Mapping[str, Any]) -> RunStep:
        try:
            change = fill_references(self._step.change, answers)
        except BadInput as error:
            return self._end("refused", str(error))
        # INVARIANT: what the catalog does not declare is never sent, whoever wrote the journal.
        if objection := find_objection(change, self._environment.writes):
            return self._end("refused", objection)
        try:
            if self._step.may_have_written and self._step.is_answered:
                return self._verify(change, "")
            return self._probe_and_write(change)
        except CallFailed as error:
            return self._end("failed", f"cannot read the state: {error}")

    def _probe_and_write(self, change: Change) -> RunStep:
        wrote = self._step.may_have_written
        # After a lost answer, AWS gets time to show the write: a stale read would send it twice.
        state = self._wait_for(change) if wrote else self._read(change)
        if state == change.after:
            return self._verified(change, wrote=wrote)
        if state == change.before:
            return self._write(change)
        return self._end("refused", _describe_drift(change, state, wrote=wrote))

    def _write(self, change: Change) -> RunStep:
        try:
            impostor = find_impostor(change, self._environment.connections)
        except CallFailed as error:
            return self._end("failed", f"cannot find out who calls: {error}")
        if impostor:
            return self._end("refused", impostor)
        token = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self._run_id}/{self._step.position}"))
        try:
            writer = self._environment.connections.writer(change.account_id, change.region)
        except CallFailed as error:
            return self._end("failed", str(error))
        written = {"operation": change.write.operation, "parameters": change.write.parameters}
        self._note("intent", {**written, "before": change.before, "token": token})
        problem = ""
        try:
            answer = writer.call(change.write.operation, change.write.parameters, token)
        except CallFailed as error:
            problem = str(error)
            self._note("result", {"error": problem, "rejected": error.is_rejected})
            if not self._step.may_have_written:
                return self._end("failed", problem)
        else:
            self._note(
                "result", {"answer": json.loads(json.dumps(drop_secrets(answer), default=str))}
            )
        return self._verify(change, problem)

    def _verify(self, change: Change, problem: str) -> RunStep:
        state = self._wait_for(change)
        if state == change.after:
            return self._verified(change, wrote=True)
        if problem:
            return self._end("failed", f"{problem}; the state is {_show(state)}")
        return self._end("failed", f"AWS accepted the write, but the state is {_show(state)}")

    def _read(self, change: Change) -> Any:
        reader = self._environment.connections.reader(change.account_id, change.region)
        return read_state(change.probe, reader)

    def _wait_for(self, change: Change) -> Any:
        return self._environment.wait_until(
            change.after, lambda: self._read(change), change.probe.wait
        )

    def _verified(self, change: Change, *, wrote: bool) -> RunStep:
        reason = "" if wrote else "the state was reached already; nothing was written"
        return self._note("verified", {"wrote": wrote, "state": change.after, "reason": reason})

    def _end(self, kind: RunEventKind, reason: str) -> RunStep:
        return self._note(kind, {"reason": reason})

    def _note(self, kind: RunEventKind, body: dict[str, Any]) -> RunStep:
        self._environment.journal.append(self._run_id, self._step.position, kind, body)
        self._step = advance(self._step, kind, body)
        return self._step


def _describe_drift(change: Change, state: Any, *, wrote: bool) -> str:
    seen = f"planned from {_show(change.before)} to {_show(change.after)}"
    if wrote:
        return (
            f"in doubt: a write was sent, and now the state is {_show(state)} ({seen}); "
            "check the resource"
        )
    return f"the resource changed since the plan: its state is {_show(state)} ({seen}); plan again"


def _show(state: Any) -> str:
    text = json.dumps(state)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
