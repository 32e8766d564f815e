"""`ringwall access escalation`: chains with their steps, commands and what to remove."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
CERTAIN = "always"
PROD, DEV = "111111111111", "222222222222"
ADMIN, CI = f"arn:aws:iam::{PROD}:role/admin", f"arn:aws:iam::{DEV}:role/ci"
APP = f"arn:aws:iam::{PROD}:role/app"


def test_a_chain_has_its_commands_and_what_to_remove(ask: Ask) -> None:
    found = ask("escalation", "role/ci")
    assert found.code == 1
    assert found.lines[0] == f"{CERTAIN:12}{CI} -> admin ({ADMIN})"
    assert any(line.strip().startswith("$ aws lambda create-function") for line in found.lines)
    assert f"    remove identity {CI}#own[0]" in found.lines
    assert "other principal can become one" in found.err


def test_a_principal_that_cannot_escalate_is_clean(ask: Ask) -> None:
    found = ask("escalation", "app")
    assert (found.code, found.lines) == (0, [])


def test_edges_are_single_steps(ask: Ask) -> None:
    found = ask("escalation", "--edges", "--format", "json")
    assert found.code == 1
    assert {len(row["steps"]) for row in found.objects} == {1}
    assert {row["steps"][0]["path"] for row in found.objects} == {"lambda-001", "sts-001"}


def test_a_role_whose_policies_were_not_read_is_undecided(
    ask: Ask, two_accounts: Any, tmp_path: Path
) -> None:
    unread = {"policies": None, "managed_policy_arns": None}
    role = {**two_accounts.role(APP, two_accounts.by_lambda), **unread}
    known = two_accounts.role(f"arn:aws:iam::{PROD}:role/known", two_accounts.by_lambda)
    buckets = [two_accounts.bucket("arn:aws:s3:::data")]
    rows = {**two_accounts.rows(), "iam_role": [role, known], "s3_bucket": buckets}
    two_accounts.write(tmp_path, rows)
    found = ask("escalation", "role/app", home=tmp_path)
    assert found.code == 2
    assert "could not be determined: whether 1 principal can do everything" in found.err
    found = ask("escalation", "role/known", home=tmp_path)
    assert found.code == 0
    assert "could not be determined" not in found.err
