"""`ringwall access entries`: ways into roles from outside."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
PROD = "111111111111"
ROLE = f"arn:aws:iam::{PROD}:role/vendor"


def test_other_accounts_are_listed_and_services_are_not(ask: Ask) -> None:
    found = ask("entries")
    assert found.code == 0
    assert [line.split()[:2] for line in found.lines] == [["ACCOUNT", ROLE]]
    (row,) = ask("entries", "--format", "json").objects
    assert (row["resource"], row["needs_external_id"]) == (ROLE, False)


def test_a_role_that_anyone_can_assume_is_a_finding(
    ask: Ask, two_accounts: Any, tmp_path: Path
) -> None:
    anyone = {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}
    role = two_accounts.role(ROLE, anyone)
    two_accounts.write(tmp_path, {**two_accounts.rows(), "iam_role": [role]})
    found = ask("entries", home=tmp_path)
    assert found.code == 1
    assert found.lines[0].startswith(f"PUBLIC {ROLE}  * ")


def test_roles_that_were_not_listed_leave_it_open(
    ask: Ask, two_accounts: Any, tmp_path: Path
) -> None:
    two_accounts.write(tmp_path, two_accounts.rows(), denied="iam_user")
    found = ask("entries", home=tmp_path)
    assert found.code == 2
    assert "not collected: iam_user" in found.err
