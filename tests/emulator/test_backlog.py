"""Work that follows a call runs when the call has been answered, and can make calls itself."""

from dataclasses import dataclass
from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.emulator.backlog import MAX_TASKS
from ringwall.emulator.running import RunningEmulator

Done = list[str]


@dataclass(frozen=True)
class Note:
    """Takes down that it ran, and lets others follow."""

    done: Done
    name: str
    then: tuple["Note", ...] = ()

    def run(self, emulator: RunningEmulator) -> None:
        self.done.append(self.name)
        for task in self.then:
            emulator.state.backlog.add(task)


@dataclass(frozen=True)
class Again:
    """Causes itself."""

    def run(self, emulator: RunningEmulator) -> None:
        emulator.state.backlog.add(self)


@dataclass(frozen=True)
class Ask:
    """Makes a call of its own."""

    client: Any
    done: Done

    def run(self, emulator: RunningEmulator) -> None:
        emulator.state.backlog.add(Note(self.done, "caused"))
        self.client.get_caller_identity()
        self.done.append("asked")


def test_tasks_run_in_order_after_the_next_call(emulator: Emulator, client: Any) -> None:
    done: Done = []
    emulator.state.backlog.add(Note(done, "first", (Note(done, "third"),)))
    emulator.state.backlog.add(Note(done, "second"))
    client("sts").get_caller_identity()
    assert done == ["first", "second", "third"]


def test_a_task_makes_calls_and_what_follows_waits_for_its_end(
    emulator: Emulator, client: Any
) -> None:
    done: Done = []
    emulator.state.backlog.add(Ask(client("sts"), done))
    client("sts").get_caller_identity()
    assert done == ["asked", "caused"]
    assert emulator.calls["sts:GetCallerIdentity"] == 2


def test_work_without_end_is_cut_off(emulator: Emulator, client: Any) -> None:
    emulator.state.backlog.add(Again())
    client("sts").get_caller_identity()
    assert emulator.state.backlog.dropped == [Again()]
    assert MAX_TASKS == 1000
