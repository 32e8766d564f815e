"""`ringwall access chains`: which roles can be reached, a line each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
CERTAIN = "always"
PROD, DEV = "111111111111", "222222222222"
CI, DEPLOY = f"arn:aws:iam::{DEV}:role/ci", f"arn:aws:iam::{PROD}:role/deploy"


def test_the_chains_of_one_principal(ask: Ask) -> None:
    found = ask("chains", CI)
    assert (found.code, found.lines) == (0, [f"{CERTAIN:12}{CI} -> {DEPLOY}"])
    assert ask("chains", "role/app").lines == []


def test_without_a_principal_every_step_is_listed(ask: Ask) -> None:
    rows = ask("chains", "--format", "json").objects
    assert [CI, DEPLOY] in [row["chain"] for row in rows]
    assert {len(row["chain"]) for row in rows} == {2}


def test_a_principal_that_there_is_not_is_bad_input(ask: Ask) -> None:
    assert ask("chains", "role/none").code == 64


def test_a_table_that_was_not_listed_leaves_it_open(
    ask: Ask, two_accounts: Any, tmp_path: Path
) -> None:
    two_accounts.write(tmp_path, two_accounts.rows(), denied="iam_user")
    found = ask("chains", "role/ci", home=tmp_path)
    assert found.code == 2
    assert found.lines
    assert "not collected: iam_user" in found.err
