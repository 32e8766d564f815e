"""Roles that trust SAML providers, by what is known of the providers."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.saml import find_saml_trusts

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
IDP = f"arn:aws:iam::{A}:saml-provider/idp"
AUD = {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}


def trust(provider: str, action: str = "sts:AssumeRoleWithSAML", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": action, **more}


def find(estate: Estate, kind: Any) -> list[tuple[str, str, bool]]:
    found = find_saml_trusts(estate.read(), A, kind, "new")
    return [(saml.provider, saml.trust.verdict, bool(saml.doubt)) for saml in found]


@pytest.mark.parametrize(
    ("state", "kind", "expected"),
    [
        ("there", "saml_role", [(IDP, "always", False)]),
        ("there", "replaced_saml_role", [(IDP, "always", False)]),
        ("there", "absent_saml_role", []),
        ("absent", "saml_role", []),
        ("absent", "replaced_saml_role", []),
        ("absent", "absent_saml_role", [(IDP, "always", False)]),
        ("unread", "saml_role", [(IDP, "always", True)]),
        ("unread", "replaced_saml_role", [(IDP, "always", False)]),
        ("unread", "absent_saml_role", [(IDP, "always", True)]),
    ],
)
def test_whether_there_is_a_provider_decides(
    estate: Estate, state: str, kind: str, expected: list[Any]
) -> None:
    estate.role("admin", trust=trust(IDP))
    if state == "there":
        estate.add("iam_saml_provider", IDP)
    if state == "unread":
        estate.cover("iam_saml_provider", A, "not_collected")
    assert find(estate, kind) == expected


@pytest.mark.parametrize(
    ("statements", "verdicts"),
    [
        ([trust(IDP, Condition=AUD)], ["conditional"]),
        ([trust(IDP, "sts:*")], ["always"]),
        ([trust(IDP, "sts:AssumeRoleWithWebIdentity")], []),
        ([trust(IDP.replace(A, B))], []),
        ([trust(f"arn:aws:iam::{A}:oidc-provider/example.com")], []),
        ([trust(IDP), {**trust(IDP), "Effect": "Deny"}], []),
        ([{**trust(IDP), "Effect": "Deny"}], []),
    ],
)
def test_the_trust_policy_decides(
    estate: Estate, statements: list[Any], verdicts: list[str]
) -> None:
    estate.add("iam_saml_provider", IDP)
    estate.role("admin", trust=statements)
    assert [verdict for _, verdict, _ in find(estate, "saml_role")] == verdicts


def test_a_role_that_trusts_every_provider_trusts_a_new_one(estate: Estate) -> None:
    estate.role("admin", trust=trust("*"))
    assert find(estate, "absent_saml_role") == [
        (f"arn:aws:iam::{A}:saml-provider/new", "always", False)
    ]
