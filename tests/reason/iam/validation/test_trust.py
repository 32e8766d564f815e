"""Trust policies: actions that they cannot have, and principals that cannot use the actions."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import parse_policy
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.validation.trust import check_trust

ROLE = "arn:aws:iam::111122223333:role/app"
GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
SAML = "arn:aws:iam::111122223333:saml-provider/corp"


def messages(
    principal: Any, action: Any, policy_type: PolicyType = "trust", **more: Any
) -> list[str]:
    """Return code and message of each problem."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, **more}
    source = {"Version": "2012-10-17", "Statement": [statement]}
    policy = parse_policy(source, policy_type=policy_type).policy
    assert policy is not None
    found = check_trust(policy, policy.statements[0])
    return [f"{problem.code} {problem.message}" for problem in found]


@pytest.mark.parametrize(
    ("principal", "action"),
    [
        ({"AWS": ROLE}, "sts:AssumeRole"),
        ({"AWS": ROLE}, ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]),
        ({"Service": "ec2.amazonaws.com"}, "sts:AssumeRole"),
        ({"Federated": SAML}, "sts:AssumeRoleWithSAML"),
        ({"Federated": GITHUB}, "sts:AssumeRoleWithWebIdentity"),
        ({"Federated": "accounts.google.com"}, "sts:AssumeRoleWithWebIdentity"),
        ({"Federated": GITHUB, "AWS": ROLE}, "sts:*"),
        ("*", "sts:AssumeRoleWithWebIdentity"),
        ({"Federated": "*"}, "sts:AssumeRole"),
        ({"AWS": ROLE}, "sts:TagSession"),
    ],
)
def test_a_sound_trust_policy_has_no_problem(principal: Any, action: Any) -> None:
    assert messages(principal, action) == []


@pytest.mark.parametrize("action", ["s3:GetObject", "sts:GetSessionToken", "iam:PassRole", "s3:*"])
def test_other_actions_have_no_place_in_a_trust_policy(action: str) -> None:
    (found,) = messages({"AWS": ROLE}, [action, "sts:AssumeRole"])
    assert found.startswith(f"unsupported_action {action.lower()}: ")


@pytest.mark.parametrize(
    ("principal", "action", "named"),
    [
        ({"AWS": ROLE}, "sts:AssumeRoleWithSAML", "sts:AssumeRole"),
        ({"Service": "ec2.amazonaws.com"}, "sts:AssumeRoleWithWebIdentity", "sts:AssumeRole"),
        ({"Federated": SAML}, "sts:AssumeRole", "sts:AssumeRoleWithSAML"),
        ({"Federated": SAML}, "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"),
        ({"Federated": GITHUB}, "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"),
        ({"Federated": GITHUB}, "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"),
    ],
)
def test_a_principal_that_cannot_use_the_action_is_named(
    principal: Any, action: str, named: str
) -> None:
    (value,) = principal.values()
    expected = f"{value} cannot use {action.lower()}: it needs {named}"
    assert messages(principal, action) == [f"mismatched_action_for_principal {expected}"]


def test_each_principal_is_checked() -> None:
    principal = {"AWS": ROLE, "Federated": [SAML, GITHUB]}
    found = messages(principal, "sts:AssumeRole")
    assert [message.split()[1] for message in found] == [SAML, GITHUB]


def test_what_grants_nothing_to_anyone_named_is_left() -> None:
    assert messages({"Federated": SAML}, "sts:AssumeRole", Effect="Deny") == []
    assert messages({"Federated": SAML}, "sts:AssumeRole", "resource") == []
    statement = {"NotPrincipal": {"AWS": ROLE}, "Effect": "Allow", "Action": "sts:AssumeRole"}
    policy = parse_policy({"Statement": statement}, policy_type="trust").policy
    assert policy is not None
    assert list(check_trust(policy, policy.statements[0])) == []
