"""`ringwall access unused`: services or actions that nobody used, by CloudTrail."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
PROD, DEV = "111111111111", "222222222222"
APP, CI = f"arn:aws:iam::{PROD}:role/app", f"arn:aws:iam::{DEV}:role/ci"


def test_actions_that_were_not_used(ask: Ask) -> None:
    found = ask("unused", "app", "--actions")
    assert found.code == 1
    assert found.lines == [
        f"unused  {APP}  s3: 1 of 2 actions, 1 used, the last on 2026-01-03  s3:PutObject"
    ]
    assert f"account {PROD}: 3 events over 2 days" in found.err
    assert "1 action granted and not used" in found.err


def test_a_service_of_which_something_was_used_is_not_listed(ask: Ask) -> None:
    found = ask("unused", "app")
    assert (found.code, found.lines) == (0, [])
    assert "0 services granted and not used" in found.err


def test_json_has_the_used_services_too(ask: Ask) -> None:
    (row,) = ask("unused", "app", "--format", "json").objects
    assert (row["verdict"], row["used"], row["unused"]) == (
        "used",
        ["s3:GetObject"],
        ["s3:PutObject"],
    )


def test_of_an_account_without_logs_nothing_is_known(ask: Ask) -> None:
    found = ask("unused", CI)
    assert (found.code, found.lines) == (2, [])
    assert f"account {DEV}: no events; what is used is not known" in found.err


def test_without_any_logs_it_says_what_to_run(ask: Ask, two_accounts: Any, tmp_path: Path) -> None:
    two_accounts.write(tmp_path, two_accounts.rows())
    found = ask("unused", home=tmp_path)
    assert found.code == 2
    assert "run `ringwall collect --cloudtrail FOLDER`" in found.err
