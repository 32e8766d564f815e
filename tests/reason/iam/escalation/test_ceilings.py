"""What limits whoever is given any permission: a boundary, SCPs, denials of its own."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.ceilings import Ceilings

Estate = Any
"""tests/reason/conftest.py declares it."""
A = "111111111111"
ANY = {"Effect": "Allow", "Action": "*", "Resource": "*"}
NO_IAM = {"Effect": "Deny", "Action": ["iam:*", "s3:*"], "Resource": "*"}


def for_user(name: str) -> dict[str, Any]:
    return {**NO_IAM, "Condition": {"StringEquals": {"aws:username": name}}}


def are_open(estate: Estate, *arns: str, rewritten: str = "") -> list[bool | None]:
    """Return the answers for some principals, of whom one was asked before the other."""
    organization = estate.read()
    ceilings = Ceilings(organization)
    return [ceilings.is_open(organization.principals[arn], rewritten) for arn in arns]


@pytest.mark.parametrize(
    ("statements", "expected"), [([], True), ([ANY], True), ([NO_IAM], False), (None, None)]
)
def test_only_its_own_denials_limit_a_principal(
    estate: Estate, statements: Any, *, expected: bool | None
) -> None:
    held = {"policies": None} if statements is None else {}
    free = estate.user("free")
    ann = estate.user("ann", *(statements or ()), **held)
    assert are_open(estate, free, ann) == [True, expected]
    assert are_open(estate, ann, free) == [expected, True]


def test_boundaries_limit_those_who_have_them(estate: Estate) -> None:
    small = estate.managed("small", {**ANY, "Action": "s3:*"})
    wide = estate.managed("wide", ANY)
    names = {"free": "", "small": small, "wide": wide, "lost": f"arn:aws:iam::{A}:policy/lost"}
    arns = [estate.user(name, permissions_boundary=limit) for name, limit in names.items()]
    assert are_open(estate, *arns) == [True, False, True, None]


def test_scps_limit_the_principals_of_their_account(estate: Estate) -> None:
    estate.organization(A, "222222222222")
    estate.scp("nothing", {**ANY, "Effect": "Deny"}, at=[A])
    here, there = estate.user("ann"), estate.user("ann", account="222222222222")
    assert are_open(estate, here, there) == [False, True]


def test_a_denial_that_names_one_principal_limits_no_other(estate: Estate) -> None:
    no = estate.managed("no", for_user("ann"))
    ann, bob = (estate.user(name, managed_policy_arns=[no]) for name in ("ann", "bob"))
    assert are_open(estate, ann, bob) == [False, True]
    assert are_open(estate, bob, ann) == [True, False]


def test_a_policy_that_is_rewritten_limits_no_more(estate: Estate) -> None:
    no = estate.managed("no", NO_IAM)
    ann = estate.user("ann", managed_policy_arns=[no])
    assert are_open(estate, ann) == [False]
    assert are_open(estate, ann, rewritten=no) == [True]
