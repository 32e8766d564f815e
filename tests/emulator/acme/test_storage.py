import json
from typing import Any

import pytest

from ringwall.emulator.acme.organization import Acme
from ringwall.emulator.acme.storage import CROWN_JEWEL

PLAIN = {"aws:SecureTransport": "false"}


def statements(s3: Any, bucket: str) -> list[Any]:
    found: list[Any] = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    return found


def test_crown_jewel_has_every_protection(at_acme: Any) -> None:
    s3 = at_acme("s3", "prod")
    bucket = {"Bucket": CROWN_JEWEL}
    blocked = s3.get_public_access_block(**bucket)["PublicAccessBlockConfiguration"]
    assert set(blocked.values()) == {True}
    (rule,) = s3.get_bucket_encryption(**bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert s3.get_bucket_versioning(**bucket)["Status"] == "Enabled"
    logging = s3.get_bucket_logging(**bucket)["LoggingEnabled"]
    assert logging["TargetBucket"] == "acme-prod-access-logs"
    (owner,) = s3.get_bucket_ownership_controls(**bucket)["OwnershipControls"]["Rules"]
    assert owner["ObjectOwnership"] == "BucketOwnerEnforced"
    (deny,) = statements(s3, CROWN_JEWEL)
    assert (deny["Effect"], deny["Condition"]) == ("Deny", {"Bool": PLAIN})


def test_buckets_of_dev_lack_one_setting_each(at_acme: Any, refusal: Any) -> None:
    s3 = at_acme("s3", "dev")
    assert refusal(s3.get_public_access_block, Bucket="acme-dev-website")[1] == 404
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket="acme-dev-scratch")
    found = s3.get_bucket_ownership_controls(Bucket="acme-dev-legacy-import")
    assert found["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "ObjectWriter"}]
    assert refusal(s3.get_bucket_policy, Bucket="acme-dev-notebooks") == ("NoSuchBucketPolicy", 404)


def test_buckets_of_staging_lack_versions_or_a_key(at_acme: Any) -> None:
    s3 = at_acme("s3", "staging", "eu-west-1")
    assert "Status" not in s3.get_bucket_versioning(Bucket="acme-staging-uploads")
    found = s3.get_bucket_encryption(Bucket="acme-staging-exports")
    (rule,) = found["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    region = s3.get_bucket_location(Bucket="acme-staging-exports")["LocationConstraint"]
    assert region == "eu-west-1"


@pytest.mark.parametrize(
    ("account", "region", "bucket", "condition"),
    [
        ("dev", "us-east-1", "acme-dev-website", ""),
        ("prod", "us-east-1", "acme-prod-artifacts", "aws:PrincipalOrgID"),
        ("staging", "eu-west-1", "acme-staging-partner-drop", "aws:SourceVpce"),
    ],
)
def test_buckets_for_anyone_are_limited_by_a_condition_but_one(
    at_acme: Any, account: str, region: str, bucket: str, condition: str
) -> None:
    allow, deny = statements(at_acme("s3", account, region), bucket)
    assert allow["Principal"] in ("*", {"AWS": "*"})
    assert deny["Sid"] == "DenyPlaintext"
    if condition:
        assert set(allow["Condition"]["StringEquals"]) == {condition}
    else:
        assert "Condition" not in allow


def test_vpc_endpoint_that_limits_a_bucket_is_there(at_acme: Any) -> None:
    allow, _ = statements(at_acme("s3", "staging", "eu-west-1"), "acme-staging-partner-drop")
    endpoint = allow["Condition"]["StringEquals"]["aws:SourceVpce"]
    found = at_acme("ec2", "staging", "eu-west-1").describe_vpc_endpoints()["VpcEndpoints"]
    assert [e["VpcEndpointId"] for e in found] == [endpoint]


def test_log_buckets_serve_the_organization_and_no_one_else(at_acme: Any, acme: Acme) -> None:
    s3 = at_acme("s3", "log-archive")
    ours = {"StringEquals": {"aws:SourceOrgID": acme.organization_id}}
    for bucket, service in (("acme-cloudtrail-logs", "cloudtrail"), ("acme-config-logs", "config")):
        allow, _ = statements(s3, bucket)
        assert allow["Principal"] == {"Service": f"{service}.amazonaws.com"}
        assert allow["Condition"] == ours
