"""Exceptions that AWS documents: who is bound by which type of policy."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.applicability import (
    is_bound_by_rcp,
    is_bound_by_scp,
    is_refused_to_caller,
    needs_no_permission,
    needs_resource_policy,
    overrides_bucket_policy,
    uses_endpoint,
)
from ringwall.reason.iam.evaluation.request import Request, make_request
from ringwall.reason.iam.language.ternary import Ternary

A, B, MANAGEMENT = "111111111111", "222222222222", "999999999999"
USER = f"arn:aws:iam::{A}:user/ann"
ROLE = f"arn:aws:iam::{A}:role/app"
SESSION = f"arn:aws:sts::{A}:assumed-role/app/s"
FEDERATED = f"arn:aws:sts::{A}:federated-user/bob"
ROOT = f"arn:aws:iam::{A}:root"
LINKED = f"arn:aws:iam::{A}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
LINKED_SESSION = f"arn:aws:sts::{A}:assumed-role/AWSServiceRoleForECS/s"
SAML = f"arn:aws:iam::{A}:saml-provider/corp"
SERVICE, ANONYMOUS = "ec2.amazonaws.com", "anonymous"
BUCKET, OBJECT = "arn:aws:s3:::b", "arn:aws:s3:::b/k"
KEY = f"arn:aws:kms:us-east-1:{A}:key/1"


def request(principal: str, action: str, resource: str = "*", **more: Any) -> Request:
    return make_request(principal, action, resource, **more)


@pytest.mark.parametrize(
    ("principal", "action", "expected"),
    [
        (USER, "sts:GetCallerIdentity", True),
        (SESSION, "sts:GetCallerIdentity", True),
        (ANONYMOUS, "sts:GetCallerIdentity", False),
        (SERVICE, "sts:GetCallerIdentity", False),
        (USER, "sts:GetSessionToken", True),
        (ROOT, "sts:GetSessionToken", True),
        (SESSION, "sts:GetSessionToken", False),
        (USER, "sts:GetFederationToken", False),
        (USER, "s3:GetObject", False),
    ],
)
def test_some_calls_of_sts_need_no_permission(
    principal: str, action: str, *, expected: bool
) -> None:
    assert needs_no_permission(request(principal, action)) is expected


@pytest.mark.parametrize(
    ("principal", "action", "expected"),
    [
        # "You cannot call AssumeRole by using AWS account root user credentials"
        (ROOT, "sts:AssumeRole", True),
        (ANONYMOUS, "sts:AssumeRole", True),
        (USER, "sts:AssumeRole", False),
        (SESSION, "sts:AssumeRole", False),
        (SERVICE, "sts:AssumeRole", False),
        # Temporary credentials get no others by these calls.
        (SESSION, "sts:GetSessionToken", True),
        (ROLE, "sts:GetFederationToken", True),
        (USER, "sts:GetFederationToken", False),
        (ROOT, "sts:GetFederationToken", False),
        # "they can't call any AWS STS API operations except GetCallerIdentity"
        (FEDERATED, "sts:AssumeRole", True),
        (FEDERATED, "sts:DecodeAuthorizationMessage", True),
        (FEDERATED, "s3:GetObject", False),
        (ANONYMOUS, "s3:GetObject", False),
    ],
)
def test_sts_refuses_some_callers(principal: str, action: str, *, expected: bool) -> None:
    assert is_refused_to_caller(request(principal, action)) is expected


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        *((principal, True) for principal in (USER, ROLE, SESSION, FEDERATED, ROOT)),
        *((principal, False) for principal in (LINKED, LINKED_SESSION)),
        *((principal, False) for principal in (SERVICE, ANONYMOUS, SAML)),
        (f"arn:aws:iam::{MANAGEMENT}:user/admin", False),
        (f"arn:aws:iam::{MANAGEMENT}:root", False),
    ],
)
def test_scps_are_for_the_principals_of_member_accounts(principal: str, *, expected: bool) -> None:
    found = request(principal, "s3:GetObject", OBJECT, management_account=MANAGEMENT)
    assert is_bound_by_scp(found) is expected


@pytest.mark.parametrize(
    ("principal", "action", "owner", "expected"),
    [
        (USER, "s3:GetObject", A, True),
        (USER, "s3:GetObject", B, True),
        # Also for requesters outside of the organization.
        (ANONYMOUS, "s3:GetObject", A, True),
        (SERVICE, "s3:GetObject", A, True),
        (USER, "kms:Decrypt", A, True),
        (USER, "sts:AssumeRole", A, True),
        (USER, "sqs:SendMessage", A, True),
        # "RCPs don't affect resources in the management account", nor service-linked roles
        (USER, "s3:GetObject", MANAGEMENT, False),
        (LINKED, "s3:GetObject", A, False),
        (USER, "kms:RetireGrant", A, False),
        (USER, "ec2:RunInstances", A, False),
        (USER, "iam:PassRole", A, False),
    ],
)
def test_rcps_are_for_some_services_in_member_accounts(
    principal: str, action: str, owner: str, *, expected: bool
) -> None:
    found = request(
        principal, action, OBJECT, resource_account=owner, management_account=MANAGEMENT
    )
    assert is_bound_by_rcp(found) is expected


def test_without_a_management_account_every_account_is_bound() -> None:
    found = request(USER, "s3:GetObject", OBJECT, resource_account=A)
    assert is_bound_by_rcp(found)
    assert is_bound_by_scp(found)


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        ("kms:Decrypt", KEY, True),
        ("kms:Decrypt", KEY.replace("aws:kms", "aws-cn:kms"), True),
        ("kms:ListAliases", "*", False),
        ("kms:CreateAlias", f"arn:aws:kms:us-east-1:{A}:alias/x", False),
        ("sts:AssumeRole", ROLE, True),
        ("sts:GetCallerIdentity", "*", False),
        ("iam:PassRole", ROLE, False),
        ("s3:GetObject", OBJECT, False),
    ],
)
def test_keys_and_roles_need_their_own_policy(
    action: str, resource: str, *, expected: bool
) -> None:
    assert needs_resource_policy(request(USER, action, resource)) is expected


@pytest.mark.parametrize(
    ("principal", "action", "owner", "expected"),
    [
        (ROOT, "s3:GetBucketPolicy", A, True),
        (ROOT, "s3:PutBucketPolicy", A, True),
        (ROOT, "s3:DeleteBucketPolicy", A, True),
        (ROOT, "s3:GetObject", A, False),
        (ROOT, "s3:PutBucketPolicy", B, False),
        (USER, "s3:PutBucketPolicy", A, False),
    ],
)
def test_the_root_user_of_the_owner_can_always_repair_a_bucket_policy(
    principal: str, action: str, owner: str, *, expected: bool
) -> None:
    found = request(principal, action, BUCKET, resource_account=owner)
    assert overrides_bucket_policy(found) is expected


@pytest.mark.parametrize(
    ("context", "is_complete", "expected"),
    [
        ({"aws:SourceVpce": "vpce-1"}, True, True),
        ({"aws:SourceVpce": "vpce-1", "aws:SourceIp": "10.0.0.1"}, True, True),
        ({"aws:SourceIp": "203.0.113.7"}, True, False),
        ({}, True, True),
        ({"aws:SourceVpce": None}, True, None),
        ({}, False, None),
        ({"aws:SourceVpce": []}, False, True),
    ],
)
def test_a_request_uses_the_endpoint_where_it_has_the_key(
    context: dict[str, Any], expected: Ternary, *, is_complete: bool
) -> None:
    found = request(USER, "s3:GetObject", OBJECT, context=context, is_complete=is_complete)
    assert uses_endpoint(found) is expected
