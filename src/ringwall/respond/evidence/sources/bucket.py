"""What is collected of a bucket: its settings, none of its objects."""

import re

from ringwall.model.errors import BadInput
from ringwall.model.threat import Threat
from ringwall.respond.evidence.collector import EvidenceCollector

ARN = re.compile(r"arn:[a-z-]{3,20}:s3:::([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])")
SETTINGS = (
    ("policy", "s3.get_bucket_policy", ("NoSuchBucketPolicy",)),
    ("policy status", "s3.get_bucket_policy_status", ("NoSuchBucketPolicy",)),
    ("ACL", "s3.get_bucket_acl", ()),
    (
        "Block Public Access",
        "s3.get_public_access_block",
        ("NoSuchPublicAccessBlockConfiguration",),
    ),
    (
        "object ownership",
        "s3.get_bucket_ownership_controls",
        ("OwnershipControlsNotFoundError",),
    ),
    ("versioning", "s3.get_bucket_versioning", ()),
    ("lifecycle", "s3.get_bucket_lifecycle_configuration", ("NoSuchLifecycleConfiguration",)),
    ("notifications", "s3.get_bucket_notification_configuration", ()),
    ("replication", "s3.get_bucket_replication", ("ReplicationConfigurationNotFoundError",)),
    (
        "encryption",
        "s3.get_bucket_encryption",
        ("ServerSideEncryptionConfigurationNotFoundError",),
    ),
    ("logging", "s3.get_bucket_logging", ()),
    (
        "Object Lock",
        "s3.get_object_lock_configuration",
        ("ObjectLockConfigurationNotFoundError",),
    ),
    ("website", "s3.get_bucket_website", ("NoSuchWebsiteConfiguration",)),
    ("CORS", "s3.get_bucket_cors", ("NoSuchCORSConfiguration",)),
    ("tags", "s3.get_bucket_tagging", ("NoSuchTagSet",)),
)
READS = (*(operation for _, operation, _ in SETTINGS), "s3control.get_public_access_block")


def collect_bucket(collector: EvidenceCollector, threat: Threat) -> None:
    """Keep how a bucket is set up."""
    if not (found := ARN.fullmatch(threat.resource)):
        raise BadInput(f"{threat.resource!r} is not the ARN of a bucket")
    place = (threat.account_id, threat.region)
    for what, operation, absent in SETTINGS:
        collector.ask(f"bucket {what}", place, operation, {"Bucket": found[1]}, absent=absent)
    collector.ask(
        "Block Public Access of the account",
        place,
        "s3control.get_public_access_block",
        {"AccountId": threat.account_id},
        absent=("NoSuchPublicAccessBlockConfiguration",),
    )
