"""How an execution goes on: one step at a time, as work that follows a call.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-branchdocs.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.automation.execution import (
    ENDED,
    AutomationStatus,
    Execution,
    ExecutionKey,
    Round,
    StepFailure,
    StepRun,
    find_execution,
)
from ringwall.emulator.automation.fan_out import advance_fan
from ringwall.emulator.automation.flow_actions import FLOW_ACTIONS
from ringwall.emulator.automation.instance_actions import INSTANCE_ACTIONS
from ringwall.emulator.automation.loops import begin_loop, begin_round, find_parent
from ringwall.emulator.automation.notices import tell_status, tell_step
from ringwall.emulator.automation.references import resolve
from ringwall.emulator.automation.runbook import RunbookStep
from ringwall.emulator.automation.scripts import SCRIPT_ACTIONS
from ringwall.emulator.automation.service_actions import SERVICE_ACTIONS
from ringwall.emulator.automation.step_error import (
    UNREADABLE,
    StepError,
    StepTimeout,
    reject_inputs,
    report_unreadable,
)
from ringwall.emulator.automation.step_work import ActionOutcome, StepAction, StepDone, StepWork
from ringwall.emulator.automation.values import find_value
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.state import EmulatorState

ACTIONS_THAT_RUN: Mapping[str, StepAction] = {
    **FLOW_ACTIONS,
    **INSTANCE_ACTIONS,
    **SERVICE_ACTIONS,
    **SCRIPT_ACTIONS,
}
TIMEOUTS = {"aws:approve": 604800, "aws:sleep": 0, "aws:pause": 0, "aws:branch": 0, "aws:loop": 0}
TIMEOUT = 3600
"""Seconds that an action has, where neither the step nor the action says more."""
MAX_RUNS = 500
"""Steps that an execution may run: one that jumps back again and again has no end."""
TOO_MANY = "The execution has run too many steps."
LATE = ("aws:loop",)
"""Actions whose inputs are read in each round."""


@dataclass(frozen=True)
class AdvanceExecution:
    """Takes an execution a step further."""

    key: ExecutionKey

    def run(self, emulator: Any) -> None:
        """Do it, and let the next step follow unless the execution waits or has ended."""
        execution = find_execution(emulator.state, self.key)
        try:
            advance(emulator, execution)
        except UNREADABLE as error:
            now = emulator.state.clock.now()
            message = report_unreadable(error).failure.message
            _finish(emulator.state, execution, now, "Failed", message)

    def abandon(self, emulator: Any) -> None:
        """Let the execution fail: nothing else would take it further."""
        state: EmulatorState = emulator.state
        _finish(state, find_execution(state, self.key), state.clock.now(), "Failed", TOO_MANY)


def advance(emulator: RunningEmulator, execution: Execution) -> None:
    """Take an execution a step further."""
    if execution.status in ENDED:
        return
    state, now = emulator.state, emulator.state.clock.now()
    execution.due, execution.is_passive = None, False
    if execution.fan is not None:
        _advance_fan(emulator, execution, now)
        return
    if execution.is_cancelled:
        _cancel(state, execution, now)
    is_over = execution.status in ENDED
    run = None if is_over else execution.current or _find_next(state, execution, now)
    if run is None:
        return
    if execution.status == "Waiting":
        _set_status(state, execution, "InProgress", now)
    try:
        outcome = _perform(emulator, execution, run, now)
    except StepError as error:
        _fail(state, execution, run, error, now)
    except UNREADABLE as error:
        _fail(state, execution, run, report_unreadable(error), now)
    else:
        _take(state, execution, run, outcome, now)
    if execution.status not in ENDED and not _is_waiting(execution):
        state.backlog.add(AdvanceExecution(execution.key))


def _advance_fan(emulator: RunningEmulator, execution: Execution, now: datetime) -> None:
    """Start children, cancel them where the execution is, and end with the last of them."""
    state = emulator.state
    try:
        is_done = advance_fan(emulator, execution, begin_execution)
    except StepError as error:
        _finish(state, execution, now, error.status, error.failure.message)
        return
    if execution.is_cancelled and execution.fan is not None:
        for key in execution.fan.running.values():
            request_cancel(state, find_execution(state, key))
    if is_done:
        _finish(state, execution, now, "Cancelled" if execution.is_cancelled else None)


def request_cancel(state: EmulatorState, execution: Execution) -> None:
    """Let an execution be cancelled."""
    if execution.status not in ENDED and not execution.is_cancelled:
        execution.is_cancelled = True
        _set_status(state, execution, "Cancelling", state.clock.now())
        state.backlog.add(AdvanceExecution(execution.key))


def _is_waiting(execution: Execution) -> bool:
    run = execution.current
    return run is not None and bool(run.memory.get("waits"))


def _find_next(state: EmulatorState, execution: Execution, now: datetime) -> StepRun | None:
    """Return the step that begins now; None where the execution ends, or waits for a signal."""
    while execution.rounds[-1].next_name is None:
        ended = execution.rounds[-1]
        if ended.loop is None:
            _finish(state, execution, now)
            return None
        try:
            begin_round(execution, ended, now)
        except StepError as error:
            execution.rounds.pop()
            _fail(state, execution, ended.loop, error, now)
            if execution.status in ENDED:
                return None
        if ended not in execution.rounds and ended.loop.status == "InProgress":
            _close(state, execution, ended.loop, "Success", now)
            _follow(execution, ended.loop)
    if execution.is_interactive and not execution.is_released:
        execution.is_passive = True
        _set_status(state, execution, "Waiting", now)
        return None
    execution.is_released = False
    sequence = execution.rounds[-1]
    step = next(s for s in sequence.steps if s["name"] == sequence.next_name)
    return _begin(state, execution, step, now)


def _begin(
    state: EmulatorState, execution: Execution, step: RunbookStep, now: datetime
) -> StepRun | None:
    if len(execution.runs) >= MAX_RUNS:
        _finish(state, execution, now, "Failed", TOO_MANY)
        return None
    made = StepRun(str(mock_random.uuid4()), step, parent=find_parent(execution.rounds[-1]))
    made.status, made.started = "InProgress", now
    execution.runs.append(made)
    tell_step(state, execution, made, now)
    return made


def _perform(
    emulator: RunningEmulator, execution: Execution, run: StepRun, now: datetime
) -> ActionOutcome | None:
    if not run.memory.get("prepared"):
        _prepare(execution, run, now)
    run.memory.pop("waits", None)
    if run.action == "aws:loop":
        begin_loop(execution, run)
        return None
    action = ACTIONS_THAT_RUN.get(run.action)
    if action is None:
        emulator.state.guess("ssm:StartAutomationExecution", run.action, None)
        raise StepError(f"The action {run.action} is not emulated", kind="Internal")
    outcome = action(StepWork(emulator, execution, run, now))
    if isinstance(outcome, StepDone):
        return outcome
    end = _find_deadline(run)
    if end is not None and now >= end:
        raise StepTimeout
    times = [moment for moment in (outcome.until, end) if moment is not None]
    return replace(outcome, until=min(times, default=None), is_passive=outcome.until is None)


def _prepare(execution: Execution, run: StepRun, now: datetime) -> None:
    """Resolve the references of a step's inputs."""

    def find(name: str) -> Any:
        try:
            return find_value(execution, name, now)
        except LookupError as error:
            reason = f"Failed to resolve input: {name} to type String. {name} is not defined in the"
            raise reject_inputs(f"{reason} Automation Document.") from error

    inputs = run.step.get("inputs") or {}
    late = {"Steps", "LoopCondition"} if run.action in LATE else set()
    run.inputs = {
        name: value if name in late else resolve(value, find) for name, value in inputs.items()
    }
    seconds = resolve(run.step.get("timeoutSeconds", TIMEOUTS.get(run.action, TIMEOUT)), find)
    run.timeout = int(seconds)
    run.memory["prepared"] = True


def _find_deadline(run: StepRun) -> datetime | None:
    if not run.timeout or run.started is None:
        return None
    began: datetime = run.memory.setdefault("began", run.started)
    return began + timedelta(seconds=run.timeout)


def _take(
    state: EmulatorState,
    execution: Execution,
    run: StepRun,
    outcome: ActionOutcome | None,
    now: datetime,
) -> None:
    """Note what came of a step; None is a loop, which has begun."""
    if outcome is None:
        return
    if isinstance(outcome, StepDone):
        run.outputs = {**run.outputs, **outcome.outputs}
        _close(state, execution, run, "Success", now)
        _follow(execution, run, outcome.next_step)
        return
    run.memory["waits"] = True
    execution.due, execution.is_passive = outcome.until, outcome.is_passive
    if outcome.is_for_signal:
        if run.status != "Waiting":
            run.status = "Waiting"
            tell_step(state, execution, run, now)
        _set_status(state, execution, "Waiting", now)


def _fail(
    state: EmulatorState, execution: Execution, run: StepRun, error: StepError, now: datetime
) -> None:
    """Try a step again, or note that it failed and go where it says."""
    run.attempts += 1
    if run.attempts < min(_read_attempts(run), MAX_RUNS) and run.action not in LATE:
        run.memory, run.outputs = {"prepared": True, "began": now}, {}
        run.status = "InProgress"
        return
    run.failure = error.failure
    _close(state, execution, run, error.status, now)
    chosen = str(run.step.get("onFailure", "Abort"))
    if chosen == "Abort":
        _abort(state, execution, run, now)
        return
    if is_true(run.step.get("isCritical", True)):
        execution.has_failed = True
        execution.failure = error.failure.message
    _follow(execution, run, chosen.removeprefix("step:") if chosen != "Continue" else "")


def _abort(state: EmulatorState, execution: Execution, run: StepRun, now: datetime) -> None:
    """End an execution for a step that failed, and the loops that the step ran in."""
    failure = run.failure or StepFailure("")
    for sequence in reversed(execution.rounds):
        loop = sequence.loop
        if loop is not None and loop.status == "InProgress":
            loop.failure = failure
            _close(state, execution, loop, run.status, now)
    _finish(state, execution, now, run.status, failure.message)


def _read_attempts(run: StepRun) -> int:
    found = run.step.get("maxAttempts", 1)
    return int(found) if str(found).isdecimal() else 1


def is_true(value: Any) -> bool:
    """Return what a document's flag says, which may be a text."""
    return str(value).lower() == "true"


def _follow(execution: Execution, run: StepRun, chosen: str = "") -> None:
    """Note which step follows: one that was chosen, `nextStep`, or the next one."""
    sequence = execution.rounds[-1]
    names = [str(step["name"]) for step in sequence.steps]
    position = names.index(run.name) + 1
    following = names[position] if position < len(names) else None
    if not chosen and is_true(run.step.get("isEnd", False)):
        following = None
    elif not chosen and run.step.get("nextStep"):
        following = str(run.step["nextStep"])
    sequence.next_name = chosen or following
    if execution.is_completing:
        del execution.rounds[1:]
        execution.rounds[0].next_name = None


def _cancel(state: EmulatorState, execution: Execution, now: datetime) -> None:
    """Cancel the step that runs, and go where it says: the rest is not run."""
    run = execution.current
    chosen = str(run.step.get("onCancel", "Abort")) if run is not None else "Abort"
    if run is not None:
        if "child" in run.memory:
            request_cancel(state, find_execution(state, run.memory["child"]))
        _close(state, execution, run, "Cancelled", now)
    if run is None or chosen == "Abort":
        _finish(state, execution, now, "Cancelled")
        return
    execution.is_cancelled = False
    execution.was_cancelled = True
    execution.rounds[-1].next_name = chosen.removeprefix("step:")


def _close(
    state: EmulatorState,
    execution: Execution,
    run: StepRun,
    status: AutomationStatus,
    now: datetime,
) -> None:
    run.status, run.ended = status, now
    run.memory.pop("waits", None)
    tell_step(state, execution, run, now)


def _finish(
    state: EmulatorState,
    execution: Execution,
    now: datetime,
    status: AutomationStatus | None = None,
    failure: str = "",
) -> None:
    """End an execution, and let the one that started it go on."""
    if execution.status in ENDED:
        return
    for run in execution.runs:
        if run.status in {"InProgress", "Waiting"}:
            _close(state, execution, run, "Cancelled", now)
    execution.ended, execution.failure = now, failure or execution.failure
    reached: AutomationStatus = "Failed" if execution.has_failed else "Success"
    _set_status(
        state, execution, "Cancelled" if execution.was_cancelled else status or reached, now
    )
    if execution.parent is not None:
        state.backlog.add(AdvanceExecution(execution.parent))


def _set_status(
    state: EmulatorState, execution: Execution, status: AutomationStatus, now: datetime
) -> None:
    if execution.status != status:
        execution.status = status
        tell_status(state, execution, now)


def begin_execution(state: EmulatorState, execution: Execution) -> None:
    """Let an execution run, once the call that started it has been answered."""
    steps = execution.runbook.steps
    if execution.fan is None:
        execution.rounds.append(Round(steps, str(steps[0]["name"])))
    tell_status(state, execution, execution.started)
    state.backlog.add(AdvanceExecution(execution.key))
