"""S3: what a bucket and an account say, and what each refused call leaves unknown."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ringwall.audit.examples import answer_example
from ringwall.catalog.loader import load_rules, load_tables
from ringwall.emulator.app import Emulator
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader

OPEN = '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}}'
ON = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
BUCKET: dict[str, Any] = {
    "s3.list_buckets": {"Buckets": [{"Name": "b", "BucketRegion": "eu-central-1"}]},
    "s3.get_public_access_block": {"PublicAccessBlockConfiguration": ON},
    "s3.get_bucket_policy": {"Policy": OPEN},
    "s3.get_bucket_encryption": {
        "ServerSideEncryptionConfiguration": {
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]
        }
    },
    "s3.get_bucket_versioning": {"Status": "Suspended"},
    "s3.get_bucket_logging": {"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "b/"}},
    "s3.get_bucket_ownership_controls": {
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    },
    "s3.get_bucket_acl": {
        "Owner": {"ID": "0wner"},
        "Grants": [
            {"Grantee": {"Type": "CanonicalUser", "ID": "0wner"}, "Permission": "FULL_CONTROL"},
            {"Grantee": {"Type": "Group", "URI": ALL_USERS}, "Permission": "READ"},
        ],
    },
    "s3.get_bucket_tagging": {"TagSet": [{"Key": "team", "Value": "web"}]},
    "s3.get_object_lock_configuration": {
        "ObjectLockConfiguration": {
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 365}},
        }
    },
    "s3.get_bucket_lifecycle_configuration": {"Rules": [{"ID": "old", "Status": "Enabled"}]},
}
ABSENT = {
    "s3.get_public_access_block": "NoSuchPublicAccessBlockConfiguration",
    "s3.get_bucket_policy": "NoSuchBucketPolicy",
    "s3.get_bucket_encryption": "ServerSideEncryptionConfigurationNotFoundError",
    "s3.get_bucket_ownership_controls": "OwnershipControlsNotFoundError",
    "s3.get_bucket_tagging": "NoSuchTagSet",
    "s3.get_object_lock_configuration": "ObjectLockConfigurationNotFoundError",
    "s3.get_bucket_lifecycle_configuration": "NoSuchLifecycleConfiguration",
}


def test_a_bucket_shows_all_of_its_settings(canned: Any, collect: Any) -> None:
    reader = canned(BUCKET)
    rows, gaps = collect(reader, "s3_bucket")
    assert gaps == []
    (row,) = rows["s3_bucket"]
    assert (row["arn"], row["region"]) == ("arn:aws:s3:::b", "eu-central-1")
    assert (row["restrict_public_buckets"], row["sse_algorithm"]) == (True, "aws:kms")
    assert (row["versioning_status"], row["log_bucket"]) == ("Suspended", "logs")
    assert (row["object_ownership"], row["tags"]) == ("BucketOwnerEnforced", {"team": "web"})
    assert (row["log_prefix"], row["object_lock_enabled"]) == ("b/", True)
    assert (row["object_lock_mode"], row["object_lock_days"]) == ("COMPLIANCE", 365)
    assert json.loads(row["lifecycle_rules"]) == [{"ID": "old", "Status": "Enabled"}]
    assert row["owner_canonical_id"] == "0wner"
    assert json.loads(row["acl"]) == [
        {"grantee": "0wner", "permission": "FULL_CONTROL", "on": "bucket"},
        {"grantee": ALL_USERS, "permission": "READ", "on": "bucket"},
    ]
    assert [(r["arn"], r["principals"]) for r in rows["policy_statement"]] == [
        ("arn:aws:s3:::b", ["*"])
    ]
    # A bucket is asked in its own region.
    asked = {region for name, region in reader.calls if name != "s3.list_buckets"}
    assert asked == {"eu-central-1"}


def test_what_was_never_set_is_absent_not_unknown(canned: Any, collect: Any) -> None:
    nothing: dict[str, Any] = {name: CallFailed("none", code) for name, code in ABSENT.items()}
    nothing |= {"s3.get_bucket_versioning": {}, "s3.get_bucket_logging": {}}
    rows, gaps = collect(canned({**BUCKET, **nothing}), "s3_bucket")
    assert gaps == []
    (row,) = rows["s3_bucket"]
    assert (row["block_public_acls"], row["policy"], row["sse_algorithm"]) == (False, {}, "")
    assert (row["versioning_status"], row["log_bucket"], row["tags"]) == ("", "", {})
    assert (row["object_lock_enabled"], row["object_lock_days"]) == (False, 0)
    assert row["lifecycle_rules"] == []
    assert rows["policy_statement"] == []


def test_a_refused_call_hides_its_own_columns(canned: Any, collect: Any) -> None:
    denied = AccessDenied("no", "AccessDenied")
    refused = ("s3.get_bucket_policy", "s3.get_bucket_logging", "s3.get_bucket_acl")
    answers = {**BUCKET, **dict.fromkeys(refused, denied)}
    rows, gaps = collect(canned(answers), "s3_bucket")
    (row,) = rows["s3_bucket"]
    assert (row["policy"], row["log_bucket"]) == (None, None)
    assert (row["acl"], row["owner_canonical_id"]) == (None, None)
    assert (row["sse_algorithm"], row["versioning_status"]) == ("aws:kms", "Suspended")
    assert rows["policy_statement"] == []
    assert {(g.table_name, g.aspect) for g in gaps} == {
        ("s3_bucket", "Policy"),
        ("s3_bucket", "Logging"),
        ("s3_bucket", "Acl"),
        ("policy_statement", "s3_bucket"),
    }


def test_an_account_without_the_block_has_all_flags_off(canned: Any, collect: Any) -> None:
    name = "s3control.get_public_access_block"
    none = CallFailed("none", "NoSuchPublicAccessBlockConfiguration")
    rows, gaps = collect(canned({name: none}), "s3_account")
    assert ([r["restrict_public_buckets"] for r in rows["s3_account"]], gaps) == ([False], [])
    rows, gaps = collect(canned({name: AccessDenied("no", "AccessDenied")}), "s3_account")
    assert (rows["s3_account"], [g.status for g in gaps]) == ([], ["denied"])


def test_the_service_reads_an_account(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    s3 = aws("s3")
    here = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket="acme-data", CreateBucketConfiguration=here)
    s3.put_public_access_block(Bucket="acme-data", PublicAccessBlockConfiguration=ON)
    s3.put_bucket_versioning(Bucket="acme-data", VersioningConfiguration={"Status": "Enabled"})
    rows, gaps = collect(live, "s3_bucket", "s3_account")
    assert gaps == []
    (row,) = rows["s3_bucket"]
    assert (row["region"], row["versioning_status"]) == ("eu-west-1", "Enabled")
    assert (row["restrict_public_buckets"], row["policy"]) == (True, {})
    assert [r["restrict_public_buckets"] for r in rows["s3_account"]] == [False]
    emulator.deny("s3:GetBucketVersioning")
    rows, gaps = collect(live, "s3_bucket")
    assert [r["versioning_status"] for r in rows["s3_bucket"]] == [None]
    assert [g.aspect for g in gaps] == ["Versioning"]


POINT_ARN = "arn:aws:s3:eu-west-1:111111111111:accesspoint/door"


def _named(AccountId: str, Name: str) -> dict[str, Any]:  # noqa: N803 - AWS's own names
    assert (AccountId, Name) == ("111111111111", "door")
    return {"Policy": OPEN, "PublicAccessBlockConfiguration": ON}


POINT: dict[str, Any] = {
    "s3control.list_access_points": {
        "AccessPointList": [
            {
                "Name": "door",
                "NetworkOrigin": "VPC",
                "VpcConfiguration": {"VpcId": "vpc-1"},
                "Bucket": "b",
                "BucketAccountId": "111111111111",
                "AccessPointArn": POINT_ARN,
            }
        ]
    },
    "s3control.get_access_point_policy": _named,
    "s3control.get_access_point": _named,
}


def test_an_access_point_is_read(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(POINT), "s3_access_point")
    (row,) = rows["s3_access_point"]
    assert gaps == []
    assert (row["arn"], row["bucket"], row["vpc_id"]) == (POINT_ARN, "b", "vpc-1")
    assert (row["network_origin"], row["restrict_public_buckets"]) == ("VPC", True)
    (statement,) = rows["policy_statement"]
    assert (statement["arn"], statement["owner_table"]) == (POINT_ARN, "s3_access_point")
    assert statement["principals"] == ["*"]


def test_an_access_point_without_a_policy_has_none(canned: Any, collect: Any) -> None:
    none = CallFailed("none", "NoSuchAccessPointPolicy")
    answers = POINT | {"s3control.get_access_point_policy": none}
    rows, gaps = collect(canned(answers), "s3_access_point")
    assert ([r["policy"] for r in rows["s3_access_point"]], gaps) == ([{}], [])
    denied = AccessDenied("no", "AccessDenied")
    answers = {**POINT, "s3control.get_access_point_policy": denied}
    rows, gaps = collect(canned(answers), "s3_access_point")
    assert [r["policy"] for r in rows["s3_access_point"]] == [None]
    assert {g.table_name for g in gaps} == {"s3_access_point", "policy_statement"}


def test_the_service_reads_an_access_point(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    here = {"LocationConstraint": "eu-west-1"}
    aws("s3").create_bucket(Bucket="acme-data", CreateBucketConfiguration=here)
    account = live.account_id
    aws("s3control").create_access_point(AccountId=account, Name="door", Bucket="acme-data")
    rows, gaps = collect(live, "s3_access_point")
    (row,) = rows["s3_access_point"]
    assert gaps == []
    assert (row["name"], row["bucket"], row["policy"]) == ("door", "acme-data", {})
    assert (row["network_origin"], row["block_public_policy"]) == ("Internet", True)


def test_a_bucket_that_hides_where_its_logs_go_leaves_the_others_known() -> None:
    """Only one that lets S3 deliver logs could be where they go."""
    private = {"log_bucket": "", "policy": "{}", "acl": "[]"}
    delivery = "http://acs.amazonaws.com/groups/s3/LogDelivery"
    buckets = (
        {"arn": "arn:aws:s3:::denied"},
        {"arn": "arn:aws:s3:::plain", **private},
        {"arn": "arn:aws:s3:::open", **private, "acl": json.dumps([{"grantee": delivery}])},
        {"arn": "arn:aws:s3:::logged", **private, "log_bucket": "elsewhere"},
    )
    rule = load_rules()["s3.bucket_access_is_logged"]
    example = replace(rule.examples[0], tables={"s3_bucket": buckets})
    answers = answer_example(rule, example, load_tables())
    assert answers == {
        "arn:aws:s3:::denied": "unknown",
        "arn:aws:s3:::plain": "fail",
        "arn:aws:s3:::open": "unknown",
        "passed 0": "pass",
    }
