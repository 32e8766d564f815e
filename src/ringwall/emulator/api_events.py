"""What EventBridge is told of calls: CloudTrail's events, and objects of S3.

It costs nothing where no rule waits for it.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.moto_client import moto_backends
from ringwall.emulator.published_events import publish
from ringwall.emulator.response import Response, read_answer
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.trail.delivery import CLOUDTRAIL, find_settings
from ringwall.emulator.trail.record import TrailRecord, add_shared

SIGN_IN = "AwsConsoleSignIn"
ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
"""The state of a rule that gets reads, too."""
CREATED = frozenset({"CompleteMultipartUpload", "CopyObject", "PutObject"})
Places = frozenset[tuple[str, str]]
"""Accounts and Regions."""


def publish_call(state: EmulatorState, call: EmulatedCall, response: Response | None) -> None:
    """Publish what a call means to rules; `response` is None where it failed."""
    listening = find_listening()
    if not listening:
        return
    # What CloudTrail wrote in consequence follows the record of the call.
    own = (r for r in reversed(state.log.records) if r["sourceIPAddress"] != CLOUDTRAIL)
    record = next(own)
    publish_record(state, record, listening)
    if response is None or (call.account_id, call.region) not in listening:
        return
    if call.service == "s3" and "Bucket" in call.parameters:
        _publish_objects(state, call, response, record["requestID"])


def find_listening() -> Places:
    """Return the accounts and Regions whose default bus has a rule."""
    return frozenset(
        (account, region)
        for account, region, backend in moto_backends("events").iter_backends()
        if "default" in backend.event_buses and backend.event_buses["default"].rules
    )


def publish_record(state: EmulatorState, record: TrailRecord, listening: Places) -> None:
    """Publish a CloudTrail event in each account that has it, where a trail logs it.

    Reads are published only where a rule asks for all management events.
    """
    kind = "AWS API Call via CloudTrail"
    if record["eventType"] == SIGN_IN:
        kind = "AWS Console Sign In via CloudTrail"
    for seen in add_shared([record]):
        place = (seen["recipientAccountId"], seen["awsRegion"])
        if place not in listening or (seen["readOnly"] and not _wants_reads(*place)):
            continue
        if any(trail.is_logging and trail.takes(seen) for trail in find_settings()):
            source = seen["eventSource"].removesuffix(".amazonaws.com")
            at = datetime.fromisoformat(seen["eventTime"])
            publish(state, *place, f"aws.{source}", kind, seen, (), at)


def _wants_reads(account_id: str, region: str) -> bool:
    bus = moto_backends("events")[account_id][region].event_buses["default"]
    return any(rule.state == ALL_EVENTS for rule in bus.rules.values())


def _publish_objects(
    state: EmulatorState, call: EmulatedCall, response: Response, request_id: str
) -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html."""
    name = str(call.parameters["Bucket"])
    partition, owner = moto_backends("s3").bucket_accounts.get(name, ("", ""))
    bucket = moto_backends("s3")[owner][partition].buckets.get(name) if owner else None
    settings = bucket.notification_configuration if bucket is not None else None
    if bucket is None or settings is None or settings.event_bridge is None:
        return
    for kind, detail in _describe_objects(call, response, bucket):
        more = {
            "version": "0",
            "bucket": {"name": name},
            "request-id": request_id,
            "requester": call.account_id,
            "source-ip-address": call.source_ip,
        }
        publish(
            state, owner, bucket.region_name, "aws.s3", kind, more | detail, (bucket.arn,),
            datetime.now(UTC),
        )  # fmt: skip


def _describe_objects(
    call: EmulatedCall, response: Response, bucket: Any
) -> Iterator[tuple[str, dict[str, Any]]]:
    key = str(call.parameters.get("Key", ""))
    if call.operation in CREATED:
        stored = bucket.keys[key]
        found = {"key": key, "size": stored.size, "etag": stored.etag.strip('"')}
        yield "Object Created", {"object": found, "reason": call.operation}
    elif call.operation == "DeleteObject":
        answer = read_answer(call, response)
        yield _describe_deletion(key, is_marker=bool(answer.get("DeleteMarker")))
    elif call.operation == "DeleteObjects":
        for deleted in read_answer(call, response).get("Deleted", ()):
            is_marker = bool(deleted.get("DeleteMarker"))
            yield _describe_deletion(deleted["Key"], is_marker=is_marker)


def _describe_deletion(key: str, *, is_marker: bool) -> tuple[str, dict[str, Any]]:
    kind = "Delete Marker Created" if is_marker else "Permanently Deleted"
    detail = {"object": {"key": key}, "reason": "DeleteObject", "deletion-type": kind}
    return "Object Deleted", detail
