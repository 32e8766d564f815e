"""What S3 tells of the objects of a bucket: to queues, topics, functions and EventBridge.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.service_access import ServiceRequest
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.events.attempts import attempt_delivery
from ringwall.emulator.events.failures import TargetFailure
from ringwall.emulator.events.queues import put_into_queue
from ringwall.emulator.events.topics import publish_text
from ringwall.emulator.functions.asynchronous import queue_invocation
from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.published_events import publish
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.wire.response import Response, read_answer

PRINCIPAL = "s3.amazonaws.com"
ACTIONS = {
    "sqs": "sqs:SendMessage",
    "sns": "sns:Publish",
    "lambda": "lambda:InvokeFunction",
}
CREATED = {
    "PutObject": "Put",
    "CopyObject": "Copy",
    "CompleteMultipartUpload": "CompleteMultipartUpload",
}
CHANGED = {
    "PutObjectTagging": ("s3:ObjectTagging:Put", "Object Tags Added"),
    "DeleteObjectTagging": ("s3:ObjectTagging:Delete", "Object Tags Deleted"),
    "PutObjectAcl": ("s3:ObjectAcl:Put", "Object ACL Updated"),
}
OPERATIONS = frozenset({*CREATED, *CHANGED, "DeleteObject", "DeleteObjects"})


@dataclass(frozen=True)
class ObjectEvent:
    """Something that happened to an object."""

    name: str
    """As notifications have it: `s3:ObjectCreated:Put`."""
    kind: str
    """As EventBridge has it: `Object Created`."""
    key: str
    facts: Mapping[str, Any]
    """Size, ETag, version: those that there are."""
    more: Mapping[str, Any]
    """Further members of EventBridge's detail."""


@dataclass(frozen=True)
class BucketDelivery:
    """A task: tell a queue, topic or function of a bucket."""

    bucket_arn: str
    account_id: str
    region: str
    target: str
    text: str

    def run(self, emulator: RunningEmulator) -> None:
        """Deliver it, or write down why not."""
        attempt_delivery(emulator, self.bucket_arn, self.target, self.text, self._send)

    def _send(self, emulator: RunningEmulator) -> None:
        if not may_notify(emulator, self.bucket_arn, self.account_id, self.target):
            raise TargetFailure("NO_PERMISSIONS", f"{PRINCIPAL} may not use {self.target}")
        match self.target.split(":")[2]:
            case "sqs":
                put_into_queue(self.target, self.text)
            case "sns":
                publish_text(emulator.state, self.target, self.text, "Amazon S3 Notification")
            case _:
                queue_invocation(
                    emulator.state, self.target, self.text, self.account_id, self.region
                )


def may_notify(emulator: RunningEmulator, bucket_arn: str, account_id: str, target: str) -> bool:
    """Whether a queue, topic or function lets S3 use it for a bucket."""
    fields = target.split(":")
    action = ACTIONS.get(fields[2]) if len(fields) > 5 else None  # noqa: PLR2004  # as ARNs have
    if action is None:
        return False
    asked = ServiceRequest(PRINCIPAL, action, target, bucket_arn, account_id, fields[3])
    return emulator.service_access.decide(emulator.state, asked).verdict == "allowed"


def notify_after(state: EmulatorState, call: EmulatedCall, response: Response) -> None:
    """Queue what a bucket has to tell of a call that succeeded."""
    if call.service != "s3" or call.operation not in OPERATIONS:
        return
    bucket, owner = find_bucket(str(call.parameters.get("Bucket", "")))
    config = bucket.notification_configuration if bucket else None
    if config is None:
        return
    request_id = mock_random.get_random_hex(16).upper()
    for event in _list_events(call, bucket, response):
        for notification in [*config.cloud_function, *config.queue, *config.topic]:
            if notification.matches(event.name, event.key):
                record = _write_record(call, bucket, notification.id, event, request_id)
                state.backlog.add(
                    BucketDelivery(
                        bucket.arn,
                        owner,
                        bucket.region_name,
                        notification.arn,
                        json.dumps({"Records": [record]}),
                    )
                )
        if config.event_bridge is not None:
            detail = {
                "version": "0",
                "bucket": {"name": bucket.name},
                "object": {"key": event.key, **event.facts, "sequencer": _write_sequencer()},
                "request-id": request_id,
                "requester": call.account_id,
                "source-ip-address": call.source_ip,
                **event.more,
            }
            publish(state, owner, bucket.region_name, "aws.s3", event.kind, detail, (bucket.arn,))


def find_bucket(name: str) -> tuple[Any, str]:
    """Return moto's bucket and the account that owns it; None and '' where there is none."""
    known = moto_backends("s3").bucket_accounts.get(name)
    if known is None:
        return None, ""
    partition, owner = known
    return moto_backends("s3")[owner][partition].buckets.get(name), str(owner)


def _list_events(call: EmulatedCall, bucket: Any, response: Response) -> Iterator[ObjectEvent]:
    key = str(call.parameters.get("Key", ""))
    if call.operation in CREATED:
        found = bucket.keys.get(key)
        facts = {"size": found.size, "etag": found.etag.strip('"')} if found else {}
        if found and found.version_id:
            facts["version-id"] = found.version_id
        name = f"s3:ObjectCreated:{CREATED[call.operation]}"
        yield ObjectEvent(name, "Object Created", key, facts, {"reason": call.operation})
    elif call.operation in CHANGED:
        name, kind = CHANGED[call.operation]
        yield ObjectEvent(name, kind, key, {}, {})
    else:
        answer = read_answer(call, response)
        deleted = answer.get("Deleted", ()) if call.operation == "DeleteObjects" else [answer]
        for item in deleted:
            yield _tell_of_deletion(call, str(item.get("Key", key)), item)


def _tell_of_deletion(call: EmulatedCall, key: str, item: Mapping[str, Any]) -> ObjectEvent:
    is_marker = bool(item.get("DeleteMarker")) and not call.parameters.get("VersionId")
    name = f"s3:ObjectRemoved:{'DeleteMarkerCreated' if is_marker else 'Delete'}"
    version = item.get("DeleteMarkerVersionId") or item.get("VersionId")
    facts = {"version-id": version} if version else {}
    kind = "Delete Marker Created" if is_marker else "Permanently Deleted"
    more = {"reason": "DeleteObject", "deletion-type": kind}
    return ObjectEvent(name, "Object Deleted", key, facts, more)


def _write_record(
    call: EmulatedCall, bucket: Any, config_id: str, event: ObjectEvent, request_id: str
) -> dict[str, Any]:
    names = {"size": "size", "etag": "eTag", "version-id": "versionId"}
    facts = {names[name]: value for name, value in event.facts.items()}
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": bucket.region_name,
        "eventTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "eventName": event.name.removeprefix("s3:"),
        "userIdentity": {"principalId": f"AWS:{call.access_key}"},
        "requestParameters": {"sourceIPAddress": call.source_ip},
        "responseElements": {"x-amz-request-id": request_id},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": config_id,
            "bucket": {"name": bucket.name, "arn": bucket.arn},
            "object": {"key": quote_plus(event.key), **facts, "sequencer": _write_sequencer()},
        },
    }


def _write_sequencer() -> str:
    """Return a text that grows with time."""
    return f"{int(datetime.now(UTC).timestamp() * 1_000_000):016X}"
