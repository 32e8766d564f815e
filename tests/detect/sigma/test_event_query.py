"""The hits of a rule: the columns that were agreed on, whatever the record has."""

from pathlib import Path
from typing import Any

from sigma_cases import load_rules, make_record, make_rule, open_log

from ringwall.model.detection import OPTIONAL_COLUMNS, REQUIRED_COLUMNS

SELECTION = {"selection": {"eventName": "*"}, "condition": "selection"}


def find_hit(folder: Path, event: dict[str, Any], **more: Any) -> dict[str, Any]:
    [rule] = load_rules(folder, [make_rule(SELECTION, **more)]).rules
    with open_log([make_record(event, "e1")]) as engine:
        types = engine.column_types(rule.sql)
        assert {name: types[name] for name in REQUIRED_COLUMNS} == REQUIRED_COLUMNS
        for name in OPTIONAL_COLUMNS.keys() & types.keys():
            assert types[name] == OPTIONAL_COLUMNS[name]
        [row] = engine.rows(rule.sql)
    return row


def test_a_hit_of_a_user(tmp_path: Path) -> None:
    resources = [{"ARN": "arn:aws:s3:::a"}, {"ARN": "arn:aws:s3:::b"}]
    row = find_hit(tmp_path, {"errorCode": "AccessDenied", "resources": resources})
    assert str(row.pop("at")) == "2026-01-31 10:00:00"
    assert row == {
        "act": "e1",
        "account_id": "111111111111",
        "region": "us-east-1",
        "actor": "arn:aws:iam::111111111111:user/alice",
        "resource": "arn:aws:s3:::a",
        "reason": "alice called GetUser of iam.amazonaws.com from 192.0.2.1, refused with "
        "AccessDenied",
        "session": "",
        "access_key": "AKIAEXAMPLE",
        "address": "192.0.2.1",
        "events": ["e1"],
    }


def test_a_hit_of_a_session_names_its_role(tmp_path: Path) -> None:
    session = "arn:aws:sts::111111111111:assumed-role/Admin/me"
    identity = {
        "type": "AssumedRole",
        "arn": session,
        "userName": None,
        "sessionContext": {"sessionIssuer": {"arn": "arn:aws:iam::111111111111:role/Admin"}},
    }
    row = find_hit(tmp_path, {"userIdentity": identity})
    assert row["actor"] == "arn:aws:iam::111111111111:role/Admin"
    assert row["session"] == session
    assert row["reason"] == "me called GetUser of iam.amazonaws.com from 192.0.2.1"


def test_a_service_has_no_address(tmp_path: Path) -> None:
    event = {
        "userIdentity": {
            "type": "AWSService",
            "invokedBy": "ec2.amazonaws.com",
            "arn": None,
            "userName": None,
            "accountId": None,
            "accessKeyId": None,
        },
        "sourceIPAddress": "ec2.amazonaws.com",
    }
    row = find_hit(tmp_path, event)
    assert (row["actor"], row["resource"], row["address"], row["access_key"]) == ("", "", "", "")
    assert row["reason"].startswith("ec2.amazonaws.com called GetUser of iam.amazonaws.com")


def test_fields_are_evidence(tmp_path: Path) -> None:
    fields = ["requestParameters.name", "userAgent", "unknown", "userAgent", "act"]
    fields += ["requestParameters.NAME"]
    row = find_hit(tmp_path, {"requestParameters": {"name": ["x"]}}, fields=fields)
    assert row["requestParameters.name"] == "x"
    assert row["userAgent"] == "aws-cli/2"
    assert row["act"] == "e1"
    assert not {"unknown", "requestParameters.NAME"} & row.keys()


def test_evidence_has_limits(tmp_path: Path) -> None:
    row = find_hit(tmp_path, {}, fields=[f"requestParameters.a{n}" for n in range(30)])
    assert sum(name.startswith("requestParameters.") for name in row) == 20
