"""An AWS organization, or files about it, into a snapshot."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.collect import CollectRequest, collect_files, collect_live
from ringwall.jobs.connection import AwsAccess
from ringwall.model.errors import BadInput, Locked
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import open_snapshot

KMS = CollectRequest(regions=("us-east-1",), services=("kms",), workers=2)
DETAILS = {
    "UserDetailList": [{"Arn": "arn:aws:iam::111122223333:user/a", "UserName": "a"}],
    "RoleDetailList": [],
    "GroupDetailList": [],
    "Policies": [],
}


def test_what_was_asked_for_is_read_and_nothing_else(
    tmp_path: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    found = collect_live(tmp_path, KMS, connection, events)
    snapshot = open_snapshot(tmp_path / "estate")
    assert (found.snapshot, snapshot.source) == (snapshot.id, "live")
    assert (found.outcome, found.accounts, found.regions) == ("clean", 1, 1)
    assert found.rows >= 1
    assert found.skipped > 10
    called = {name.partition(":")[0] for name in account.app.calls}
    assert called - {"ec2", "iam", "sts", "organizations", "account"} == {"kms"}
    assert events.notes == []


def test_progress_has_a_step_for_each_unit(
    tmp_path: Path, connection: AwsAccess, events: Any
) -> None:
    collect_live(tmp_path, KMS, connection, events)
    assert events.parts == ["collect"]
    assert events.totals == [len(events.steps)]
    assert "123456789012 us-east-1 kms" in events.steps


def test_a_caller_that_may_not_list_accounts_reads_its_own_and_says_so(
    tmp_path: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    account.app.deny("organizations:DescribeOrganization")
    found = collect_live(tmp_path, KMS, connection, events)
    assert found.accounts == 1
    (note,) = events.notes
    assert note.startswith("only account 123456789012: ")


def test_a_call_that_is_refused_is_a_gap(
    tmp_path: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    account.app.deny("kms:ListKeys")
    found = collect_live(tmp_path, KMS, connection, events)
    assert found.outcome == "unknown"
    assert {gap.status for gap in found.unread} == {"denied"}
    assert "kms_key" in {gap.table_name for gap in found.unread}


def test_a_service_that_there_is_not_is_bad_input_before_anything_is_asked(
    tmp_path: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    request = CollectRequest(services=("kms", "s4"))
    with pytest.raises(BadInput, match=r"no service s4; there are .*kms"):
        collect_live(tmp_path, request, connection, events)
    assert account.app.calls["sts:GetCallerIdentity"] == 0
    assert list(tmp_path.iterdir()) == []


def test_only_one_collects_at_a_time(tmp_path: Path, connection: AwsAccess, events: Any) -> None:
    with Home(tmp_path).lock("collect"), pytest.raises(Locked):
        collect_live(tmp_path, KMS, connection, events)
    assert not (tmp_path / "estate").exists()


def test_iam_of_a_file(tmp_path: Path, events: Any) -> None:
    file = tmp_path / "details.json"
    file.write_text(json.dumps(DETAILS))
    found = collect_files(tmp_path / "home", [file], [], CollectRequest(), events)
    assert (found.outcome, found.accounts, found.regions) == ("clean", 1, 0)
    snapshot = open_snapshot(tmp_path / "home" / "estate")
    assert (snapshot.source, dict(snapshot.accounts)) == (
        "file",
        {"111122223333": "111122223333"},
    )


def test_a_file_that_cannot_be_used_leaves_no_snapshot(tmp_path: Path, events: Any) -> None:
    file = tmp_path / "details.json"
    file.write_text("{}")
    for request in (CollectRequest(), CollectRequest(services=("s4",))):
        with pytest.raises(BadInput):
            collect_files(tmp_path / "home", [file], [], request, events)
    assert not (tmp_path / "home").exists()
