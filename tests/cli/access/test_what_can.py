"""`ringwall access what-can`: grants by service, and the roles that can be reached."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
CERTAIN = "always"
PROD, DEV = "111111111111", "222222222222"
APP, CI = f"arn:aws:iam::{PROD}:role/app", f"arn:aws:iam::{DEV}:role/ci"
DATA, SITE = "arn:aws:s3:::data", "arn:aws:s3:::site"


def test_grants_are_listed_by_service(ask: Ask) -> None:
    found = ask("what-can", "role/app")
    assert found.code == 0
    assert found.lines == [
        f"{CERTAIN:12}s3 Read: s3:GetObject  on {DATA}/*",
        f"{CERTAIN:12}s3 Write: s3:PutObject  on {DATA}/*",
        f"{CERTAIN:12}s3 Read: s3:GetObject  on {SITE}",
    ]


def test_the_roles_that_it_can_become_follow(ask: Ask) -> None:
    found = ask("what-can", "ci", "--chains")
    assert found.lines[-1] == f"{CERTAIN:12}{CI} -> arn:aws:iam::{PROD}:role/deploy"
    chain = ask("what-can", "ci", "--chains", "--format", "json").objects[-1]
    assert chain["chain"] == [CI, f"arn:aws:iam::{PROD}:role/deploy"]


def test_one_service_in_json(ask: Ask) -> None:
    rows = ask("what-can", APP, "--service", "s3", "--format", "json").objects
    assert {row["service"] for row in rows} == {"s3"}
    assert rows[0]["actions"] == ["s3:GetObject"]
    assert ask("what-can", APP, "--service", "ec2").lines == []


def test_exceptions_are_shown(ask: Ask, two_accounts: Any, tmp_path: Path) -> None:
    rows = two_accounts.rows()
    denial = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": f"{DATA}/secret/*"}
    reads = two_accounts.allow("s3:GetObject", f"{DATA}/*")
    rows["iam_role"] = [two_accounts.role(APP, two_accounts.by_lambda, reads, denial)]
    two_accounts.write(tmp_path, rows)
    (line,) = (line for line in ask("what-can", APP, home=tmp_path).lines if f"on {DATA}/*" in line)
    assert f"  except {DATA}/secret/*" in line


def test_a_name_that_nobody_has_is_bad_input(ask: Ask) -> None:
    found = ask("what-can", "nobody")
    assert found.code == 64
    assert "no user or role nobody in the snapshot" in found.err


def test_a_service_that_there_is_not_is_bad_input(ask: Ask) -> None:
    found = ask("what-can", "role/app", "--service", "s33")
    assert found.code == 64
    assert "did you mean s3?" in found.err


def test_policies_that_were_not_read_make_it_unknown(
    ask: Ask, two_accounts: Any, tmp_path: Path
) -> None:
    unread = {"policies": None, "managed_policy_arns": None}
    known = f"arn:aws:iam::{PROD}:role/known"
    lists = two_accounts.allow("s3:ListAllMyBuckets")
    rows = {
        **two_accounts.rows(),
        "iam_role": [
            {**two_accounts.role(APP, two_accounts.by_lambda), **unread},
            two_accounts.role(known, two_accounts.by_lambda, lists),
        ],
        "s3_bucket": [two_accounts.bucket(DATA)],
    }
    two_accounts.write(tmp_path, rows)
    assert ask("what-can", "role/known", home=tmp_path).code == 0
    found = ask("what-can", "role/app", home=tmp_path)
    assert found.code == 2
    assert "policies that could not be read: 1; there may be more access" in found.err


def test_what_was_not_collected_is_named(ask: Ask, two_accounts: Any, tmp_path: Path) -> None:
    two_accounts.write(tmp_path, two_accounts.rows(), denied="iam_user")
    found = ask("what-can", "role/app", home=tmp_path)
    assert found.code == 2
    assert "not collected: iam_user" in found.err
