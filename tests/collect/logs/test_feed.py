"""A feed through a queue: notices of objects, and events themselves; nothing it says is trusted."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ringwall.aws.queue import QueueMessage
from ringwall.collect.logs.feed import LogFeed

OBJECT = {"key": "a+b%2Fc.json.gz", "size": 5, "eTag": "e"}
NOTICE = {
    "Records": [{"eventSource": "aws:s3", "s3": {"bucket": {"name": "logs"}, "object": OBJECT}}]
}
CREATED = {
    "source": "aws.s3",
    "detail-type": "Object Created",
    "detail": {"bucket": {"name": "logs"}, "object": {"key": "a b/c.json.gz", "etag": "e"}},
}


class Queue:
    """A queue that hands out messages once, and remembers what was acknowledged."""

    url = "https://sqs.eu-west-1.amazonaws.com/111122223333/feed"
    reader: Any = type("Reader", (), {"account_id": "111122223333"})()

    def __init__(self, *bodies: str) -> None:
        self.left = [QueueMessage(f"m{n}", body, f"r{n}") for n, body in enumerate(bodies)]
        self.acknowledged: list[str] = []
        self.waits: list[int] = []

    def receive(self, wait: int = 0) -> list[QueueMessage]:
        self.waits.append(wait)
        found, self.left = self.left[:10], self.left[10:]
        return found

    def acknowledge(self, messages: list[QueueMessage]) -> None:
        self.acknowledged += [message.id for message in messages]


def feed(*bodies: Any, buckets: tuple[str, ...] = ()) -> tuple[LogFeed, Queue]:
    queue: Any = Queue(*(b if isinstance(b, str) else json.dumps(b) for b in bodies))
    return LogFeed(queue, buckets), queue


@pytest.mark.parametrize(
    "wrap",
    [lambda body: body, lambda body: {"Type": "Notification", "Message": json.dumps(body)}],
    ids=["plain", "SNS"],
)
@pytest.mark.parametrize("body", [NOTICE, CREATED], ids=["S3", "EventBridge"])
def test_a_notice_leads_to_its_object(body: Any, wrap: Callable[[Any], Any]) -> None:
    taken, _ = feed(wrap(body))
    (one,) = taken.take()
    assert (one.address, one.is_named) == ("s3://logs/a b/c.json.gz", False)
    assert one.version.startswith('"e" ')


def test_an_event_is_an_object_of_its_own() -> None:
    event = {"detail-type": "AWS API Call via CloudTrail", "detail": {"eventName": "X"}}
    taken, queue = feed(event)
    (one,) = taken.take(wait=7)
    with one.open() as file:
        assert json.loads(file.read(1000)) == event
    assert one.address == f"{queue.url}#m0"
    assert queue.waits == [7, 0]


@pytest.mark.parametrize(
    "body",
    [
        {"Event": "s3:TestEvent", "Bucket": "logs"},
        {"Service": "Amazon S3", "Event": "s3:TestEvent"},
    ],
)
def test_what_brings_nothing_is_acknowledged(body: Any) -> None:
    taken, queue = feed(body)
    assert list(taken.take()) == []
    taken.acknowledge()
    assert queue.acknowledged == ["m0"]


@pytest.mark.parametrize(
    "body",
    [
        "no JSON",
        "[" * 100_000,
        {"Records": [{"eventSource": "aws:s3", "s3": {"bucket": 5}}, 7]},
        {"Records": "x"},
        {"source": "aws.s3", "detail-type": "Object Created", "detail": None},
        {"Type": "Notification", "Message": {"a": 1}},
        json.dumps(NOTICE).replace('"size": 5', '"size": 1e999'),
        json.dumps(NOTICE).replace("a+b", "\\ud800"),
        json.dumps(NOTICE).replace("a+b", "\\u0000"),
        json.dumps(NOTICE).replace('"logs"', '"\\udfff"'),
    ],
)
def test_hostile_messages_are_objects_that_are_no_logs(body: Any) -> None:
    taken, _ = feed(body)
    assert [one.is_named for one in taken.take()] == [True]


def test_a_message_whose_object_failed_comes_again() -> None:
    taken, queue = feed(NOTICE, CREATED | {"detail": {}}, "text")
    addresses = [one.address for one in taken.take()]
    taken.acknowledge(failed=addresses[:1])
    assert queue.acknowledged == ["m1", "m2"]


def test_digests_are_left_out() -> None:
    body = json.loads(json.dumps(CREATED))
    body["detail"]["object"]["key"] = "AWSLogs/1/CloudTrail-Digest/d.json.gz"
    taken, _ = feed(body)
    assert list(taken.take()) == []
