"""S3: notifications of a bucket, whose destinations S3 tries before it keeps them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-enable-disable-notification-intro.html
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.deferred import DeferredAnswer
from ringwall.emulator.events.bucket_notifications import (
    BucketDelivery,
    find_bucket,
    may_notify,
)
from ringwall.emulator.handlers import emulates
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.state import EmulatorState

MEMBERS = {
    "QueueConfigurations": "QueueArn",
    "TopicConfigurations": "TopicArn",
    "LambdaFunctionConfigurations": "LambdaFunctionArn",
}


@dataclass(frozen=True)
class CheckedNotifications:
    """The answer to PutBucketNotificationConfiguration: the destinations have to let S3."""

    call: EmulatedCall

    def finish(self, emulator: RunningEmulator) -> Mapping[str, Any]:
        """Let moto keep them; Fault where one does not let the bucket."""
        asked = self.call.parameters
        with emulator.mounted():
            bucket, owner = find_bucket(asked["Bucket"])
            targets = list(_list_targets(asked.get("NotificationConfiguration") or {}))
            if bucket is not None and not asked.get("SkipDestinationValidation"):
                for target in targets:
                    if not may_notify(emulator, bucket.arn, owner, target):
                        reason = "Unable to validate the following destination configurations"
                        raise Fault("InvalidArgument", reason)
            if bucket is not None and not asked.get("NotificationConfiguration"):
                bucket.set_notification_configuration(None)  # moto does not read an empty one
                return {}
            answer = emulator.state.ask_moto(self.call)
            for target in targets if bucket else ():
                if ":lambda:" not in target:
                    text = _write_test(bucket.name)
                    emulator.state.backlog.add(
                        BucketDelivery(bucket.arn, owner, bucket.region_name, target, text)
                    )
        return answer


@emulates("s3", "PutBucketNotificationConfiguration")
def put_notifications(_state: EmulatorState, call: EmulatedCall) -> DeferredAnswer:
    """Keep the notifications of a bucket, and send a test to its queues and topics."""
    return CheckedNotifications(call)


@emulates("s3", "GetBucketNotificationConfiguration")
def get_notifications(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the notifications of a bucket; moto does not tell of EventBridge."""
    answer = state.ask_moto(call)
    bucket, _ = find_bucket(call.parameters["Bucket"])
    config = bucket.notification_configuration if bucket else None
    if config is not None and config.event_bridge is not None:
        answer["EventBridgeConfiguration"] = {}
    return answer


def _list_targets(config: Mapping[str, Any]) -> Iterator[str]:
    for member, arn in MEMBERS.items():
        for entry in config.get(member) or ():
            yield str(entry.get(arn) or "")


def _write_test(bucket: str) -> str:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    event = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": now, "Bucket": bucket}
    return json.dumps(event)
