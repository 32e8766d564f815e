"""Condition keys of a request: those that its action's reference lists, and no others."""

from collections.abc import Callable
from typing import Any

import pytest
from emulated_calls import ACCOUNT, make_call

from ringwall.emulator.authorization.authority import ActionFacts, Need
from ringwall.emulator.needs.request_keys import find_keys, select_keys
from ringwall.jobs.authority import ReasonedAuthority

NeedsOf = Callable[..., tuple[Need, ...]]
SIGNED = {"s3:signatureversion": "AWS4-HMAC-SHA256", "s3:authType": "REST-HEADER"}
POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def keys_of(action: str, service: str, operation: str, /, **parameters: Any) -> dict[str, Any]:
    facts = ReasonedAuthority().find_action(action)
    assert facts
    return find_keys(make_call(service, operation, **parameters), facts, "*")


@pytest.mark.parametrize(
    ("action", "service", "operation", "parameters", "expected"),
    [
        (
            "iam:CreateRole",
            "iam",
            "CreateRole",
            {"PermissionsBoundary": POLICY},
            {"iam:PermissionsBoundary": POLICY},
        ),
        (
            "iam:AttachRolePolicy",
            "iam",
            "AttachRolePolicy",
            {"PolicyArn": POLICY},
            {"iam:PolicyARN": POLICY},
        ),
        (
            "iam:CreateServiceLinkedRole",
            "iam",
            "CreateServiceLinkedRole",
            {"AWSServiceName": "config.amazonaws.com"},
            {"iam:AWSServiceName": "config.amazonaws.com"},
        ),
        (
            "sts:AssumeRole",
            "sts",
            "AssumeRole",
            {"ExternalId": "e", "RoleSessionName": "s", "SourceIdentity": "i"},
            {"sts:ExternalId": "e", "sts:RoleSessionName": "s", "sts:SourceIdentity": "i"},
        ),
        (
            "organizations:EnableAWSServiceAccess",
            "organizations",
            "EnableAWSServiceAccess",
            {"ServicePrincipal": "p"},
            {"organizations:ServicePrincipal": "p"},
        ),
        (
            "organizations:EnablePolicyType",
            "organizations",
            "EnablePolicyType",
            {"PolicyType": "TAG_POLICY"},
            {"organizations:PolicyType": "TAG_POLICY"},
        ),
        (
            "lambda:CreateFunctionUrlConfig",
            "lambda",
            "CreateFunctionUrlConfig",
            {"AuthType": "NONE", "FunctionName": "f"},
            {
                "lambda:FunctionUrlAuthType": "NONE",
                "lambda:FunctionArn": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f",
            },
        ),
        (
            "lambda:AddPermission",
            "lambda",
            "AddPermission",
            {"Principal": "*", "FunctionUrlAuthType": "NONE"},
            {"lambda:Principal": "*", "lambda:FunctionUrlAuthType": "NONE"},
        ),
        (
            "lambda:CreateFunction",
            "lambda",
            "CreateFunction",
            {"VpcConfig": {"SubnetIds": ["subnet-0a"]}, "Layers": ["l"]},
            {"lambda:SubnetIds": ["subnet-0a"], "lambda:Layer": ["l"]},
        ),
        (
            "rds:CreateDBInstance",
            "rds",
            "CreateDBInstance",
            {"Engine": "mysql", "StorageEncrypted": False, "DBInstanceClass": "db.t3.micro"},
            {
                "rds:DatabaseEngine": "mysql",
                "rds:StorageEncrypted": False,
                "rds:DatabaseClass": "db.t3.micro",
            },
        ),
        (
            "kms:ScheduleKeyDeletion",
            "kms",
            "ScheduleKeyDeletion",
            {"KeyId": "k", "PendingWindowInDays": 7},
            {"kms:ScheduleKeyDeletionPendingWindowInDays": 7, "kms:CallerAccount": ACCOUNT},
        ),
        (
            "kms:CreateGrant",
            "kms",
            "CreateGrant",
            {
                "KeyId": "k",
                "Operations": ["Decrypt"],
                "GranteePrincipal": "g",
                "Constraints": {"EncryptionContextSubset": {"a": "b"}},
            },
            {
                "kms:GrantOperations": ["Decrypt"],
                "kms:GranteePrincipal": "g",
                "kms:GrantConstraintType": "EncryptionContextSubset",
                "kms:GrantIsForAWSResource": False,
                "kms:CallerAccount": ACCOUNT,
            },
        ),
        (
            "kms:Encrypt",
            "kms",
            "Encrypt",
            {"KeyId": "alias/a", "EncryptionContext": {"app": "x"}},
            {
                "kms:EncryptionContext:app": "x",
                "kms:EncryptionContextKeys": ["app"],
                "kms:RequestAlias": "alias/a",
                "kms:CallerAccount": ACCOUNT,
            },
        ),
        (
            "s3:ListBucket",
            "s3",
            "ListObjectsV2",
            {"Bucket": "b", "Prefix": "home/", "Delimiter": "/", "MaxKeys": 5},
            {
                "s3:prefix": "home/",
                "s3:delimiter": "/",
                "s3:max-keys": 5,
                **SIGNED,
            },
        ),
        (
            "s3:PutObject",
            "s3",
            "PutObject",
            {
                "Bucket": "b",
                "ACL": "private",
                "ServerSideEncryption": "aws:kms",
                "SSEKMSKeyId": "k",
                "ObjectLockMode": "GOVERNANCE",
                "Tagging": "a=b",
            },
            {
                "s3:x-amz-acl": "private",
                "s3:x-amz-server-side-encryption": "aws:kms",
                "s3:x-amz-server-side-encryption-aws-kms-key-id": "k",
                "s3:object-lock-mode": "GOVERNANCE",
                "s3:RequestObjectTag/a": "b",
                "s3:RequestObjectTagKeys": ["a"],
                **SIGNED,
            },
        ),
        (
            "s3:GetObjectVersion",
            "s3",
            "GetObject",
            {"Bucket": "b", "Key": "k", "VersionId": "v"},
            {"s3:versionid": "v", **SIGNED},
        ),
        (
            "s3:CreateBucket",
            "s3",
            "CreateBucket",
            {"Bucket": "b", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}},
            {"s3:locationconstraint": "eu-west-1", **SIGNED},
        ),
        (
            "iam:TagRole",
            "iam",
            "TagRole",
            {"Tags": [{"Key": "team", "Value": "a"}]},
            {"aws:RequestTag/team": "a", "aws:TagKeys": ["team"]},
        ),
        ("iam:UntagRole", "iam", "UntagRole", {"TagKeys": ["team"]}, {"aws:TagKeys": ["team"]}),
        ("iam:GetRole", "iam", "GetRole", {"RoleName": "r", "PolicyArn": POLICY}, {}),
    ],
)
def test_keys_of_a_request(
    action: str, service: str, operation: str, parameters: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert keys_of(action, service, operation, **parameters) == expected


def test_a_map_of_the_request_sets_no_key() -> None:
    variables = {"Variables": {"Principal": "*", "SecurityGroupIds": "sg-0a"}}
    assert keys_of("lambda:CreateFunction", "lambda", "CreateFunction", Environment=variables) == {}


def test_keys_are_spelled_as_aws_spells_them() -> None:
    action = ActionFacts("a:B", (), frozenset({"a:Key", "a:Tag/${TagKey}", "a:Other/<key>"}))
    given = {"A:KEY": 1, "a:tag/x": 2, "a:other/y": 3, "a:unknown": 4}
    assert select_keys(given, action) == {"a:Key": 1, "a:tag/x": 2, "a:other/y": 3}


def test_no_key_is_open_where_the_action_has_none() -> None:
    assert select_keys({"a:Key": 1}, ActionFacts("a:B", (), frozenset())) == {}


def test_bucket_tells_its_owner(
    client: Callable[..., Any], needs_in: Callable[..., tuple[Need, ...]]
) -> None:
    client("s3").create_bucket(Bucket="logs")
    (need,) = needs_in("s3", "GetObject", Bucket="logs", Key="k")
    assert need.keys["s3:ResourceAccount"] == "123456789012"
    (need,) = needs_in("s3", "ListObjectsV2", Bucket="logs")
    assert need.keys["s3:ResourceAccount"] == "123456789012"
    (need,) = needs_in("s3", "GetObject", Bucket="other", Key="k")
    assert "s3:ResourceAccount" not in need.keys


def test_boundary_is_that_of_the_role_that_the_call_is_about(
    client: Callable[..., Any], needs_in: Callable[..., tuple[Need, ...]]
) -> None:
    iam = client("iam")
    trust = '{"Version": "2012-10-17", "Statement": []}'
    iam.create_role(RoleName="bound", AssumeRolePolicyDocument=trust, PermissionsBoundary=POLICY)
    iam.create_role(RoleName="free", AssumeRolePolicyDocument=trust)
    iam.create_user(UserName="bound", PermissionsBoundary=POLICY)
    (need,) = needs_in("iam", "DeleteRolePermissionsBoundary", RoleName="bound")
    assert need.keys == {"iam:PermissionsBoundary": POLICY}
    (need,) = needs_in("iam", "PutUserPolicy", UserName="bound", PolicyName="p")
    assert need.keys == {"iam:PermissionsBoundary": POLICY}
    (need,) = needs_in("iam", "PutRolePolicy", RoleName="free", PolicyName="p")
    assert need.keys == {}


def test_key_tells_its_aliases(
    client: Callable[..., Any], needs_in: Callable[..., tuple[Need, ...]]
) -> None:
    kms = client("kms")
    arn = kms.create_key()["KeyMetadata"]["Arn"]
    kms.create_alias(AliasName="alias/prod", TargetKeyId=arn)
    (need,) = needs_in("kms", "DisableKey", KeyId=arn)
    assert need.keys["kms:ResourceAliases"] == ["alias/prod"]


def test_policy_tells_its_type(
    client: Callable[..., Any], needs_in: Callable[..., tuple[Need, ...]]
) -> None:
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    found = needs_in("organizations", "DetachPolicy", PolicyId="p-FullAWSAccess", TargetId="r-x")
    types = [need.keys.get("organizations:PolicyType") for need in found]
    assert types == ["SERVICE_CONTROL_POLICY"] * 2
