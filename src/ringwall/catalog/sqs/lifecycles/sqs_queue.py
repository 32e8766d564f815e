"""How SQS queues come, change and go. A queue's settings are texts, each an attribute.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.reference import find_references
from ringwall.model.table import Row

_NOT_YET = ("AWS.SimpleQueueService.QueueDeletedRecently", "QueueDeletedRecently")
_URL = {"QueueUrl": "{found.queue_url}"}
_TAG = Step("sqs.tag_queue", {**_URL, "Tags": "{tags|map}"}, blast="none")
ATTRIBUTES: Mapping[str, str] = {
    "message_retention_period": "MessageRetentionPeriod",
    "sqs_managed_sse_enabled": "SqsManagedSseEnabled",
}
"""Columns to attributes."""


def write_creation(names: Row) -> Row:
    """Return the parameters of `create_queue`."""
    return {
        "QueueName": names["queue_name"],
        "Attributes": _write_attributes(names),
        "tags": dict(names["tags"]),
    }


def write_attributes(names: Row) -> Row:
    """Return the parameters of `set_queue_attributes`."""
    return {"QueueUrl": names["found"]["queue_url"], "Attributes": _write_attributes(names)}


def _write_attributes(names: Row) -> Row:
    given = {name: names.get(column) for column, name in ATTRIBUTES.items()}
    return {name: _write(value) for name, value in given.items() if value is not None}


def _write(value: Any) -> Any:
    if any(find_references(value)):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


queue = Lifecycle(
    table="sqs_queue",
    find=Find(
        "sqs.get_queue_url",
        {"QueueName": "{queue_name}"},
        take="{QueueUrl: QueueUrl}",
        members={"QueueName": "{queue_name}"},
        absent=("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"),
    ),
    identity=("queue_name",),
    named_by=("queue_name",),
    ids=("arn", "queue_url"),
    create=Step("sqs.create_queue", build=write_creation, retry=_NOT_YET, also=("sqs:TagQueue",)),
    creates=("queue_name", *ATTRIBUTES, "tags"),
    updates=(
        Update((*ATTRIBUTES,), Step("sqs.set_queue_attributes", build=write_attributes)),
        Update(
            ("policy",),
            Step(
                "sqs.set_queue_attributes",
                {**_URL, "Attributes": {"Policy": "{policy|json}"}},
                blast="availability",
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("sqs.delete_queue", _URL, blast="availability"),
    normal={"policy": "policy"},
    wait=90,
    owner="tag",
    retag=_TAG,
)
