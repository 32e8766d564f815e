"""Public access, with the witness that proves it."""

from typing import Any

import pytest

from ringwall.model.errors import BadInput
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.symbolic.check_answer import CheckAnswer
from ringwall.reason.iam.symbolic.public_access import check_no_public_access

A = "111122223333"
QUEUE, TRUST = "AWS::SQS::Queue", "AWS::IAM::AssumeRolePolicyDocument"
OIDC = f"arn:aws:iam::{A}:oidc-provider/"
GITHUB = "token.actions.githubusercontent.com"


def check(*statements: dict[str, Any], resource_type: str = QUEUE) -> CheckAnswer:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return check_no_public_access(read_policy(document, "p"), resource_type)


def send(principal: Any = "*", **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Principal": principal, "Action": "sqs:*", "Resource": "*"}
    return {**found, "Condition": condition}


def trust(principal: Any, action: Any, **condition: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Condition": condition}


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ({}, "session"),
        ({"StringEquals": {"aws:PrincipalType": "User"}}, "session"),
        ({"StringEquals": {"aws:PrincipalType": "Anonymous"}}, "anonymous"),
        ({"Null": {"aws:SourceArn": "false"}}, "service"),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}}, "service"),
        ({"StringLike": {"aws:PrincipalServiceName": "*.amazonaws.com"}}, "service"),
        ({"StringLike": {"aws:PrincipalAccount": "1*"}}, "session"),
        ({"Null": {"aws:PrincipalArn": "true"}}, "anonymous"),
        ({"StringLike": {"aws:userid": "*:bob"}}, "session"),
    ],
)
def test_a_witness_is_a_request_that_someone_can_make(condition: Any, kind: str) -> None:
    answer = check(send(**condition))
    assert answer.verdict == "fail"
    assert answer.witness is not None
    assert answer.witness.requester is not None
    assert answer.witness.requester.kind == kind
    assert answer.statements == ("p[0]",)


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:PrincipalType": "User"}, "Null": {"aws:username": "true"}},
        {"StringEquals": {"aws:PrincipalType": "Account"}, "StringLike": {"aws:userid": "*:bob"}},
        {
            "StringEquals": {"aws:PrincipalType": "Account"},
            "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"},
        },
        {"StringEquals": {"aws:PrincipalType": "Anonymous"}, "Null": {"aws:userid": "true"}},
        {
            "Bool": {"aws:PrincipalIsAWSService": "false"},
            "Null": {"aws:SourceArn": "false"},
        },
        {"StringEquals": {"aws:PrincipalServiceName": "evil.example.com"}},
    ],
)
def test_a_policy_that_nobody_can_use_is_not_public(condition: Any) -> None:
    assert check(send(**condition)).verdict == "pass"


@pytest.mark.parametrize(
    ("principal", "action", "verdict"),
    [
        ("*", "sts:AssumeRole", "fail"),
        ("*", "sts:AssumeRoleWithWebIdentity", "fail"),
        ("*", "sts:AssumeRoleWithSAML", "fail"),
        ("*", "sts:*", "fail"),
        # Tags and the source identity are given while a role is assumed.
        ("*", ["sts:TagSession", "sts:SetSourceIdentity"], "pass"),
        ({"Federated": f"{OIDC}{GITHUB}"}, "sts:AssumeRoleWithWebIdentity", "fail"),
        ({"Federated": f"{OIDC}{GITHUB}"}, "sts:*", "fail"),
        # Identities cannot sign a request.
        ({"Federated": f"{OIDC}{GITHUB}"}, "sts:AssumeRole", "pass"),
        ({"Federated": f"{OIDC}{GITHUB}"}, "sts:AssumeRoleWithSAML", "pass"),
        ({"Federated": f"{OIDC}gitlab.com"}, "sts:AssumeRoleWithWebIdentity", "fail"),
        ({"Federated": f"{OIDC}sso.example.com"}, "sts:AssumeRoleWithWebIdentity", "pass"),
        (
            {"Federated": f"arn:aws:iam::{A}:saml-provider/corp"},
            "sts:AssumeRoleWithSAML",
            "pass",
        ),
        ({"Federated": "*"}, "sts:AssumeRoleWithWebIdentity", "fail"),
        ({"Federated": "www.amazon.com"}, "sts:AssumeRoleWithWebIdentity", "fail"),
        ({"AWS": A}, "sts:AssumeRole", "pass"),
        ({"Service": "ec2.amazonaws.com"}, "sts:AssumeRole", "pass"),
    ],
)
@pytest.mark.parametrize("resource_type", [TRUST, "AWS::IAM::Role"])
def test_who_can_assume_a_role(
    principal: Any, action: Any, verdict: str, resource_type: str
) -> None:
    assert check(trust(principal, action), resource_type=resource_type).verdict == verdict


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ({"StringLike": {f"{GITHUB}:sub": "repo:acme/*"}}, "pass"),
        ({"StringEquals": {f"{GITHUB}:sub": "repo:acme/shop:ref:refs/heads/main"}}, "pass"),
        ({"StringEquals": {f"{GITHUB}:repository_owner_id": "1234"}}, "pass"),
        ({"ForAnyValue:StringLike": {f"{GITHUB}:sub": "repo:acme/*"}}, "pass"),
        ({"StringLike": {f"{GITHUB}:sub": ["repo:acme/*", "repo:b*"]}}, "fail"),
        ({"StringLike": {f"{GITHUB}:sub": "repo:*"}}, "fail"),
        ({"StringLike": {f"{GITHUB}:sub": "repo:acme*"}}, "fail"),
        ({"StringLikeIfExists": {f"{GITHUB}:sub": "repo:acme/*"}}, "fail"),
        ({"ForAllValues:StringLike": {f"{GITHUB}:sub": "repo:acme/*"}}, "fail"),
        ({"StringNotLike": {f"{GITHUB}:sub": "repo:evil/*"}}, "fail"),
        ({"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}, "fail"),
        ({"StringEquals": {"aws:FederatedProvider": f"{OIDC}{GITHUB}"}}, "fail"),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, "pass"),
        ({"StringEqual": {f"{GITHUB}:sub": "repo:acme/shop"}}, "unknown"),
    ],
)
def test_a_claim_that_names_a_customer_closes_a_shared_provider(
    condition: Any, verdict: str
) -> None:
    action = "sts:AssumeRoleWithWebIdentity"
    statement = trust({"Federated": f"{OIDC}{GITHUB}"}, action, **condition)
    assert check(statement, resource_type=TRUST).verdict == verdict


def test_a_denial_of_other_subjects_closes_it_too() -> None:
    action = "sts:AssumeRoleWithWebIdentity"
    everyone = trust({"Federated": f"{OIDC}{GITHUB}"}, action)
    others = trust("*", action, StringNotLike={f"{GITHUB}:sub": "repo:acme/*"})
    assert check(everyone, {**others, "Effect": "Deny"}, resource_type=TRUST).verdict == "pass"


def test_a_provider_that_is_shared_beside_one_that_is_not() -> None:
    both = {"Federated": [f"{OIDC}{GITHUB}", f"{OIDC}sso.example.com"]}
    action = "sts:AssumeRoleWithWebIdentity"
    answer = check(trust(both, action), resource_type=TRUST)
    assert answer.witness is not None
    assert answer.witness.requester is not None
    assert answer.witness.requester.name == f"{OIDC}{GITHUB}"
    # GitHub's tokens do not have a claim of another provider.
    own = {"StringEquals": {"sso.example.com:sub": "x"}}
    assert check(trust(both, action, **own), resource_type=TRUST).verdict == "pass"
    own = {"StringNotEquals": {"sso.example.com:sub": "x"}}
    assert check(trust(both, action, **own), resource_type=TRUST).verdict == "fail"


@pytest.mark.parametrize("count", [1, 5, 9])
def test_sets_of_many_values_are_decided(count: int) -> None:
    # What is known of each kind of requester is left out where the sets would be too many.
    names = [f"arn:aws:iam::{A}:role/r{n}" for n in range(count)]
    assert (
        check(send(**{"ForAnyValue:StringEquals": {"aws:PrincipalArn": names}})).verdict == "pass"
    )
    assert (
        check(send(**{"ForAllValues:StringEquals": {"aws:PrincipalArn": names}})).verdict == "fail"
    )
    ids = [f"AROAEXAMPLE{n}:*" for n in range(count)]
    assert check(send(**{"ForAnyValue:StringLike": {"aws:userid": ids}})).verdict == "pass"
    assert check(send(**{"ForAllValues:StringLike": {"aws:userid": ids}})).verdict == "fail"


@pytest.mark.parametrize("resource_type", ["", "Queue", "AWS::SQS", "aws::sqs::queue", "AWS::S3::"])
def test_what_is_no_type_of_resource_is_rejected(resource_type: str) -> None:
    with pytest.raises(BadInput, match="is not a resource type"):
        check(send(), resource_type=resource_type)


def test_a_policy_without_principal_is_rejected() -> None:
    with pytest.raises(BadInput, match="no statement has a Principal"):
        check({"Effect": "Allow", "Action": "*", "Resource": "*"})
