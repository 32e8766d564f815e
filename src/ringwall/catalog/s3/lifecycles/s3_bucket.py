"""How buckets come, change and go. One with objects in it cannot be deleted."""

from typing import Any

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Row

_OLDEST = "us-east-1"
"""The Region that a bucket is created in without saying so, and must not be named."""
_NOT_YET = ("OperationAborted",)
"""What S3 answers where it has not done with an earlier call about the bucket."""
_BLOCKS = ("block_public_acls", "ignore_public_acls", "block_public_policy")


def _create(names: Row) -> Row:
    """Return the parameters that create a bucket with its owner's tag."""
    tags = [{"Key": key, "Value": value} for key, value in names.get("tags", {}).items()]
    place: Row = {} if names["region"] == _OLDEST else {"LocationConstraint": names["region"]}
    lock = names.get("object_lock_enabled")
    return {
        "Bucket": names["name"],
        **({"CreateBucketConfiguration": {**place, "Tags": tags}} if place or tags else {}),
        **({"ObjectLockEnabledForBucket": lock} if lock is not None else {}),
    }


def _which(names: Row) -> Row:
    """Return the parameters that name the bucket, and whose it must be."""
    return {"Bucket": names["name"], "ExpectedBucketOwner": names["account_id"]}


def _tag(names: Row) -> Row:
    """Return the parameters that add tags: S3 replaces all that a bucket has."""
    found = {k: v for k, v in (names["found"].get("tags") or {}).items() if not k.startswith("$")}
    tags = found | names["tags"]
    pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
    return {**_which(names), "Tagging": {"TagSet": pairs}}


def _lock(names: Row) -> Row:
    """Return the parameters that set how long new versions are locked; in days or in years."""
    rule: Row = {"Mode": names.get("object_lock_mode")}
    for unit in ("days", "years"):
        if count := names.get(f"object_lock_{unit}"):
            rule[unit.capitalize()] = count
    settings: Row = {"ObjectLockEnabled": "Enabled"}
    if rule["Mode"]:
        settings["Rule"] = {"DefaultRetention": rule}
    return {**_which(names), "ObjectLockConfiguration": settings}


def _encrypt(names: Row) -> Row:
    """Return the parameters that set the default encryption; S3's own has no key."""
    by: Row = {"SSEAlgorithm": names["sse_algorithm"]}
    if key := names.get("kms_master_key_id"):
        by["KMSMasterKeyID"] = key
    rule: Row = {"ApplyServerSideEncryptionByDefault": by}
    if (is_used := names.get("bucket_key_enabled")) is not None:
        rule["BucketKeyEnabled"] = is_used
    return {**_which(names), "ServerSideEncryptionConfiguration": {"Rules": [rule]}}


def _log(names: Row) -> Row:
    """Return the parameters that log who uses the bucket, or that end it."""
    if not (target := names.get("log_bucket")):
        return {**_which(names), "BucketLoggingStatus": {}}
    enabled = {"TargetBucket": target, "TargetPrefix": names.get("log_prefix") or ""}
    return {**_which(names), "BucketLoggingStatus": {"LoggingEnabled": enabled}}


_BUCKET: dict[str, Any] = {"Bucket": "{name}", "ExpectedBucketOwner": "{account_id}"}
"""A bucket that was deleted meanwhile may be somebody else's by now: names are free again."""
_TAGS = Step("s3.put_bucket_tagging", build=_tag, retry=_NOT_YET, blast="none")


bucket = Lifecycle(
    table="s3_bucket",
    find=Find(
        "s3.list_buckets",
        {"Prefix": "{name}", "MaxBuckets": 1000},
        items="Buckets",
        match={"Name": "{name}"},
        direct={"Name": "{name}"},
    ),
    identity=("name",),
    named_by=("name",),
    ids=("arn", "name", "tags"),
    create=Step("s3.create_bucket", build=_create, retry=_NOT_YET, also=("s3:TagResource",)),
    creates=("name", "object_lock_enabled", "tags"),
    updates=(
        Update(
            (*_BLOCKS, "restrict_public_buckets"),
            Step(
                "s3.put_public_access_block",
                {
                    **_BUCKET,
                    "PublicAccessBlockConfiguration": {
                        "BlockPublicAcls": "{block_public_acls}",
                        "IgnorePublicAcls": "{ignore_public_acls}",
                        "BlockPublicPolicy": "{block_public_policy}",
                        "RestrictPublicBuckets": "{restrict_public_buckets}",
                    },
                },
                retry=_NOT_YET,
                blast="availability",
            ),
            whole=True,
        ),
        Update(
            ("object_ownership",),
            Step(
                "s3.put_bucket_ownership_controls",
                {
                    **_BUCKET,
                    "OwnershipControls": {"Rules": [{"ObjectOwnership": "{object_ownership}"}]},
                },
                retry=_NOT_YET,
                blast="availability",
            ),
        ),
        Update(
            ("versioning_status",),
            Step(
                "s3.put_bucket_versioning",
                {**_BUCKET, "VersioningConfiguration": {"Status": "{versioning_status}"}},
                retry=_NOT_YET,
            ),
        ),
        Update(
            ("sse_algorithm", "kms_master_key_id", "bucket_key_enabled"),
            Step("s3.put_bucket_encryption", build=_encrypt, retry=_NOT_YET),
            whole=True,
        ),
        Update(
            ("policy",),
            Step(
                "s3.put_bucket_policy",
                {**_BUCKET, "Policy": "{policy|json}"},
                retry=(*_NOT_YET, "MalformedPolicy"),
                blast="availability",
            ),
            clear=Step("s3.delete_bucket_policy", _BUCKET, retry=_NOT_YET, blast="availability"),
        ),
        Update(
            ("lifecycle_rules",),
            Step(
                "s3.put_bucket_lifecycle_configuration",
                {**_BUCKET, "LifecycleConfiguration": {"Rules": "{lifecycle_rules}"}},
                retry=_NOT_YET,
            ),
            clear=Step("s3.delete_bucket_lifecycle", _BUCKET, retry=_NOT_YET),
        ),
        Update(
            ("object_lock_mode", "object_lock_days", "object_lock_years"),
            Step(
                "s3.put_object_lock_configuration",
                build=_lock,
                retry=(*_NOT_YET, "InvalidBucketState"),
            ),
            whole=True,
        ),
        Update(
            ("log_bucket", "log_prefix"),
            Step("s3.put_bucket_logging", build=_log, retry=_NOT_YET),
            whole=True,
        ),
        Update(("tags",), _TAGS),
    ),
    erase=Step("s3.delete_bucket", _BUCKET, retry=_NOT_YET, blast="availability"),
    replaced_by=("object_lock_enabled",),
    normal={"policy": "policy", "lifecycle_rules": "json"},
    owner="tag",
    retag=_TAGS,
)
