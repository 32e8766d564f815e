"""A run is undone from wherever it was killed, and so is an undo."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from made_up_world import World, environment_of, make, paint

from ringwall.apply.run import execute, resume
from ringwall.apply.step import RunStep
from ringwall.apply.undo import plan_undo, undo
from ringwall.model.errors import BadInput, Locked
from ringwall.model.run import RunOptions
from ringwall.store.database.journal import Journal

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
UNDOS = Counter(
    {
        "s3:DeletePublicAccessBlock": 1,
        "ec2:AuthorizeSecurityGroupIngress": 1,
        "ec2:DisableEbsEncryptionByDefault": 1,
    }
)
POINTS = 40
"""Before and after: the start, the end, and six acts of each of the three steps."""


@pytest.mark.parametrize("point", range(1, POINTS))
def test_a_killed_run_is_undone(scene: Scene, point: int) -> None:
    with pytest.raises(scene.killed):
        execute(scene.changes, scene.dying(point), ACTOR)
    run = scene.environment.journal.runs()[0]
    undo(run.id, scene.environment, ACTOR)
    assert scene.states() == scene.before()
    assert max(scene.writes().values(), default=1) == 1
    assert undo(run.id, scene.environment, ACTOR) is None
    assert scene.environment.journal.verify_chain() == []


@pytest.mark.parametrize("point", range(POINTS))
def test_an_undo_that_was_killed_is_resumed(scene: Scene, point: int) -> None:
    run = execute(scene.changes, scene.environment, ACTOR).run
    with pytest.raises(scene.killed):
        undo(run.id, scene.dying(point), ACTOR)
    undo(run.id, scene.environment, ACTOR)
    assert scene.states() == scene.before()
    assert scene.writes() == FIXES + UNDOS
    assert undo(run.id, scene.environment, ACTOR) is None


def test_what_is_so_already_is_not_written_and_not_undone(scene: Scene) -> None:
    scene.estate.client("ec2").enable_ebs_encryption_by_default()
    scene.estate.emulator.calls.clear()
    report = execute(scene.changes, scene.environment, ACTOR)
    assert [step.outcome for step in report.steps] == ["verified", "verified", "already"]
    assert "ec2:EnableEbsEncryptionByDefault" not in scene.writes()
    undo(report.run.id, scene.environment, ACTOR)
    assert scene.states() == [*scene.before()[:2], True]


def test_a_run_with_a_denied_step_is_undone(scene: Scene) -> None:
    scene.estate.emulator.deny("ec2:EnableEbsEncryptionByDefault")
    run = execute(scene.changes, scene.environment, ACTOR).run
    assert [one.write.operation for one in plan_undo(run.id, scene.environment).changes] == [
        "ec2.authorize_security_group_ingress",
        "s3.delete_public_access_block",
    ]
    undo(run.id, scene.environment, ACTOR)
    assert scene.states() == scene.before()


def test_a_run_that_was_undone_is_not_resumed(scene: Scene) -> None:
    run = execute(scene.changes[:1], scene.environment, ACTOR).run
    undo(run.id, scene.environment, ACTOR)
    with pytest.raises(BadInput, match="was undone by run"):
        resume(run.id, scene.environment, ACTOR)


def test_an_undo_can_be_undone(scene: Scene) -> None:
    run = execute(scene.changes, scene.environment, ACTOR).run
    back = undo(run.id, scene.environment, ACTOR)
    assert back is not None
    undo(back.run.id, scene.environment, ACTOR)
    assert scene.states() == scene.after()


def test_what_cannot_be_undone_is_told(scene: Scene) -> None:
    final = replace(scene.changes[0], undo=None, blast="irreversible")
    pair = (final, scene.changes[2])
    with pytest.raises(BadInput, match=r"1 of the changes cannot be undone; --accept-irreversible"):
        execute(pair, scene.environment, ACTOR)
    accepted = RunOptions(accept_irreversible=True)
    run = execute(pair, scene.environment, ACTOR, options=accepted).run
    plan = plan_undo(run.id, scene.environment)
    assert [one.write.operation for one in plan.changes] == [
        "ec2.disable_ebs_encryption_by_default"
    ]
    assert "cannot be undone" in plan.skipped[0][1]


def test_of_an_undo_that_was_stopped_the_rest_is_planned(scene: Scene) -> None:
    run = execute(scene.changes, scene.environment, ACTOR).run
    scene.estate.emulator.deny("ec2:AuthorizeSecurityGroupIngress")
    back = undo(run.id, scene.environment, ACTOR)
    assert back is not None
    assert [step.outcome for step in back.steps] == ["verified", "failed", ""]
    assert [one.write.operation for one in plan_undo(run.id, scene.environment).changes] == [
        "ec2.authorize_security_group_ingress",
        "s3.delete_public_access_block",
    ]
    scene.estate.emulator.allow()
    undo(run.id, scene.environment, ACTOR)
    assert scene.states() == scene.before()
    assert plan_undo(run.id, scene.environment).changes == ()


def test_an_undo_erases_what_needs_first_and_waits_for_it(journal: Journal) -> None:
    world = World()
    environment = environment_of(world, journal)
    changes = [make("c", "b"), paint("b", "red", "b"), make("a"), make("b", "a"), make("x")]
    run = execute(changes, environment, ACTOR).run
    plan = plan_undo(run.id, environment)
    assert [(change.id, change.needs) for change in plan.changes] == [
        ("undo-x", ()),
        ("undo-c", ()),
        ("undo-b", ("undo-c",)),
        ("undo-a", ("undo-b",)),
    ]
    back = undo(run.id, environment, ACTOR, options=RunOptions(4))
    assert back
    assert back.is_clean
    assert world.state() == []


def test_an_undo_waits_through_what_was_there_already(journal: Journal) -> None:
    world = World({"id-0": {"Id": "id-0", "Name": "b", "Parent": "", "Colour": "grey"}})
    environment = environment_of(world, journal)
    run = execute([make("a"), make("b", "a"), make("c", "b")], environment, ACTOR).run
    plan = plan_undo(run.id, environment)
    assert [(change.id, change.needs) for change in plan.changes] == [
        ("undo-c", ()),
        ("undo-a", ("undo-c",)),
    ]


def test_a_run_that_runs_is_not_undone_beside_it(journal: Journal) -> None:
    world = World()
    environment = environment_of(world, journal)

    def interfere(_: RunStep) -> None:
        (run,) = journal.runs()
        with pytest.raises(Locked, match=f"run {run.id} still runs"):
            undo(run.id, environment, ACTOR)

    report = execute([make("a"), make("b", "a")], environment, ACTOR, tell=interfere)
    assert report.is_clean
    assert report.run.status == "done"
