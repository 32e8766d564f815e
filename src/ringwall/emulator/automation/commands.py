"""Commands that were sent to instances, and what the instances answer.

Nothing runs on an emulated instance: what it answers is what a caller has given it to answer
(`Emulator.answer_commands`). A command that nothing answers waits until its time is over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ringwall.emulator.state import EmulatorState

EXPIRES = 3600
"""Seconds in which a command must have reached an instance, where it does not say.
https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
"""
CommandMap = dict[str, "SentCommand"]
_ANSWERS = ("", "", "ssm.CommandAnswers")


@dataclass(frozen=True)
class CommandAnswer:
    """What an instance answers to commands."""

    given: datetime
    """From when on it answers."""
    output: str
    error: str = ""
    code: int = 0
    to: str = ""
    """Text that a command must have in it; '' for every command."""


@dataclass
class CommandRun:
    """A command on one instance."""

    instance_id: str
    status: str = "Pending"
    details: str = "Pending"
    output: str = ""
    error: str = ""
    code: int = -1
    ended: datetime | None = None


@dataclass
class SentCommand:
    """A command and its runs."""

    command_id: str
    document: str
    version: str
    plugin: str
    request: Mapping[str, Any]
    sent: datetime
    runs: list[CommandRun] = field(default_factory=list)

    @property
    def expires(self) -> datetime:
        """When it is given up."""
        return self.sent + timedelta(seconds=int(self.request.get("TimeoutSeconds") or EXPIRES))

    @property
    def status(self) -> str:
        """The status of all runs together."""
        found = [run.status for run in self.runs]
        for status in ("Pending", "Failed", "TimedOut", "Cancelled"):
            if status in found:
                return status
        return "Success"


def commands_of(state: EmulatorState, account_id: str, region: str) -> CommandMap:
    """Return the commands of an account in a Region, by id, the oldest first."""
    key = (account_id, region, "ssm.Commands")
    found: CommandMap = state.settings.setdefault(key, {})
    return found


def give_answer(state: EmulatorState, instance_id: str, answer: CommandAnswer) -> None:
    """Let an instance answer commands from now on, those that wait included."""
    answers = state.settings.setdefault(_ANSWERS, {})
    answers.setdefault(instance_id, []).append(answer)


def settle(state: EmulatorState, command: SentCommand) -> None:
    """Take what instances answer, and give up what has waited too long."""
    now = state.clock.now()
    texts = "\n".join(_find_texts(command.request.get("Parameters") or {}))
    for run in command.runs:
        if run.status != "Pending":
            continue
        answers = state.settings.get(_ANSWERS, {}).get(run.instance_id, ())
        found = next(
            (a for a in reversed(answers) if a.to in texts and a.given < command.expires), None
        )
        if found is not None:
            run.output, run.error, run.code = found.output, found.error, found.code
            run.status = run.details = "Success" if found.code == 0 else "Failed"
            run.ended = max(found.given, command.sent)
        elif now >= command.expires:
            run.status, run.details, run.ended = "TimedOut", "DeliveryTimedOut", now


def _find_texts(parameters: Mapping[str, Any]) -> Iterator[str]:
    for values in parameters.values():
        yield from (str(value) for value in values)
