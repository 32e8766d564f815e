"""Findings to a plan, and the plan to AWS."""

from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.findings import FindingsRequest, find_findings
from ringwall.jobs.fix import FixRequest, carry_out, plan_fix
from ringwall.jobs.history import open_journal
from ringwall.jobs.runs import list_runs
from ringwall.model.errors import BadInput, Locked, NotCollected
from ringwall.model.lease import Leased
from ringwall.model.run import RunOptions
from ringwall.store.database.leases import Leases
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import SnapshotWriter, open_snapshot

KEY = FixRequest(rules=("kms.key_rotates",))
BOTH = FixRequest(rules=("kms.key_rotates", "ec2.ssh_is_not_open"))


def find_uid(home: Path, rule: str) -> str:
    found = find_findings(home, FindingsRequest(rule=rule))
    return next(finding.uid for finding in found.ledger.findings(found.chosen))


def operations(planned: Any) -> list[str]:
    return [change.write.operation for change in planned.plan.changes]


def test_planning_reads_and_writes_nothing(
    audited_home: Path, connection: AwsAccess, account: Any
) -> None:
    planned = plan_fix(audited_home, KEY, connection)
    assert operations(planned) == ["kms.enable_key_rotation"]
    assert planned
    assert planned.snapshot == open_snapshot(audited_home / "estate").id
    assert planned.plan.skipped == ()
    assert account.app.calls["kms:GetKeyRotationStatus"] > 0
    assert not account.rotates()


@pytest.mark.parametrize(
    ("request_", "planned"),
    [
        (BOTH, ["ec2.revoke_security_group_ingress", "kms.enable_key_rotation"]),
        (FixRequest(severity="critical"), ["ec2.revoke_security_group_ingress"]),
        (
            FixRequest(rules=("kms.*", "ec2.ssh*"), severity="high"),
            ["ec2.revoke_security_group_ingress"],
        ),
        (FixRequest(rules=("kms.*",), account="123456789012"), ["kms.enable_key_rotation"]),
    ],
    ids=["rules", "severity", "both", "account"],
)
def test_findings_are_chosen(
    audited_home: Path, connection: AwsAccess, request_: FixRequest, planned: list[str]
) -> None:
    assert operations(plan_fix(audited_home, request_, connection)) == planned


def test_findings_are_chosen_by_uid_and_each_once(
    audited_home: Path, connection: AwsAccess
) -> None:
    uid = find_uid(audited_home, "kms.key_rotates")
    request = FixRequest(findings=(uid[:8], uid), rules=("kms.key_rotates",))
    assert operations(plan_fix(audited_home, request, connection)) == ["kms.enable_key_rotation"]


def test_every_choice_narrows_what_is_named(audited_home: Path, connection: AwsAccess) -> None:
    uid = find_uid(audited_home, "kms.key_rotates")
    ssh = find_uid(audited_home, "ec2.ssh_is_not_open")
    named = FixRequest(findings=(uid, ssh), severity="critical", account="123456789012")
    assert operations(plan_fix(audited_home, named, connection)) == [
        "ec2.revoke_security_group_ingress"
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"account": "111122223333"}, "--account 111122223333 takes none"),
        ({"account": "other"}, "--account other takes none"),
        ({"severity": "high"}, "--severity high takes none"),
        ({"rules": ("ec2.*",)}, r"--rule ec2\.\* takes none"),
        ({"rules": ("kms.*",), "severity": "critical"}, "--severity critical takes none"),
    ],
)
def test_choices_that_leave_no_finding_that_is_named_are_bad_input(
    audited_home: Path, connection: AwsAccess, more: dict[str, Any], message: str
) -> None:
    snapshot = open_snapshot(audited_home / "estate")
    accounts = {**snapshot.accounts, "111122223333": "other"}
    SnapshotWriter(audited_home / "estate", {}).finish("test", accounts, snapshot.regions)
    uid = find_uid(audited_home, "kms.key_rotates")
    with pytest.raises(BadInput, match=message):
        plan_fix(audited_home, FixRequest(findings=(uid,), **more), connection)


def test_what_no_playbook_answers_is_skipped_with_its_reason(
    audited_home: Path, connection: AwsAccess
) -> None:
    request = FixRequest(findings=(find_uid(audited_home, "ec2.vpc_public_access_is_blocked"),))
    planned = plan_fix(audited_home, request, connection)
    assert planned
    ((resource, reason),) = planned.plan.skipped
    assert operations(planned) == []
    assert ":ec2:" in resource
    assert reason.startswith(
        "no playbook fixes ec2.vpc_public_access_is_blocked: Every VPC that is public"
    )


def test_where_nothing_is_open_there_is_no_plan(audited_home: Path, connection: AwsAccess) -> None:
    request = FixRequest(rules=("kms.key_is_not_pending_deletion",))
    assert plan_fix(audited_home, request, connection) is None


def test_what_there_is_not_is_bad_input(
    audited_home: Path, tmp_path: Path, connection: AwsAccess
) -> None:
    for request in (
        FixRequest(),
        FixRequest(account="123456789012"),
        FixRequest(findings=("ffffffffffff",)),
        FixRequest(rules=("s3.nothing",)),
        FixRequest(rules=("kms.*",), account="sandbox"),
    ):
        with pytest.raises(BadInput):
            plan_fix(audited_home, request, connection)
    with pytest.raises(NotCollected):
        plan_fix(tmp_path / "none", KEY, connection)


def test_a_plan_is_carried_out_step_by_step(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    planned = plan_fix(audited_home, BOTH, connection)
    assert planned
    result = carry_out(audited_home, planned, connection, events)
    assert (result.done, result.planned, result.outcome) == (2, 2, "clean")
    assert [note.split()[:3] for note in events.notes] == [
        ["1.", "verified", "ec2.revoke_security_group_ingress"],
        ["2.", "verified", "kms.enable_key_rotation"],
    ]
    assert account.rotates()
    (run,) = list_runs(audited_home)
    assert (run.id, run.kind, run.status) == (result.run.id, "fix", "done")
    assert run.snapshot == planned.snapshot
    again = plan_fix(audited_home, KEY, connection)
    assert again
    assert (operations(again), len(again.plan.skipped)) == ([], 1)


@pytest.mark.parametrize(("keep_going", "done"), [(False, 0), (True, 1)])
def test_a_step_that_fails_stops_the_run_unless_told(
    audited_home: Path,
    connection: AwsAccess,
    account: Any,
    events: Any,
    *,
    keep_going: bool,
    done: int,
) -> None:
    planned = plan_fix(audited_home, BOTH, connection)
    assert planned
    account.app.deny("ec2:RevokeSecurityGroupIngress")
    result = carry_out(audited_home, planned, connection, events, RunOptions(keep_going=keep_going))
    assert (result.done, result.planned, result.outcome) == (done, 2, "unknown")
    assert account.rotates() is keep_going


def test_what_somebody_did_since_the_plan_is_not_done_again(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    planned = plan_fix(audited_home, KEY, connection)
    assert planned
    key = account.client("kms").list_keys()["Keys"][0]["KeyId"]
    account.client("kms").enable_key_rotation(KeyId=key)
    result = carry_out(audited_home, planned, connection, events)
    assert (result.done, result.outcome) == (1, "clean")
    assert "already done" in events.notes[0]
    assert account.app.calls["kms:EnableKeyRotation"] == 1


def test_what_another_run_is_changing_is_not_changed(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    planned = plan_fix(audited_home, KEY, connection)
    assert planned
    (change,) = planned.plan.changes
    leases = Leases(open_journal(Home(audited_home)).engine)
    leases.take("other", [Leased(change.account_id, change.region, change.resource)])
    with pytest.raises(Locked, match="is changing it"):
        carry_out(audited_home, planned, connection, events)
    assert not account.rotates()
    assert list_runs(audited_home) == ()
    leases.release("other")
    with Home(audited_home).lock("collect"):  # reads alone
        assert carry_out(audited_home, planned, connection, events).outcome == "clean"


def test_the_steps_of_a_run_are_progress(
    audited_home: Path, connection: AwsAccess, events: Any
) -> None:
    planned = plan_fix(audited_home, BOTH, connection)
    assert planned
    carry_out(audited_home, planned, connection, events)
    assert (events.parts, events.totals) == (["apply"], [2])
    assert events.steps == [change.resource for change in planned.plan.changes]
