"""What is known of external requesters is true of the requests that the evaluator makes."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.symbolic.external_requests import ExternalKind, list_external_kinds

A = "999900009999"
GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
KEYS = (
    *("aws:PrincipalType", "aws:PrincipalArn", "aws:PrincipalAccount", "aws:username"),
    *("aws:userid", "aws:PrincipalIsAWSService", "aws:PrincipalServiceName", "aws:SourceArn"),
    *("aws:PrincipalOrgID", "aws:FederatedProvider", "aws:ViaAWSService", "kms:CallerAccount"),
)
ROLE, USER = f"arn:aws:sts::{A}:assumed-role/app/s", f"arn:aws:iam::{A}:user/ann"
ROOT, FEDERATED = f"arn:aws:iam::{A}:root", f"arn:aws:sts::{A}:federated-user/bob"
SAML, WEB = f"arn:aws:iam::{A}:saml-provider/corp", "login.example.com"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"


def policy(*keys: str, principal: Any = "*", operator: str = "Null") -> Policy:
    """Return a policy that asks for some keys."""
    value = "false" if operator == "Null" else "x"
    condition = {operator: dict.fromkeys(keys, value)}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": {**statement, "Condition": condition}}
    return read_policy(document)


def kinds_of(principal: str, context: dict[str, Any]) -> list[int]:
    """Return which of the kinds a requester's request is one of, by its keys."""
    asked = policy(*KEYS)
    request = make_request(principal, "kms:Decrypt", "*", context)
    return [
        at
        for at, kind in enumerate(list_external_kinds(asked, is_trust=False))
        if CompiledPolicy(Policy((kind.describe(asked, is_trust=False),)))
        .statements[0]
        .applies(request)
    ]


@pytest.mark.parametrize(
    ("principal", "context", "expected"),
    [
        (ROLE, {"aws:userid": "AROAEXAMPLE:s"}, [0]),
        (USER, {"aws:userid": "AIDAEXAMPLE"}, [1]),
        (ROOT, {}, [2]),
        (FEDERATED, {}, [3]),
        ("anonymous", {}, [4]),
        ("sns.amazonaws.com", {"aws:SourceArn": "arn:aws:sns:us-east-1:1:t"}, [5]),
        ("sns.amazonaws.com", {}, [5]),
        ("sns.amazonaws.com.cn", {}, [5]),
        # Identities and canonical users have the same keys.
        (SAML, {}, [6, 7, 8]),
        (WEB, {}, [6, 7, 8]),
        (CANONICAL, {"aws:PrincipalArn": [], "aws:PrincipalAccount": []}, [6, 7, 8]),
        # No request is like these.
        (ROLE, {"aws:userid": "AROAEXAMPLE:s", "aws:username": "ann"}, []),
        (ROLE, {"aws:userid": "AROAEXAMPLE:s", "aws:SourceArn": "arn:aws:s3:::b"}, []),
        (USER, {"aws:userid": "AIDAEXAMPLE", "aws:PrincipalType": "Account"}, []),
        ("anonymous", {"aws:PrincipalOrgID": "o-1"}, []),
        ("sns.amazonaws.com", {"aws:PrincipalAccount": A}, []),
        ("sns.example.com", {}, [6, 7, 8]),
    ],
)
def test_a_request_is_of_the_kind_of_its_requester(
    principal: str, context: dict[str, Any], expected: list[int]
) -> None:
    assert kinds_of(principal, context) == expected


@pytest.mark.parametrize(
    ("keys", "operator", "expected"),
    [
        ((), "Null", []),
        (("aws:SourceIp",), "IpAddress", []),
        (("aws:PrincipalType",), "StringEquals", ["aws:principaltype"]),
        (("aws:username", "aws:SourceIp"), "StringLike", ["aws:username"]),
        (("s3:prefix",), "StringLike", []),
    ],
)
def test_only_keys_that_a_policy_asks_for_are_described(
    keys: tuple[str, ...], operator: str, expected: list[str]
) -> None:
    asked = policy(*keys, operator=operator)
    (first, *_) = list_external_kinds(asked, is_trust=False)
    statement = first.describe(asked, is_trust=False)
    assert [condition.key for condition in statement.conditions] == expected


def test_keys_of_variables_are_asked_for() -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "*",
                 "Resource": "arn:aws:s3:::b/${aws:username, 'x'}"}  # fmt: skip
    asked = read_policy({"Version": "2012-10-17", "Statement": statement})
    (first, *_) = list_external_kinds(asked, is_trust=False)
    (condition,) = first.describe(asked, is_trust=False).conditions
    assert (condition.key, condition.operator.name) == ("aws:username", "Null")


@pytest.mark.parametrize(
    ("operator", "expected"), [("Bool", "Bool"), ("Null", "Bool"), ("StringEquals", "StringEquals")]
)
def test_a_flag_is_compared_as_the_policy_compares_it(operator: str, expected: str) -> None:
    asked = policy("aws:PrincipalIsAWSService", operator=operator)
    (first, *_) = list_external_kinds(asked, is_trust=False)
    (condition,) = first.describe(asked, is_trust=False).conditions
    assert (condition.operator.name, condition.values) == (expected, ("false",))


def test_of_sets_of_values_only_the_presence_may_be_described() -> None:
    asked = policy("aws:userid", operator="ForAnyValue:StringLike")
    (first, *_) = list_external_kinds(asked, is_trust=False)
    presence, whole = first.describe(asked, is_trust=False).conditions
    assert (presence.operator.name, presence.values) == ("Null", ("false",))
    assert (whole.operator.name, whole.values) == ("ForAllValues:StringLike", ("AROA*:*",))
    (part,) = first.describe(asked, is_trust=False, in_full=False).conditions
    assert (part.operator.name, part.values) == ("Null", ("false",))


def kinds(principal: Any, *, is_trust: bool) -> list[ExternalKind]:
    return list(list_external_kinds(policy(principal=principal), is_trust=is_trust))


def test_root_users_federated_users_and_anonymous_callers_assume_no_roles() -> None:
    every, assuming = kinds("*", is_trust=False), kinds("*", is_trust=True)
    left = [kind for kind in every if kind not in assuming]
    types = [kind.keys["aws:principaltype"] for kind in left]
    assert types == ["Account", "FederatedUser", "Anonymous"]
    assert {kind.assumes_roles_by for kind in assuming} == {
        "sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity",
    }  # fmt: skip


def test_the_requests_of_a_trust_policy_are_those_to_assume_the_role() -> None:
    asked = policy()
    for kind in list_external_kinds(asked, is_trust=True):
        statement = kind.describe(asked, is_trust=True)
        assert statement.action.values == (kind.assumes_roles_by,)
        assert kind.describe(asked, is_trust=False).action.values == ("*",)


@pytest.mark.parametrize(
    ("principal", "providers"),
    [
        ("*", []),
        ({"Federated": "*"}, []),
        ({"AWS": A}, []),
        ({"Federated": GITHUB}, [(GITHUB, "sts:assumerolewithwebidentity")]),
        (
            {"Federated": [SAML, WEB, SAML]},
            [(SAML, "sts:assumerolewithsaml"), (WEB, "sts:assumerolewithwebidentity")],
        ),
    ],
)
def test_the_identities_of_a_named_provider_are_a_kind(
    principal: Any, providers: list[tuple[str, str]]
) -> None:
    found = [k for k in kinds(principal, is_trust=True) if k.provider]
    assert [(kind.provider, kind.assumes_roles_by) for kind in found] == providers
    assert all(kind.keys["aws:federatedprovider"] == kind.provider for kind in found)


def test_claims_of_other_providers_are_absent() -> None:
    claims = ("token.actions.githubusercontent.com:sub", "gitlab.com:sub", "aws:SourceIp")
    asked = policy(*claims, principal={"Federated": GITHUB})
    (found,) = (k for k in list_external_kinds(asked, is_trust=True) if k.provider)
    conditions = found.describe(asked, is_trust=True).conditions
    assert [(c.key, c.values) for c in conditions] == [("gitlab.com:sub", ("true",))]


@pytest.mark.parametrize(
    ("principal", "requester", "is_named", "expected"),
    [
        ("*", ROLE, False, [0, 1, 2, 3]),
        ("*", ROLE, True, []),
        ("*", "anonymous", False, [4]),
        ("*", "sns.amazonaws.com", False, [5]),
        ("*", SAML, False, [6]),
        ("*", WEB, False, [7]),
        ("*", CANONICAL, False, [8]),
        ({"Federated": GITHUB}, GITHUB, True, [9]),
        ({"Federated": GITHUB}, GITHUB, False, [7]),
        ({"Federated": GITHUB}, WEB, True, []),
        ({"AWS": A}, USER, False, []),
    ],
)
def test_a_requester_stands_for_kinds(
    principal: Any, requester: str, expected: list[int], *, is_named: bool
) -> None:
    who = read_requester(requester)
    found = kinds(principal, is_trust=False)
    assert [at for at, k in enumerate(found) if k.includes(who, is_named=is_named)] == expected
