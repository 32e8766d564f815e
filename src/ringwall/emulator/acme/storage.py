"""Acme's buckets: most are secure, a few are not, and some only look insecure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.acme.baseline import ALL_BLOCKED
from ringwall.emulator.acme.team import HOME, Team, make_tags

TRAIL_BUCKET = "acme-cloudtrail-logs"
CONFIG_BUCKET = "acme-config-logs"
CROWN_JEWEL = "acme-prod-customer-data"
BucketStatement = dict[str, Any]


@dataclass(frozen=True)
class Bucket:
    """How to make a bucket; each `False` is a planted weakness."""

    name: str
    policy: tuple[BucketStatement, ...] = ()
    tags: Mapping[str, str] | None = None
    blocked: bool = True
    tls: bool = True
    kms: bool = True
    versioned: bool = True
    logged: bool = True
    acls_disabled: bool = True


def allow(bucket: str, principal: Any, *actions: str, **condition: Any) -> BucketStatement:
    """Return a statement that allows a principal actions on the bucket and its objects."""
    statement = {
        "Effect": "Allow",
        "Principal": principal,
        "Action": [*actions],
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
    }
    return statement | ({"Condition": condition} if condition else {})


def build_log_buckets(team: Team, organization_id: str) -> None:
    """Make the buckets for CloudTrail and AWS Config of all accounts."""
    make_log_target(team, HOME)
    ours = {"StringEquals": {"aws:SourceOrgID": organization_id}}
    trail = {"Service": "cloudtrail.amazonaws.com"}
    config = {"Service": "config.amazonaws.com"}
    actions = ("s3:GetBucketAcl", "s3:PutObject")
    for bucket in (
        Bucket(TRAIL_BUCKET, (allow(TRAIL_BUCKET, trail, *actions, **ours),)),
        Bucket(CONFIG_BUCKET, (allow(CONFIG_BUCKET, config, *actions, **ours),)),
    ):
        make_bucket(team, HOME, bucket)


def build_prod_buckets(team: Team, organization_id: str) -> None:
    """Make prod's buckets: the crown jewel, and one that only looks public."""
    make_log_target(team, HOME)
    ours = {"StringEquals": {"aws:PrincipalOrgID": organization_id}}
    artifacts = "acme-prod-artifacts"
    jewel = {"crown_jewel": "true", "data_classification": "confidential"}
    for bucket in (
        Bucket(CROWN_JEWEL, tags=jewel),
        Bucket("acme-prod-invoices", tags={"data_classification": "internal"}),
        Bucket(artifacts, (allow(artifacts, "*", "s3:GetObject", **ours),)),
    ):
        make_bucket(team, HOME, bucket)


def build_staging_buckets(team: Team, vpc_endpoint: str) -> None:
    """Make staging's buckets: one unversioned, one without KMS, one that only looks public."""
    region = "eu-west-1"
    make_log_target(team, region)
    drop = "acme-staging-partner-drop"
    inside = {"StringEquals": {"aws:SourceVpce": vpc_endpoint}}
    for bucket in (
        Bucket("acme-staging-uploads", versioned=False),
        Bucket("acme-staging-exports", kms=False),
        Bucket(drop, (allow(drop, {"AWS": "*"}, "s3:GetObject", "s3:PutObject", **inside),)),
    ):
        make_bucket(team, region, bucket)


def build_dev_buckets(team: Team) -> None:
    """Make dev's buckets: a public website, and three that each lack one setting."""
    make_log_target(team, HOME)
    site = "acme-dev-website"
    for bucket in (
        Bucket(site, (allow(site, "*", "s3:GetObject"),), blocked=False),
        Bucket("acme-dev-scratch", logged=False),
        Bucket("acme-dev-legacy-import", acls_disabled=False),
        Bucket("acme-dev-notebooks", tls=False),
    ):
        make_bucket(team, HOME, bucket)


def make_log_target(team: Team, region: str) -> None:
    """Make the bucket for an account's access logs.

    S3 delivers them only to buckets with SSE-S3. A log of the log bucket would never end.
    """
    name = log_target(team)
    service = {"Service": "logging.s3.amazonaws.com"}
    ours = {"StringEquals": {"aws:SourceAccount": team.account_id}}
    objects = {"Resource": f"arn:aws:s3:::{name}/*"}
    policy = (allow(name, service, "s3:PutObject", **ours) | objects,)
    make_bucket(team, region, Bucket(name, policy, kms=False, logged=False))


def log_target(team: Team) -> str:
    """Return the name of the bucket for an account's access logs."""
    return f"acme-{team.name}-access-logs"


def make_bucket(team: Team, region: str, bucket: Bucket) -> None:
    """Make a bucket with all its settings."""
    s3 = team.client("s3", region)
    place = {} if region == HOME else {"LocationConstraint": region}
    s3.create_bucket(
        Bucket=bucket.name,
        ObjectOwnership="BucketOwnerEnforced" if bucket.acls_disabled else "ObjectWriter",
        **({"CreateBucketConfiguration": place} if place else {}),
    )
    if bucket.blocked:
        s3.put_public_access_block(Bucket=bucket.name, PublicAccessBlockConfiguration=ALL_BLOCKED)
    statements = [*bucket.policy, *([_deny_plaintext(bucket.name)] if bucket.tls else [])]
    if statements:
        s3.put_bucket_policy(Bucket=bucket.name, Policy=_document(statements))
    default = {"SSEAlgorithm": "aws:kms" if bucket.kms else "AES256"}
    rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": bucket.kms}
    s3.put_bucket_encryption(
        Bucket=bucket.name, ServerSideEncryptionConfiguration={"Rules": [rule]}
    )
    if bucket.versioned:
        s3.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
    if bucket.logged:
        where = {"TargetBucket": log_target(team), "TargetPrefix": f"{bucket.name}/"}
        s3.put_bucket_logging(Bucket=bucket.name, BucketLoggingStatus={"LoggingEnabled": where})
    tags = make_tags(bucket.name, team, **(bucket.tags or {}))
    s3.put_bucket_tagging(Bucket=bucket.name, Tagging={"TagSet": tags})


def _deny_plaintext(bucket: str) -> BucketStatement:
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    # Moto fails on the principal "*" in the policy of a bucket for access logs.
    anyone = {"AWS": "*"}
    return allow(bucket, anyone, "s3:*", **condition) | {"Effect": "Deny", "Sid": "DenyPlaintext"}


def _document(statements: Iterable[BucketStatement]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [*statements]})
