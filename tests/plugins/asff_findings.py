"""Findings of an account's own product, in ASFF."""

from typing import Any

OWN = "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default"
NOW = "2026-01-01T00:00:00.000Z"


def make_finding(finding_id: str = "f-1", account: str = "123456789012", **more: Any) -> Any:
    """Return a finding with what ASFF requires, and no more."""
    return {
        "SchemaVersion": "2018-10-08",
        "Id": finding_id,
        "ProductArn": OWN.replace("123456789012", account),
        "GeneratorId": "ringwall",
        "AwsAccountId": account,
        "CreatedAt": NOW,
        "UpdatedAt": NOW,
        "Severity": {"Label": "HIGH"},
        "Title": "Bucket is public",
        "Description": "Anyone can read it.",
        "Resources": [{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::b", "Tags": {"env": "prod"}}],
    } | more
