"""The bucket for evidence."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import bucket_key, join, kms_key
from ringwall.catalog.policy_statements import require_tls, write_policy
from ringwall.catalog.response_keys import (
    RESPONDER,
    allow_role,
    allow_roles,
    evidence_account,
    evidence_bucket_arn,
    evidence_bucket_key,
    evidence_bucket_name,
)
from ringwall.catalog.s3.closed_bucket import CLOSED
from ringwall.catalog.s3.log_buckets import ACCESS_LOGS, UPLOAD_DAYS
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted
from ringwall.model.table import Row

WRITE = ("s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts")
READ = ("s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectRetention", "s3:GetObjectLegalHold")
LIST = ("s3:ListBucket", "s3:ListBucketVersions", "s3:GetBucketLocation")
DELETE = ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention")


@wants("response.evidence")
def want_evidence_bucket(landscape: Landscape) -> Iterator[Wanted]:
    """Have a bucket whose objects are locked; nothing in it ever expires."""
    wanted = landscape.settings.response.evidence
    if not wanted.enabled:
        return
    arn = evidence_bucket_arn(landscape)
    objects = join(arn, "/*")
    policy = write_policy(
        require_tls(arn, objects),
        {
            "Sid": "KeepAll",
            "Effect": "Deny",
            "Principal": "*",
            "Action": list(DELETE),
            "Resource": objects,
        },
        allow_roles(landscape, "Write", (RESPONDER,), WRITE, objects),
        allow_role(landscape, "WriteResults", WRITE, objects),
        allow_role(landscape, "Read", READ, objects),
        allow_role(landscape, "List", LIST, arn),
    )
    yield Wanted(
        key=evidence_bucket_key(landscape),
        columns={
            "name": evidence_bucket_name(landscape),
            "object_lock_enabled": True,
            **CLOSED,
            "sse_algorithm": "aws:kms",
            "kms_master_key_id": Ref(
                kms_key(evidence_account(landscape), landscape, "evidence"), "arn"
            ),
            "bucket_key_enabled": True,
            "object_lock_mode": wanted.object_lock_mode,
            "object_lock_days": wanted.object_lock_days,
            "lifecycle_rules": [
                {
                    "ID": "abort",
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": UPLOAD_DAYS},
                }
            ],
            "policy": policy,
            **_log_access(landscape),
        },
        section="response.evidence",
        layer="response",
        why="what can be changed or deleted after an incident proves nothing",
    )


def _log_access(landscape: Landscape) -> Row:
    """Return where the use of the bucket is logged: to a bucket of its own account alone."""
    is_logged = landscape.settings.detection.access_logs.enabled
    if not is_logged or evidence_account(landscape).name != landscape.logs.name:
        return {}
    target = bucket_key(landscape, ACCESS_LOGS, landscape.home_region)
    return {"log_bucket": Ref(target, "name"), "log_prefix": "s3/evidence/"}
