"""Steps are worked off several at a time; an interrupt waits for what runs."""

from dataclasses import replace
from threading import Barrier, Event, Lock

import pytest
from made_up_world import make

from ringwall.apply.pool import work_off
from ringwall.apply.step import RunStep
from ringwall.model.change import Change


def steps_of(*changes: Change) -> list[RunStep]:
    return [RunStep(position, change) for position, change in enumerate(changes)]


def end_well(step: RunStep) -> RunStep:
    return replace(step, outcome="verified")


def test_as_many_run_at_once_as_may() -> None:
    """Three that wait for each other: with two threads they would never end."""
    barrier = Barrier(3, timeout=60)

    def perform(step: RunStep) -> RunStep:
        barrier.wait()
        return end_well(step)

    steps = steps_of(*(make(name) for name in "abcdef"))
    told: list[int] = []
    work_off(steps, perform, Event(), parallel=3, tell=lambda step: told.append(step.position))
    assert [step.outcome for step in steps] == ["verified"] * 6
    assert sorted(told) == [0, 1, 2, 3, 4, 5]


def test_never_more_run_than_may_and_of_a_lane_one() -> None:
    lock, now, most = Lock(), list[str](), list[list[str]]()

    def perform(step: RunStep) -> RunStep:
        with lock:
            now.append(step.change.serial)
            most.append(list(now))
        with lock:
            now.remove(step.change.serial)
        return end_well(step)

    names = [f"t{number}" for number in range(30)]
    steps = steps_of(*(make(name, serial="ab"[number % 2]) for number, name in enumerate(names)))
    work_off(steps, perform, Event(), parallel=8)
    assert all(len(set(running)) == len(running) for running in most)
    assert all(step.is_good for step in steps)


@pytest.mark.parametrize(("keep_going", "begun"), [(False, "ab"), (True, "abd")])
def test_a_failure_lets_begin_what_does_not_need_it(*, keep_going: bool, begun: str) -> None:
    found: list[str] = []

    def perform(step: RunStep) -> RunStep:
        found.append(step.change.id)
        return replace(step, outcome="failed") if step.change.id == "b" else end_well(step)

    steps = steps_of(make("a"), make("b"), make("c", "b"), make("d", "a"))
    work_off(steps, perform, Event(), keep_going=keep_going)
    assert "".join(found) == begun


def test_what_goes_on_at_aws_stops_nothing_but_what_needs_it() -> None:
    def perform(step: RunStep) -> RunStep:
        return replace(step, outcome="awaiting") if step.change.id == "a" else end_well(step)

    steps = steps_of(make("a"), make("b", "a"), make("c"))
    work_off(steps, perform, Event())
    assert [step.outcome for step in steps] == ["awaiting", "", "verified"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_an_interrupt_waits_for_what_runs_and_begins_nothing(error: type[BaseException]) -> None:
    halt, ended = Event(), list[str]()
    has_begun = Event()

    def perform(step: RunStep) -> RunStep:
        if step.change.id == "slow":
            has_begun.set()
            assert halt.wait(60)
            ended.append("slow")
        else:
            assert has_begun.wait(60)
        return end_well(step)

    def interrupt(_: RunStep) -> None:
        raise error

    steps = steps_of(make("slow"), make("quick"), make("never"))
    with pytest.raises(error):
        work_off(steps, perform, halt, parallel=2, tell=interrupt)
    assert ended == ["slow"]
    assert steps[2].outcome == ""


def test_an_error_of_a_step_is_raised() -> None:
    halt = Event()

    def perform(step: RunStep) -> RunStep:
        raise LookupError(step.change.id)

    with pytest.raises(LookupError, match="a"):
        work_off(steps_of(make("a"), make("b")), perform, halt)
    assert halt.is_set()
