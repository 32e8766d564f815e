"""CloudTrail collection: rows as the table says, and nothing left out in silence."""

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import jmespath
import pytest

from ringwall.catalog.cloudtrail.logs.cloudtrail import cloudtrail
from ringwall.collect.cloudtrail import EventRowMaker, find_log_files, ingest
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.logs import LogWriter, attach_logs

ROLE = "arn:aws:iam::111122223333:role/team/app"
SESSION = "arn:aws:sts::111122223333:assumed-role/app/i-1"
RECORD: Row = {
    "eventVersion": "1.11",
    "userIdentity": {
        "type": "AssumedRole",
        "principalId": "AROA1:i-1",
        "arn": SESSION,
        "accountId": "111122223333",
        "accessKeyId": "ASIA1",
        "invokedBy": "athena.amazonaws.com",
        "sessionContext": {
            "sessionIssuer": {"type": "Role", "arn": ROLE},
            "attributes": {"mfaAuthenticated": "true"},
        },
    },
    "eventTime": "2026-01-02T03:04:05Z",
    "eventSource": "s3.amazonaws.com",
    "eventName": "GetObject",
    "awsRegion": "eu-west-1",
    "sourceIPAddress": "203.0.113.7",
    "userAgent": "aws-cli",
    "requestParameters": {"bucketName": "b", "key": "k"},
    "responseElements": None,
    "eventID": "e-1",
    "readOnly": True,
    "resources": [{"ARN": "arn:aws:s3:::b/k"}, {"ARNPrefix": "arn:aws:s3:::b/"}],
    "eventType": "AwsApiCall",
    "managementEvent": False,
    "recipientAccountId": "111122223333",
    "vpcEndpointId": "vpce-1",
    "eventCategory": "Data",
}
MAKE = EventRowMaker(cloudtrail)


def event(**changes: Any) -> Row:
    return RECORD | changes


def write(path: Path, *records: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps({"Records": records}).encode()))
    return path


def test_a_record_becomes_a_row() -> None:
    row = MAKE(RECORD)
    assert set(row) == {column.name for column in cloudtrail.columns}
    assert row["event_time"] == datetime.fromisoformat("2026-01-02T03:04:05")
    assert (row["principal_arn"], row["session_arn"]) == (ROLE, SESSION)
    assert (row["invoked_by"], row["mfa"], row["read_only"]) == ("athena.amazonaws.com", True, True)
    assert row["resources"] == ["arn:aws:s3:::b/k"]
    assert json.loads(row["request_parameters"]) == {"bucketName": "b", "key": "k"}
    assert (row["error_code"], row["response_elements"]) == ("", {})


def test_every_column_is_where_its_path_says() -> None:
    """Whatever else brings CloudTrail's events has the declared paths alone."""
    row = MAKE(RECORD)
    for column in cloudtrail.columns:
        if not column.path:
            continue
        found = jmespath.search(column.path, RECORD)
        value = row[column.name]
        match column.type:
            case "TIMESTAMP":
                value = f"{value.isoformat()}Z"
            case "BOOLEAN":
                found = {"true": True, "false": False}.get(str(found).lower())
            case "JSON" if isinstance(value, str):
                value = json.loads(value)
            case _:
                pass
        assert value == (column.when_absent if found is None else found), column.name


@pytest.mark.parametrize(
    ("identity", "principal", "session"),
    [
        ({"type": "IAMUser", "arn": "arn:aws:iam::1:user/a"}, "arn:aws:iam::1:user/a", ""),
        ({"type": "Root", "arn": "arn:aws:iam::1:root"}, "arn:aws:iam::1:root", ""),
        ({"type": "AWSService", "invokedBy": "s3.amazonaws.com"}, "", ""),
        ({"type": "AssumedRole", "arn": SESSION}, None, SESSION),
        (
            {
                "type": "FederatedUser",
                "arn": "arn:aws:sts::1:federated-user/f",
                "sessionContext": {"sessionIssuer": {"arn": "arn:aws:iam::1:user/a"}},
            },
            "arn:aws:iam::1:user/a",
            "arn:aws:sts::1:federated-user/f",
        ),
        (
            {
                "type": "IAMUser",
                "arn": "arn:aws:iam::1:user/a",
                "sessionContext": {"sessionIssuer": {}},
            },
            "arn:aws:iam::1:user/a",
            "",
        ),
        ("nobody", "", ""),
    ],
)
def test_the_principal_is_whose_permissions_counted(
    identity: Any, principal: str | None, session: str
) -> None:
    row = MAKE(event(userIdentity=identity))
    assert (row["principal_arn"], row["session_arn"]) == (principal, session)


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        ("UpdateFunctionCode20150331v2", "UpdateFunctionCode"),
        ("ListFunctions20150331", "ListFunctions"),
        ("CreateDistribution2020_05_31", "CreateDistribution"),
        ("PutBucketPolicy", "PutBucketPolicy"),
        ("DescribeInstancesV2", "DescribeInstancesV2"),
    ],
)
def test_the_operation_has_no_date(name: str, operation: str) -> None:
    row = MAKE(event(eventName=name))
    assert (row["event_name"], row["operation"]) == (name, operation)


def test_a_session_has_a_name_and_a_beginning() -> None:
    created = {"attributes": {"creationDate": "2026-01-31T10:00:00Z"}}
    row = MAKE(event(userIdentity={"arn": SESSION, "sessionContext": created}))
    assert row["session_name"] == SESSION.rpartition("/")[2]
    assert row["session_created"].isoformat() == "2026-01-31T10:00:00"
    odd = {"attributes": {"creationDate": 5}}
    row = MAKE(event(userIdentity={"arn": SESSION, "sessionContext": odd}))
    assert row["session_created"] is None


def test_what_an_old_record_does_not_say_is_not_known() -> None:
    old = {name: RECORD[name] for name in ("eventTime", "eventSource", "eventName")}
    row = MAKE(old)
    assert (row["read_only"], row["mfa"], row["event_category"], row["account_id"]) == (None,) * 4
    assert row["event_id"].startswith("sha256:")
    assert row["event_id"] == MAKE(dict(reversed(old.items())))["event_id"]
    assert MAKE(old | {"managementEvent": False})["event_category"] == "Data"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"eventTime": None}, "no eventTime"),
        ({"eventTime": "yesterday"}, "'yesterday' is not a time"),
        ({"eventTime": "0001-01-01T00:00:00+14:00"}, "is not a time"),
        ({"eventName": ""}, "no eventName"),
        ({"eventSource": None}, "no eventSource"),
    ],
)
def test_a_record_that_is_no_event_says_why(changes: Row, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        MAKE(event(**changes))


def test_values_of_the_wrong_kind_break_nothing(tmp_path: Path) -> None:
    strange = event(
        eventID={"a": 1},
        userAgent=["x"],
        readOnly="maybe",
        resources={"ARN": "x"},
        errorCode="\ud800",
        requestParameters={"k": "\ud800 \\ud800 \U0001f512"},
    )
    path = tmp_path / "in" / "a.json.gz"
    write(path, strange)
    (row,) = store(tmp_path, path, "select * from logs.cloudtrail")
    assert (row["event_id"], row["user_agent"], row["read_only"]) == ('{"a":1}', '["x"]', None)
    assert (row["resources"], row["error_code"]) == ([], "\ufffd")
    assert json.loads(row["request_parameters"]) == {"k": "\ufffd \\ud800 \U0001f512"}


def store(home: Path, path: Path, sql: str) -> list[Row]:
    writer = LogWriter(home / "logs", cloudtrail)
    ingest(find_log_files([path]), cloudtrail, writer)
    writer.finish()
    with EmbeddedEngine(home / "logs", threads=1) as engine:
        attach_logs(engine, home / "logs", [cloudtrail])
        return engine.rows(sql)


def test_files_are_found_below_folders_without_digests(tmp_path: Path) -> None:
    log = write(tmp_path / "AWSLogs" / "1" / "CloudTrail" / "eu-west-1" / "a.json.gz", RECORD)
    write(tmp_path / "AWSLogs" / "1" / "CloudTrail-Digest" / "eu-west-1" / "d.json.gz", RECORD)
    (tmp_path / "README.txt").write_text("no log")
    (tmp_path / "link.json").symlink_to(log)
    found = find_log_files([tmp_path, log])
    assert (found.files, found.digests, found.others) == ((log,), 1, 2)


def test_no_log_files_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no CloudTrail log files"):
        find_log_files([tmp_path])
    with pytest.raises(BadInput, match="no such file"):
        find_log_files([tmp_path / "nowhere"])


def test_one_broken_file_costs_no_event_of_the_others(tmp_path: Path) -> None:
    write(tmp_path / "a.json.gz", event(eventID="1"), event(eventID="2", eventTime="x"))
    (tmp_path / "b.json.gz").write_bytes(b"\x1f\x8bbroken")
    write(tmp_path / "c.json.gz", event(eventID="3"))
    writer = LogWriter(tmp_path / "home", cloudtrail)
    seen: list[str] = []
    done = ingest(find_log_files([tmp_path]), cloudtrail, writer, lambda p: seen.append(p.name))
    assert writer.finish().events == 2
    assert (done.files, done.records, seen) == (3, 2, ["a.json.gz", "b.json.gz", "c.json.gz"])
    strange, broken = done.faults
    assert strange.endswith("a.json.gz: 1 records skipped; record 2: eventTime 'x' is not a time")
    assert "b.json.gz: broken gzip" in broken
