"""What moto would send or write by itself: nothing that no policy lets it.

It posts messages of SNS and records of Firehose to whatever address they are for, and starts
containers for functions; its rules and its notifications of buckets heed no queue's policy. The
emulator delivers. Where moto writes to a bucket or a stream for a service, the policies are asked.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.events.models import Rule
from moto.firehose.models import FirehoseBackend
from moto.logs.models import LogStream
from moto.moto_api._internal import mock_random
from moto.s3 import notifications
from moto.s3.models import S3Backend
from moto.sns.models import Subscription

from ringwall.emulator.on_moto.moto_state import MotoDelivery, may_deliver, own_partition

_ASKS = "asks_policies"
Describe = Callable[..., MotoDelivery | None]
"""Returns what a method of moto would deliver; None for nothing that has to be asked for."""


def keep_moto_from_sending() -> None:
    """Replace what moto sends with; it can be called again."""
    for owner, name in (
        (Rule, "send_to_targets"),
        (Subscription, "publish"),
        (LambdaFunction, "invoke"),
        (notifications, "send_event"),
        (notifications, "send_test_event"),
    ):
        setattr(owner, name, _do_nothing)
    setattr(FirehoseBackend, "put_http_records", _take_records)  # noqa: B010 - a class of moto
    _ask_before(FirehoseBackend, "put_s3_records", _describe_records)
    _ask_before(LogStream, "_send_log_events", _describe_log_events)
    _ask_before(S3Backend, "log_incoming_request", _describe_access_log)


def _do_nothing(*_given: Any, **_named: Any) -> None:
    """Send nothing."""


def _take_records(_self: Any, _destination: Any, records: list[Any]) -> list[dict[str, str]]:
    """Answer as Firehose does, which delivers later."""
    return [{"RecordId": str(mock_random.uuid4())} for _ in records]


def _ask_before(owner: Any, name: str, describe: Describe) -> None:
    """Let a method of moto do its work where policies allow what it delivers."""
    original = getattr(owner, name)
    if hasattr(original, _ASKS):
        return

    @wraps(original)
    def ask(self: Any, *given: Any, **named: Any) -> Any:
        delivery = describe(self, *given, **named)
        if delivery is None or may_deliver(delivery):
            return original(self, *given, **named)
        return _take_records(self, None, given[-1]) if owner is FirehoseBackend else None

    setattr(ask, _ASKS, True)
    setattr(owner, name, ask)


def _describe_records(
    self: Any, name: str, _version: str, destination: Any, _records: Any
) -> MotoDelivery:
    """Return a delivery of Firehose, which writes as the role of the stream.

    https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
    """
    return MotoDelivery(
        "firehose.amazonaws.com",
        self.account_id,
        str(self.delivery_streams[name].delivery_stream_arn),
        f"{destination['BucketARN']}/{destination.get('Prefix') or ''}*",
        ("s3:PutObject",),
        str(destination.get("RoleARN") or ""),
    )


def _describe_log_events(
    self: Any, service: str, destination_arn: str, filter_name: str, **_more: Any
) -> MotoDelivery | None:
    """Return a delivery of a subscription filter, which sends as its role.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/SubscriptionFilters.html
    """
    actions = {
        "firehose": "firehose:PutRecordBatch",
        "kinesis": "kinesis:PutRecord",
        "logs": "logs:PutLogEvents",  # of a log group, which may be another account's
    }
    if service not in actions:
        return None
    found = self.log_group.subscription_filters.get(filter_name)
    return MotoDelivery(
        "logs.amazonaws.com",
        self.account_id,
        f"{str(self.log_group.arn).removesuffix(':*')}:*",
        destination_arn,
        (actions[service],),
        str(getattr(found, "role_arn", None) or ""),
    )


def _describe_access_log(self: Any, _request: Any, bucket_name: str) -> MotoDelivery | None:
    """Return a delivery of server access logs, by the policy of the bucket that they are for.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    bucket = self.buckets.get(bucket_name)
    logging = getattr(bucket, "logging", None) or {}
    if not logging:
        return None
    prefix = f"arn:{own_partition()}:s3:::"
    return MotoDelivery(
        "logging.s3.amazonaws.com",
        self.account_id,
        f"{prefix}{bucket_name}",
        f"{prefix}{logging['TargetBucket']}/{logging.get('TargetPrefix') or ''}*",
        ("s3:PutObject",),
    )
