"""Rounds of aws:loop.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-loop.html
"""

from datetime import datetime
from typing import Any

from ringwall.emulator.automation.conditions import holds
from ringwall.emulator.automation.execution import Execution, ParentStep, Round, StepRun
from ringwall.emulator.automation.references import resolve, write_text
from ringwall.emulator.automation.step_error import StepError, reject_inputs
from ringwall.emulator.automation.values import convert, find_value

MAX_ITERATIONS = 100


def begin_loop(execution: Execution, run: StepRun) -> None:
    """Begin the first round of a loop."""
    values = run.inputs.get("Iterators")
    kind = str(run.inputs.get("IteratorDataType") or "String")
    if "Iterators" in run.inputs:
        if not isinstance(values, list) or len(values) > MAX_ITERATIONS:
            raise reject_inputs(f"Iterators must be a list of at most {MAX_ITERATIONS} items")
        try:
            values = [convert(value, kind) for value in values]
        except ValueError as error:
            raise reject_inputs(str(error)) from error
    steps = list(run.inputs["Steps"])
    made = Round(steps, None, run, 0, values or [])
    execution.rounds.append(made)
    if values is not None and not values:
        return
    _enter(made)


def begin_round(execution: Execution, ended: Round, now: datetime) -> None:
    """Begin the next round of a loop whose steps have run, or leave the loop."""
    loop = ended.loop
    if loop is None or not _goes_on(execution, ended, loop, now):
        execution.rounds.remove(ended)
        return
    _enter(ended)


def find_parent(sequence: Round) -> ParentStep | None:
    """Return what a step that runs in a loop tells of it."""
    loop = sequence.loop
    if loop is None:
        return None
    value = write_text(loop.outputs.get("CurrentIteratorValue", ""))
    return ParentStep(loop.step_id, loop.name, sequence.iteration, value)


def _enter(sequence: Round) -> None:
    sequence.iteration += 1
    sequence.next_name = str(sequence.steps[0]["name"])
    loop = sequence.loop
    if loop is not None:
        loop.outputs["CurrentIteration"] = sequence.iteration
        if sequence.values:
            loop.outputs["CurrentIteratorValue"] = sequence.values[sequence.iteration - 1]


def _goes_on(execution: Execution, ended: Round, loop: StepRun, now: datetime) -> bool:
    if "Iterators" in loop.inputs:
        return ended.iteration < len(ended.values)
    most = int(loop.inputs.get("MaxIterations") or MAX_ITERATIONS)
    if ended.iteration >= min(most, MAX_ITERATIONS):
        return False

    def find(name: str) -> Any:
        return find_value(execution, name, now)

    try:
        return holds(resolve(loop.inputs["LoopCondition"], find))
    except (LookupError, ValueError, TypeError) as error:
        raise StepError(f"The condition cannot be evaluated: {error}") from error
