"""Where CloudFormation has buckets: the policy is a resource of its own."""

from typing import Any

from ringwall.model.export import FurtherResource, TableExport


def write_rules(rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lifecycle rules of S3's API as CloudFormation has them."""
    return [_write_rule(rule) for rule in rules]


def _write_rule(rule: dict[str, Any]) -> dict[str, Any]:
    expiration: dict[str, Any] = rule.get("Expiration", {})
    transitions = [
        {"StorageClass": one["StorageClass"], "TransitionInDays": one["Days"]}
        for one in rule.get("Transitions", ())
    ]
    noncurrent = [
        {"StorageClass": one["StorageClass"], "TransitionInDays": one["NoncurrentDays"]}
        for one in rule.get("NoncurrentVersionTransitions", ())
    ]
    written: dict[str, Any] = {
        "Id": rule.get("ID"),
        "Status": rule.get("Status"),
        "AbortIncompleteMultipartUpload": rule.get("AbortIncompleteMultipartUpload"),
        "Prefix": rule.get("Filter", {}).get("Prefix"),
        "ExpirationInDays": expiration.get("Days"),
        "ExpiredObjectDeleteMarker": expiration.get("ExpiredObjectDeleteMarker"),
        "NoncurrentVersionExpiration": rule.get("NoncurrentVersionExpiration"),
        "Transitions": transitions,
        "NoncurrentVersionTransitions": noncurrent,
    }
    return {name: value for name, value in written.items() if value not in (None, "", [])}


bucket = TableExport(
    table="s3_bucket",
    properties={"LifecycleConfiguration.Rules": "{lifecycle_rules}"},
    values={"lifecycle_rules": write_rules},
    known={"arn": "arn:{partition}:s3:::{name}"},
    also=(
        FurtherResource(
            "AWS::S3::BucketPolicy", {"Bucket": "{name}", "PolicyDocument": "{policy}"}, "policy"
        ),
    ),
    retained=True,
)
