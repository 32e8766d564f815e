"""A queue that logs are taken from: received, acknowledged, and nothing else."""

from typing import Any

import pytest

from ringwall.aws.queue import LogQueue
from ringwall.model.errors import CallFailed


def test_messages_are_received_and_acknowledged(team: Any) -> None:
    reader, client = team
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="feed", Attributes={"VisibilityTimeout": "0"})["QueueUrl"]
    for number in range(12):
        sqs.send_message(QueueUrl=url, MessageBody=f"body {number}")
    queue = LogQueue(reader, url)
    first = queue.receive()
    assert len(first) == 10
    queue.acknowledge(first)
    rest = queue.receive()
    assert sorted(m.body for m in (*first, *rest)) == sorted(f"body {n}" for n in range(12))
    queue.acknowledge(rest)
    assert queue.receive() == []
    queue.acknowledge([])


def test_a_queue_that_is_not_there_is_a_failed_call(team: Any) -> None:
    reader, _ = team
    with pytest.raises(CallFailed):
        LogQueue(reader, f"https://sqs.us-east-1.amazonaws.com/{reader.account_id}/no").receive()
