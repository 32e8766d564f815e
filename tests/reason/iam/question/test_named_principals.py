"""Whom policies name: principals themselves, accounts, or anyone."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.organization.model import Principal
from ringwall.reason.iam.question.named_principals import ANYONE, NamedPrincipals, find_named

A, B = "111111111111", "222222222222"
ANN = Principal(f"arn:aws:iam::{A}:user/ann", A, "user", "AIDAANN")
APP = Principal(f"arn:aws:iam::{A}:role/team/app", A, "role", "AROAAPP")


def statements(*principals: Any, effect: str = "Allow") -> tuple[CompiledStatement, ...]:
    made = [
        {"Effect": effect, "Action": "sqs:*", "Resource": "*",
         **(p if "NotPrincipal" in p else {"Principal": p})}
        for p in principals
    ]  # fmt: skip
    document = {"Version": "2012-10-17", "Statement": made}
    return CompiledPolicy(read_policy(document)).statements


@pytest.mark.parametrize(
    ("principal", "names", "accounts"),
    [
        ({"AWS": A}, {A}, {A}),
        ({"AWS": f"arn:aws:iam::{A}:root"}, {A, f"arn:aws:iam::{A}:root"}, {A}),
        ({"AWS": [ANN.arn, B]}, {ANN.arn, A, B}, {A, B}),
        ({"AWS": "AIDAANN"}, {"AIDAANN"}, set()),
        ({"Service": "sns.amazonaws.com"}, set(), set()),
        ({"Federated": "accounts.google.com"}, set(), set()),
        ({"CanonicalUser": "0" * 64}, set(), set()),
    ],
)
def test_names_are_of_aws_principals_and_their_accounts(
    principal: Any, names: set[str], accounts: set[str]
) -> None:
    found = find_named([statements(principal)], "0" * 64)
    assert (set(found.names), set(found.accounts)) == (names, accounts)
    assert found.is_everyone is False
    assert found.is_empty is not bool(names)


@pytest.mark.parametrize(
    "principal",
    ["*", {"AWS": "*"}, {"AWS": [A, "*"]}, {"NotPrincipal": {"AWS": A}},
     {"CanonicalUser": "1" * 64}],
)  # fmt: skip
def test_some_statements_name_anyone(principal: Any) -> None:
    found = find_named([statements({"AWS": B}), statements(principal)], "0" * 64)
    assert found == ANYONE
    assert not found.is_empty


def test_a_policy_that_was_not_collected_may_name_anyone() -> None:
    assert find_named([statements({"AWS": A}), None], None) == ANYONE
    assert find_named([], None).is_empty


def test_a_denial_names_nobody() -> None:
    assert find_named([statements("*", {"AWS": A}, effect="Deny")], None).is_empty


@pytest.mark.parametrize(
    ("names", "ann", "app"),
    [
        ({ANN.arn}, True, False),
        ({"AIDAANN"}, True, False),
        ({"AROAAPP"}, False, True),
        ({APP.arn}, False, True),
        ({f"arn:aws:sts::{A}:assumed-role/app/run"}, False, True),
        ({f"arn:aws:sts::{A}:assumed-role/ann/run"}, False, False),
        # Of an account its own policies say who.
        ({A, f"arn:aws:iam::{A}:root"}, False, False),
        (set(), False, False),
    ],
)
def test_a_principal_is_named_itself_by_arn_id_or_session(
    names: set[str], *, ann: bool, app: bool
) -> None:
    found = NamedPrincipals(frozenset(names))
    assert (found.includes(ANN), found.includes(APP)) == (ann, app)


def test_anyone_includes_every_principal() -> None:
    assert ANYONE.includes(ANN)
    assert ANYONE.includes(APP)
    assert ANYONE.accounts == frozenset()
