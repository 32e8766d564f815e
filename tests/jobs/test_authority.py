"""The reasoner as an authority: AWS's actions, and decisions as `access test` makes them."""

from typing import Any

import pytest

from ringwall.emulator.authorization.authority import AppliedPolicies, AskedRequest, NamedPolicy
from ringwall.jobs.authority import ReasonedAuthority

A, B = "111111111111", "222222222222"
ANN = f"arn:aws:iam::{A}:user/ann"
ALLOW = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
DENY = ALLOW.replace("Allow", "Deny")
AUTHORITY = ReasonedAuthority()


def ask(account: str = A, **policies: Any) -> tuple[str, str, str]:
    request = AskedRequest(
        principal=ANN, role_arn="", user_arn="", action="s3:GetObject",
        resource="arn:aws:s3:::data/k", resource_account=account, management_account="",
        keys={"aws:SourceIp": "203.0.113.7"},
    )  # fmt: skip
    given: dict[str, Any] = {
        name: tuple(NamedPolicy(f"p{n}", text) for n, text in enumerate(texts))
        for name, texts in policies.items()
    }
    ruling = AUTHORITY.decide(request, AppliedPolicies(**given))
    return ruling.verdict, ruling.policy_type, ruling.policy


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        ({}, ("implicitly_denied", "identity", "")),
        ({"identity": [ALLOW]}, ("allowed", "", "")),
        ({"identity": [ALLOW, DENY]}, ("explicitly_denied", "identity", "p1")),
        ({"identity": [ALLOW], "boundaries": [DENY]}, ("explicitly_denied", "boundary", "p0")),
        ({"identity": ["no JSON"]}, ("unknown", "", "")),
    ],
)
def test_policies_decide(policies: Any, expected: tuple[str, str, str]) -> None:
    assert ask(**policies) == expected


def test_another_account_must_allow_it_too() -> None:
    assert ask(B, identity=[ALLOW])[0] == "implicitly_denied"


def test_actions_are_known_in_any_case_with_their_types_and_keys() -> None:
    found = AUTHORITY.find_action("S3:getobject")
    assert found is not None
    assert found.name == "s3:GetObject"
    assert "object" in {kind.name for kind in found.kinds}
    assert "s3:signatureversion" in {key.lower() for key in found.keys}
    assert AUTHORITY.find_action("s3:NoSuchThing") is None
