"""Who can become an administrator."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.escalation import list_escalation
from ringwall.model.errors import BadInput

PROD, DEV = "111111111111", "222222222222"
ADMIN, CI = f"arn:aws:iam::{PROD}:role/admin", f"arn:aws:iam::{DEV}:role/ci"
APP, DEPLOY = f"arn:aws:iam::{PROD}:role/app", f"arn:aws:iam::{PROD}:role/deploy"


def test_the_shortest_chain_to_each_goal(two_accounts_home: Path) -> None:
    found = list_escalation(two_accounts_home)
    chains = {(row["origin"], row["goal"]): row for row in found.rows}
    assert len(chains) == len(found.rows)  # each goal once
    assert [step["path"] for step in chains[CI, "admin"]["steps"]] == ["sts-001", "lambda-001"]
    assert [step["path"] for step in chains[DEPLOY, "admin"]["steps"]] == ["lambda-001"]
    assert (CI, f"account {PROD}") in chains
    assert chains[CI, "admin"]["end"] == ADMIN
    assert (found.others, found.undecided, found.outcome) == (2, 0, "findings")
    assert found.administrators >= 1


def test_a_step_has_what_is_needed_to_try_and_to_end_it(two_accounts_home: Path) -> None:
    (row,) = list_escalation(two_accounts_home, "role/deploy").rows
    (step,) = row["steps"]
    assert step["gains"] == ADMIN
    assert f"iam:PassRole {ADMIN}" in step["requests"]
    assert step["commands"][0].startswith("aws lambda create-function")
    assert step["remove"] == step["statements"][0] == f"identity {DEPLOY}#own[0]"


@pytest.mark.parametrize("edges", [False, True], ids=["chains", "steps"])
def test_rows_have_one_order(two_accounts_home: Path, edges: bool) -> None:  # noqa: FBT001
    rows = list_escalation(two_accounts_home, edges=edges).rows
    order = [(row["origin"], row["goal"] != "admin", row["end"]) for row in rows]
    assert order == sorted(order)
    assert len({row["origin"] for row in rows}) > 1


def test_one_principal(two_accounts_home: Path) -> None:
    assert {row["origin"] for row in list_escalation(two_accounts_home, "ci").rows} == {CI}
    found = list_escalation(two_accounts_home, "app")
    assert (found.rows, found.others, found.outcome) == ((), 0, "clean")
    with pytest.raises(BadInput):
        list_escalation(two_accounts_home, "nobody")


def test_edges_are_all_single_steps(two_accounts_home: Path) -> None:
    rows = list_escalation(two_accounts_home, edges=True).rows
    assert {(row["origin"], row["steps"][0]["path"]) for row in rows} == {
        (CI, "sts-001"),
        (DEPLOY, "lambda-001"),
    }
    assert {row["goal"] for row in rows} == {"principal"}
    assert len(list_escalation(two_accounts_home, CI, edges=True).rows) == 1


def test_an_inline_policy_on_oneself_gains_anything(
    home_of: Callable[..., Path], two_accounts: Any
) -> None:
    writes = two_accounts.allow("iam:PutRolePolicy", APP)
    home = home_of(iam_role=[two_accounts.role(APP, two_accounts.by_lambda, writes)])
    (row,) = list_escalation(home, APP, edges=True).rows
    assert (row["goal"], row["steps"][0]["path"]) == ("admin", "iam-005")


def test_a_role_whose_policies_were_not_read_is_undecided(
    home_of: Callable[..., Path], two_accounts: Any
) -> None:
    role = two_accounts.role(APP, two_accounts.by_lambda)
    known = two_accounts.role(f"arn:aws:iam::{PROD}:role/known", two_accounts.by_lambda)
    unread = {"policies": None, "managed_policy_arns": None}
    home = home_of(
        iam_role=[{**role, **unread}, known],
        s3_bucket=[two_accounts.bucket("arn:aws:s3:::data")],
    )
    assert list_escalation(home, "app").outcome == "unknown"
    assert list_escalation(home, "app").undecided == 1
    assert list_escalation(home, "known").outcome == "clean"
    assert list_escalation(home, "known").undecided == 0
