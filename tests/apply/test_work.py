"""Work that goes on is asked after until it ends, and never called failed before AWS says so."""

from dataclasses import replace
from typing import Any

import pytest
from made_up_world import ACCOUNT, POLL, REGION, World, WorldReader, environment_of, make

from ringwall.apply.environment import RunEnvironment
from ringwall.apply.run import execute, read_report, resume
from ringwall.apply.undo import undo
from ringwall.apply.work import WorkEnd, await_work, time_to_show
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.run import RunOptions
from ringwall.store.database.journal import Journal

ACTOR = "arn:ann"


def await_it(world: World, environment: RunEnvironment, answer: Any) -> WorkEnd:
    return await_work(POLL, answer, WorldReader(world, ACCOUNT, REGION), environment)


def begun(asks: int, **other: Any) -> World:
    work = {"Name": "a", "Parent": "", "Left": asks, "Id": ""}
    return World(work={"w": work}, **other)


def test_it_is_asked_after_until_it_is_done(journal: Journal) -> None:
    world, slept = begun(3), list[float]()
    environment = environment_of(world, journal, slept.append)
    assert await_it(world, environment, {"Work": "w"}) == WorkEnd("done")
    assert slept == [0.25, 0.5, 1.0]


def test_a_failure_has_its_reason(journal: Journal) -> None:
    world = begun(0, fails={"a"})
    environment = environment_of(world, journal)
    assert await_it(world, environment, {"Work": "w"}) == WorkEnd("failed", "it broke")
    silent = replace(POLL, why="")
    reader = WorldReader(world, ACCOUNT, REGION)
    assert await_work(silent, {"Work": "w"}, reader, environment) == WorkEnd("failed", "BAD")


def test_past_its_time_it_is_awaited(journal: Journal) -> None:
    world = begun(999)
    environment = environment_of(world, journal)
    assert await_it(world, environment, {"Work": "w"}) == WorkEnd("awaiting", "AWS says BUSY")


def test_what_cannot_be_asked_after_may_go_on(journal: Journal) -> None:
    world = begun(0)
    environment = environment_of(world, journal)
    told = "cannot see how the work stands: the answer has no Work"
    assert await_it(world, environment, {}) == WorkEnd("awaiting", told)

    class Denied(WorldReader):
        def call(self, operation: str, **_: Any) -> Any:
            raise AccessDenied(operation, "AccessDenied")

    end = await_work(POLL, {"Work": "w"}, Denied(world, ACCOUNT, REGION), environment)
    assert end == WorkEnd("awaiting", "cannot see how the work stands: world.ask")


def test_a_step_past_its_time_is_awaiting_and_resume_asks_again(journal: Journal) -> None:
    world = World(asks=999)
    environment = environment_of(world, journal)
    changes = [make("a", begin=True), make("b", "a"), make("c")]
    report = execute(changes, environment, ACTOR)
    assert [step.outcome for step in report.steps] == ["awaiting", "skipped", "verified"]
    assert report.steps[1].reason == "waits for 1. world.begin thing a (awaiting)"
    assert report.run.status == "stopped"
    assert read_report(journal, report.run.id) == report
    again = resume(report.run.id, environment, ACTOR)
    assert [step.outcome for step in again.steps] == ["awaiting", "skipped", "verified"]
    world.finish_work()
    assert resume(report.run.id, environment, ACTOR).is_clean
    assert world.calls["world.begin"] == 1
    undo(report.run.id, environment, ACTOR)
    assert world.state() == []


def test_work_that_failed_is_a_result_and_is_begun_anew_by_a_resume(journal: Journal) -> None:
    world = World(fails={"a"})
    environment = environment_of(world, journal)
    report = execute([make("a", begin=True), make("c")], environment, ACTOR)
    assert [(step.outcome, step.reason) for step in report.steps] == [
        ("failed", "it broke"),
        ("", ""),
    ]
    world.fails.clear()
    assert resume(report.run.id, environment, ACTOR).is_clean
    tokens = [
        event.body["token"] for event in journal.events(report.run.id) if event.kind == "intent"
    ]
    assert len(set(tokens[:2])) == 2, "AWS would answer the same token with the old failure"
    assert world.state() == [("a", "", "plain"), ("c", "", "plain")]


@pytest.mark.parametrize(("takes_token", "seconds"), [(True, 2.0), (False, 62.0)])
def test_without_a_token_work_has_all_its_time_to_show(
    journal: Journal, *, takes_token: bool, seconds: float
) -> None:
    world = World()
    environment = environment_of(world, journal)
    writer: Any = world.writer(ACCOUNT, REGION)

    class Known:
        def takes_token(self, _operation: str) -> bool:
            return takes_token

    assert not writer.takes_token("world.begin")
    world.writer = lambda *_: Known()  # type: ignore[method-assign]  # the seam of this test
    assert time_to_show(make("a", begin=True), environment) == seconds
    assert time_to_show(make("a"), environment) == 2.0


def test_a_run_may_go_on_while_it_waits(journal: Journal) -> None:
    world = World(asks=3)
    environment = environment_of(world, journal)
    changes = [make(name, begin=True) for name in "abcd"]
    assert execute(changes, environment, ACTOR, options=RunOptions(4)).is_clean
    assert world.made == 4


def test_what_aws_does_not_show_yet_is_asked_after(journal: Journal) -> None:
    world, slept = begun(0), list[float]()
    environment = environment_of(world, journal, slept.append)
    answers = [CallFailed("not yet", "NotFound"), CallFailed("not yet", "NotFound")]

    class Late(WorldReader):
        def call(self, operation: str, **asked: Any) -> Any:
            if answers:
                raise answers.pop()
            return super().call(operation, **asked)

    reader, poll = Late(world, ACCOUNT, REGION), replace(POLL, early=("NotFound",))
    assert await_work(poll, {"Work": "w"}, reader, environment) == WorkEnd("done")
    assert len(slept) == 2
