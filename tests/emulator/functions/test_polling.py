"""Functions that work on the messages of a queue."""

import json
from typing import Any

import pytest
from policy_texts import allow

from ringwall.emulator.app import Emulator

Functions = Any
"""plugins/function_world.py declares it."""
PLACE = "us-east-1:123456789012"
QUEUE = f"arn:aws:sqs:{PLACE}:work"
MAY_POLL = allow("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
WORKS = """
import json
def handler(event, context):
    bodies = [record["body"] for record in event["Records"]]
    if "bad" in bodies:
        raise ValueError(json.dumps(bodies))
"""


def map_queue(functions: Functions, code: str, *statements: Any, **more: Any) -> str:
    url: str = functions.queue("work")
    functions.function("f", code, *statements)
    functions.client("lambda").create_event_source_mapping(
        FunctionName="f", EventSourceArn=QUEUE, **more
    )
    return url


def count(functions: Functions, url: str) -> tuple[int, int]:
    """Return how many messages can be seen, and how many are being worked on."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = functions.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)
    return tuple(int(found["Attributes"][name]) for name in names)  # type: ignore[return-value]


def test_what_was_worked_on_is_deleted(functions: Functions) -> None:
    url = map_queue(functions, WORKS, MAY_POLL)
    functions.client("sqs").send_message(QueueUrl=url, MessageBody="good")
    assert count(functions, url) == (0, 0)
    assert functions.app.failed_deliveries == []


def test_what_failed_stays(functions: Functions) -> None:
    url = map_queue(functions, WORKS, MAY_POLL)
    functions.client("sqs").send_message(QueueUrl=url, MessageBody="bad")
    assert count(functions, url) == (0, 1)
    (lost,) = functions.app.failed_deliveries
    assert (lost.code, lost.message) == ("FUNCTION_ERROR", '["bad"]')


REPORTS = """
def handler(event, context):
    failed = [r["messageId"] for r in event["Records"] if r["body"] == "bad"]
    return {"batchItemFailures": [{"itemIdentifier": name} for name in failed]}
"""


def test_a_function_can_tell_which_failed(functions: Functions) -> None:
    more = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}
    url = map_queue(functions, REPORTS, MAY_POLL, **more)
    entries = [{"Id": body, "MessageBody": body} for body in ("good", "bad", "fine")]
    functions.client("sqs").send_message_batch(QueueUrl=url, Entries=entries)
    assert count(functions, url) == (0, 1)


def test_a_role_that_may_not_poll_takes_nothing_and_is_tried_once(functions: Functions) -> None:
    url = map_queue(functions, WORKS)
    functions.client("sqs").send_message(QueueUrl=url, MessageBody="good")
    assert count(functions, url) == (1, 0)
    assert [lost.code for lost in functions.app.failed_deliveries] == ["NO_PERMISSIONS"]


def test_a_mapping_can_be_disabled(functions: Functions) -> None:
    url = map_queue(functions, WORKS, MAY_POLL, Enabled=False)
    functions.client("sqs").send_message(QueueUrl=url, MessageBody="good")
    assert count(functions, url) == (1, 0)


def test_nothing_is_taken_where_functions_do_not_run(functions: Functions) -> None:
    url = map_queue(functions, WORKS, MAY_POLL)
    careful = Emulator()
    careful.load(functions.app.save())
    world = type(functions)(careful)
    world.client("sqs").send_message(QueueUrl=url, MessageBody="good")
    assert count(world, url) == (1, 0)


@pytest.mark.parametrize("answer", ["1", '{"batchItemFailures": [{"itemIdentifier": "x"}]}', "[1]"])
def test_an_answer_that_makes_no_sense_fails_the_batch(functions: Functions, answer: str) -> None:
    code = f"import json\ndef handler(e, c): return json.loads({json.dumps(answer)})"
    url = map_queue(functions, code, MAY_POLL, FunctionResponseTypes=["ReportBatchItemFailures"])
    functions.client("sqs").send_message(QueueUrl=url, MessageBody="good")
    assert count(functions, url) == (0, 1)
