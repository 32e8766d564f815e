"""What CloudTrail writes: to buckets, log groups and topics, as their policies let it.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ringwall.emulator.authorization.acting_service import ActingService, may_service
from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.events.topics import publish_text
from ringwall.emulator.log_writer import LogLine, ServiceLogWriter
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.trail.delivery import CLOUDTRAIL, TrailSettings
from ringwall.emulator.trail.record import TrailRecord

ARN_PARTS = 6


@dataclass(frozen=True)
class CloudTrailWriter:
    """Writes for trails."""

    state: EmulatorState

    def put_file(
        self, trail: TrailSettings, key: str, body: bytes, metadata: Mapping[str, str]
    ) -> str:
        """Write an object to the trail's bucket; return S3's error code, or ''."""
        headers = {f"x-amz-meta-{name}": value for name, value in metadata.items()}
        return ServiceLogWriter(self.state).put_object(
            _acting(trail),
            trail.bucket,
            key,
            body,
            metadata={"Content-Type": "application/json", "Content-Encoding": "gzip"} | headers,
            kms_key_id=trail.kms_key_id,
        )

    def put_records(self, trail: TrailSettings, stream: str, records: Sequence[TrailRecord]) -> str:
        """Write events to the trail's log group; return the error, or ''."""
        lines = [
            LogLine(datetime.fromisoformat(r["eventTime"]), json.dumps(r, separators=(",", ":")))
            for r in records
        ]
        written = ServiceLogWriter(self.state).put_events(
            _acting(trail), trail.group_role_arn, trail.group_arn, stream, lines
        )
        return "" if written else "AccessDenied"

    def notify(self, trail: TrailSettings, key: str) -> str:
        """Tell the trail's topic of a file; return the error, or ''.

        https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
        """
        parts = trail.topic_arn.split(":")
        if len(parts) != ARN_PARTS:
            return "InvalidParameter"
        if trail.topic_arn not in moto_backend("sns", parts[4], parts[3]).topics:
            return "NotFound"
        if not may_service(self.state, _acting(trail), Need("sns:Publish", trail.topic_arn)):
            return "AuthorizationError"
        text = json.dumps({"s3Bucket": trail.bucket, "s3ObjectKey": [key]})
        publish_text(self.state, trail.topic_arn, text)
        return ""


def _acting(trail: TrailSettings) -> ActingService:
    return ActingService(CLOUDTRAIL, trail.account_id, trail.arn)
