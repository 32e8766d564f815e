"""Preconditions, our handlers, moto and the completion answer in this order."""

from typing import Any

from ringwall.emulator.app import Emulator


def test_what_stands_against_a_call_comes_before_its_answer(
    client: Any, refusal: Any, emulator: Emulator
) -> None:
    s3 = client("s3")
    assert refusal(s3.create_bucket, Bucket="xn--mine")[0] == "InvalidBucketName"
    with emulator.mounted():
        assert s3.list_buckets()["Buckets"] == []


def test_moto_answers_what_no_handler_does(client: Any) -> None:
    sqs = client("sqs")
    sqs.create_queue(QueueName="q")
    assert len(sqs.list_queues()["QueueUrls"]) == 1


def test_what_nobody_answers_is_said_to_be_missing(client: Any, refusal: Any) -> None:
    found = refusal(client("resource-groups").list_group_resources, Group="a")
    assert found == ("UnknownOperationException", 501)
