"""A Change waits for what it names and for what it refers to, and for nothing else."""

from dataclasses import replace
from typing import Any

import pytest
from made_up_world import POLL, make, paint

from ringwall.apply.graph import Schedule, check_graph, find_needs, mark_skipped, sort_changes
from ringwall.apply.step import RunStep
from ringwall.model.change import Change, Write
from ringwall.model.errors import BadInput

READ = {"$read": "made.id"}


@pytest.mark.parametrize(
    "other",
    [
        {"needs": ("made",)},
        {"part_of": "made"},
        {"account": READ},
        {"before": [READ]},
        {"after": {"Id": READ}},
        {"write": Write("a.b", {"Id": {"$json": READ}})},
        {"write": Write("a.b", {}, poll=replace(POLL, parameters=READ))},
        {"probe": replace(make("a").probe, parameters={"Id": READ})},
        {"probe": replace(make("a").probe, match={"Id": READ})},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_a_change_refers_to_is_made_before_it(other: dict[str, Any]) -> None:
    assert find_needs(make("a", **other)) == {"made"}


def test_an_undo_is_for_later() -> None:
    assert find_needs(make("a")) == frozenset()


def test_who_waits_for_nobody_or_for_himself_is_no_plan() -> None:
    check_graph([make("b", "a"), make("a")])
    with pytest.raises(BadInput, match="thing b waits for change a, which is not"):
        check_graph([make("b", "a")])
    with pytest.raises(BadInput, match="changes of the plan wait for each other: thing "):
        check_graph([make("b", "a"), make("a", "b")])


def test_the_order_of_the_plan_is_kept_where_it_can_be() -> None:
    changes = [make("d", "b"), make("a"), make("c"), make("b", "a")]
    assert [change.id for change in sort_changes(changes)] == ["a", "c", "b", "d"]
    assert sort_changes(changes[1:3]) == changes[1:3]


def steps_of(*changes: Change) -> list[RunStep]:
    return [RunStep(position, change) for position, change in enumerate(changes)]


def done(step: RunStep) -> RunStep:
    return replace(step, outcome="verified")


def test_what_waits_for_a_failure_is_skipped_with_all_that_waits_for_it() -> None:
    steps = steps_of(make("c", "b"), make("b", "a"), make("a"), make("x"), make("y", "x"))
    steps[2] = replace(steps[2], outcome="failed")
    marked = mark_skipped(steps)
    assert [(step.outcome, step.reason) for step in marked] == [
        ("skipped", "waits for 2. world.make thing b (skipped)"),
        ("skipped", "waits for 3. world.make thing a (failed)"),
        ("failed", ""),
        ("", ""),
        ("", ""),
    ]


@pytest.mark.parametrize("outcome", ["awaiting", "refused"])
def test_also_what_goes_on_is_waited_for(outcome: Any) -> None:
    steps = steps_of(make("a"), make("b", "a"))
    steps[0] = replace(steps[0], outcome=outcome)
    assert mark_skipped(steps)[1].reason == f"waits for 1. world.make thing a ({outcome})"


def test_what_may_have_been_written_is_not_called_skipped() -> None:
    steps = steps_of(make("a"), make("b", "a"))
    steps = [replace(steps[0], outcome="failed"), replace(steps[1], may_have_written=True)]
    assert mark_skipped(steps)[1].outcome == ""


def begin_all(schedule: Schedule) -> list[int]:
    found: list[int] = []
    while (position := schedule.begin()) is not None:
        found.append(position)
    return found


def test_a_step_begins_when_all_that_it_waits_for_are_good() -> None:
    steps = steps_of(make("c", "b", needs=("a",)), make("a"), make("b", "a"))
    schedule = Schedule(steps)
    assert begin_all(schedule) == [1]
    schedule.end(1, done(steps[1]))
    assert begin_all(schedule) == [2]
    schedule.end(2, replace(steps[2], outcome="failed"))
    assert begin_all(schedule) == []


def test_what_is_done_already_is_not_begun_and_not_waited_for() -> None:
    steps = steps_of(make("a"), make("b", "a"))
    steps[0] = done(steps[0])
    assert begin_all(Schedule(steps)) == [1]


def test_of_one_lane_one_is_made_at_a_time() -> None:
    steps = steps_of(*(make(name, serial="organization") for name in "abc"), make("d"))
    schedule = Schedule(steps)
    assert begin_all(schedule) == [0, 3]
    schedule.end(0, replace(steps[0], outcome="failed"))
    assert begin_all(schedule) == [1]
    schedule.end(1, done(steps[1]))
    assert begin_all(schedule) == [2]


def test_of_one_resource_one_change_is_made_at_a_time() -> None:
    steps = steps_of(make("a"), paint("a", "red", write=Write("a.b", {}), part_of=""))
    schedule = Schedule(steps)
    assert begin_all(schedule) == [0]
    schedule.end(0, done(steps[0]))
    assert begin_all(schedule) == [1]


def test_a_thing_of_two_accounts_to_come_is_two() -> None:
    accounts = [make(name) for name in "pq"]
    things = [
        make("a", id=f"a-{name}", account_id="", account={"$read": f"{name}.id"}) for name in "pq"
    ]
    steps = [done(step) for step in steps_of(*accounts)]
    steps += [replace(step, position=step.position + 2) for step in steps_of(*things)]
    assert begin_all(Schedule(steps)) == [2, 3]
