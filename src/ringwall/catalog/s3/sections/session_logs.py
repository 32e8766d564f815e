"""The bucket that sessions of Session Manager are logged to."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import bucket_key, join
from ringwall.catalog.policy_statements import require_tls, write_policy
from ringwall.catalog.s3.log_buckets import ACCESS_LOGS, UPLOAD_DAYS
from ringwall.catalog.session_keys import (
    SECTION,
    find_session_regions,
    session_bucket_arn,
    session_bucket_name,
    session_key,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted
from ringwall.model.table import Row


@wants(SECTION)
def want_session_bucket(landscape: Landscape) -> Iterator[Wanted]:
    """Have a bucket in the log archive; each account writes below its own id, and reads nothing."""
    if not find_session_regions(landscape):
        return
    home, arn = landscape.home_region, session_bucket_arn(landscape)
    yield Wanted(
        key=bucket_key(landscape, "sessions"),
        columns={
            "name": session_bucket_name(landscape),
            "block_public_acls": True,
            "ignore_public_acls": True,
            "block_public_policy": True,
            "restrict_public_buckets": True,
            "object_ownership": "BucketOwnerEnforced",
            "versioning_status": "Enabled",
            "sse_algorithm": "aws:kms",
            "kms_master_key_id": Ref(session_key(landscape, home), "arn"),
            "bucket_key_enabled": True,
            "lifecycle_rules": [_expire(landscape)],
            "policy": write_policy(
                require_tls(arn, join(arn, "/*")),
                _allow(landscape, "Write", "s3:PutObject", join(arn, "/${aws:PrincipalAccount}/*")),
                _allow(landscape, "Check", "s3:GetEncryptionConfiguration", arn),
            ),
            **_log_access(landscape),
        },
        section=SECTION,
        layer="infrastructure",
        why="what was typed in a session is known after an incident",
    )


def _expire(landscape: Landscape) -> Row:
    days = landscape.settings.infrastructure.session_manager.expiration_days
    return {
        "ID": "expire",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "Expiration": {"Days": days},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": UPLOAD_DAYS},
    }


def _allow(landscape: Landscape, sid: str, action: str, resource: object) -> Row:
    """Return a statement for instances of the organization."""
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": action,
        "Resource": resource,
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": landscape.organization_id}},
    }


def _log_access(landscape: Landscape) -> Row:
    if not landscape.settings.detection.access_logs.enabled:
        return {}
    target = bucket_key(landscape, ACCESS_LOGS, landscape.home_region)
    return {"log_bucket": Ref(target, "name"), "log_prefix": "s3/sessions/"}
