"""The buckets of the log archive: what each takes, from whom, and for how long."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.detection_keys import bucket_arn, bucket_key, bucket_name, join, kms_key
from ringwall.catalog.policy_statements import (
    allow_service,
    of_organization,
    require_tls,
    write_policy,
)
from ringwall.catalog.s3.closed_bucket import CLOSED
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Join, Ref, Wanted
from ringwall.model.layer import find_layer
from ringwall.model.table import Row

ACCESS_LOGS = "access-logs"
UPLOAD_DAYS = 7
"""After how many days the parts of an upload that never ended are deleted."""
DELIVERY = "delivery.logs.amazonaws.com"
"""The service that delivers logs of others."""
OWNED = {"s3:x-amz-acl": "bucket-owner-full-control"}
"""What services say that write for others: the bucket's owner owns the object."""


@dataclass(frozen=True)
class LogBucket:
    """A bucket of the log archive; `key` is the kind of its KMS key, in the same Region."""

    landscape: Landscape
    kind: str
    section: str
    why: str
    expiration_days: int
    given_name: str = ""
    region: str = ""
    """'' for the home Region, where there is one bucket of its kind."""
    key: str = ""
    lock_mode: str = ""
    lock_days: int = 0

    @property
    def name(self) -> str | Join:
        """The bucket's name."""
        return bucket_name(self.landscape, self.kind, self.given_name, self.region)

    @property
    def arn(self) -> str | Join:
        """The bucket's ARN."""
        return bucket_arn(self.landscape, self.name)

    def objects(self, *path: Any) -> str | Join:
        """Return the ARN of its objects below a path."""
        return join(self.arn, "/", *path, "*")

    def want(self, *statements: Row) -> Wanted:
        """Return the bucket's row, with what its policy allows."""
        policy = write_policy(require_tls(self.arn, self.objects()), *statements)
        return Wanted(
            key=bucket_key(self.landscape, self.kind, self.region),
            columns={
                "name": self.name,
                "object_lock_enabled": bool(self.lock_mode),
                **CLOSED,
                **self._encryption(),
                **self._lock(),
                "lifecycle_rules": [*self._rules()],
                "policy": policy,
                **self._logging(),
            },
            section=self.section,
            layer=find_layer(self.section),
            why=self.why,
        )

    def _encryption(self) -> Row:
        if not self.key:
            return {"sse_algorithm": "AES256"}
        key = kms_key(self.landscape.logs, self.landscape, self.key, self.region)
        return {
            "sse_algorithm": "aws:kms",
            "kms_master_key_id": Ref(key, "arn"),
            "bucket_key_enabled": True,
        }

    def _lock(self) -> Row:
        if not self.lock_mode:
            return {}
        return {"object_lock_mode": self.lock_mode, "object_lock_days": self.lock_days}

    def _rules(self) -> Iterator[Row]:
        yield {
            "ID": "expire",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "Expiration": {"Days": self.expiration_days},
            "NoncurrentVersionExpiration": {"NoncurrentDays": max(self.lock_days, 30)},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": UPLOAD_DAYS},
        }

    def _logging(self) -> Row:
        """Return where the use of the bucket is logged: that of access logs logs nothing."""
        if self.kind == ACCESS_LOGS or not self.landscape.settings.detection.access_logs.enabled:
            return {}
        region = self.region or self.landscape.home_region
        target = Ref(bucket_key(self.landscape, ACCESS_LOGS, region), "name")
        return {"log_bucket": target, "log_prefix": f"s3/{self.kind}/"}


def allow_delivery(landscape: Landscape, bucket: LogBucket) -> Iterator[Row]:
    """Yield what the delivery of logs needs, for accounts of the organization.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
    """
    ours = of_organization(landscape)
    yield allow_service("Check", DELIVERY, ("s3:GetBucketAcl", "s3:ListBucket"), bucket.arn, ours)
    yield allow_service(
        "Deliver",
        DELIVERY,
        ("s3:PutObject",),
        bucket.objects("AWSLogs/"),
        of_organization(landscape, **OWNED),
    )
