import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ringwall.emulator.call import Fault
from ringwall.emulator.trail.history import look_up, make_event

NOW = datetime.now(UTC)


def record(number: int, **changes: Any) -> dict[str, Any]:
    made = {
        "eventID": f"event-{number}",
        "eventTime": f"{NOW - timedelta(minutes=100 - number):%Y-%m-%dT%H:%M:%SZ}",
        "eventSource": "iam.amazonaws.com",
        "eventName": "CreateUser",
        "awsRegion": "us-east-1",
        "managementEvent": True,
        "readOnly": False,
        "recipientAccountId": "1",
        "requestParameters": {"userName": f"user-{number}"},
        "responseElements": None,
        "userIdentity": {"type": "Root", "accessKeyId": "AKIA1"},
    }
    return made | changes


RECORDS = [record(number) for number in range(7)]


def ids(answer: dict[str, Any]) -> list[int]:
    return [int(event["EventId"].partition("-")[2]) for event in answer["Events"]]


def test_newest_events_come_first() -> None:
    assert ids(look_up(RECORDS, "1", "us-east-1", {})) == [6, 5, 4, 3, 2, 1, 0]


def test_events_of_others_and_of_the_data_plane_are_not_there() -> None:
    others = [
        record(0, recipientAccountId="2"),
        record(1, awsRegion="eu-west-1"),
        record(2, managementEvent=False),
        record(3, eventTime=f"{NOW - timedelta(days=91):%Y-%m-%dT%H:%M:%SZ}"),
        record(4),
    ]
    assert ids(look_up(others, "1", "us-east-1", {})) == [4]
    asked = {"StartTime": NOW - timedelta(days=365)}
    assert ids(look_up(others, "1", "us-east-1", asked)) == [4]


def test_pages_join_whatever_comes_between() -> None:
    first = look_up(RECORDS, "1", "us-east-1", {"MaxResults": 3})
    more = [*RECORDS, record(7), record(8)]
    asked = {"MaxResults": 3, "NextToken": first["NextToken"]}
    second = look_up(more, "1", "us-east-1", asked)
    third = look_up(more, "1", "us-east-1", asked | {"NextToken": second["NextToken"]})
    assert [ids(first), ids(second), ids(third)] == [[6, 5, 4], [3, 2, 1], [0]]
    assert "NextToken" not in third


def test_last_page_that_is_full_has_no_token() -> None:
    assert "NextToken" not in look_up(RECORDS, "1", "us-east-1", {"MaxResults": 7})


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("EventId", "event-2", [2]),
        ("EventName", "CreateUser", [2, 1]),
        ("EventSource", "s3.amazonaws.com", [3]),
        ("ReadOnly", "true", [3]),
        ("Username", "kim", [3]),
        ("Username", "root", [2, 1]),
        ("AccessKeyId", "AKIA1", [2, 1]),
        ("ResourceType", "AWS::S3::Bucket", [3]),
        ("ResourceName", "user-1", [1]),
        ("ResourceName", "nothing", []),
    ],
)
def test_event_is_found_by_an_attribute(key: str, value: str, found: list[int]) -> None:
    other = record(
        3,
        eventSource="s3.amazonaws.com",
        eventName="GetBucketAcl",
        readOnly=True,
        requestParameters={"bucketName": "data", "Host": "h"},
        userIdentity={"type": "IAMUser", "userName": "kim"},
    )
    asked = {"LookupAttributes": [{"AttributeKey": key, "AttributeValue": value}]}
    assert ids(look_up([record(1), record(2), other], "1", "us-east-1", asked)) == found


def test_time_range_is_inclusive() -> None:
    start, end = (datetime.fromisoformat(RECORDS[n]["eventTime"]) for n in (2, 4))
    asked = {"StartTime": start, "EndTime": end}
    assert ids(look_up(RECORDS, "1", "us-east-1", asked)) == [4, 3, 2]
    seconds = {"StartTime": start.timestamp(), "EndTime": end.timestamp()}
    assert ids(look_up(RECORDS, "1", "us-east-1", seconds)) == [4, 3, 2]


TOKEN = look_up(RECORDS, "1", "us-east-1", {"MaxResults": 1})["NextToken"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"MaxResults": 0}, "InvalidMaxResultsException"),
        ({"MaxResults": 51}, "InvalidMaxResultsException"),
        ({"StartTime": NOW, "EndTime": NOW - timedelta(days=1)}, "InvalidTimeRangeException"),
        ({"StartTime": 1e300}, "InvalidTimeRangeException"),
        ({"LookupAttributes": [{"AttributeKey": "Color"}]}, "InvalidLookupAttributesException"),
        (
            {"LookupAttributes": [{"AttributeKey": "EventId", "AttributeValue": "1"}] * 2},
            "InvalidLookupAttributesException",
        ),
        ({"NextToken": "no token"}, "InvalidNextTokenException"),
        ({"NextToken": base64.b64encode(b"[1]").decode()}, "InvalidNextTokenException"),
        ({"NextToken": TOKEN, "StartTime": NOW}, "InvalidNextTokenException"),
        (
            {"NextToken": base64.b64encode(json.dumps(["{}", "absent"]).encode()).decode()},
            "InvalidNextTokenException",
        ),
    ],
)
def test_request_that_is_wrong_is_refused(asked: dict[str, Any], code: str) -> None:
    with pytest.raises(Fault) as caught:
        look_up(RECORDS, "1", "us-east-1", asked)
    assert caught.value.code == code


def test_insights_are_not_there() -> None:
    assert look_up(RECORDS, "1", "us-east-1", {"EventCategory": "insight"}) == {"Events": []}


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ({"type": "Root"}, "root"),
        ({"type": "IAMUser", "userName": "kim"}, "kim"),
        ({"type": "AssumedRole", "principalId": "AROA1:kim"}, "kim"),
        ({"type": "FederatedUser", "arn": "arn:aws:sts::1:federated-user/Bob"}, "Bob"),
        ({"type": "AWSService", "invokedBy": "ec2.amazonaws.com"}, None),
    ],
)
def test_user_is_named(identity: dict[str, Any], name: str | None) -> None:
    assert make_event(record(1, userIdentity=identity)).get("Username") == name


def test_resources_are_named_once_wherever_they_are() -> None:
    launched = record(
        1,
        eventSource="ec2.amazonaws.com",
        requestParameters={"instancesSet": {"items": [{"imageId": "ami-1"}]}},
        responseElements={
            "instancesSet": {"items": [{"instanceId": "i-1", "imageId": "ami-1"}]},
        },
    )
    assert make_event(launched)["Resources"] == [
        {"ResourceType": "AWS::EC2::Ami", "ResourceName": "ami-1"},
        {"ResourceType": "AWS::EC2::Instance", "ResourceName": "i-1"},
    ]


def test_event_carries_its_record_as_text() -> None:
    assert json.loads(make_event(RECORDS[0])["CloudTrailEvent"]) == RECORDS[0]
