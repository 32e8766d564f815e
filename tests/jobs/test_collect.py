"""An AWS organization, or files about it, into a snapshot."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.jobs.collect import CollectRequest, collect_files, collect_live
from ringwall.jobs.connection import AwsAccess
from ringwall.model.errors import BadInput, Locked
from ringwall.model.table import Row
from ringwall.reason.iam.organization.read import read_organization
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import attach_snapshot, open_snapshot

ACCOUNT = "123456789012"
KMS = CollectRequest(regions=("us-east-1",), services=("kms",), workers=2)
DETAILS = {
    "UserDetailList": [
        {
            "Arn": "arn:aws:iam::111122223333:user/a",
            "UserName": "a",
            "Path": "/",
            "GroupList": [],
            "AttachedManagedPolicies": [],
        }
    ],
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


ORGANIZATIONS = CollectRequest(regions=("us-east-1",), services=("organizations",))


def query(home: Path, sql: str) -> list[Row]:
    with EmbeddedEngine(home / "estate", threads=1) as engine:
        attach_snapshot(engine, open_snapshot(home / "estate"), load_tables().values())
        return engine.rows(sql)


def test_that_there_is_no_organization_is_an_answer(
    tmp_path: Path, connection: AwsAccess, events: Any
) -> None:
    found = collect_live(tmp_path, ORGANIZATIONS, connection, events)
    assert (found.outcome, found.gaps, events.notes) == ("clean", (), [])
    listed = query(
        tmp_path,
        """
        select table_name, status
        from estate.coverage
        where table_name like 'organizations%' and aspect = 'list'
        """,
    )
    assert {row["table_name"] for row in listed} == {
        name
        for name, table in load_tables().items()
        if name.startswith("organizations_") and not table.is_derived
    }
    assert {row["status"] for row in listed} == {"ok"}
    assert query(tmp_path, "select id from estate.organizations_account") == []
    with EmbeddedEngine(tmp_path / "estate", threads=1) as engine:
        tables = load_tables().values()
        attach_snapshot(engine, open_snapshot(tmp_path / "estate"), tables)
        assert read_organization(engine, tables).id == ""


@pytest.mark.parametrize("operation", ["DescribeOrganization", "ListAccounts"])
def test_an_organization_that_may_not_be_read_is_a_gap(
    tmp_path: Path, connection: AwsAccess, account: Any, events: Any, operation: str
) -> None:
    account.client("organizations").create_organization(FeatureSet="ALL")
    account.app.deny(f"organizations:{operation}")
    found = collect_live(tmp_path, ORGANIZATIONS, connection, events)
    assert found.outcome == "unknown"
    assert "denied" in {gap.status for gap in found.unread}
    with EmbeddedEngine(tmp_path / "estate", threads=1) as engine:
        tables = load_tables().values()
        attach_snapshot(engine, open_snapshot(tmp_path / "estate"), tables)
        assert read_organization(engine, tables).members is None


@pytest.mark.parametrize("is_listed", [True, False])
def test_a_region_that_refuses_the_key_is_off_only_where_the_account_says_so(
    tmp_path: Path, connection: AwsAccess, account: Any, events: Any, *, is_listed: bool
) -> None:
    account.app.disable_region(ACCOUNT, "me-south-1")
    if not is_listed:
        account.app.deny("account:ListRegions", "ec2:DescribeRegions")
    request = CollectRequest(regions=("us-east-1", "me-south-1"), services=("kms",))
    found = collect_live(tmp_path, request, connection, events)
    status = "region_disabled" if is_listed else "failed"
    assert found.outcome == ("clean" if is_listed else "unknown")
    there = {gap.status for gap in found.gaps if gap.region == "me-south-1"}
    assert there == {status}


def test_regions_that_cannot_be_listed_are_a_gap(
    tmp_path: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    account.app.deny("account:ListRegions", "ec2:DescribeRegions")
    found = collect_live(tmp_path, CollectRequest(services=("guardduty",)), connection, events)
    assert found.outcome == "unknown"
    assert found.regions > 15
    (gap,) = (gap for gap in found.unread if gap.region == "global")
    assert (gap.subject, gap.status) == ("the list of Regions", "denied")


def test_a_call_that_is_refused_is_a_gap(
    tmp_path: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    account.app.deny("kms:ListKeys")
    found = collect_live(tmp_path, KMS, connection, events)
    assert found.outcome == "unknown"
    assert {gap.status for gap in found.unread} == {"denied"}
    assert "kms_key" in {gap.table_name for gap in found.unread}


def test_calls_are_those_that_were_sent(
    tmp_path: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    account.app.throttle("kms:ListKeys", 2)
    before = account.app.calls.total()
    found = collect_live(tmp_path, KMS, connection, events)
    # The identity is asked for once, for all tests.
    assert found.calls == account.app.calls.total() - before


def test_what_is_held_does_not_grow_with_accounts(
    tmp_path: Path, account: Any, events: Any
) -> None:
    organizations = account.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    held = []
    for number in range(2):
        role = "OrganizationAccountAccessRole"
        connection = AwsAccess(endpoint_url=account.url, role=role)
        found = collect_live(tmp_path, KMS, connection, events)
        assert found.accounts == 1 + number
        state = connection.sessions._state  # noqa: SLF001 - what is held
        held.append((len(state.clients), len(state.credentials), len(state.account_locks)))
        organizations.create_account(AccountName="dev", Email="dev@example.com")
    assert held[0] == held[1]


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


@pytest.mark.parametrize(("told", "known"), [({"Organization": None}, ""), ({}, None)])
def test_a_file_says_whether_there_is_an_organization(
    tmp_path: Path, events: Any, told: Row, known: str | None
) -> None:
    file = tmp_path / "details.json"
    file.write_text(json.dumps(DETAILS | told))
    collect_files(tmp_path, [file], [], CollectRequest(), events)
    with EmbeddedEngine(tmp_path / "estate", threads=1) as engine:
        tables = load_tables().values()
        attach_snapshot(engine, open_snapshot(tmp_path / "estate"), tables)
        assert read_organization(engine, tables).id == known


def test_a_file_that_cannot_be_used_leaves_no_snapshot(tmp_path: Path, events: Any) -> None:
    file = tmp_path / "details.json"
    file.write_text("{}")
    for request in (CollectRequest(), CollectRequest(services=("s4",))):
        with pytest.raises(BadInput):
            collect_files(tmp_path / "home", [file], [], request, events)
    assert not (tmp_path / "home").exists()
