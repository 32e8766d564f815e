"""How time passes for executions: by a caller, or because somebody asks after one.

No step sleeps for real. An execution that waits for a time goes on when the emulator's clock gets
there: `Emulator.pass_time` moves it, and so does a call that reads the execution, after it has
been answered: the clock moves to the moment for which the execution waits. One that waits for a
signal is not moved by those who look at it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ringwall.emulator.automation.execution import (
    ENDED,
    Execution,
    ExecutionKey,
    find_execution,
    list_running,
)
from ringwall.emulator.automation.progress import AdvanceExecution
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.state import EmulatorState


@dataclass(frozen=True)
class LetTimePass:
    """Moves the clock to a moment; what is due by then goes on."""

    until: datetime

    def run(self, emulator: Any) -> None:
        """Do it."""
        state: EmulatorState = emulator.state
        state.clock.move_to(self.until)
        for execution in _find_due(state, self.until):
            execution.due = None
            state.backlog.add(AdvanceExecution(execution.key))


def pass_time(emulator: RunningEmulator, seconds: float) -> None:
    """Let time pass: everything that becomes due happens in its order."""
    state = emulator.state
    end = state.clock.now() + timedelta(seconds=seconds)
    while due := _find_due(state, end):
        state.backlog.add(LetTimePass(due[0].due or end))
        state.backlog.work(emulator)
    state.clock.move_to(end)
    state.backlog.work(emulator)


def look_at(state: EmulatorState, execution: Execution) -> None:
    """Let the time pass for which an execution waits, or those wait that it has started."""
    if execution.status in ENDED:
        return
    if execution.due is not None and not execution.is_passive:
        state.backlog.add(LetTimePass(execution.due))
    for key in _find_children(execution):
        look_at(state, find_execution(state, key))


def _find_due(state: EmulatorState, until: datetime) -> list[Execution]:
    """Return the executions that are due by a moment, the earliest first."""
    found = [(e.due, e.started, e) for e in list_running(state) if e.due and e.due <= until]
    return [execution for _, _, execution in sorted(found, key=lambda item: item[:2])]


def _find_children(execution: Execution) -> Iterator[ExecutionKey]:
    if execution.fan is not None:
        yield from execution.fan.running.values()
    current = execution.current
    if current is not None and "child" in current.memory:
        yield current.memory["child"]
