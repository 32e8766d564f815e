"""CloudTrail's records: rows as the table says, and nothing left out in silence."""

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jmespath
import pytest
from event_rows import EventRowMaker
from hypothesis import given, settings
from hypothesis import strategies as st
from stored_logs import ask, read_in, write_trail

from ringwall.catalog.cloudtrail.logs.cloudtrail import cloudtrail
from ringwall.model.table import Row

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
EXPECT = EventRowMaker(cloudtrail)


def MAKE(record: Row) -> Row:  # noqa: N802 - as the oracle is called
    """Return the row that the lake makes of a record."""
    with TemporaryDirectory() as folder:
        path = write_trail(Path(folder) / "in" / "a.json.gz", record)
        read_in(Path(folder) / "logs", path)
        (row,) = ask(Path(folder) / "logs", "select * from logs.cloudtrail")
        return row


def event(**changes: Any) -> Row:
    return RECORD | changes


def test_a_record_becomes_a_row() -> None:
    row = MAKE(RECORD)
    assert set(row) == {column.name for column in cloudtrail.columns}
    assert row["event_time"] == datetime.fromisoformat("2026-01-02T03:04:05")
    assert (row["principal_arn"], row["session_arn"]) == (ROLE, SESSION)
    assert (row["invoked_by"], row["mfa"], row["read_only"]) == ("athena.amazonaws.com", True, True)
    assert row["resources"] == ["arn:aws:s3:::b/k"]
    assert json.loads(row["request_parameters"]) == {"bucketName": "b", "key": "k"}
    assert (row["error_code"], row["response_elements"]) == ("", "{}")


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
            case "JSON":
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
        ({"eventTime": "yesterday"}, "is no time"),
        ({"eventTime": "9999-99-01T00:00:00Z"}, "is no time"),
        ({"eventName": ""}, "no eventName"),
        ({"eventSource": None}, "no eventSource"),
    ],
)
def test_a_record_that_is_no_event_says_why(tmp_path: Path, changes: Row, says: str) -> None:
    path = write_trail(tmp_path / "in" / "a.json.gz", event(eventID="1"), event(**changes))
    (fault,) = read_in(tmp_path / "logs", path, sources=["cloudtrail"]).faults
    assert says in fault.reason
    assert (fault.file, fault.line, fault.source) == (str(path), 2, "cloudtrail")
    assert fault.text.startswith("{")
    assert ask(tmp_path / "logs", "select event_id from logs.cloudtrail") == [{"event_id": "1"}]


def test_values_of_the_wrong_kind_break_nothing() -> None:
    strange = event(
        eventID={"a": 1},
        userAgent=["x"],
        readOnly="maybe",
        resources={"ARN": "x"},
        errorCode="\ud800",
        requestParameters={"k": "\ud800 \\ud800 \U0001f512"},
    )
    row = MAKE(strange)
    assert (row["event_id"], row["user_agent"], row["read_only"]) == ('{"a":1}', '["x"]', None)
    assert (row["resources"], row["error_code"]) == ([], "\ufffd")
    assert json.loads(row["request_parameters"]) == {"k": "\ufffd \\ud800 \U0001f512"}


@pytest.mark.parametrize("form", ["Records", "list", "lines", "indented", "EventBridge", "lookup"])
def test_every_form_gives_the_same_rows(tmp_path: Path, form: str) -> None:
    two = [event(), event(eventID="e-2", userAgent="a\u2028b")]
    events = [{"detail-type": "AWS API Call via CloudTrail", "detail": one} for one in two]
    looked_up = {"Events": [{"EventId": "x", "CloudTrailEvent": json.dumps(one)} for one in two]}
    text = {
        "Records": json.dumps({"Records": two}),
        "list": json.dumps(two),
        "lines": "\n".join(map(json.dumps, two)),
        "indented": json.dumps({"Records": two}, indent=2),
        "EventBridge": "\n".join(map(json.dumps, events)),
        "lookup": json.dumps(looked_up),
    }[form]
    path = tmp_path / "in" / "log"
    path.parent.mkdir()
    path.write_text(text)
    done = read_in(tmp_path / "logs", path)
    assert done.faults == []
    rows = ask(tmp_path / "logs", "select * from logs.cloudtrail order by event_id")
    assert rows == [MAKE(one) for one in two]


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.sampled_from(["true", "2026-01-31T10:00:00Z", "arn:aws:sts::1:assumed-role/a/b"]),
    st.lists(st.sampled_from(["x", 5, None, {"ARN": "arn:x"}, {"ARN": None}]), max_size=3),
    st.dictionaries(st.sampled_from(["arn", "type", "a b", 'q"']), st.text(max_size=3), max_size=2),
)
IDENTITIES = st.one_of(
    VALUES,
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.one_of(st.sampled_from(["Root", "AssumedRole", "FederatedUser"]), VALUES),
            "arn": st.one_of(st.just(SESSION), VALUES),
            "accountId": VALUES,
            "invokedBy": VALUES,
            "sessionContext": st.one_of(
                VALUES,
                st.fixed_dictionaries(
                    {},
                    optional={
                        "sessionIssuer": st.one_of(st.just({"arn": ROLE}), VALUES),
                        "attributes": st.one_of(
                            st.fixed_dictionaries(
                                {}, optional={"creationDate": VALUES, "mfaAuthenticated": VALUES}
                            ),
                            VALUES,
                        ),
                    },
                ),
            ),
        },
    ),
)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {"eventTime": st.just("2026-01-02T03:04:05Z"), "eventSource": st.just("s3.amazonaws.com")},
        optional={
            "userIdentity": IDENTITIES,
            **{name: VALUES for name in sorted(RECORD) if name[:5] != "event"},
            "eventCategory": VALUES,
            "additionalEventData": VALUES,
            "errorCode": VALUES,
        },
    ),
    min_size=1,
    max_size=30,
)


@given(records=RECORDS)
@settings(max_examples=40)
def test_whole_batches_give_the_rows_that_single_records_give(
    tmp_path_factory: pytest.TempPathFactory, records: list[Row]
) -> None:
    """The oracle goes record by record, with a code of its own."""
    records = [one | {"eventName": "X", "eventID": f"{n:04}"} for n, one in enumerate(records)]
    folder = tmp_path_factory.mktemp("batch")
    path = write_trail(folder / "in" / "a.json.gz", *records)
    assert read_in(folder / "logs", path, sources=["cloudtrail"]).faults == []
    rows = ask(folder / "logs", "select * from logs.cloudtrail order by event_id")
    assert [comparable(row) for row in rows] == [comparable(EXPECT(one)) for one in records]


def comparable(row: Row) -> Row:
    """JSON says the same in several ways; the rest of a record is made by the lake alone."""
    return {name: parse(value) for name, value in row.items() if name != "rest"}


def parse(value: Any) -> Any:
    if isinstance(value, list):
        return [parse(item) for item in value]
    if not isinstance(value, str) or value[:1] not in {"{", "[", '"'}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
