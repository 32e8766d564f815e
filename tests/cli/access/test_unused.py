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


def test_every_unused_action_is_named_when_asked_for(
    ringwall: Callable[..., Any], ask: Ask, two_accounts: Any, tmp_path: Path
) -> None:
    unused = ("DeleteObject", "GetObjectAcl", "PutObject", "PutObjectAcl", "RestoreObject")
    granted = two_accounts.allow([f"s3:{name}" for name in ("GetObject", *unused)])
    home = tmp_path / "home"
    role = two_accounts.role(APP, two_accounts.by_lambda, granted)
    two_accounts.write(home, {**two_accounts.rows(), "iam_role": [role]}, denied="iam_user")
    use = two_accounts.event(1, "GetObject", "arn:aws:s3:::data/k")
    log = two_accounts.write_log(tmp_path / "trail", [use])
    assert ringwall("collect", "--cloudtrail", log, home=home).code == 0
    found = ask("unused", APP, "--actions", home=home)
    assert found.code == 1
    (line,) = found.lines
    assert line.endswith(", ".join(f"s3:{name}" for name in unused))
    assert "5 actions granted and not used" in found.err
    assert "not collected: iam_user" in found.err
