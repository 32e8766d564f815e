"""What an action has to do its work, and what may come of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ringwall.emulator.automation.api_calls import call_api
from ringwall.emulator.automation.execution import Execution, StepRun
from ringwall.emulator.automation.step_error import reject_inputs
from ringwall.emulator.running import RunningEmulator

FIRST_POLL = 10
LONGEST_POLL = 300
"""Seconds between polls: they double, from the first to the longest."""


@dataclass(frozen=True)
class StepDone:
    """The action is done."""

    outputs: Mapping[str, Any] = field(default_factory=dict)
    next_step: str = ""
    """The step that follows, where the action chooses it."""


@dataclass(frozen=True)
class StepWait:
    """The action goes on later: at a time, on a signal, or when something else ends."""

    until: datetime | None = None
    is_for_signal: bool = False
    is_passive: bool = True
    """Whether time alone does not end the wait, but by a timeout."""


ActionOutcome = StepDone | StepWait


@dataclass(frozen=True)
class StepWork:
    """A step that runs."""

    emulator: RunningEmulator
    execution: Execution
    run: StepRun
    now: datetime

    @property
    def inputs(self) -> Mapping[str, Any]:
        """The inputs, with their references resolved."""
        return self.run.inputs

    @property
    def memory(self) -> dict[str, Any]:
        """What the action keeps until it goes on."""
        return self.run.memory

    def call(self, service: str, operation: str, **given: Any) -> dict[str, Any]:
        """Return the answer of a call; StepError where it fails."""
        return call_api(self.emulator, self.execution, service, operation, given)

    def wait_for_poll(self) -> StepWait:
        """Return when to look again."""
        polls = self.memory.get("polls", 0)
        self.memory["polls"] = polls + 1
        seconds = min(FIRST_POLL * 2 ** min(polls, 9), LONGEST_POLL)
        return StepWait(self.now + timedelta(seconds=seconds))

    def read_list(self, name: str) -> list[str]:
        """Return an input that is a list of texts, or a single one."""
        value = self.inputs.get(name) or []
        found = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in found):
            raise reject_inputs(f"{name} must be a list of texts")
        return found

    def read_flag(self, name: str) -> bool:
        """Return an input that is true or false."""
        return str(self.inputs.get(name, False)).lower() == "true"


StepAction = Callable[[StepWork], ActionOutcome]
