"""`ringwall access who-can`: one line a principal, and what is not known at the end."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
CERTAIN, CONDITIONAL = "always", "conditional"
PROD, DEV, LATE = "111111111111", "222222222222", "444444444444"
APP, CI = f"arn:aws:iam::{PROD}:role/app", f"arn:aws:iam::{DEV}:role/ci"
ADMIN, DEPLOY = f"arn:aws:iam::{PROD}:role/admin", f"arn:aws:iam::{PROD}:role/deploy"
DATA, SITE, SHARED = "arn:aws:s3:::data", "arn:aws:s3:::site", "arn:aws:s3:::shared"


def test_who_can_read_a_bucket_is_one_command(ask: Ask) -> None:
    found = ask("who-can", "s3:GetObject", DATA)
    assert found.code == 0
    root = f"arn:aws:iam::{PROD}:root"
    assert {line.split()[1] for line in found.lines} == {APP, ADMIN, root}
    assert {line.split()[0] for line in found.lines} == {CERTAIN}
    assert found.err == "3 principals listed; anyone not listed has no access\n"


def test_an_access_level_in_json_names_the_actions(ask: Ask) -> None:
    found = ask("who-can", "write", DATA, "--format", "json")
    assert found.code == 0
    by_principal = {row["principal"]: row for row in found.objects}
    assert by_principal[APP]["actions"] == ["s3:PutObject"]
    assert by_principal[APP]["statements"] == [f"identity {APP}#own[0]"]
    lines = ask("who-can", "write", DATA).lines
    assert f"{CERTAIN:12}{APP}  s3:PutObject" in lines
    assert any(" more" in line for line in lines if ADMIN in line)


def test_strangers_and_those_who_come_by_roles_are_listed(ask: Ask) -> None:
    assert f"{CERTAIN:12}*" in ask("who-can", "s3:GetObject", f"{SITE}/index.html").lines
    found = ask("who-can", "iam:PassRole", ADMIN, "--chains")
    assert found.code == 0
    assert f"{CERTAIN:12}{CI}  via {DEPLOY}" in found.lines


def test_a_condition_and_the_part_of_a_resource_are_shown(
    ask: Ask, two_accounts: Any, tmp_path: Path
) -> None:
    rows = two_accounts.rows()
    office = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    reads = two_accounts.allow("s3:GetObject", f"{DATA}/*", Condition=office)
    rows["iam_role"] = [two_accounts.role(APP, two_accounts.by_lambda, reads)]
    two_accounts.write(tmp_path, rows)
    (line,) = (
        line for line in ask("who-can", "s3:GetObject", DATA, home=tmp_path).lines if APP in line
    )
    assert line.startswith(f"{CONDITIONAL:12}{APP}  on {DATA}/")
    assert line.endswith("  [if IpAddress aws:sourceip 203.0.113.0/24]")
    holds = ("--context", "aws:SourceIp=203.0.113.7")
    lines = ask("who-can", "s3:GetObject", DATA, *holds, home=tmp_path).lines
    assert any(line.startswith(f"{CERTAIN:12}{APP}") and "[" not in line for line in lines)


def test_an_unknown_policy_is_what_an_answer_depends_on(
    ask: Ask, two_accounts: Any, tmp_path: Path
) -> None:
    rows = two_accounts.rows()
    unread = two_accounts.role(APP, two_accounts.by_lambda)
    rows["iam_role"] = [{**unread, "managed_policy_arns": ["arn:aws:iam::aws:policy/x"]}]
    two_accounts.write(tmp_path, rows)
    found = ask("who-can", "s3:GetObject", DATA, home=tmp_path)
    assert found.code == 2
    (line,) = (line for line in found.lines if APP in line)
    assert line.startswith("unknown ")
    assert line.endswith(
        "  [depends on the identity policy arn:aws:iam::aws:policy/x (not collected)]"
    )


def test_a_resource_that_was_not_collected_is_noted(ask: Ask) -> None:
    found = ask("who-can", "s3:GetObject", "arn:aws:s3:::elsewhere/k")
    assert found.code == 2
    assert (
        "arn:aws:s3:::elsewhere/k: not in the snapshot; its policies are not known\n" in found.err
    )
    assert "anyone not listed" not in found.err
    assert "not in the snapshot" not in ask("who-can", "s3:ListAllMyBuckets").err


@pytest.mark.parametrize("arn", ["arn:aws:s3:::datta", "arn:aws:s3:::datta/key"])
def test_a_misspelt_resource_is_noted_with_the_one_that_is_meant(ask: Ask, arn: str) -> None:
    found = ask("who-can", "s3:GetObject", arn)
    assert found.code == 2
    assert f"{arn}: not in the snapshot; its policies are not known; did you mean {DATA}?" in (
        found.err
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("s3:GetObjekt", DATA), "not known to have this action; did you mean s3:GetObject?"),
        (("s33:GetObject", DATA), "known to have the prefix s33; did you mean s3:GetObj"),
        (("s3:*", DATA), "name one action"),
        (("s3:GetObject", "data"), "data: write the resource's ARN"),
    ],
)  # fmt: skip
def test_what_aws_does_not_have_is_bad_input(ask: Ask, words: tuple[str, ...], said: str) -> None:
    found = ask("who-can", *words)
    assert (found.code, found.out) == (64, "")
    assert said in found.err


def test_a_level_is_asked_of_a_collected_resource_only(ask: Ask) -> None:
    for more in ((DATA, "--context", "aws:SourceIp=1.2.3.4"), ("arn:aws:s3:::elsewhere",)):
        found = ask("who-can", "read", *more)
        assert found.code == 64
        assert "without --context" in found.err


def test_what_was_not_collected_ends_the_list(ask: Ask, two_accounts: Any, tmp_path: Path) -> None:
    two_accounts.write(tmp_path, two_accounts.rows(), denied="iam_user")
    found = ask("who-can", "s3:GetObject", DATA, home=tmp_path)
    assert found.code == 2
    assert f"not collected: iam_user of account {DEV} in global: denied" in found.err
    assert "anyone not listed" not in found.err
