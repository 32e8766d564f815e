"""A run killed at any point is resumed, and nothing is written twice."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from ringwall.apply.run import execute, read_report, resume
from ringwall.apply.undo import undo
from ringwall.model.errors import BadInput

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
    report = execute(changes, scene.environment, ACTOR, keep_going=True)
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
