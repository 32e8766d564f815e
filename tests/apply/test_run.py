"""A run killed at any point is taken up again, or taken back, and nothing is written twice."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from ringwall.apply.gates import Gates, Patience
from ringwall.apply.run import execute, read_report, resume
from ringwall.apply.step import Stage
from ringwall.apply.undo import plan_undo, undo
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import (
    AccessDenied,
    BadInput,
    CallFailed,
    NoCredentials,
    StorageFailed,
)
from ringwall.model.probe import read_state
from ringwall.model.table import Row
from ringwall.store.journal import Journal

ACCOUNT = "123456789012"
REGION = "eu-west-1"
ACTOR = f"arn:aws:iam::{ACCOUNT}:user/ann"
Estate = Any
"""tests/apply/conftest.py declares it."""
WRITES = {
    "fix": {
        "s3:PutPublicAccessBlock": 1,
        "ec2:RevokeSecurityGroupIngress": 1,
        "ec2:EnableEbsEncryptionByDefault": 1,
    },
    "undo": {
        "s3:DeletePublicAccessBlock": 1,
        "ec2:AuthorizeSecurityGroupIngress": 1,
        "ec2:DisableEbsEncryptionByDefault": 1,
    },
}
POINTS = 40
"""Before and after: the start, the end, and six acts of each of the three steps."""


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Death:
    """Kills at one of the points before and after each act; without a point it only counts."""

    point: int = -1
    passed: int = 0

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*args: Any, **kwargs: Any) -> Any:
            self.strike()
            try:
                return act(*args, **kwargs)
            finally:
                self.strike()

        return acted

    def strike(self) -> None:
        self.passed += 1
        if self.passed == self.point + 1:
            raise Killed


@dataclass
class Mortal:
    """Something of whose methods some are acts that death can strike around."""

    inner: Any
    death: Death
    acts: frozenset[str]

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.inner, name)
        return self.death.around(found) if name in self.acts else found


@dataclass(frozen=True)
class MortalGates:
    gates: Gates
    death: Death

    def reader(self, account_id: str, region: str) -> Any:
        return Mortal(self.gates.reader(account_id, region), self.death, frozenset({"call"}))

    def writer(self, account_id: str, region: str) -> Any:
        return Mortal(self.gates.writer(account_id, region), self.death, frozenset({"call"}))


def mortal(stage: Stage, death: Death) -> Stage:
    journal: Any = Mortal(stage.journal, death, frozenset({"start", "append", "end"}))
    return Stage(journal, MortalGates(stage.gates, death), stage.patience)


@dataclass(frozen=True)
class Scene:
    """Three weaknesses in the emulator and the Changes that mend them."""

    estate: Estate
    stage: Stage
    changes: tuple[Change, ...]
    group: str

    def states(self) -> list[Any]:
        reader = self.stage.gates.reader(ACCOUNT, REGION)
        return [read_state(change.probe, reader) for change in self.changes]

    def writes(self) -> Counter[str]:
        known = WRITES["fix"] | WRITES["undo"]
        return Counter({name: n for name, n in self.estate.emulator.calls.items() if name in known})

    def before(self) -> list[Any]:
        return [change.before for change in self.changes]

    def after(self) -> list[Any]:
        return [change.after for change in self.changes]


BLOCKED = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


@pytest.fixture
def scene(estate: Estate, stage: Stage) -> Scene:
    estate.client("s3").create_bucket(
        Bucket="acme", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    ec2 = estate.client("ec2")
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    rule = {
        "GroupId": group,
        "IpPermissions": [
            {
                "IpProtocol": "tcp",
                "FromPort": 22,
                "ToPort": 22,
                "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
            }
        ],
    }
    ec2.authorize_security_group_ingress(**rule)
    estate.emulator.calls.clear()
    bucket, name = {"Bucket": "acme"}, "PublicAccessBlockConfiguration"
    absent = ("NoSuchPublicAccessBlockConfiguration",)
    changes = (
        change(
            Write("s3.put_public_access_block", {**bucket, name: BLOCKED}),
            Probe("s3.get_public_access_block", bucket, name, absent),
            (None, BLOCKED),
            Write("s3.delete_public_access_block", bucket),
        ),
        change(
            Write("ec2.revoke_security_group_ingress", rule),
            Probe(
                "ec2.describe_security_groups",
                {"GroupIds": [group]},
                "SecurityGroups[0].IpPermissions[].[FromPort, IpRanges[0].CidrIp]",
            ),
            ([[22, "0.0.0.0/0"]], []),
            Write("ec2.authorize_security_group_ingress", rule),
        ),
        change(
            Write("ec2.enable_ebs_encryption_by_default", {}),
            Probe("ec2.get_ebs_encryption_by_default", {}, "EbsEncryptionByDefault"),
            (False, True),
            Write("ec2.disable_ebs_encryption_by_default", {}),
        ),
    )
    return Scene(estate, stage, changes, group)


def change(write: Write, probe: Probe, states: tuple[Any, Any], undo: Write | None) -> Change:
    return Change(
        account_id=ACCOUNT,
        region=REGION,
        resource=f"arn:aws:{write.operation}",
        write=write,
        probe=probe,
        before=states[0],
        after=states[1],
        why="because",
        layer="data",
        undo=undo,
    )


def test_every_point_of_a_run_is_one_where_it_is_killed_below(scene: Scene) -> None:
    death = Death()
    execute(scene.changes, mortal(scene.stage, death), ACTOR)
    assert death.passed == POINTS


def test_a_run_changes_the_world_and_tells_of_each_step(scene: Scene) -> None:
    told: list[str] = []
    report = execute(
        scene.changes, scene.stage, ACTOR, "snap", tell=lambda step: told.append(step.outcome)
    )
    assert report.is_clean
    assert (report.run.status, report.run.snapshot, report.run.actor) == ("done", "snap", ACTOR)
    assert told == ["verified"] * 3
    assert scene.states() == scene.after()
    assert scene.writes() == WRITES["fix"]
    assert scene.stage.journal.verify_chain() == []


@pytest.mark.parametrize("point", range(POINTS))
def test_a_killed_run_is_taken_up_again(scene: Scene, point: int) -> None:
    with pytest.raises(Killed):
        execute(scene.changes, mortal(scene.stage, Death(point)), ACTOR)
    runs = scene.stage.journal.runs()
    if not runs:
        assert scene.writes() == Counter()
        assert point == 0
        return
    report = resume(runs[0].id, scene.stage, ACTOR)
    assert report.is_clean
    assert report.run.status == "done"
    assert scene.states() == scene.after()
    assert scene.writes() == WRITES["fix"]
    assert scene.stage.journal.verify_chain() == []


@pytest.mark.parametrize("point", range(1, POINTS))
def test_a_killed_run_is_taken_back(scene: Scene, point: int) -> None:
    with pytest.raises(Killed):
        execute(scene.changes, mortal(scene.stage, Death(point)), ACTOR)
    run = scene.stage.journal.runs()[0]
    undo(run.id, scene.stage, ACTOR)
    assert scene.states() == scene.before()
    assert max(scene.writes().values(), default=1) == 1
    assert undo(run.id, scene.stage, ACTOR) is None
    assert scene.stage.journal.verify_chain() == []


@pytest.mark.parametrize("point", range(POINTS))
def test_an_undo_that_was_killed_is_taken_up_again(scene: Scene, point: int) -> None:
    run = execute(scene.changes, scene.stage, ACTOR).run
    with pytest.raises(Killed):
        undo(run.id, mortal(scene.stage, Death(point)), ACTOR)
    undo(run.id, scene.stage, ACTOR)
    assert scene.states() == scene.before()
    assert scene.writes() == WRITES["fix"] | WRITES["undo"]
    assert undo(run.id, scene.stage, ACTOR) is None


@pytest.mark.parametrize("second", [0, 3, 5, 7, 9])
@pytest.mark.parametrize("first", [5, 7, 8, 20])
def test_a_run_survives_two_kills(scene: Scene, first: int, second: int) -> None:
    with pytest.raises(Killed):
        execute(scene.changes, mortal(scene.stage, Death(first)), ACTOR)
    run = scene.stage.journal.runs()[0]
    with pytest.raises(Killed):
        resume(run.id, mortal(scene.stage, Death(second)), ACTOR)
    assert resume(run.id, scene.stage, ACTOR).is_clean
    assert scene.states() == scene.after()
    assert scene.writes() == WRITES["fix"]


def test_what_is_so_already_is_not_written_and_not_taken_back(scene: Scene) -> None:
    scene.estate.client("ec2").enable_ebs_encryption_by_default()
    scene.estate.emulator.calls.clear()
    report = execute(scene.changes, scene.stage, ACTOR)
    assert [step.outcome for step in report.steps] == ["verified", "verified", "already"]
    assert "ec2:EnableEbsEncryptionByDefault" not in scene.writes()
    undo(report.run.id, scene.stage, ACTOR)
    assert scene.states() == [*scene.before()[:2], True]


def test_a_changed_world_is_refused_and_stops_the_run(scene: Scene) -> None:
    ec2 = scene.estate.client("ec2")
    ec2.authorize_security_group_ingress(
        GroupId=scene.group, IpProtocol="tcp", FromPort=80, ToPort=80, CidrIp="10.0.0.0/8"
    )
    report = execute(scene.changes, scene.stage, ACTOR)
    assert [step.outcome for step in report.steps] == ["verified", "refused", ""]
    assert "the world has changed" in report.steps[1].reason
    assert report.run.status == "stopped"
    assert "ec2:RevokeSecurityGroupIngress" not in scene.writes()


def test_keep_going_leaves_only_the_refused_step_undone(scene: Scene) -> None:
    drifted = replace(scene.changes[0], before={"BlockPublicAcls": True})
    changes = (drifted, *scene.changes[1:])
    report = execute(changes, scene.stage, ACTOR, keep_going=True)
    assert [step.outcome for step in report.steps] == ["refused", "verified", "verified"]
    assert scene.states() == [None, *scene.after()[1:]]


def test_a_denied_write_fails_and_goes_well_when_it_is_allowed(scene: Scene) -> None:
    scene.estate.emulator.deny("ec2:RevokeSecurityGroupIngress")
    report = execute(scene.changes, scene.stage, ACTOR)
    assert [step.outcome for step in report.steps] == ["verified", "failed", ""]
    assert "ec2.revoke_security_group_ingress" in report.steps[1].reason
    scene.estate.emulator.allow()
    scene.estate.emulator.calls.clear()
    again = resume(report.run.id, scene.stage, ACTOR)
    assert again.is_clean
    assert scene.states() == scene.after()
    assert "s3:PutPublicAccessBlock" not in scene.writes()


def test_a_run_with_a_denied_step_is_taken_back(scene: Scene) -> None:
    scene.estate.emulator.deny("ec2:EnableEbsEncryptionByDefault")
    run = execute(scene.changes, scene.stage, ACTOR).run
    assert [one.write.operation for one in plan_undo(run.id, scene.stage).changes] == [
        "ec2.authorize_security_group_ingress",
        "s3.delete_public_access_block",
    ]
    undo(run.id, scene.stage, ACTOR)
    assert scene.states() == scene.before()


def test_a_throttled_write_is_sent_again(scene: Scene) -> None:
    scene.estate.emulator.throttle("ec2:EnableEbsEncryptionByDefault", 1)
    assert execute(scene.changes, scene.stage, ACTOR).is_clean


def test_a_run_that_was_taken_back_is_not_taken_up_again(scene: Scene) -> None:
    run = execute(scene.changes[:1], scene.stage, ACTOR).run
    undo(run.id, scene.stage, ACTOR)
    with pytest.raises(BadInput, match="was taken back by run"):
        resume(run.id, scene.stage, ACTOR)


def test_a_done_run_is_left_as_it_is(scene: Scene) -> None:
    run = execute(scene.changes, scene.stage, ACTOR).run
    assert resume(run.id, scene.stage, ACTOR).is_clean
    assert scene.writes() == WRITES["fix"]


def test_an_undo_can_be_taken_back(scene: Scene) -> None:
    run = execute(scene.changes, scene.stage, ACTOR).run
    back = undo(run.id, scene.stage, ACTOR)
    assert back is not None
    undo(back.run.id, scene.stage, ACTOR)
    assert scene.states() == scene.after()


def test_what_cannot_be_taken_back_is_told(scene: Scene) -> None:
    final = replace(scene.changes[0], undo=None, blast="irreversible")
    run = execute((final, scene.changes[2]), scene.stage, ACTOR).run
    plan = plan_undo(run.id, scene.stage)
    assert [one.write.operation for one in plan.changes] == [
        "ec2.disable_ebs_encryption_by_default"
    ]
    assert "cannot be taken back" in plan.skipped[0][1]


def test_a_journal_that_was_tampered_with_is_not_acted_upon(scene: Scene) -> None:
    with pytest.raises(Killed):
        execute(scene.changes, mortal(scene.stage, Death(20)), ACTOR)
    run = scene.stage.journal.runs()[0]
    import sqlalchemy as sa  # noqa: PLC0415 - what an intruder uses

    with scene.stage.journal.engine.begin() as connection:
        connection.execute(
            sa.text("update run_event set body = replace(body, 'acme', 'evil') where step = 0")
        )
    with pytest.raises(BadInput, match="tampered with"):
        resume(run.id, scene.stage, ACTOR)
    with pytest.raises(BadInput, match="tampered with"):
        undo(run.id, scene.stage, ACTOR)


@dataclass
class Cell:
    """AWS with one value in it, that shows a write only after some reads."""

    value: Any = "old"
    shown: Any = "old"
    lag: int = 0
    answers: list[Any] = field(default_factory=list)
    """What the writes answer: an exception is raised, after the write where it says so."""
    writes: int = 0
    tokens: list[str] = field(default_factory=list)
    region: str = REGION
    account_id: str = ACCOUNT
    partition: str = "aws"

    def reader(self, *_: str) -> Any:
        return CellReader(self)

    def writer(self, *_: str) -> Any:
        return CellWriter(self)


@dataclass
class CellReader:
    cell: Cell

    def call(self, _operation: str, **_parameters: Any) -> Row:
        if self.cell.lag:
            self.cell.lag -= 1
        else:
            self.cell.shown = self.cell.value
        return {"Value": self.cell.shown}


@dataclass
class CellWriter:
    cell: Cell

    def call(self, _operation: str, parameters: Mapping[str, Any], token: str = "") -> Row:
        self.cell.tokens.append(token)
        answer = self.cell.answers.pop(0) if self.cell.answers else {}
        if isinstance(answer, AccessDenied):
            raise answer
        self.cell.writes += 1
        self.cell.value = parameters["Value"]
        if isinstance(answer, BaseException):
            raise answer
        return dict(answer)


def put(value: Any, before: Any = "old") -> Change:
    return change(
        Write("cell.put", {"Value": value}),
        Probe("cell.get", {}, "Value"),
        (before, value),
        Write("cell.put", {"Value": before}),
    )


def stage_of(journal: Journal, cell: Cell, patience: int = 8) -> Stage:
    gates: Any = cell
    return Stage(journal, gates, Patience(attempts=patience, sleep=lambda _: None))


def test_a_write_that_shows_late_is_waited_for(journal: Journal) -> None:
    cell = Cell()
    slow: list[float] = []
    gates: Any = cell
    stage = Stage(journal, gates, Patience(sleep=slow.append))

    @dataclass
    class Late(CellWriter):
        def call(self, operation: str, parameters: Mapping[str, Any], token: str = "") -> Row:
            answer = super().call(operation, parameters, token)
            self.cell.lag = 5
            return answer

    cell.writer = lambda *_: Late(cell)  # type: ignore[method-assign]  # the seam of this test
    assert execute([put("new")], stage, ACTOR).is_clean
    assert slow == [0.25, 0.5, 1.0, 2.0, 4.0]


def test_a_write_that_never_shows_fails(journal: Journal) -> None:
    cell = Cell()

    class Ignored(CellWriter):
        def call(self, *_: Any, **__: Any) -> Row:
            return {}

    cell.writer = lambda *_: Ignored(cell)  # type: ignore[method-assign]  # the seam of this test
    report = execute([put("new")], stage_of(journal, cell), ACTOR)
    assert report.steps[0].outcome == "failed"
    assert 'AWS took the write, but the state is "old"' in report.steps[0].reason
    assert report.run.status == "stopped"


def test_a_lost_answer_is_looked_up_in_the_world(journal: Journal) -> None:
    cell = Cell(answers=[CallFailed("read timeout", "ReadTimeoutError")])
    report = execute([put("new")], stage_of(journal, cell), ACTOR)
    assert report.is_clean
    assert cell.writes == 1


def test_after_a_kill_a_late_write_is_not_sent_twice(journal: Journal) -> None:
    cell = Cell(answers=[Killed()])
    with pytest.raises(Killed):
        execute([put("new")], stage_of(journal, cell), ACTOR)
    cell.lag = 4
    assert resume(journal.runs()[0].id, stage_of(journal, cell), ACTOR).is_clean
    assert cell.writes == 1


def test_a_repeated_write_carries_the_same_token(journal: Journal) -> None:
    cell = Cell()
    death = Death(5)  # the intent is on disk, the write was not sent
    with pytest.raises(Killed):
        execute([put("new")], mortal(stage_of(journal, cell), death), ACTOR)
    cell.tokens.append(read_token(journal))
    assert resume(journal.runs()[0].id, stage_of(journal, cell), ACTOR).is_clean
    assert len(set(cell.tokens)) == 1
    assert re.fullmatch(r"[0-9a-f-]{36}", cell.tokens[0])


def read_token(journal: Journal) -> str:
    events = journal.events(journal.runs()[0].id)
    return str(next(event.body["token"] for event in events if event.kind == "intent"))


def test_a_step_in_doubt_is_refused(journal: Journal) -> None:
    cell = Cell(answers=[Killed()])
    with pytest.raises(Killed):
        execute([put("new")], stage_of(journal, cell), ACTOR)
    cell.value = "somebody else's"
    run = journal.runs()[0]
    report = resume(run.id, stage_of(journal, cell), ACTOR)
    assert report.steps[0].outcome == "refused"
    assert "in doubt: a write was sent" in report.steps[0].reason
    assert "in doubt" in plan_undo(run.id, stage_of(journal, cell)).skipped[0][1]
    assert cell.writes == 1


def test_a_later_step_uses_an_earlier_answer(journal: Journal) -> None:
    cell = Cell(answers=[{"Made": {"Id": "new-7"}}])
    follow = replace(
        put("new-7", before="new"), write=Write("cell.put", {"Value": {"$result": "0.Made.Id"}})
    )
    assert execute([put("new"), follow], stage_of(journal, cell), ACTOR).is_clean
    assert cell.value == "new-7"


def test_a_missing_answer_refuses_the_step(journal: Journal) -> None:
    cell = Cell()
    follow = replace(put("x"), write=Write("cell.put", {"Value": {"$result": "0.Made.Id"}}))
    report = execute([put("new"), follow], stage_of(journal, cell), ACTOR)
    assert report.steps[1].reason == "the answer of step 1 has no Made.Id"


def test_an_undo_uses_the_answer_of_its_own_step(journal: Journal) -> None:
    cell = Cell(answers=[{"Undo": "old"}])
    made = replace(put("new"), undo=Write("cell.put", {"Value": {"$result": "0.Undo"}}))
    run = execute([made], stage_of(journal, cell), ACTOR).run
    undo(run.id, stage_of(journal, cell), ACTOR)
    assert cell.value == "old"


def test_no_secret_of_an_answer_stays_in_the_journal(journal: Journal) -> None:
    secret = {"AccessKey": {"SecretAccessKey": "hush", "AccessKeyId": "AKIA"}}
    cell = Cell(answers=[secret])
    run = execute([put("new")], stage_of(journal, cell), ACTOR).run
    kept = repr(journal.events(run.id))
    assert "hush" not in kept
    assert "AKIA" in kept


def test_a_change_with_a_secret_is_not_begun(journal: Journal) -> None:
    bad = replace(put("new"), write=Write("iam.create_login_profile", {"Password": "hush"}))
    with pytest.raises(ValueError, match="must not carry a secret"):
        execute([bad], stage_of(journal, Cell()), ACTOR)
    assert journal.runs() == []


def test_expired_credentials_end_the_process_not_the_run(journal: Journal) -> None:
    cell = Cell(answers=[NoCredentials("expired")])
    with pytest.raises(NoCredentials):
        execute([put("new")], stage_of(journal, cell), ACTOR)
    run = journal.runs()[0]
    assert run.status == "open"
    assert resume(run.id, stage_of(journal, cell), ACTOR).is_clean
    assert cell.writes == 1


@pytest.mark.parametrize("full_at", ["start", "append"])
def test_a_full_disk_stops_before_any_write(journal: Journal, full_at: str) -> None:
    cell = Cell()

    @dataclass
    class Full:
        inner: Journal

        def __getattr__(self, name: str) -> Any:
            return self.fail if name == full_at else getattr(self.inner, name)

        def fail(self, *_: Any) -> None:
            raise StorageFailed("no space left")

    full: Any = Full(journal)
    with pytest.raises(StorageFailed):
        execute([put("new")], stage_of(full, cell), ACTOR)
    assert cell.writes == 0


def test_an_unreadable_state_fails_without_a_write(journal: Journal) -> None:
    cell = Cell()

    class Blind(CellReader):
        def call(self, *_: Any, **__: Any) -> Row:
            raise AccessDenied("no", "AccessDenied")

    cell.reader = lambda *_: Blind(cell)  # type: ignore[method-assign]  # the seam of this test
    report = execute([put("new")], stage_of(journal, cell), ACTOR)
    assert report.steps[0].reason == "cannot read the state: no"
    assert cell.writes == 0


def test_a_report_can_be_read_later(journal: Journal) -> None:
    report = execute([put("new")], stage_of(journal, Cell()), ACTOR)
    assert read_report(journal, report.run.id) == report


def test_an_empty_run_is_a_mistake(journal: Journal) -> None:
    with pytest.raises(ValueError, match="at least one Change"):
        execute([], stage_of(journal, Cell()), ACTOR)
