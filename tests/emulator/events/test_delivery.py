"""Deliveries: permissions, retries and dead letters."""

import json
from typing import Any

import pytest

World = Any
"""plugins/event_world.py declares it."""
PLACE = "us-east-1:123456789012"
RULE = f"arn:aws:events:{PLACE}:rule/orders"
PATTERN = {"source": ["shop"]}


def sqs(name: str) -> str:
    return f"arn:aws:sqs:{PLACE}:{name}"


def attributes(message: Any) -> dict[str, str]:
    return {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}


def test_a_queue_that_does_not_let_the_rule_gets_nothing_and_the_dead_letters_do(
    world: World,
) -> None:
    closed = world.queue("closed", f"{RULE}-other")
    dead = world.queue("dead", RULE)
    target = {"Arn": sqs("closed"), "DeadLetterConfig": {"Arn": sqs("dead")}, "Input": '"text"'}
    world.rule("orders", PATTERN, target)
    event_id = world.put({"n": 1})["Entries"][0]["EventId"]
    assert world.messages(closed) == []
    (letter,) = world.messages(dead)
    assert json.loads(letter["Body"])["id"] == event_id
    assert attributes(letter) == {
        "RULE_ARN": RULE,
        "TARGET_ARN": sqs("closed"),
        "ERROR_CODE": "NO_PERMISSIONS",
        "ERROR_MESSAGE": "events.amazonaws.com is not authorized to perform: sqs:SendMessage "
        f"on resource: {sqs('closed')}",
    }
    (failed,) = world.app.failed_deliveries
    assert (failed.code, failed.dead_letter_queue) == ("NO_PERMISSIONS", sqs("dead"))


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ({"Arn": sqs("gone")}, "NO_PERMISSIONS"),  # a queue that is not there lets nobody
        ({"Arn": f"arn:aws:lex:{PLACE}:bot/a"}, "UNKNOWN"),
        ({"Arn": f"arn:aws:events:{PLACE}:event-bus/b"}, "FAILED_TO_ASSUME_ROLE"),
        (
            {"Arn": sqs("a"), "RoleArn": "arn:aws:iam::123456789012:role/no"},
            "FAILED_TO_ASSUME_ROLE",
        ),
        (
            {
                "Arn": sqs("a"),
                "InputTransformer": {
                    "InputPathsMap": {"a": "$.source"},
                    "InputTemplate": '{"a": <a><a>}',
                },
            },
            "INVALID_JSON",
        ),
    ],
)
def test_an_event_that_is_lost_is_written_down(world: World, target: Any, code: str) -> None:
    if code == "INVALID_JSON":
        with pytest.raises(Exception, match="InputTemplate"):
            world.rule("orders", PATTERN, target)
        return
    world.rule("orders", PATTERN, target)
    world.put({"n": 1})
    (failed,) = world.app.failed_deliveries
    assert (failed.source_arn, failed.target_arn, failed.code) == (RULE, target["Arn"], code)
    assert json.loads(failed.event)["detail"] == {"n": 1}
    assert failed.dead_letter_queue == ""


def allow_role(world: World) -> str:
    statement = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": sqs("orders")}
    role: str = world.role("sender", "events", statement)
    return role


def test_a_target_that_is_throttled_is_tried_again(world: World) -> None:
    url = world.queue("orders")
    role = allow_role(world)
    world.rule("orders", PATTERN, {"Arn": sqs("orders"), "RoleArn": role})
    world.app.throttle("sqs:SendMessage", 3)
    world.put({"n": 1})
    assert [body["detail"] for body in world.bodies(url)] == [{"n": 1}]


def test_retries_end(world: World) -> None:
    url, dead = world.queue("orders"), world.queue("dead", RULE)
    target = {
        "Arn": sqs("orders"),
        "RoleArn": allow_role(world),
        "RetryPolicy": {"MaximumRetryAttempts": 2},
        "DeadLetterConfig": {"Arn": sqs("dead")},
    }
    world.rule("orders", PATTERN, target)
    world.app.throttle("sqs:SendMessage", 3)
    world.put({"n": 1})
    assert world.messages(url) == []
    found = attributes(world.messages(dead)[0])
    assert (found["ERROR_CODE"], found["RETRY_ATTEMPTS"]) == ("THROTTLING", "2")
    assert found["EXHAUSTED_RETRY_CONDITION"] == "MaximumRetryAttempts"


def test_a_dead_letter_queue_needs_a_policy_too(world: World) -> None:
    dead = world.queue("dead")
    target = {"Arn": sqs("gone"), "DeadLetterConfig": {"Arn": sqs("dead")}}
    world.rule("orders", PATTERN, target)
    world.put({"n": 1})
    assert world.messages(dead) == []
    assert [failed.dead_letter_queue for failed in world.app.failed_deliveries] == [""]


def test_an_input_that_is_too_large_is_written_down(world: World) -> None:
    transformer = {"InputPathsMap": {"a": "$.detail"}, "InputTemplate": f'"{"<a>" * 20}"'}
    world.rule("orders", PATTERN, {"Arn": sqs("a"), "InputTransformer": transformer})
    world.put({"text": "x" * 100_000})
    (failed,) = world.app.failed_deliveries
    assert (failed.target_arn, failed.code) == (sqs("a"), "INVALID_PARAMETER")
