"""What targets get: AWS's examples of input transformation, and what it refuses."""

import json
from typing import Any

import pytest

from ringwall.emulator.events.transform import (
    InputTooLarge,
    NoJsonLeft,
    find_input_error,
    write_input,
)

EVENT: dict[str, Any] = {
    "version": "0",
    "id": "7bf73129-1428-4cd3-a780-95db273d1602",
    "detail-type": "EC2 Instance State-change Notification",
    "source": "aws.ec2",
    "account": "123456789012",
    "time": "2015-11-11T21:29:54Z",
    "region": "us-east-1",
    "resources": ["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
    "detail": {"instance-id": "i-0123456789", "state": "RUNNING", "ports": [{"n": 1}, {"n": 2}]},
}
RULE = "arn:aws:events:us-east-1:123456789012:rule/example"
PATHS = {"instance": "$.detail.instance-id", "state": "$.detail.state", "detail": "$.detail"}


def fill(template: str, **paths: str) -> str:
    transformer = {"InputPathsMap": PATHS | paths, "InputTemplate": template}
    return write_input({"InputTransformer": transformer}, EVENT, RULE)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('"instance <instance> is in <state>"', '"instance i-0123456789 is in RUNNING"'),
        (r'"instance \"<instance>\" is in <state>"', r'"instance \"i-0123456789\" is in RUNNING"'),
        ('{"instance": <instance>}', '{"instance": "i-0123456789"}'),
        ('{"a": "<instance> is in state \\"<state>\\""}',
         '{"a": "i-0123456789 is in state \\"RUNNING\\""}'),
        ('{"a": <n>}', '{"a": [1, 2]}'),
        ('{"a": <first>}', '{"a": {"n": 1}}'),
        ('{"a": <missing>, "b": "<missing>"}', '{"a": "", "b": ""}'),
        ('"one <instance>"\n"two <state>"', '"one i-0123456789"\n"two RUNNING"'),
        ('"<first>"', '"{n:1}"'),
        ('{"rule": "<aws.events.rule-name>"}', '{"rule": "example"}'),
        ('{"rule": <aws.events.rule-arn>}', f'{{"rule": "{RULE}"}}'),
        ('{"e": <aws.events.event.json>}', f'{{"e": {json.dumps(EVENT)}}}'),
    ],
)  # fmt: skip
def test_a_template_is_filled(template: str, expected: str) -> None:
    assert (
        fill(template, n="$.detail.ports[*].n", first="$.detail.ports[0]", missing="$.no")
        == expected
    )


def test_the_event_without_detail_and_the_time_are_variables() -> None:
    found = json.loads(fill('{"e": <aws.events.event>, "t": "<aws.events.event.ingestion-time>"}'))
    assert found == {"e": {k: v for k, v in EVENT.items() if k != "detail"}, "t": EVENT["time"]}


def test_values_cannot_break_out_of_a_template() -> None:
    event = {**EVENT, "detail": {"state": '", "admin": true, "x": "'}}
    transformer = {"InputPathsMap": PATHS, "InputTemplate": '{"a": "<state>", "b": <state>}'}
    found = json.loads(write_input({"InputTransformer": transformer}, event, RULE))
    assert found == {"a": event["detail"]["state"], "b": event["detail"]["state"]}


def test_a_template_that_is_no_json_once_filled_fails() -> None:
    with pytest.raises(NoJsonLeft):
        fill('{"a": <instance><state>}')


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({}, EVENT),
        ({"Input": '{"a": 1}'}, {"a": 1}),
        ({"InputPath": "$.detail.state"}, "RUNNING"),
        ({"InputPath": "$.resources[0]"}, EVENT["resources"][0]),
        ({"InputPath": "$.nothing"}, None),
        ({"InputPath": "$"}, EVENT),
    ],
)
def test_a_constant_or_a_part(target: Any, expected: Any) -> None:
    assert json.loads(write_input(target, EVENT, RULE)) == expected


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ({"Input": "{}", "InputPath": "$.a"}, "Only one of Input, InputPath, or InputTransformer"),
        ({"Input": "{"}, "Invalid Input for target"),
        ({"InputPath": "detail"}, "Invalid InputPath"),
        ({"InputPath": "$.a[?(@.b)]"}, "Invalid InputPath"),
        ({"InputTransformer": {"InputTemplate": "<a>"}}, "not defined"),
        ({"InputTransformer": {"InputTemplate": "a"}}, "no valid JSON"),
        ({"InputTransformer": {"InputTemplate": '{"a": }'}}, "no valid JSON"),
        (
            {"InputTransformer": {"InputPathsMap": {"aws.x": "$.a"}, "InputTemplate": "{}"}},
            "reserved",
        ),
        (
            {"InputTransformer": {"InputPathsMap": {"a": "b"}, "InputTemplate": "{}"}},
            "no valid JSON path",
        ),
        (
            {
                "InputTransformer": {
                    "InputPathsMap": {f"a{n}": "$.a" for n in range(101)},
                    "InputTemplate": "{}",
                }
            },
            "more than 100",
        ),
    ],
)
def test_what_aws_does_not_take_is_told(target: Any, reason: str) -> None:
    assert reason in find_input_error({"Id": "one", **target})


def test_what_aws_takes_is_not_complained_about() -> None:
    for template in ('"<instance>"', '{"a": <instance>, "b": "<aws.events.rule-arn>"}', '"a"\n"b"'):
        transformer = {"InputPathsMap": PATHS, "InputTemplate": template}
        assert find_input_error({"Id": "one", "InputTransformer": transformer}) == ""


def test_a_template_cannot_grow_without_end() -> None:
    event = {**EVENT, "detail": {"text": "x" * 100_000}}
    target = {
        "InputTransformer": {"InputPathsMap": {"a": "$.detail"}, "InputTemplate": f'"{"<a>" * 20}"'}
    }
    with pytest.raises(InputTooLarge, match="more than 1048576 characters"):
        write_input(target, event, RULE)
