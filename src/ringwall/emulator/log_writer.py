"""How services write logs for their customers: to a bucket by its policy, to a log group by a role.

Nothing is written that the policies do not allow; the answer says why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ringwall.emulator.authorization.acting_service import (
    ActingService,
    may_service,
    may_use_role,
)
from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.needs.stored import find_backend
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.state import EmulatorState

OWNER_CONTROLS = "bucket-owner-full-control"
"""The ACL with which services write: the owner of the bucket may do everything with the object."""
DELIVERY = "delivery.logs.amazonaws.com"
"""Who writes the logs of most services to buckets."""


@dataclass(frozen=True)
class LogLine:
    """An event of CloudWatch Logs."""

    at: datetime
    message: str


@dataclass(frozen=True)
class ServiceLogWriter:
    """Writes logs in the name of services."""

    state: EmulatorState

    def put_object(
        self,
        service: ActingService,
        bucket: str,
        key: str,
        body: bytes,
        *,
        metadata: Mapping[str, str] | None = None,
        kms_key_id: str = "",
    ) -> str:
        """Write an object and return ''; or S3's error code, where it may not be written."""
        known = moto_backends("s3").bucket_accounts.get(bucket)
        if known is None:
            return "NoSuchBucket"
        if not self.may_put(service, bucket, key):
            return "AccessDenied"
        error = self._find_key_error(service, kms_key_id) if kms_key_id else ""
        if error:
            return error
        partition, owner = known
        encryption = {"encryption": "aws:kms", "kms_key_id": kms_key_id} if kms_key_id else {}
        stored = moto_backend("s3", owner, partition).put_object(
            bucket, key, body, disable_notification=True, **encryption
        )
        stored.set_metadata(dict(metadata or {}))
        return ""

    def may_put(self, service: ActingService, bucket: str, key: str) -> bool:
        """Return whether the bucket's policy lets the service write an object."""
        keys = {"s3:x-amz-acl": OWNER_CONTROLS}
        return may_service(
            self.state,
            service,
            Need("s3:PutObject", f"arn:{own_partition()}:s3:::{bucket}/{key}", keys),
        )

    def put_events(
        self,
        service: ActingService,
        role_arn: str,
        group_arn: str,
        stream: str,
        lines: Iterable[LogLine],
    ) -> bool:
        """Write events to a stream, making it and its group; False where the role may not."""
        _, _, _, region, account, _, name, *_ = (*group_arn.split(":"), "", "")
        place = (
            f"arn:{own_partition()}:logs:{region}:{account}:log-group:{name}:log-stream:{stream}"
        )
        needs = [Need(f"logs:{action}", place) for action in ("CreateLogStream", "PutLogEvents")]
        backend = moto_backend("logs", account, region)
        if name not in backend.groups:
            needs.append(Need("logs:CreateLogGroup", place.partition(":log-stream:")[0]))
        if not may_use_role(self.state, service, role_arn, tuple(needs)):
            return False
        backend.ensure_log_group(name)
        _put(backend, name, stream, lines)
        return True

    def put_delivered(self, group_arn: str, stream: str, lines: Iterable[LogLine]) -> bool:
        """Write events as the service that delivers logs; False where there is no such group.

        AWS lets it in by a policy of the account's log groups, which it adds by itself.
        """
        _, _, _, region, account, _, name, *_ = (*group_arn.split(":"), "", "")
        backend = moto_backend("logs", account, region)
        if name not in backend.groups:
            return False
        _put(backend, name, stream, lines)
        return True

    def _find_key_error(self, service: ActingService, key_id: str) -> str:
        """Return why a service may not encrypt for the resource that it acts for; '' if it may.

        https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
        """
        if self.state.authority is None:
            return ""
        arn = _find_key_arn(service, key_id)
        if not arn:
            return "KMS.NotFoundException"
        context = {
            "kms:EncryptionContext:aws:cloudtrail:arn": service.source_arn,
            "kms:EncryptionContextKeys": ["aws:cloudtrail:arn"],
        }
        is_allowed = may_service(self.state, service, Need("kms:GenerateDataKey", arn, context))
        return "" if is_allowed else "KMS.AccessDeniedException"


def _put(backend: Any, group: str, stream: str, lines: Iterable[LogLine]) -> None:
    backend.ensure_log_stream(group, stream)
    events = [
        {"timestamp": int(line.at.timestamp() * 1000), "message": line.message}
        for line in sorted(lines, key=lambda line: line.at)
    ]
    backend.groups[group].put_log_events(stream, events)


def _find_key_arn(service: ActingService, key_id: str) -> str:
    """Return the ARN of a key by its id, its ARN or an alias; '' where there is none."""
    _, _, _, region, account, *_ = service.source_arn.split(":")
    name = key_id
    if key_id.startswith("arn:"):
        _, _, _, region, account, name = key_id.split(":", 5)
    backend = find_backend("kms", account, region)
    if backend is None:
        return ""
    if name.startswith("alias/"):
        name = backend.get_key_id_from_alias(name) or ""
    key = backend.keys.get(name.removeprefix("key/"))
    return str(key.arn) if key is not None else ""
