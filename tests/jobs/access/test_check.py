"""One request, under policies of files or under everything that was collected."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.changes import AttachFile, PolicyChanges
from ringwall.jobs.access.check import (
    AccessRequest,
    RequestDecision,
    check_by_files,
    check_by_snapshot,
    check_request_fields,
)
from ringwall.jobs.access.policy_files import PolicyFiles
from ringwall.jobs.outcome import JobOutcome
from ringwall.model.errors import BadInput, NotCollected

PROD, DEV = "111111111111", "222222222222"
APP, CI = f"arn:aws:iam::{PROD}:role/app", f"arn:aws:iam::{DEV}:role/ci"
DATA = "arn:aws:s3:::data"
READ = AccessRequest(APP, "s3:GetObject", (f"{DATA}/k",))
ALLOW = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


@pytest.fixture
def allow(tmp_path: Path) -> PolicyFiles:
    path = tmp_path / "allow.json"
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": [ALLOW]}))
    return PolicyFiles(identity=(path,))


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        ("allowed", "clean"),
        ("explicitly_denied", "findings"),
        ("implicitly_denied", "findings"),
        ("unknown", "unknown"),
    ],
)
def test_outcome_follows_from_the_verdict(verdict: str, outcome: JobOutcome) -> None:
    assert RequestDecision({"verdict": verdict}).outcome == outcome


def test_files_alone_decide(allow: PolicyFiles, events: Any) -> None:
    found = check_by_files(READ, allow, events)
    assert found.row["verdict"] == "allowed"
    assert found.row["statements"][0].startswith("identity ")
    found = check_by_files(replace(READ, action="ec2:RunInstances", resources=()), allow, events)
    assert (found.row["verdict"], found.row["policy_type"]) == ("implicitly_denied", "identity")
    assert found.before == ""


def test_an_action_that_aws_does_not_have_is_bad_input(
    allow: PolicyFiles, two_accounts_home: Path, events: Any
) -> None:
    misspelt = replace(READ, action="s3:GetObjekt")
    with pytest.raises(BadInput, match="did you mean s3:GetObject"):
        check_by_files(misspelt, allow, events)
    with pytest.raises(BadInput, match="did you mean s3:GetObject"):
        check_by_snapshot(two_accounts_home, misspelt, events)


def test_a_resource_that_the_action_does_not_take_is_bad_input(
    allow: PolicyFiles, two_accounts_home: Path, events: Any
) -> None:
    other = replace(READ, resources=(f"arn:aws:sqs:eu-west-1:{PROD}:q",))
    with pytest.raises(BadInput, match="s3:GetObject takes no resource of sqs; it takes"):
        check_by_files(other, allow, events)
    with pytest.raises(BadInput, match="s3:GetObject takes no resource of sqs; it takes"):
        check_by_snapshot(two_accounts_home, other, events)
    odd = replace(READ, resources=(f"arn:aws:s3:eu-west-1:{PROD}:odd/k",))
    check_by_files(odd, allow, events)
    assert "s3:GetObject is known to take only" in events.notes[-1]


def test_what_the_snapshot_does_not_have_is_noted(two_accounts_home: Path, events: Any) -> None:
    keys = {"aws:sourceipp": ["1.2.3.4"]}
    request = AccessRequest(f"{APP}s", "s3:GetObject", ("arn:aws:s3:::datta/k",), keys)
    assert check_by_snapshot(two_accounts_home, request, events).outcome == "unknown"
    assert [note.rpartition("; ")[2] for note in events.notes] == [
        f"did you mean {APP}?",
        f"did you mean {DATA}?",
        "did you mean aws:SourceIp?",
    ]


def test_all_resources_must_be_allowed(allow: PolicyFiles, events: Any, tmp_path: Path) -> None:
    one = tmp_path / "one.json"
    statement = {**ALLOW, "Resource": f"{DATA}/a"}
    one.write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    both = replace(READ, resources=(f"{DATA}/a", f"{DATA}/b"))
    assert check_by_files(both, allow, events).outcome == "clean"
    assert check_by_files(both, PolicyFiles(identity=(one,)), events).outcome == "findings"
    assert check_by_files(replace(READ, resources=()), allow, events).outcome == "clean"


def test_a_resource_of_another_account_needs_its_own_policy(
    allow: PolicyFiles, events: Any
) -> None:
    assert check_by_files(READ, allow, events).outcome == "clean"
    elsewhere = replace(READ, resource_account=DEV)
    assert check_by_files(elsewhere, allow, events).outcome == "findings"


def test_scps_do_not_apply_to_the_management_account(
    allow: PolicyFiles, events: Any, tmp_path: Path
) -> None:
    scp = tmp_path / "scp.json"
    scp.write_text(json.dumps({"Version": "2012-10-17", "Statement": []}))
    files = replace(allow, scp=(scp,))
    assert check_by_files(READ, files, events).outcome == "findings"
    exempt = replace(READ, management_account=PROD)
    assert check_by_files(exempt, files, events).outcome == "clean"
    other = replace(READ, management_account=DEV)
    assert check_by_files(other, files, events).outcome == "findings"


def test_a_key_without_a_value_is_unknown(events: Any, tmp_path: Path) -> None:
    path = tmp_path / "limited.json"
    limited = {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": [limited]}))
    files = PolicyFiles(identity=(path,))
    for context, outcome in (
        ({"aws:sourceip": ["203.0.113.7"]}, "clean"),
        ({"aws:sourceip": ["198.51.100.7"]}, "findings"),
        ({}, "findings"),
        ({"aws:sourceip": None}, "unknown"),
    ):
        assert check_by_files(replace(READ, context=context), files, events).outcome == outcome


def test_the_snapshot_decides(two_accounts_home: Path, events: Any, tmp_path: Path) -> None:
    found = check_by_snapshot(two_accounts_home, READ, events)
    assert (found.row["verdict"], found.row["statements"]) == (
        "allowed",
        [f"identity {APP}#own[0]"],
    )
    session = replace(READ, principal=f"arn:aws:sts::{PROD}:assumed-role/app/s")
    assert check_by_snapshot(two_accounts_home, session, events).outcome == "clean"
    stranger = replace(READ, principal=CI)
    assert check_by_snapshot(two_accounts_home, stranger, events).outcome == "findings"
    with pytest.raises(NotCollected):
        check_by_snapshot(tmp_path / "none", READ, events)


def test_a_change_is_tried_and_the_verdict_before_is_kept(
    two_accounts_home: Path, events: Any, tmp_path: Path
) -> None:
    scp = tmp_path / "scp.json"
    denial = {"Effect": "Deny", "Action": "s3:Get*", "Resource": "*"}
    scp.write_text(json.dumps({"Version": "2012-10-17", "Statement": [denial]}))
    changes = PolicyChanges(attach=(AttachFile("scp", scp, "prod"),))
    found = check_by_snapshot(two_accounts_home, READ, events, changes=changes)
    assert (found.row["verdict"], found.row["policy_type"]) == ("explicitly_denied", "scp")
    assert found.before == "allowed"
    assert check_by_snapshot(two_accounts_home, READ, events).outcome == "clean"


@pytest.mark.parametrize(
    "changes",
    [
        {"resource_account": "12"},
        {"role_arn": "role/app"},
        {"management_account": "abc"},
    ],
    ids=lambda value: next(iter(value)),
)
def test_fields_of_the_wrong_form_are_named(
    allow: PolicyFiles, two_accounts_home: Path, events: Any, changes: dict[str, Any]
) -> None:
    (name,) = changes
    request = replace(READ, **changes)
    with pytest.raises(BadInput, match=f"^{name} is "):
        check_request_fields(request)
    with pytest.raises(BadInput, match=f"^{name} is "):
        check_by_files(request, allow, events)
    with pytest.raises(BadInput, match=f"^{name} is "):
        check_by_snapshot(two_accounts_home, request, events)


def test_a_principal_that_cannot_be_read_is_bad_input(
    two_accounts_home: Path, allow: PolicyFiles, events: Any
) -> None:
    request = replace(READ, principal="somebody at home")
    with pytest.raises(BadInput):
        check_by_files(request, allow, events)
    with pytest.raises(BadInput):
        check_by_snapshot(two_accounts_home, request, events)
