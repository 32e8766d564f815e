"""Performing one step: probe, intent, write, result, verification, each recorded before the next.

A write that AWS rejected did nothing, and the step has failed; unless an earlier write of the step
may have been carried out, and the second one was rejected for that. After all other failures (AWS
failed itself, or its answer was lost) the write may have been carried out. Then the state decides.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ringwall.apply.binding import (
    ReadBacks,
    Unresolved,
    bind,
    bind_before,
    bind_files,
    bind_now,
    bind_write,
)
from ringwall.apply.document import drop_secrets
from ringwall.apply.environment import RunEnvironment
from ringwall.apply.identity import find_impostor
from ringwall.apply.recent import Forgotten, KeepingReader, RecallingReader
from ringwall.apply.rejection import is_about_dependants
from ringwall.apply.step import RunStep, advance
from ringwall.apply.untouched import Untouched, show_state
from ringwall.apply.work import await_work, time_to_show
from ringwall.model.change import UNREAD, Change, Poll
from ringwall.model.errors import CallFailed
from ringwall.model.journal import RunEventKind
from ringwall.model.reference import find_references
from ringwall.model.state import Sight, is_same, look
from ringwall.model.write_shape import find_objection

RETRY_SECONDS = 120.0
"""For how long a write is sent again where AWS says that it is too early for it."""


def perform(
    run_id: str,
    step: RunStep,
    found: ReadBacks,
    environment: RunEnvironment,
    untouched: Sequence[Untouched] = (),
) -> RunStep:
    """Bring one step to its end and return it; `found` are the ids that earlier Changes found.

    What AWS says of the step decides the step; expired credentials and a full disk are raised,
    and leave a journal from which `resume` continues.
    """
    return _Performance(run_id, step, environment, untouched).perform(found)


class _Performance:
    """The step being performed. Every event goes to the journal first, then into the step."""

    def __init__(
        self,
        run_id: str,
        step: RunStep,
        environment: RunEnvironment,
        untouched: Sequence[Untouched],
    ) -> None:
        self._run_id = run_id
        self._step = step
        self._environment = environment
        self._untouched = untouched
        self._pauses = environment.pauses(RETRY_SECONDS)

    def perform(self, found: ReadBacks) -> RunStep:
        try:
            change = bind(self._step.change, found)
            # INVARIANT: what the catalog does not declare is never sent, whoever wrote the journal.
            if objection := self._object(change):
                return self._end("refused", objection)
            if self._step.change.account is not None:
                self._environment.enter(change.account_id, change.region)
            return self._go_on(change)
        except Unresolved as error:
            return self._end("refused", str(error))
        except CallFailed as error:
            return self._end("failed", f"cannot read the state: {error}")

    def _object(self, change: Change) -> str:
        """Return why the write must not be sent; '' too where parts of it are not known yet."""
        if any(find_references(change.write.parameters)):
            return ""
        return find_objection(change, self._environment.writes)

    def _go_on(self, change: Change) -> RunStep:
        """Begin where the journal says that the step stands."""
        if self._step.may_have_written and self._step.is_answered:
            if (poll := change.write.poll) and self._step.answer is not None:
                return self._await_work(change, poll)
            return self._verify(change, "")
        while True:
            if (step := self._probe_and_write(change)) is not None:
                return step

    def _probe_and_write(self, change: Change) -> RunStep | None:
        """Return the step at its end; None where AWS says that it is too early for the write."""
        wrote = self._step.may_have_written
        if not wrote and (recent := self._recall(change)) is not None:
            return self._write(change, recent)
        # After a lost answer, AWS gets time to show the write: a stale read would send it twice.
        sight = (
            self._wait_for(change, time_to_show(change, self._environment))
            if wrote
            else self._look(change)
        )
        before = self._before(change)
        is_new = before == UNREAD
        if is_new and sight.state is None and any(find_references(change.write.parameters)):
            # What comes with something that was made just now is not shown at once.
            sight = self._environment.wait_until(
                lambda seen: seen.state is not None, lambda: self._look(change), change.probe.wait
            )
        if self._is_after(change, sight, sight.state if is_new else before):
            return self._verified(sight, wrote=wrote)
        if is_new or is_same(change.probe, sight.state, before):
            return self._write(change, sight)
        return self._end("refused", _describe_drift(change, before, sight, wrote=wrote))

    def _recall(self, change: Change) -> Sight | None:
        """Return what was there a moment ago, if it lets the write go out; None if not.

        All other decisions are made by what AWS says now. Only of a part of what this run itself
        has created: it is undone with that, so that nobody's setting is lost or brought back wrong.
        """
        if not change.part_of or change.is_undo:
            return None
        environment = self._environment
        reader = environment.connections.reader(change.account_id, change.region)
        try:
            sight = look(change.probe, RecallingReader(reader, environment.answers, change.needs))
        except (Forgotten, CallFailed):
            return None
        before = self._before(change)
        is_new = before == UNREAD
        if self._is_after(change, sight, sight.state if is_new else before):
            return None
        return sight if is_new or is_same(change.probe, sight.state, before) else None

    def _write(self, change: Change, sight: Sight) -> RunStep | None:
        write = bind_now(bind_write(change.write, sight.state), {**sight.ids, **sight.now})
        if problem := self._find_obstacle(replace(change, write=write), sight):
            return problem
        try:
            writer = self._environment.connections.writer(change.account_id, change.region)
        except CallFailed as error:
            return self._end("failed", str(error))
        with bind_files(write, self._environment.open_file) as parameters:
            self._environment.check_lease()
            token = self._make_token()
            written = {"operation": write.operation, "parameters": write.parameters}
            self._note("intent", {**written, "before": sight.state, "token": token})
            try:
                with self._environment.answers.writing(change.account_id, write.operation):
                    answer = writer.call(
                        write.operation, parameters, token, self._environment.check_lease
                    )
            except CallFailed as error:
                return self._take_error(change, error)
        kept = json.loads(json.dumps(drop_secrets(answer), default=str))
        self._note("result", {"answer": kept})
        return self._await_work(change, write.poll) if write.poll else self._verify(change, "")

    def _find_obstacle(self, change: Change, sight: Sight) -> RunStep | None:
        """Return the step refused or failed where the write must not be sent."""
        if objection := find_objection(change, self._environment.writes):
            return self._end("refused", objection)
        try:
            impostor = find_impostor(change, self._environment.connections)
        except CallFailed as error:
            return self._end("failed", f"cannot find out who calls: {error}")
        if impostor:
            return self._end("refused", impostor)
        for other in self._untouched:
            seen = sight if other.change.probe == change.probe else self._look(other.change)
            if told := other.object(seen):
                return self._end("refused", told)
        return None

    def _make_token(self) -> str:
        # A start that failed has used its token up: AWS would answer with the old failure.
        again = f"/{self._step.failures}" if self._step.failures else ""
        name = f"{self._run_id}/{self._step.position}{again}"
        return str(uuid.uuid5(uuid.NAMESPACE_URL, name))

    def _take_error(self, change: Change, error: CallFailed) -> RunStep | None:
        body = {"error": str(error), "code": error.code, "rejected": error.is_rejected}
        self._note("result", body)
        is_early = error.is_rejected and error.code in change.write.retry
        if is_early and next(self._pauses, self) is not self:
            return None
        if self._step.may_have_written:
            return self._verify(change, str(error))
        if is_about_dependants(error.code):
            return self._end("refused", f"something depends on it: {error}")
        return self._end("failed", str(error))

    def _await_work(self, change: Change, poll: Poll) -> RunStep:
        reader = self._environment.connections.reader(change.account_id, change.region)
        with self._environment.answers.writing(change.account_id, change.write.operation):
            end = await_work(poll, self._step.answer, reader, self._environment)
        if end.state == "awaiting":
            return self._note("awaiting", {"reason": end.reason})
        if end.state == "failed":
            return self._note("failed", {"reason": end.reason, "work": True})
        return self._verify(change, "")

    def _verify(self, change: Change, problem: str) -> RunStep:
        seconds = time_to_show(change, self._environment) if problem else change.probe.wait
        sight = self._wait_for(change, seconds)
        if self._is_after(change, sight, self._before(change)):
            return self._verified(sight, wrote=True)
        if problem:
            return self._end("failed", f"{problem}; the state is {show_state(sight.state)}")
        return self._end(
            "failed", f"AWS accepted the write, but the state is {show_state(sight.state)}"
        )

    def _before(self, change: Change) -> Any:
        """Return what was there before the write: as it was seen, or else as it was planned."""
        return self._step.before if self._step.has_seen else change.before

    def _is_after(self, change: Change, sight: Sight, before: Any) -> bool:
        return is_same(change.probe, sight.state, bind_before(change.after, before))

    def _look(self, change: Change) -> Sight:
        reader = self._environment.connections.reader(change.account_id, change.region)
        return look(change.probe, KeepingReader(reader, self._environment.answers))

    def _wait_for(self, change: Change, seconds: float) -> Sight:
        before = self._before(change)
        return self._environment.wait_until(
            lambda sight: self._is_after(change, sight, before), lambda: self._look(change), seconds
        )

    def _verified(self, sight: Sight, *, wrote: bool) -> RunStep:
        reason = "" if wrote else "the state was reached already; nothing was written"
        body = {"wrote": wrote, "state": sight.state, "ids": sight.ids, "reason": reason}
        self._environment.answers.end(self._step.change.id)
        return self._note("verified", body)

    def _end(self, kind: RunEventKind, reason: str) -> RunStep:
        return self._note(kind, {"reason": reason})

    def _note(self, kind: RunEventKind, body: dict[str, Any]) -> RunStep:
        # INVARIANT: of a run that another process went on with, this one says no more. It would
        # call good already what that one did, and so keep it from being undone.
        journal, guard = self._environment.journal, self._environment.guard
        journal.append(self._run_id, self._step.position, kind, body, guard)
        self._step = advance(self._step, kind, body)
        return self._step


def _describe_drift(change: Change, before: Any, sight: Sight, *, wrote: bool) -> str:
    state, seen = (
        show_state(sight.state),
        f"planned from {show_state(before)} to {show_state(change.after)}",
    )
    if wrote:
        return (
            f"in doubt: a write was sent, and now the state is {state} ({seen}); check the resource"
        )
    return f"the resource changed since the plan: its state is {state} ({seen}); plan again"
