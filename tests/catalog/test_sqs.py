"""SQS: queues from their URLs, attributes that are all text."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.model.errors import AccessDenied

URL = "https://sqs.eu-west-1.amazonaws.com/111111111111/orders"
ARN = "arn:aws:sqs:eu-west-1:111111111111:orders"
POLICY = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},'
    ' "Action": "sqs:SendMessage", "Resource": "*",'
    ' "Condition": {"ArnLike": {"aws:SourceArn": "*"}}}]}'
)
ANSWERS: dict[str, Any] = {
    "sqs.list_queues": [{"QueueUrls": [URL]}, {}],
    "sqs.get_queue_attributes": {
        "Attributes": {
            "QueueArn": ARN,
            "Policy": POLICY,
            "SqsManagedSseEnabled": "true",
            "MessageRetentionPeriod": "345600",
            "CreatedTimestamp": "1700000000",
        }
    },
    "sqs.list_queue_tags": {"Tags": {"team": "shop"}},
}


def test_a_queue_is_read(collect: Callable[..., Any], canned: type[Any]) -> None:
    rows, gaps = collect(canned(ANSWERS), "sqs_queue")
    (queue,) = rows["sqs_queue"]
    assert gaps == []
    assert (queue["arn"], queue["queue_name"], queue["tags"]) == (ARN, "orders", {"team": "shop"})
    assert queue["sqs_managed_sse_enabled"] is True
    assert queue["message_retention_period"] == 345600
    assert queue["kms_master_key_id"] == ""
    assert queue["created_timestamp"] == datetime.fromtimestamp(1_700_000_000, UTC)
    (statement,) = rows["policy_statement"]
    assert (statement["arn"], statement["condition_keys"]) == (ARN, ["aws:sourcearn"])


@pytest.mark.parametrize(
    "page",
    [
        {"Things": []},
        {"QueueUrls": None},
        {"QueueUrls": {}},
        {"QueueUrls": ""},
        {"QueueUrls": [{}]},
    ],
    ids=str,
)
def test_a_garbled_list_of_queues_is_not_the_answer_that_there_is_none(
    collect: Callable[..., Any], canned: type[Any], page: Any
) -> None:
    rows, gaps = collect(canned({"sqs.list_queues": page}), "sqs_queue")
    assert rows["sqs_queue"] == []
    assert ("sqs_queue", "list") in {(gap.table_name, gap.aspect) for gap in gaps}
    assert collect(canned({"sqs.list_queues": {}}), "sqs_queue")[1] == []


@pytest.mark.parametrize("garbled", [{}, [], "", None])
def test_attributes_without_the_arn_do_not_say_that_there_is_no_policy(
    collect: Callable[..., Any], canned: type[Any], garbled: Any
) -> None:
    answers = ANSWERS | {"sqs.get_queue_attributes": {"Attributes": garbled}}
    rows, gaps = collect(canned(answers), "sqs_queue")
    assert [row["policy"] for row in rows["sqs_queue"]] == [None]
    assert ("sqs_queue", "Attributes") in {(gap.table_name, gap.aspect) for gap in gaps}


def test_a_queue_whose_attributes_are_denied_keeps_its_name(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    denied = ANSWERS | {"sqs.get_queue_attributes": AccessDenied("no", "AccessDenied")}
    rows, gaps = collect(canned(denied), "sqs_queue")
    (queue,) = rows["sqs_queue"]
    assert (queue["arn"], queue["policy"]) == (ARN, None)
    assert {(gap.table_name, gap.resource) for gap in gaps} == {
        ("sqs_queue", ARN),
        ("policy_statement", ARN),
    }
