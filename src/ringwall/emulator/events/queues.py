"""What services put into SQS queues."""

from collections.abc import Mapping
from typing import Any

from moto.sqs.exceptions import InvalidParameterValue, MissingParameter

from ringwall.emulator.events.failures import TargetFailure
from ringwall.emulator.on_moto.moto_client import moto_backend


def find_queue(arn: str) -> Any:
    """Return moto's queue; TargetFailure if there is none."""
    _, _, _, region, account_id, name = arn.split(":", 5)
    queue = moto_backend("sqs", account_id, region).queues.get(name)
    if queue is None:
        raise TargetFailure("NO_RESOURCE", "The specified queue does not exist.")
    return queue


def put_into_queue(
    arn: str,
    body: str,
    attributes: Mapping[str, str] | None = None,
    group_id: str | None = None,
    deduplication_id: str | None = None,
) -> None:
    """Send a message; TargetFailure if the queue does not take it. Attributes are texts."""
    queue = find_queue(arn)
    if group_id and not deduplication_id and not _has_own_ids(queue):
        message = "The queue should either have ContentBasedDeduplication enabled"
        raise TargetFailure("INVALID_PARAMETER", message)
    _, _, _, region, account_id, name = arn.split(":", 5)
    written = {
        key: {"DataType": "String", "StringValue": value}
        for key, value in (attributes or {}).items()
    }
    try:
        moto_backend("sqs", account_id, region).send_message(
            name,
            body,
            message_attributes=written,
            group_id=group_id,
            deduplication_id=deduplication_id,
        )
    except (InvalidParameterValue, MissingParameter) as error:
        raise TargetFailure("INVALID_PARAMETER", str(error.message)) from error


def _has_own_ids(queue: Any) -> bool:
    """Whether a FIFO queue tells messages apart by their content."""
    return str(queue.attributes.get("ContentBasedDeduplication")).lower() == "true"
