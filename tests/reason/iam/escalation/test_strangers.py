"""Principals of accounts that were not read: a chain may begin with one."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.chains import find_escalation
from ringwall.reason.iam.escalation.strangers import find_strangers

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
BUILDER = f"arn:aws:iam::{B}:role/builder"
SOMEBODY = f"arn:aws:iam::{B}:role/somebody-whose-account-was-not-read"


def trust(principal: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}


def names(estate: Estate) -> set[str]:
    return {stranger.arn for stranger in find_strangers(estate.read())}


@pytest.mark.parametrize(
    ("trusted", "expected"),
    [
        (BUILDER, {BUILDER, SOMEBODY}),
        (B, {SOMEBODY}),
        ("*", {SOMEBODY}),
        (f"arn:aws:iam::{A}:role/other", set()),
        ("333333333333", set()),
    ],
)
def test_they_are_those_whom_a_trust_policy_names(
    estate: Estate, trusted: str, expected: set[str]
) -> None:
    estate.organization(A, B)
    estate.role("deploy", trust=trust(trusted))
    assert names(estate) == set()
    estate.cover("iam_role", B, "denied")
    assert names(estate) == expected


def test_a_chain_from_one_is_unknown_and_reaches_as_far_as_a_certain_one(estate: Estate) -> None:
    estate.organization(A, B)
    last = estate.role("last", trust=trust(f"arn:aws:iam::{A}:role/deploy"))
    grant = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": last}
    estate.role("deploy", grant, trust=trust(BUILDER))
    estate.cover("iam_role", B, "denied")
    found = find_escalation(estate.read())
    ends = {(c.origin, c.end, c.verdict) for c in found.chains if c.goal == "account"}
    assert (BUILDER, last, "unknown") in ends
    assert BUILDER not in found.powers
