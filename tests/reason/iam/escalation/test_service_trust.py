"""Which roles a service may assume that are passed to it."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.service_trust import ask_as_service

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
LAMBDA = {"Service": "lambda.amazonaws.com"}


def trust(principal: Any, effect: str = "Allow", **condition: Any) -> dict[str, Any]:
    found = {"Effect": effect, "Principal": principal, "Action": "sts:AssumeRole"}
    return {**found, "Condition": condition} if condition else found


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([trust(LAMBDA)], "always"),
        ([trust({"Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"]})], "always"),
        ([trust({"Service": "ec2.amazonaws.com"})], "never"),
        ([trust({"AWS": A})], "never"),
        ([trust("*")], "always"),
        ([trust(LAMBDA, StringEquals={"aws:SourceAccount": A})], "always"),
        ([trust(LAMBDA, StringEquals={"aws:SourceAccount": B})], "never"),
        (
            [trust(LAMBDA, ArnLike={"aws:SourceArn": f"arn:aws:lambda:*:{A}:function:prod"})],
            "conditional",
        ),
        ([trust(LAMBDA, ArnLike={"aws:SourceArn": f"arn:aws:lambda:*:{B}:function:*"})], "never"),
        ([trust(LAMBDA), trust(LAMBDA, "Deny")], "never"),
        (None, "unknown"),
    ],
)
def test_a_service_becomes_the_role_that_trusts_it(
    estate: Estate, statements: Any, expected: str
) -> None:
    arn = estate.role("app", trust=statements)
    organization = estate.read()
    found = ask_as_service(organization, organization.principals[arn], "lambda.amazonaws.com")
    assert found.verdict == expected


COGNITO = "cognito-identity.amazonaws.com"
POOL = {f"{COGNITO}:aud": "us-east-1:00000000-0000-0000-0000-000000000000"}
AMR = {f"{COGNITO}:amr": "authenticated"}


def web(principal: Any, **condition: Any) -> dict[str, Any]:
    return {**trust(principal, **condition), "Action": "sts:AssumeRoleWithWebIdentity"}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([web({"Federated": COGNITO})], "always"),
        ([web({"Federated": COGNITO}, StringEquals=POOL)], "conditional"),
        (
            [web({"Federated": COGNITO}, StringEquals=POOL, **{"ForAnyValue:StringLike": AMR})],
            "conditional",
        ),
        ([web({"Federated": "accounts.google.com"})], "never"),
        # It assumes a role as an identity provider, and not as a service.
        ([web({"Service": COGNITO})], "never"),
        ([trust({"Federated": COGNITO})], "never"),
        ([web({"AWS": A})], "never"),
    ],
)
def test_an_identity_pool_hands_out_roles_that_trust_cognito_as_a_provider(
    estate: Estate, statements: Any, expected: str
) -> None:
    arn = estate.role("app", trust=statements)
    organization = estate.read()
    found = ask_as_service(organization, organization.principals[arn], COGNITO)
    assert found.verdict == expected


@pytest.mark.parametrize(
    ("name", "service", "expected"),
    [
        ("ec2.amazonaws.com.cn", "ec2.amazonaws.com", "always"),
        ("ec2.c2s.ic.gov", "ec2.amazonaws.com", "always"),
        ("states.cn-north-1.amazonaws.com.cn", "states.amazonaws.com", "always"),
        ("states.eu-west-1.amazonaws.com", "states.amazonaws.com", "always"),
        ("ec2.amazonaws.com.cn", "lambda.amazonaws.com", "never"),
        ("apprunner.amazonaws.com", "tasks.apprunner.amazonaws.com", "never"),
    ],
)
def test_a_service_is_trusted_by_each_of_its_names(
    estate: Estate, name: str, service: str, expected: str
) -> None:
    arn = estate.role("app", trust=trust({"Service": name}))
    organization = estate.read()
    found = ask_as_service(organization, organization.principals[arn], service)
    assert found.verdict == expected


def test_a_denial_of_a_service_holds_for_each_of_its_names(estate: Estate) -> None:
    cn = {"Service": "lambda.amazonaws.com.cn"}
    arn = estate.role("app", trust=[trust(LAMBDA), trust(cn, "Deny")])
    organization = estate.read()
    found = ask_as_service(organization, organization.principals[arn], "lambda.amazonaws.com")
    assert found.verdict == "never"


def test_an_rcp_keeps_services_from_roles(estate: Estate) -> None:
    estate.organization(A)
    arn = estate.role("app", trust=trust(LAMBDA))
    estate.scp("no", trust("*", "Deny") | {"Resource": "*"}, at=["r-1"], kind="rcp")
    organization = estate.read()
    found = ask_as_service(organization, organization.principals[arn], "lambda.amazonaws.com")
    assert found.verdict == "never"
