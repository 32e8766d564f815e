"""EventBridge's operations: what they refuse, and what PutEvents answers for each entry."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Client = Callable[..., Any]
Refusal = Callable[..., tuple[str, int]]
QUEUE = "arn:aws:sqs:us-east-1:123456789012:a"
PATTERN = json.dumps({"source": ["shop"]})
EVENT = {
    "id": "1", "account": "1", "source": "shop", "time": "2026-01-05T10:00:00Z",
    "region": "us-east-1", "detail-type": "order",
}  # fmt: skip


def test_a_pattern_is_tried(client: Client, refusal: Refusal) -> None:
    events = client("events")
    assert events.test_event_pattern(EventPattern=PATTERN, Event=json.dumps(EVENT))["Result"]
    other = json.dumps({**EVENT, "source": "other"})
    assert not events.test_event_pattern(EventPattern=PATTERN, Event=other)["Result"]
    for wrong in ("{}", "[]", "x"):
        code, _ = refusal(events.test_event_pattern, EventPattern=PATTERN, Event=wrong)
        assert code == "ValidationException"


@pytest.mark.parametrize("operation", ["put_rule", "test_event_pattern"])
def test_a_pattern_that_is_wrong_is_refused(client: Client, operation: str) -> None:
    more = {"Name": "a"} if operation == "put_rule" else {"Event": json.dumps(EVENT)}
    with pytest.raises(ClientError) as caught:
        getattr(client("events"), operation)(EventPattern='{"a": [{"b": 1}]}', **more)
    response: Any = caught.value.response
    assert response["Error"]["Code"] == "InvalidEventPatternException"
    reason = "Event pattern is not valid. Reason: Unrecognized match type b"
    assert response["Error"]["Message"] == reason


@pytest.mark.parametrize(
    "rule",
    [
        {"Name": "a b", "EventPattern": PATTERN},
        {"Name": "a", "EventPattern": PATTERN, "State": "ON"},
        {"Name": "a", "ScheduleExpression": "rate(5 minute)"},
        {"Name": "a"},
    ],
)
def test_other_rules_are_refused(client: Client, refusal: Refusal, rule: Any) -> None:
    assert refusal(client("events").put_rule, **rule) == ("ValidationException", 400)


def test_a_bus_has_up_to_300_rules(client: Client, refusal: Refusal) -> None:
    events = client("events")
    for number in range(300):
        events.put_rule(Name=f"rule-{number}", EventPattern=PATTERN)
    more = {"Name": "more", "EventPattern": PATTERN}
    assert refusal(events.put_rule, **more)[0] == "LimitExceededException"
    events.put_rule(Name="rule-0", EventPattern=PATTERN)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ({"Arn": "queue"}, "Provided Arn is not in correct format"),
        ({"Arn": QUEUE, "Input": "{"}, "Invalid Input for target one"),
        ({"Arn": f"{QUEUE}.fifo"}, "SqsParameters must be specified"),
        ({"Arn": QUEUE.replace("sqs", "states")}, "RoleArn is required for target"),
        ({"Arn": QUEUE, "DeadLetterConfig": {"Arn": f"{QUEUE}.fifo"}}, "DeadLetterConfig.Arn"),
    ],
)
def test_wrong_targets_are_refused(client: Client, target: Any, message: str) -> None:
    events = client("events")
    events.put_rule(Name="a", EventPattern=PATTERN)
    with pytest.raises(ClientError, match=message):
        events.put_targets(Rule="a", Targets=[{"Id": "one", **target}])
    assert events.list_targets_by_rule(Rule="a")["Targets"] == []


def test_a_rule_has_up_to_five_targets(client: Client, refusal: Refusal) -> None:
    events = client("events")
    events.put_rule(Name="a", EventPattern=PATTERN)
    for number in range(5):
        events.put_targets(Rule="a", Targets=[{"Id": str(number), "Arn": QUEUE}])
    more = {"Rule": "a", "Targets": [{"Id": "more", "Arn": QUEUE}]}
    assert refusal(events.put_targets, **more)[0] == "LimitExceededException"
    assert len(events.list_targets_by_rule(Rule="a")["Targets"]) == 5


def test_targets_that_are_not_there_cannot_be_removed(client: Client) -> None:
    events = client("events")
    events.put_rule(Name="a", EventPattern=PATTERN)
    events.put_targets(Rule="a", Targets=[{"Id": "one", "Arn": QUEUE}])
    answer = events.remove_targets(Rule="a", Ids=["one", "two"])
    assert answer["FailedEntryCount"] == 1
    assert answer["FailedEntries"][0]["TargetId"] == "two"


def test_each_entry_has_an_answer(client: Client, refusal: Refusal) -> None:
    events = client("events")
    good = {"Source": "shop", "DetailType": "order", "Detail": "{}"}
    wrong = [
        {"Source": ""},
        {"Source": "aws.ec2"},
        {"Detail": "[]"},
        {"Detail": "{"},
        {"Detail": '{"a":' * 300 + "1" + "}" * 300},
    ]
    answer = events.put_events(Entries=[good, *({**good, **change} for change in wrong)])
    assert [entry.get("ErrorCode") for entry in answer["Entries"]] == [
        None,
        "InvalidArgument",
        "NotAuthorizedForSourceException",
        "MalformedDetail",
        "MalformedDetail",
        "MalformedDetail",
    ]
    assert answer["FailedEntryCount"] == 5
    assert refusal(events.put_events, Entries=[good] * 11)[0] == "ValidationException"
    large = {**good, "Detail": json.dumps({"a": "x" * 1024 * 1024})}
    assert refusal(events.put_events, Entries=[large])[0] == "ValidationException"
    gone = {**good, "EventBusName": "gone"}
    assert refusal(events.put_events, Entries=[gone])[0] == "ResourceNotFoundException"


@pytest.mark.parametrize("detail", ['{"a": NaN}', '{"a": -Infinity}', '{"a": 1e400}'])
def test_numbers_that_are_no_json_are_malformed(client: Client, detail: str) -> None:
    events = client("events")
    events.put_rule(Name="a", EventPattern=PATTERN)
    entry = {"Source": "shop", "DetailType": "order", "Detail": detail}
    (found,) = events.put_events(Entries=[entry])["Entries"]
    assert found["ErrorCode"] == "MalformedDetail"


def test_an_event_with_too_many_names_is_refused(client: Client, refusal: Refusal) -> None:
    detail = {f"{name}.b": 1 for name in "cdefghijkl"} | {name: {"b": 2} for name in "cdefghijkl"}
    pattern = json.dumps({"detail": {name: {"b": [3]} for name in "cdefghijkl"}})
    event = json.dumps({**EVENT, "detail": detail})
    code, _ = refusal(client("events").test_event_pattern, EventPattern=pattern, Event=event)
    assert code == "ValidationException"
