"""Requesters as atoms: those that are named, others of their accounts, and external ones."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Effect, Principals
from ringwall.reason.iam.symbolic.boxes.principal_axis import EXTERNAL_ACCOUNT, PrincipalAxis

A = "111122223333"
ANN, ROLE = f"arn:aws:iam::{A}:user/ann", f"arn:aws:iam::{A}:role/team/app"
SESSION = f"arn:aws:sts::{A}:assumed-role/app/s"
GITHUB = f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"


def principals(value: Any, element: str = "Principal") -> Principals:
    statement = {"Effect": "Allow", element: value, "Action": "*", "Resource": "*"}
    found = read_policy({"Statement": statement}).statements[0].principal
    assert found is not None
    return found


def named(value: Any, effect: Effect = "Allow", element: str = "Principal") -> tuple[Any, Any]:
    """Return the names of requesters that a Principal matches, certainly and possibly."""
    elements = principals(value, element)
    axis = PrincipalAxis([elements])
    low, high = axis.mask(elements, effect)
    names = [requester.name for requester in axis.requesters]
    certain = {name for at, name in enumerate(names) if low >> at & 1}
    return certain, {name for at, name in enumerate(names) if high >> at & 1}


def test_external_requesters_of_every_kind_are_there() -> None:
    axis = PrincipalAxis([])
    kinds = [requester.kind for requester in axis.requesters]
    assert kinds == [
        "session", "anonymous", "service", "federated", "federated", "canonical_user",
    ]  # fmt: skip
    assert axis.external == axis.full == 2**6 - 1
    assert {r.account for r in axis.requesters} == {EXTERNAL_ACCOUNT, ""}


def test_named_requesters_are_not_external() -> None:
    axis = PrincipalAxis([principals({"AWS": ANN, "Service": "ec2.amazonaws.com"})])
    assert axis.external < axis.full
    added = [r.name for at, r in enumerate(axis.requesters) if not axis.external >> at & 1]
    assert {ANN, "ec2.amazonaws.com", f"arn:aws:iam::{A}:root"} <= set(added)


def test_the_external_account_is_one_that_no_policy_names() -> None:
    taken = [EXTERNAL_ACCOUNT, str(int(EXTERNAL_ACCOUNT) - 1)]
    axis = PrincipalAxis([principals({"AWS": taken})])
    accounts = {r.account for at, r in enumerate(axis.requesters) if axis.external >> at & 1}
    assert accounts.isdisjoint(taken)
    canonical = f"{16**64 - 1:x}"
    ids = PrincipalAxis([principals({"CanonicalUser": canonical})])
    outside = [r for at, r in enumerate(ids.requesters) if ids.external >> at & 1]
    assert all(r.name != canonical for r in outside)


@pytest.mark.parametrize(
    ("value", "certain"),
    [
        ({"AWS": ANN}, {ANN, f"arn:aws:sts::{A}:federated-user/other"}),
        ({"Service": "ec2.amazonaws.com"}, {"ec2.amazonaws.com"}),
        ({"Federated": GITHUB}, {GITHUB}),
        ({"CanonicalUser": CANONICAL}, {CANONICAL}),
        ({"AWS": SESSION}, {SESSION}),
        ({"AWS": ROLE}, {f"arn:aws:sts::{A}:assumed-role/app/other"}),
        ({"AWS": "AROAEXAMPLEID1234"}, {"AROAEXAMPLEID1234"}),
    ],
)
def test_a_name_matches_its_own(value: Any, certain: set[str]) -> None:
    found, _ = named(value)
    assert found == certain


def test_an_account_matches_all_of_its_principals() -> None:
    found, _ = named({"AWS": A})
    assert found == {f"arn:aws:iam::{A}:root", f"arn:aws:sts::{A}:assumed-role/other/session"}


def test_everyone_is_every_requester() -> None:
    elements = principals("*")
    axis = PrincipalAxis([elements, principals({"AWS": ANN})])
    assert axis.mask(elements, "Allow") == (axis.full, axis.full)


def test_a_wildcard_of_a_type_matches_external_ones_of_that_type() -> None:
    found, _ = named({"Service": "*"})
    assert found == {"external.amazonaws.com"}
    found, _ = named({"Federated": "*"})
    assert found == {
        f"arn:aws:iam::{EXTERNAL_ACCOUNT}:saml-provider/external", "external.example.com",
    }  # fmt: skip


def test_a_not_principal_matches_the_others() -> None:
    certain, possible = named({"AWS": ANN}, element="NotPrincipal")
    assert ANN not in possible
    assert "*" in certain
    # Of a Deny, it is not certain who is excepted without role and account.
    certain, possible = named({"AWS": ANN}, "Deny", "NotPrincipal")
    assert ANN in possible - certain


def test_a_session_is_one_of_the_role_that_another_principal_names() -> None:
    axis = PrincipalAxis([principals({"AWS": [SESSION, ROLE]})])
    roles = {r.role_arn for r in axis.requesters if r.name == SESSION}
    assert roles == {ROLE}
