"""A run killed at any point is resumed, and nothing is written twice."""

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_world import (
    REGION,
    Killed,
    World,
    environment_of,
    make,
    paint,
    repaint,
)

from ringwall.apply.environment import RunEnvironment
from ringwall.apply.run import execute, read_report, resume
from ringwall.apply.step import RunStep
from ringwall.apply.undo import plan_undo, undo
from ringwall.model.change import Change
from ringwall.model.errors import BadInput, Locked
from ringwall.model.lease import TERM, Leased
from ringwall.model.run import RunOptions
from ringwall.store.database.connection import open_database
from ringwall.store.database.journal import Journal
from ringwall.store.database.leases import Leases, name_process
from ringwall.store.seal_key import SealKey

ACCOUNT = "123456789012"
ACTOR = f"arn:aws:iam::{ACCOUNT}:user/ann"
Scene = Any
"""tests/apply/conftest.py declares it: three Changes, and a run that can be killed."""
FIXES = Counter(
    {
        "s3:PutPublicAccessBlock": 1,
        "ec2:RevokeSecurityGroupIngress": 1,
        "ec2:EnableEbsEncryptionByDefault": 1,
    }
)
POINTS = 40
"""Before and after: the start, the end, and six acts of each of the three steps."""


def test_every_point_of_a_run_is_one_where_it_is_killed_below(scene: Scene) -> None:
    assert execute(scene.changes, scene.dying(POINTS), ACTOR).is_clean


def test_a_run_changes_the_world_and_tells_of_each_step(scene: Scene) -> None:
    told: list[str] = []
    report = execute(
        scene.changes, scene.environment, ACTOR, "snap", tell=lambda step: told.append(step.outcome)
    )
    assert report.is_clean
    assert (report.run.status, report.run.snapshot, report.run.actor) == ("done", "snap", ACTOR)
    assert told == ["verified"] * 3
    assert scene.states() == scene.after()
    assert scene.writes() == FIXES
    assert scene.environment.journal.verify_chain() == []


@pytest.mark.parametrize("point", range(POINTS))
def test_a_killed_run_is_resumed(scene: Scene, point: int) -> None:
    with pytest.raises(scene.killed):
        execute(scene.changes, scene.dying(point), ACTOR)
    runs = scene.environment.journal.runs()
    if not runs:
        assert scene.writes() == Counter()
        assert point == 0
        return
    report = resume(runs[0].id, scene.environment, ACTOR)
    assert report.is_clean
    assert report.run.status == "done"
    assert scene.states() == scene.after()
    assert scene.writes() == FIXES
    assert scene.environment.journal.verify_chain() == []


@pytest.mark.parametrize("second", [0, 3, 5, 7, 9])
@pytest.mark.parametrize("first", [5, 7, 8, 20])
def test_a_run_survives_two_kills(scene: Scene, first: int, second: int) -> None:
    with pytest.raises(scene.killed):
        execute(scene.changes, scene.dying(first), ACTOR)
    run = scene.environment.journal.runs()[0]
    with pytest.raises(scene.killed):
        resume(run.id, scene.dying(second), ACTOR)
    assert resume(run.id, scene.environment, ACTOR).is_clean
    assert scene.states() == scene.after()
    assert scene.writes() == FIXES


def test_a_changed_world_is_refused_and_stops_the_run(scene: Scene) -> None:
    ec2 = scene.estate.client("ec2")
    ec2.authorize_security_group_ingress(
        GroupId=scene.group, IpProtocol="tcp", FromPort=80, ToPort=80, CidrIp="10.0.0.0/8"
    )
    report = execute(scene.changes, scene.environment, ACTOR)
    assert [step.outcome for step in report.steps] == ["verified", "refused", ""]
    assert "the resource changed since the plan" in report.steps[1].reason
    assert report.run.status == "stopped"
    assert "ec2:RevokeSecurityGroupIngress" not in scene.writes()


def test_keep_going_leaves_only_the_refused_step_undone(scene: Scene) -> None:
    drifted = replace(scene.changes[0], before={"BlockPublicAcls": True})
    changes = (drifted, *scene.changes[1:])
    report = execute(changes, scene.environment, ACTOR, options=RunOptions(keep_going=True))
    assert [step.outcome for step in report.steps] == ["refused", "verified", "verified"]
    assert scene.states() == [None, *scene.after()[1:]]


def test_a_denied_write_fails_and_goes_well_when_it_is_allowed(scene: Scene) -> None:
    scene.estate.emulator.deny("ec2:RevokeSecurityGroupIngress")
    report = execute(scene.changes, scene.environment, ACTOR)
    assert [step.outcome for step in report.steps] == ["verified", "failed", ""]
    assert "ec2.revoke_security_group_ingress" in report.steps[1].reason
    scene.estate.emulator.allow()
    scene.estate.emulator.calls.clear()
    again = resume(report.run.id, scene.environment, ACTOR)
    assert again.is_clean
    assert scene.states() == scene.after()
    assert "s3:PutPublicAccessBlock" not in scene.writes()


def test_a_throttled_write_is_sent_again(scene: Scene) -> None:
    scene.estate.emulator.throttle("ec2:EnableEbsEncryptionByDefault", 1)
    assert execute(scene.changes, scene.environment, ACTOR).is_clean


def test_a_done_run_is_left_as_it_is(scene: Scene) -> None:
    run = execute(scene.changes, scene.environment, ACTOR).run
    assert resume(run.id, scene.environment, ACTOR).is_clean
    assert scene.writes() == FIXES


def test_a_journal_that_was_tampered_with_is_not_acted_upon(scene: Scene) -> None:
    with pytest.raises(scene.killed):
        execute(scene.changes, scene.dying(20), ACTOR)
    run = scene.environment.journal.runs()[0]
    with scene.environment.journal.engine.begin() as connection:
        connection.execute(
            sa.text("update run_event set body = replace(body, 'acme', 'evil') where step = 0")
        )
    with pytest.raises(BadInput, match="does not hold"):
        resume(run.id, scene.environment, ACTOR)
    with pytest.raises(BadInput, match="does not hold"):
        undo(run.id, scene.environment, ACTOR)


def test_a_report_can_be_read_later(scene: Scene) -> None:
    report = execute(scene.changes, scene.environment, ACTOR)
    assert read_report(scene.environment.journal, report.run.id) == report


def test_an_empty_run_is_a_mistake(scene: Scene) -> None:
    with pytest.raises(ValueError, match="at least one Change"):
        execute([], scene.environment, ACTOR)


def test_two_changes_of_one_id_are_a_mistake(scene: Scene) -> None:
    """A reference would name both of them."""
    with pytest.raises(ValueError, match="same id"):
        execute([scene.changes[0], scene.changes[0]], scene.environment, ACTOR)
    assert scene.environment.journal.runs() == []


def small_world() -> World:
    """Return a world with one thing in it."""
    return World({"id-0": {"Id": "id-0", "Name": "old", "Parent": "", "Colour": "grey"}})


OLD = [("old", "", "grey")]
BUILT = [("a", "", "plain"), ("b", "a", "red"), ("c", "b", "plain"), ("old", "", "blue")]


def build(world: World) -> list[Change]:
    """Return Changes that make three things, one by work that goes on, and paint two."""
    return [
        repaint(world.things["id-0"], "blue"),
        make("c", "b", begin=True),
        paint("b", "red", "b"),
        make("b", "a"),
        make("a"),
    ]


ACTS = 55
"""Acts of the run below: events before and after, reads, writes before and after.

With several steps at a time there may be fewer, by a read of each of the five.
"""


def test_every_act_of_the_run_below_is_one_where_it_is_killed(journal: Journal) -> None:
    world = small_world()
    assert execute(build(world), environment_of(world, journal), ACTOR).is_clean
    assert world.state() == BUILT
    assert world.acts == ACTS


@pytest.mark.parametrize(
    ("parallel", "act"),
    [*((1, act) for act in range(ACTS)), *((4, act) for act in range(0, ACTS - 5, 3))],
)
def test_a_run_that_creates_is_resumed_and_undone_wherever_it_was_killed(
    journal: Journal, act: int, parallel: int
) -> None:
    world, options = small_world(), RunOptions(parallel)
    environment, changes = environment_of(world, journal), build(world)
    world.revive(act)
    with pytest.raises(Killed):
        execute(changes, environment, ACTOR, options=options)
    world.revive()
    if not (runs := journal.runs()):
        assert world.state() == OLD
        return
    resume(runs[0].id, environment, ACTOR, options=options)
    assert world.state() == BUILT
    assert journal.run(runs[0].id).status == "done"
    undo(runs[0].id, environment, ACTOR, options=options)
    assert world.state() == OLD
    assert journal.verify_chain() == []


@pytest.mark.parametrize("act", range(0, ACTS, 3))
def test_a_run_that_creates_is_undone_wherever_it_was_killed(journal: Journal, act: int) -> None:
    """What a kill left behind is found by its read-back: nothing is orphaned."""
    world = small_world()
    environment, changes = environment_of(world, journal), build(world)
    world.revive(act)
    with pytest.raises(Killed):
        execute(changes, environment, ACTOR)
    world.revive()
    for run in journal.runs():
        world.finish_work()
        undo(run.id, environment, ACTOR)
        assert plan_undo(run.id, environment).skipped == ()
    assert world.state() == OLD


def test_what_aws_is_still_making_is_not_called_undone(journal: Journal) -> None:
    world = World(asks=99)
    environment = environment_of(world, journal)
    run = execute([make("a", begin=True)], environment, ACTOR).run
    ((_, reason),) = plan_undo(run.id, environment).skipped
    assert reason == "AWS is still at work on it (AWS says BUSY); resume the run first"
    assert undo(run.id, environment, ACTOR) is None
    world.finish_work()
    undo(run.id, environment, ACTOR)
    assert world.state() == []


@pytest.mark.parametrize("act", range(0, 36, 2))
def test_an_undo_that_erases_is_resumed_wherever_it_was_killed(journal: Journal, act: int) -> None:
    world = small_world()
    environment = environment_of(world, journal)
    run = execute(build(world), environment, ACTOR).run
    world.revive(act)
    with pytest.raises(Killed):
        undo(run.id, environment, ACTOR)
    world.revive()
    undo(run.id, environment, ACTOR)
    assert world.state() == OLD
    assert undo(run.id, environment, ACTOR) is None


@pytest.mark.parametrize("number", range(1, 6))
def test_a_lost_answer_makes_nothing_twice(journal: Journal, number: int) -> None:
    world = small_world()
    world.lost = {number}
    environment = environment_of(world, journal)
    report = execute(build(world), environment, ACTOR)
    if not report.is_clean:  # work that was begun, whose name was in the answer
        world.finish_work()
        report = resume(report.run.id, environment, ACTOR)
    assert report.is_clean
    assert world.state() == BUILT
    assert world.writes == 5
    undo(report.run.id, environment, ACTOR)
    assert world.state() == OLD


def test_two_runs_at_once_are_told_apart_by_what_they_change(journal: Journal) -> None:
    world = small_world()
    first = environment_of(world, journal)
    second = environment_of(world, journal)
    refused: list[str] = []

    def interfere(_: RunStep) -> None:
        if not refused:
            with pytest.raises(Locked) as raised:
                execute([make("a")], second, ACTOR)
            refused.append(str(raised.value))
            assert execute([make("other")], second, ACTOR).is_clean

    report = execute(build(world), first, ACTOR, tell=interfere)
    assert report.is_clean
    assert f"thing a ({ACCOUNT}, {REGION}): run {report.run.id} is changing it" in refused[0]
    assert execute([make("a", id="again")], second, ACTOR).steps[0].outcome == "already"


@dataclass
class StandingStill(World):
    """A world in which the process stands still at one act, and others go on."""

    stand_at: int = 0
    meanwhile: Callable[[], None] = lambda: None

    def act(self) -> None:
        super().act()
        if self.acts == self.stand_at:
            self.stand_at = 0
            self.meanwhile()


@pytest.mark.parametrize("act", range(2, ACTS))
def test_a_process_that_stood_still_spoils_nothing_of_the_one_that_went_on(
    journal: Journal, act: int
) -> None:
    at = [1_000_000]

    def process() -> RunEnvironment:
        leases = Leases(journal.engine, now=lambda: at[0])
        return replace(environment_of(world, journal), leases=leases)

    def go_on() -> None:
        at[0] += 2 * TERM
        assert resume(journal.runs()[0].id, process(), ACTOR).is_clean

    things = small_world().things
    world = StandingStill(things, stand_at=act, meanwhile=go_on)
    with pytest.raises(Locked, match="stood still"):
        execute(build(world), process(), ACTOR)
    assert world.state() == BUILT
    run = journal.runs()[0]
    assert run.status == "done"
    assert {step.outcome for step in read_report(journal, run.id).steps} == {"verified"}
    undo(run.id, process(), ACTOR)
    assert world.state() == OLD


def test_a_run_that_was_killed_is_resumed_at_once_and_others_wait(journal: Journal) -> None:
    """As after SIGKILL: nobody gave the leases back."""
    world, at = small_world(), [1_000_000]
    gone: set[str] = set()
    leases = Leases(journal.engine, now=lambda: at[0], is_gone=gone.__contains__)
    environment = replace(environment_of(world, journal), leases=leases)
    world.revive(20)
    with pytest.raises(Killed):
        execute(build(world), environment, ACTOR)
    world.revive()
    (run,) = journal.runs()
    leases.take(run.id, [Leased(ACCOUNT, REGION, "thing a")])
    later = replace(environment, leases=replace(leases, process=name_process()))
    with pytest.raises(Locked):
        resume(run.id, later, ACTOR)
    gone.add(leases.process)
    with pytest.raises(Locked):
        execute([make("a", id="x")], later, ACTOR)
    assert resume(run.id, later, ACTOR).is_clean
    assert world.state() == BUILT


@st.composite
def graphs(draw: st.DrawFn) -> list[tuple[str, str, bool, str, bool]]:
    """Draw things: name, parent, whether made by work, colour or '', whether it cannot be made."""
    count = draw(st.integers(1, 6))
    return [
        (
            f"t{number}",
            draw(st.sampled_from(["", *(f"t{earlier}" for earlier in range(number))])),
            draw(st.booleans()),
            draw(st.sampled_from(["", "red", "blue"])),
            draw(st.integers(0, 5)) == 0,
        )
        for number in range(count)
    ]


def expect(things: list[tuple[str, str, bool, str, bool]]) -> list[tuple[str, str, str]]:
    """Return what is there in the end: all but what cannot be made, and what needs that."""
    made: dict[str, tuple[str, str, str]] = {}
    for name, parent, is_work, colour, fails in things:
        if (not parent or parent in made) and not (fails and is_work):
            made[name] = (name, parent, colour or "plain")
    return sorted(made.values())


@settings(max_examples=25)
@given(
    things=graphs(),
    order=st.randoms(use_true_random=False),
    kills=st.lists(st.integers(0, 40), max_size=3),
    lost=st.sets(st.integers(1, 8), max_size=2),
    parallel=st.integers(1, 4),
)
def test_any_graph_ends_as_a_naive_oracle_says_however_often_it_is_killed(
    empty_database: Path,
    *,
    things: list[tuple[str, str, bool, str, bool]],
    order: Any,
    kills: list[int],
    lost: set[int],
    parallel: int,
) -> None:
    world = World(asks=0, lost=lost, fails={thing[0] for thing in things if thing[4]})
    changes = [make(name, parent, begin=work) for name, parent, work, *_ in things]
    changes += [paint(name, colour, name) for name, _, _, colour, _ in things if colour]
    order.shuffle(changes)
    options = RunOptions(parallel, keep_going=True)
    with TemporaryDirectory() as folder:
        shutil.copy(empty_database, Path(folder) / "hub.sqlite")
        engine = open_database(f"sqlite:///{folder}/hub.sqlite")
        journal = Journal(engine, SealKey(Path(folder) / "seal.key"))
        environment = environment_of(world, journal)
        for kill in [*kills, -1, -1]:
            world.revive(kill)
            with suppress(Killed):
                if runs := journal.runs():
                    resume(runs[0].id, environment, ACTOR, options=options)
                else:
                    execute(changes, environment, ACTOR, options=options)
            world.revive()
            world.finish_work()
        assert world.state() == expect(things)
        (run,) = journal.runs()
        done = {step.change.id for step in read_report(journal, run.id).steps if step.is_good}
        assert {id_ for id_ in done if not id_.startswith("paint-")} == {
            name for name, *_ in expect(things)
        }
        undo(run.id, environment, ACTOR, options=options)
        assert world.state() == []
        assert journal.verify_chain() == []
        engine.dispose()
