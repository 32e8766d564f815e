"""Queues that Lambda polls for functions: event source mappings of SQS.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError
from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.service_access import ServiceRequest
from ringwall.emulator.call import Fault
from ringwall.emulator.events.failures import FailedDelivery
from ringwall.emulator.functions.invocation import PRINCIPAL, invoke_function
from ringwall.emulator.functions.prepared import prepare_function
from ringwall.emulator.inner_client import make_inner_client
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.state import EmulatorState

MAX_BATCH = 10
"""How many messages one call receives."""


@dataclass(frozen=True)
class QueuePoll:
    """A task: take messages from a queue, and let a function work on them."""

    queue_arn: str
    function_arn: str
    batch_size: int
    reports_items: bool
    """Whether the function returns which messages failed."""

    def run(self, emulator: RunningEmulator) -> None:
        """Delete what the function worked on; the rest is seen again after the queue's timeout."""
        _, _, _, region, account_id, name = self.queue_arn.split(":", 5)
        with emulator.mounted():
            try:
                function = prepare_function(account_id, region, self.function_arn, None)
            except Fault:
                return
            asked = ServiceRequest(
                PRINCIPAL, "sts:AssumeRole", function.role, "", account_id, region
            )
            credentials = emulator.service_access.assume(emulator.state, asked, function.name)
            request_id = str(mock_random.uuid4())
        if credentials is None:
            self._write_down(emulator, "FAILED_TO_ASSUME_ROLE", "the role trusts Lambda no longer")
            return
        client = make_inner_client(emulator, "sqs", region, credentials, PRINCIPAL)
        url = f"https://sqs.amazonaws.com/{account_id}/{name}"
        try:
            received = client.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=min(self.batch_size, MAX_BATCH),
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
            messages = received.get("Messages", [])
            if not messages:
                return
            event = {"Records": [self._write(message, region) for message in messages]}
            result = invoke_function(emulator, function, json.dumps(event), request_id)
            failed = self._find_failed(result.payload, is_error=result.is_error, messages=messages)
            for message in messages:
                if message["MessageId"] not in failed:
                    client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        except ClientError as error:
            self._write_down(emulator, "NO_PERMISSIONS", str(error))
            return
        except Fault as fault:
            self._write_down(emulator, fault.code, fault.message)
            return
        if failed:
            self._write_down(emulator, "FUNCTION_ERROR", result.message or "some messages failed")

    def _write(self, message: Mapping[str, Any], region: str) -> dict[str, Any]:
        attributes = message.get("MessageAttributes", {})
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": {
                name: {
                    "stringValue": value.get("StringValue"),
                    "stringListValues": [],
                    "binaryListValues": [],
                    "dataType": value["DataType"],
                }
                for name, value in attributes.items()
            },
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self.queue_arn,
            "awsRegion": region,
        }

    def _find_failed(
        self, payload: str, *, is_error: bool, messages: list[Mapping[str, Any]]
    ) -> set[str]:
        """Return the messages that stay: all of them if the function or its answer is wrong."""
        every = {message["MessageId"] for message in messages}
        if is_error:
            return every
        answer = json.loads(payload)
        if not self.reports_items or not answer:
            return set()
        items = (answer.get("batchItemFailures") or []) if isinstance(answer, dict) else None
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            return every
        named = {str(item.get("itemIdentifier")) for item in items}
        return every if named - every else named

    def _write_down(self, emulator: RunningEmulator, code: str, message: str) -> None:
        failed = FailedDelivery(self.queue_arn, self.function_arn, code, message, "null")
        with emulator.mounted():
            emulator.state.failed_deliveries.append(failed)


def queue_polls(state: EmulatorState) -> None:
    """Queue a poll for each mapping whose queue has messages that it was not offered yet."""
    for mapping in _list_mappings():
        _, _, _, region, account_id, name = mapping.event_source_arn.split(":", 5)
        queue = moto_backend("sqs", account_id, region).queues.get(name)
        seen = tuple(
            (message.id, message.approximate_receive_count)
            for message in (queue.messages if queue else ())
        )
        who = (mapping.event_source_arn, mapping.function_arn)
        if seen and state.polled.get(who) != seen:
            state.polled[who] = seen
            reports = mapping.function_response_types or ()
            state.backlog.add(
                QueuePoll(
                    mapping.event_source_arn,
                    mapping.function_arn,
                    int(mapping.batch_size or MAX_BATCH),
                    "ReportBatchItemFailures" in reports,
                )
            )


def _list_mappings() -> Iterator[Any]:
    for regions in list(moto_backends("lambda").values()):
        for backend in list(regions.values()):
            for mapping in list(backend._event_source_mappings.values()):  # noqa: SLF001
                if mapping.enabled and ":sqs:" in mapping.event_source_arn:
                    yield mapping
