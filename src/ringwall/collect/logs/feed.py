"""A feed of logs through a queue: notices of new objects, and events themselves.

S3 tells a queue of new objects directly, through SNS or through EventBridge; EventBridge hands over
the events of CloudTrail themselves. What a message says is not trusted: it may name a bucket of
anybody, so an object is read only where its bucket belongs to the queue's account, or is named.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

import io
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from ringwall.aws.objects import StoredObject
from ringwall.aws.queue import LogQueue, QueueMessage
from ringwall.collect.logs.bucket import make_object
from ringwall.collect.logs.objects import LogObject
from ringwall.collect.logs.recognize import DIGEST
from ringwall.model.text import make_storable

MOST_MESSAGES = 1_000
"""Messages of one round."""


@dataclass
class LogFeed:
    """Takes objects from a queue; they are acknowledged once they are in the lake."""

    queue: LogQueue
    buckets: Collection[str] = ()
    """Buckets of other accounts that may be read, too."""
    _taken: dict[str, tuple[QueueMessage, set[str]]] = field(default_factory=dict, init=False)
    """The messages of a round by their IDs, each with the addresses of what it brought."""

    def take(self, wait: int = 0) -> Iterator[LogObject]:
        """Yield the objects of one round, waiting so many seconds for the first message."""
        self._taken = {}
        while len(self._taken) < MOST_MESSAGES:
            messages = self.queue.receive(wait if not self._taken else 0)
            new = [message for message in messages if message.id not in self._taken]
            if not new:  # what was not acknowledged yet may come again
                return
            for message in new:
                objects = list(self._open(message))
                self._taken[message.id] = (message, {one.address for one in objects})
                yield from objects

    def acknowledge(self, failed: Collection[str] = ()) -> None:
        """Say that the messages of the round were taken, but for those whose objects failed."""
        done = [each for each, brought in self._taken.values() if not brought & {*failed}]
        self._taken = {}
        self.queue.acknowledge(done)

    def _open(self, message: QueueMessage) -> Iterator[LogObject]:
        notices = list(_find_notices(_parse(message.body)))
        for one in notices:
            if DIGEST not in one.key and one.size:
                owner = "" if one.bucket in self.buckets else self.queue.reader.account_id
                yield make_object(self.queue.reader, one, owner)
        if not notices and "s3:TestEvent" not in message.body:
            body = message.body.encode("utf-8", "replace")
            address = f"{self.queue.url}#{message.id}"
            yield LogObject(address, message.id, lambda: io.BytesIO(body), is_named=True)


def _parse(text: str) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict) and value.get("Type") == "Notification":
        return _parse(value["Message"]) if isinstance(value.get("Message"), str) else None
    return value


def _find_notices(value: Any) -> Iterator[StoredObject]:
    """Yield the new objects that a message tells of."""
    if not isinstance(value, dict):
        return
    if value.get("source") == "aws.s3" and value.get("detail-type") == "Object Created":
        yield from _make(value.get("detail"), is_quoted=False)
    records = value.get("Records")
    for record in records if isinstance(records, list) else ():
        if isinstance(record, dict) and record.get("eventSource") == "aws:s3":
            yield from _make(record.get("s3"), is_quoted=True)


def _make(told: Any, *, is_quoted: bool) -> Iterator[StoredObject]:
    try:
        name, key = told["bucket"]["name"], told["object"]["key"]
        size = int(told["object"].get("size", 1))
        etag = told["object"].get("eTag") or told["object"].get("etag") or ""
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError):
        return
    texts = (str(name), unquote_plus(str(key)) if is_quoted else str(key), str(etag).strip('"'))
    # S3 has no name with half a character or NUL: no call and no database takes one.
    if all(make_storable(text) == text for text in texts):
        yield StoredObject(texts[0], texts[1], f'"{texts[2]}"', size)
