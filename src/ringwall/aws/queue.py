"""A queue of SQS that a feed of logs is taken from, message by message.

To take a message and to say that it was taken is how a queue is read: nothing in the account is
changed but the queue's own memory of what was handed out (decision 014). So this is no Change, and
has no place in the journal. Nothing else than these two calls can be made here.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from ringwall.aws.read import AwsReader
from ringwall.model.errors import CallFailed

MOST = 10
"""Messages of one call, as SQS limits it."""


@dataclass(frozen=True)
class QueueMessage:
    """One message: its ID, its text, and what says that it was taken."""

    id: str
    body: str
    receipt: str


@dataclass(frozen=True)
class LogQueue:
    """A queue, by the reader of its account and Region, and its URL."""

    reader: AwsReader
    url: str

    def receive(self, wait: int = 0) -> list[QueueMessage]:
        """Return up to ten messages, waiting so many seconds for the first."""
        answer = self._send(
            "receive_message", QueueUrl=self.url, MaxNumberOfMessages=MOST, WaitTimeSeconds=wait
        )
        return [
            QueueMessage(item["MessageId"], item["Body"], item["ReceiptHandle"])
            for item in answer.get("Messages", ())
        ]

    def acknowledge(self, messages: list[QueueMessage]) -> None:
        """Say that messages were taken; those for which that fails come again later."""
        for start in range(0, len(messages), MOST):
            entries = [
                {"Id": str(number), "ReceiptHandle": message.receipt}
                for number, message in enumerate(messages[start : start + MOST])
            ]
            answer = self._send("delete_message_batch", QueueUrl=self.url, Entries=entries)
            if failed := answer.get("Failed"):
                raise CallFailed(
                    f"sqs.delete_message_batch: {len(failed)} of {len(entries)} failed: "
                    f"{failed[0].get('Message') or failed[0].get('Code')}",
                    str(failed[0].get("Code", "Failed")),
                )

    def _send(self, name: str, **parameters: Any) -> dict[str, Any]:
        reader = self.reader
        operation = f"sqs.{name}"
        client, method = reader.connection.method(reader.account_id, reader.region, operation)
        send = partial(getattr(client, method), **parameters)
        answer: dict[str, Any] = reader.connection.send(
            reader.account_id, reader.region, operation, send
        )
        return answer
