"""Statements that allow too much, by policy type."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import parse_policy
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.validation.grants import check_grants

ROLE = "arn:aws:iam::111122223333:role/app"
OIDC = "arn:aws:iam::111122223333:oidc-provider/"
GITHUB = "token.actions.githubusercontent.com"
PASSED = {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}


def codes(policy_type: PolicyType = "identity", **elements: Any) -> list[str]:
    """Return the codes of a statement's problems."""
    whole = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **elements}
    statement = {key: value for key, value in whole.items() if value is not None}
    source = {"Version": "2012-10-17", "Statement": [statement]}
    policy = parse_policy(source, policy_type=policy_type).policy
    assert policy is not None
    return [problem.code for problem in check_grants(policy, policy.statements[0])]


@pytest.mark.parametrize(
    ("elements", "code"),
    [
        ({"Action": "iam:PassRole"}, "pass_role_with_star_in_resource"),
        ({"Action": "iam:*"}, "pass_role_with_star_in_action_and_resource"),
        ({"Action": "*"}, "pass_role_with_star_in_action_and_resource"),
        ({"Action": ["s3:*", "iam:Pass*"]}, "pass_role_with_star_in_action_and_resource"),
        ({"Action": None, "NotAction": "s3:*"}, "pass_role_with_not_action_and_star_in_resource"),
        (
            {"Action": "iam:PassRole", "Resource": None, "NotResource": ROLE},
            "pass_role_with_not_resource",
        ),
        (
            {"Action": "iam:*", "Resource": None, "NotResource": ROLE},
            "pass_role_with_star_in_action_and_not_resource",
        ),
        (
            {"Action": None, "NotAction": "s3:*", "Resource": None, "NotResource": ROLE},
            "pass_role_with_not_action_and_not_resource",
        ),
        ({"Action": "iam:CreateServiceLinkedRole"}, "create_slr_with_star_in_resource"),
    ],
)
def test_a_role_for_any_purpose_is_too_much(elements: Any, code: str) -> None:
    assert code in codes(**elements)


@pytest.mark.parametrize(
    "elements",
    [
        {"Action": "iam:PassRole", "Resource": ROLE},
        {"Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/*"},
        {"Action": "iam:PassRole", "Condition": PASSED},
        {"Action": "iam:PassRole", "Effect": "Deny"},
        {"Action": "iam:GetRole"},
        {"Action": None, "NotAction": "iam:*"},
        {
            "Action": "iam:CreateServiceLinkedRole",
            "Condition": {"StringEquals": {"iam:AWSServiceName": "ecs.amazonaws.com"}},
        },
    ],
)
def test_a_limited_grant_is_not_too_much(elements: Any) -> None:
    assert codes(**elements) == []


@pytest.mark.parametrize("policy_type", ["scp", "rcp", "endpoint", "boundary", "session"])
def test_a_policy_that_grants_nothing_grants_nothing_too_much(policy_type: PolicyType) -> None:
    principal = {"Principal": {"Service": "sns.amazonaws.com"}} if policy_type == "rcp" else {}
    assert codes(policy_type, Action="*", **principal) == []


@pytest.mark.parametrize(
    ("effect", "expected"), [("Allow", ["allow_with_not_principal"]), ("Deny", [])]
)
@pytest.mark.parametrize("policy_type", ["resource", "endpoint"])
def test_an_allow_with_not_principal_is_for_everyone_else(
    policy_type: PolicyType, effect: str, expected: list[str]
) -> None:
    assert codes(policy_type, Effect=effect, NotPrincipal={"AWS": ROLE}) == expected


@pytest.mark.parametrize(
    ("principal", "condition", "is_named"),
    [
        ({"Service": "sns.amazonaws.com"}, {}, True),
        ({"Service": "sns.amazonaws.com"}, {"Bool": {"aws:SecureTransport": "true"}}, True),
        ({"Service": "sns.amazonaws.com"}, {"StringEquals": {"aws:SourceAccount": "1"}}, False),
        ({"Service": "sns.amazonaws.com"}, {"ArnLike": {"aws:SourceArn": "arn:*"}}, False),
        ({"Service": "sns.amazonaws.com"}, {"StringEquals": {"aws:SourceOrgID": "o-1"}}, False),
        ({"AWS": ROLE}, {}, False),
    ],
)
def test_a_service_should_act_for_a_certain_source(
    principal: Any, condition: Any, *, is_named: bool
) -> None:
    found = codes("resource", Principal=principal, Condition=condition)
    assert ("restrict_access_to_service_principal" in found) is is_named


def test_a_role_is_passed_to_a_service_within_its_account() -> None:
    principal = {"Service": "ec2.amazonaws.com"}
    assert codes("trust", Principal=principal, Action="sts:AssumeRole", Resource=None) == []


@pytest.mark.parametrize(
    ("provider", "key", "is_named"),
    [
        (f"{OIDC}{GITHUB}", "", True),
        (f"{OIDC}{GITHUB}", f"{GITHUB}:sub", False),
        (f"{OIDC}{GITHUB}", f"{GITHUB}:aud", False),
        (f"{OIDC}{GITHUB}", "gitlab.com:sub", True),
        (f"{OIDC}{GITHUB}", "aws:SourceIp", True),
        (f"{OIDC}gitlab.com", "", True),
        (f"{OIDC}oidc.codefresh.io", "", True),
        (f"{OIDC}vstoken.dev.azure.com/11111111-2222", "", True),
        (f"{OIDC}sso.example.com", "", False),
        ("cognito-identity.amazonaws.com", "", True),
        ("cognito-identity.amazonaws.com", "cognito-identity.amazonaws.com:aud", False),
        ("arn:aws:iam::111122223333:saml-provider/corp", "", False),
        ("*", "", False),
    ],
)
def test_a_shared_identity_provider_needs_a_condition(
    provider: str, key: str, *, is_named: bool
) -> None:
    found = codes(
        "trust", Principal={"Federated": provider}, Action="sts:AssumeRoleWithWebIdentity",
        Resource=None, Condition={"StringEquals": {key: "x"}} if key else {},
    )  # fmt: skip
    expected = ["missing_condition_key_for_oidc_principal"] if is_named else []
    assert found == expected
