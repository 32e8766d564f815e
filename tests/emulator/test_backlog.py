"""Work that follows a call runs when the call has been answered, and can make calls itself."""

import copy
from dataclasses import dataclass, field
from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.emulator.backlog import MAX_TASKS, Backlog
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


@dataclass(frozen=True)
class Save:
    """Saves the backlog while it is worked on, the first time that it runs."""

    saved: list[Backlog] = field(default_factory=list)

    def run(self, emulator: Backlog) -> None:
        if not self.saved:
            self.saved.append(copy.deepcopy(emulator))


@dataclass(frozen=True)
class Awaited:
    """Causes itself, and says so where it is not run."""

    abandoned: Done

    def run(self, emulator: RunningEmulator) -> None:
        emulator.state.backlog.add(self)

    def abandon(self, _emulator: RunningEmulator) -> None:
        self.abandoned.append("abandoned")


def test_what_is_saved_while_it_runs_goes_on_where_it_is_loaded() -> None:
    backlog, task = Backlog(), Save()
    backlog.add(task)
    backlog.add(Note([], "next"))
    backlog.work(backlog)
    (loaded,) = task.saved
    assert not loaded.is_working
    assert [type(task) for task in loaded.tasks] == [Save, Note]
    assert loaded.work(loaded) == 2  # the copy of the task saves again, in its own list


def test_work_that_is_cut_off_says_what_becomes_of_it(emulator: Emulator, client: Any) -> None:
    abandoned: Done = []
    emulator.state.backlog.add(Awaited(abandoned))
    client("sts").get_caller_identity()
    assert abandoned == ["abandoned"]
    assert emulator.state.backlog.dropped == [Awaited(abandoned)]
