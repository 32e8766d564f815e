"""Services that ask for a stranger, identities of other providers, and accounts that get a role."""

from typing import Any

import pytest

from ringwall.reason.iam.relation.external import Exposure, find_exposures

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, STRANGER = "111111111111", "222222222222", "333333333333"
QUEUE = f"arn:aws:sqs:us-east-1:{A}:jobs"
SNS, S3 = {"Service": "sns.amazonaws.com"}, {"Service": "s3.amazonaws.com"}
GITHUB = f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"
SUBJECT = "token.actions.githubusercontent.com:sub"
AUDIENCE = {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}


def send(principal: Any, **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage"}
    return {**found, "Resource": "*", "Condition": condition}


def trust(principal: Any, action: str = "sts:AssumeRole", **condition: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Condition": condition}


def find(estate: Estate, arn: str) -> list[Exposure]:
    organization = estate.read()
    return list(find_exposures(organization, [organization.resources[arn]]))


def queue(estate: Estate, *statements: Any) -> list[Exposure]:
    """Return who reaches a queue with this policy."""
    return find(estate, estate.queue("jobs", *statements))


def role(estate: Estate, *statements: Any) -> list[Exposure]:
    """Return who becomes a role with this trust policy."""
    return find(estate, estate.role("app", trust=list(statements)))


def web(estate: Estate, **condition: Any) -> Exposure:
    """Return how GitHub's workflows become a role under a condition."""
    provider = trust({"Federated": GITHUB}, "sts:AssumeRoleWithWebIdentity", **condition)
    (exposure,) = role(estate, provider)
    assert exposure.actions == ("sts:AssumeRoleWithWebIdentity",)
    return exposure


def is_deputy(found: list[Exposure]) -> bool:
    """Whether a service gets in, and on behalf of a stranger too."""
    assert {exposure.origin for exposure in found} <= {"service"}
    return any(exposure.is_confused_deputy for exposure in found)


def test_a_service_may_act_for_anyone(estate: Estate) -> None:
    (exposure,) = queue(estate, send(SNS))
    assert (exposure.outsider.label, exposure.origin) == ("Service:sns.amazonaws.com", "service")
    assert (exposure.verdict, exposure.is_confused_deputy) == ("always", True)
    assert exposure.is_public is False


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:SourceAccount": A}},
        {"StringEquals": {"aws:SourceAccount": [A, B]}},
        {"StringEquals": {"aws:SourceOrgID": "o-1"}},
        {"StringLike": {"aws:SourceOrgPaths": "o-1/*"}},
        {"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-1/r-1/*"}},
        {"ArnEquals": {"aws:SourceArn": f"arn:aws:sns:us-east-1:{A}:topic"}},
        {"ArnLike": {"aws:SourceArn": f"arn:aws:sns:*:{B}:*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::own-bucket"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}, "StringEquals": {"aws:SourceAccount": A}},
    ],
)
def test_a_source_of_the_own_organization_is_no_stranger(estate: Estate, condition: Any) -> None:
    estate.organization(A, B)
    assert not is_deputy(queue(estate, send(SNS, **condition)))


@pytest.mark.parametrize(
    "condition",
    [
        {"StringLike": {"aws:SourceAccount": "*"}},
        {"StringEqualsIfExists": {"aws:SourceAccount": A}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::data-*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}},
        {"StringNotEquals": {"aws:SourceAccount": STRANGER}},
        {"Bool": {"aws:SecureTransport": "true"}},
    ],
)
def test_a_source_that_a_stranger_can_have_confuses_the_deputy(
    estate: Estate, condition: Any
) -> None:
    estate.organization(A, B)
    assert is_deputy(queue(estate, send(SNS, **condition)))


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:SourceAccount": STRANGER}},
        {"StringEquals": {"aws:SourceOrgID": "o-2"}},
        {"ArnLike": {"aws:SourceArn": f"arn:aws:sns:*:{STRANGER}:*"}},
    ],
)
def test_a_service_for_a_stranger_who_is_named_comes_from_outside_and_is_trusted(
    estate: Estate, condition: Any
) -> None:
    estate.organization(A, B)
    (exposure,) = queue(estate, send(SNS, **condition))
    assert (exposure.verdict, exposure.is_confused_deputy) == ("conditional", False)


def test_a_denial_of_strange_sources_binds_the_service(estate: Estate) -> None:
    strange = {"aws:SourceAccount": A}
    denial = {**send("*", StringNotEqualsIfExists=strange), "Effect": "Deny"}
    assert queue(estate, send(SNS), denial) == []


def test_a_source_that_everybody_may_have_stands_for_every_service(estate: Estate) -> None:
    found = queue(estate, send("*", ArnLike={"aws:SourceArn": "arn:aws:s3:::*"}))
    assert ("Service:*", True) in {(e.outsider.label, e.is_confused_deputy) for e in found}
    found = queue(estate, send("*", ArnLike={"aws:SourceArn": f"arn:aws:sns:*:{A}:*"}))
    assert found == []


def test_a_service_is_passed_a_role_only_by_the_roles_account(estate: Estate) -> None:
    (exposure,) = role(estate, trust({"Service": "lambda.amazonaws.com"}))
    assert (exposure.origin, exposure.is_confused_deputy) == ("service", False)


@pytest.mark.parametrize(
    ("condition", "is_public"),
    [
        ({"StringEquals": AUDIENCE}, True),
        ({"StringLike": {SUBJECT: "repo:*"}}, True),
        ({"StringLike": {SUBJECT: "*"}}, True),
        ({"StringLike": {SUBJECT: "repo:*/shop:ref:refs/heads/main"}}, True),
        ({"StringLike": {SUBJECT: "repo:acme/*"}}, False),
        ({"StringLike": {SUBJECT: "repo:acme/shop:*"}}, False),
        ({"StringEquals": {SUBJECT: "repo:acme/shop:ref:refs/heads/main"}}, False),
        ({"StringEquals": {**AUDIENCE, SUBJECT: "repo:acme/shop:environment:prod"}}, False),
        ({"StringLikeIfExists": {SUBJECT: "repo:acme/shop:*"}}, True),
        ({"StringNotLike": {SUBJECT: "repo:acme/shop:*"}}, True),
        ({}, True),
    ],
)
def test_only_a_subject_tells_whose_workflow_it_is(
    estate: Estate, condition: Any, *, is_public: bool
) -> None:
    exposure = web(estate, **condition)
    assert (exposure.origin, exposure.is_public) == ("federated", is_public)
    assert exposure.verdict == ("conditional" if condition else "always")


@pytest.mark.parametrize(
    ("condition", "is_public"),
    [
        ({"cognito-identity.amazonaws.com:aud": "us-east-1:0123"}, False),
        ({"cognito-identity.amazonaws.com:amr": "authenticated"}, True),
    ],
)
def test_only_an_audience_tells_whose_cognito_pool_it_is(
    estate: Estate, condition: Any, *, is_public: bool
) -> None:
    cognito = {"Federated": "cognito-identity.amazonaws.com"}
    web = trust(cognito, "sts:AssumeRoleWithWebIdentity", StringEquals=condition)
    (exposure,) = role(estate, web)
    assert (exposure.verdict, exposure.is_public) == ("conditional", is_public)


def test_a_provider_of_ones_own_vouches_for_its_own(estate: Estate) -> None:
    saml = f"arn:aws:iam::{A}:saml-provider/Okta"
    (exposure,) = role(estate, trust({"Federated": saml}, "sts:AssumeRoleWithSAML"))
    assert (exposure.origin, exposure.is_public) == ("federated", False)
    assert exposure.actions == ("sts:AssumeRoleWithSAML",)


@pytest.mark.parametrize(
    ("provider", "by"),
    [
        (f"arn:aws:iam::{A}:saml-provider/Okta", {"sts:AssumeRoleWithSAML"}),
        (GITHUB, {"sts:AssumeRoleWithWebIdentity"}),
        ("accounts.google.com", {"sts:AssumeRoleWithWebIdentity"}),
        ("*", {"sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"}),
    ],
)
def test_a_provider_vouches_by_the_call_of_its_kind(
    estate: Estate, provider: str, by: set[str]
) -> None:
    found = role(estate, trust({"Federated": provider}, "sts:*"))
    assert {action for exposure in found for action in exposure.actions} == by


def test_a_role_for_another_account_is_told_with_how_it_is_protected(estate: Estate) -> None:
    root = {"AWS": f"arn:aws:iam::{STRANGER}:root"}
    (free,) = role(estate, trust(root))
    assert (free.origin, free.verdict, free.needs_external_id) == ("account", "always", False)
    assert free.actions == ("sts:AssumeRole",)
    (kept,) = role(estate, trust(root, StringEquals={"sts:ExternalId": "s3cret"}))
    assert (kept.verdict, kept.needs_external_id) == ("conditional", True)
    assert kept.residual == ("StringEquals sts:externalid s3cret",)
    (loose,) = role(estate, trust(root, StringEqualsIfExists={"sts:ExternalId": "s3cret"}))
    assert (loose.verdict, loose.needs_external_id) == ("conditional", False)


def test_a_second_factor_is_no_external_id(estate: Estate) -> None:
    mfa = {"aws:MultiFactorAuthPresent": "true"}
    (exposure,) = role(estate, trust({"AWS": STRANGER}, Bool=mfa))
    assert (exposure.verdict, exposure.needs_external_id) == ("conditional", False)


def test_of_two_statements_one_without_the_external_id_is_enough(estate: Estate) -> None:
    named = {"AWS": f"arn:aws:iam::{STRANGER}:role/ci"}
    kept = trust({"AWS": STRANGER}, StringEquals={"sts:ExternalId": "s3cret"})
    found = {e.outsider.label: e.needs_external_id for e in role(estate, kept, trust(named))}
    assert found == {f"AWS:{STRANGER}": True, f"AWS:{named['AWS']}": False}


def test_a_role_that_trusts_everybody_takes_a_signature(estate: Estate) -> None:
    (exposure,) = role(estate, trust("*"))
    assert (exposure.outsider.requester.kind, exposure.origin) == ("role", "public")
    assert (exposure.is_public, exposure.verdict) == (True, "always")


def test_each_becomes_a_role_in_the_way_that_is_open_to_him(estate: Estate) -> None:
    found = role(estate, trust("*", "sts:*"))
    assert {(e.origin, e.outsider.requester.kind, e.actions) for e in found} == {
        ("public", "role", ("sts:AssumeRole",)),
        ("public", "federated", ("sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity")),
    }
    (exposure,) = role(estate, trust({"Federated": GITHUB}, "sts:*"))
    assert "sts:AssumeRole" not in exposure.actions


def test_a_trust_in_the_own_account_is_no_exposure(estate: Estate) -> None:
    assert role(estate, trust({"AWS": A}), trust({"AWS": f"arn:aws:iam::{A}:user/ann"})) == []


def test_a_trust_in_another_account_of_the_organization_is_of_the_organization(
    estate: Estate,
) -> None:
    estate.organization(A, B)
    (exposure,) = role(estate, trust({"AWS": B}))
    assert (exposure.origin, exposure.needs_external_id) == ("organization", False)


def test_a_canonical_user_is_an_account_outside_unless_it_is_the_owner(estate: Estate) -> None:
    def read(canonical_id: str) -> dict[str, Any]:
        principal = {"CanonicalUser": canonical_id}
        objects = "arn:aws:s3:::data/*"
        return {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject",
                "Resource": objects}  # fmt: skip

    found = find(estate, estate.bucket("data", read("f" * 64), read("0" * 64)))
    assert [(e.outsider.label, e.origin) for e in found] == [
        (f"CanonicalUser:{'f' * 64}", "account")
    ]
