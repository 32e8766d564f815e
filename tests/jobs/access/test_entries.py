"""Ways into roles from outside."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.entries import list_entries

PROD = "111111111111"
ROLE = f"arn:aws:iam::{PROD}:role/open"
GITHUB = f"arn:aws:iam::{PROD}:oidc-provider/token.actions.githubusercontent.com"


def test_other_accounts_are_entries_and_buckets_are_none(two_accounts_home: Path) -> None:
    found = list_entries(two_accounts_home)
    assert [(row["resource"], row["origin"]) for row in found.rows] == [
        (f"arn:aws:iam::{PROD}:role/vendor", "account")
    ]
    assert (found.outcome, found.gaps) == ("clean", ())


@pytest.mark.parametrize(
    ("principal", "action", "origin"),
    [
        ("*", "sts:AssumeRole", "public"),
        ({"AWS": "*"}, "sts:AssumeRole", "public"),
        ({"Federated": GITHUB}, "sts:AssumeRoleWithWebIdentity", "federated"),
    ],
)
def test_a_way_that_is_open_to_anyone_is_a_finding(
    home_of: Callable[..., Path],
    two_accounts: Any,
    principal: Any,
    action: str,
    origin: str,
) -> None:
    trust = {"Effect": "Allow", "Principal": principal, "Action": action}
    found = list_entries(home_of(iam_role=[two_accounts.role(ROLE, trust)]))
    assert [(row["origin"], row["is_public"]) for row in found.rows] == [(origin, True)]
    assert found.outcome == "findings"


def test_what_was_not_collected_leaves_it_open(home_of: Callable[..., Path]) -> None:
    found = list_entries(home_of(denied="iam_user"))
    assert found.outcome == "unknown"
    assert found.gaps
