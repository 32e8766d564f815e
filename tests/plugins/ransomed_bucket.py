"""A bucket with versions, rules and a key, and who may act in it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from policy_texts import allow, write
from response_world import REGION, ResponseWorld

ARN = "arn:aws:s3:::shop-data"
NAME = {"Bucket": "shop-data"}
ACTOR = "arn:aws:sts::123456789012:assumed-role/deploy/eve"
OWN = {
    "Sid": "Own",
    **allow("s3:GetObject", resource=f"{ARN}/*", Principal={"Service": "sns.amazonaws.com"}),
}
RULES = [
    {"ID": "burn", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}},
    {
        "ID": "tidy",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    },
]


def make_ransomed_bucket(response_world: ResponseWorld) -> Any:
    """Return a client, where a bucket has a policy, rules, a key and versions."""
    client, kms = response_world.client("s3"), response_world.client("kms")
    client.create_bucket(**NAME, CreateBucketConfiguration={"LocationConstraint": REGION})
    versions = {"Status": "Enabled"}
    client.put_bucket_versioning(**NAME, VersioningConfiguration=versions)
    client.put_bucket_policy(**NAME, Policy=write(OWN))
    client.put_bucket_lifecycle_configuration(**NAME, LifecycleConfiguration={"Rules": RULES})
    key = kms.create_key()["KeyMetadata"]["Arn"]
    by = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    rules = [{"ApplyServerSideEncryptionByDefault": by}]
    client.put_bucket_encryption(**NAME, ServerSideEncryptionConfiguration={"Rules": rules})
    return client


def make_threat(world: ResponseWorld, **more: Any) -> Any:
    facts = {"actor": ACTOR, "first_at": now(), **more}
    return world.threat("bucket", ARN, **facts)


def now() -> int:
    return int(datetime.now(UTC).timestamp() * 1000)


def age() -> None:
    """Let all that the bucket holds be an hour older."""
    from ringwall.emulator.needs.stored import find_bucket  # noqa: PLC0415 - few tests need it

    for _, versions in find_bucket("shop-data").keys.iterlists():
        for version in versions:
            version.last_modified -= timedelta(hours=1)


def put(s3: Any, key: str, **more: Any) -> str:
    return str(s3.put_object(**NAME, Key=key, Body=b"1", **more).get("VersionId", ""))
