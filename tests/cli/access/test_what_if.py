"""`ringwall access check` without a request: what a change would break, close and open."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
Save = Callable[..., Path]
CERTAIN = "always"
PROD, UNIT = "111111111111", "ou-root-prod"
APP = f"arn:aws:iam::{PROD}:role/app"
DATA, SITE = "arn:aws:s3:::data", "arn:aws:s3:::site"


@pytest.fixture
def deny_reads(save: Save, two_accounts: Any) -> Path:
    return save("deny.json", two_accounts.policy({**two_accounts.allow("s3:Get*"),
                                                  "Effect": "Deny"}))  # fmt: skip


def test_what_is_used_would_break_where_the_scp_reaches(ask: Ask, deny_reads: Path) -> None:
    found = ask("check", "--attach-scp", deny_reads, "--to", "prod")
    assert found.code == 1
    assert found.lines[0].startswith(f"breaks     {APP} s3:getobject {DATA}/k  3 uses, the last ")
    assert "  by scp deny[0]" in found.lines[0]
    assert "1 used permission of 1 principal would break" in found.err
    found = ask("check", "--attach-scp", deny_reads, "--to", "dev")
    assert (found.code, found.lines) == (0, [])


def test_one_target_is_enough_for_several_policies(ask: Ask, deny_reads: Path) -> None:
    both = ("--attach-scp", deny_reads, "--attach-scp", deny_reads)
    assert ask("check", *both, "--to", UNIT).code == 1
    assert ask("check", *both, "--to", "dev", "--to", "prod").code == 1
    found = ask("check", *both, "--to", UNIT, "--to", "prod", "--to", "dev")
    assert found.code == 64
    assert "--attach-scp FILE needs --to" in found.err


def test_a_policy_that_is_detached_no_longer_allows(ask: Ask) -> None:
    found = ask("check", "--detach-scp", "FullAWSAccess", "--off", "prod", "--format", "json")
    assert found.code == 1
    assert {row["what"] for row in found.objects} >= {"breaks"}
    assert found.objects[0]["principal"] == APP


def test_access_from_outside_closes_narrows_and_opens(
    ask: Ask, save: Save, two_accounts: Any
) -> None:
    shared = {**two_accounts.allow("s3:GetObject", f"{SITE}/*"), "Principal": "*"}
    office = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}

    def put(statement: Any) -> Any:
        path = save("policy.json", two_accounts.policy(statement))
        return ask("check", "--put-policy", f"{SITE}={path}")

    found = put({**two_accounts.allow("s3:*"), "Principal": {"AWS": PROD}})
    assert found.code == 0
    assert found.lines[0].startswith(f"closes     PUBLIC {SITE}")
    found = put({**shared, "Condition": office})
    assert found.code == 0
    assert found.lines[0].startswith("narrows ")
    assert found.lines[0].endswith(f"  was PUBLIC {CERTAIN}")
    assert "0 closed, 2 narrowed, 0 changed, 0 widened, 0 opened" in found.err
    found = put({**shared, "Action": "s3:*"})
    assert found.code == 1
    assert found.lines[0].startswith(f"opens      PUBLIC {SITE}  * {CERTAIN} s3:Abort")


@pytest.mark.parametrize(
    "change",
    [
        ("--attach-scp", "none.json", "--to", "prod"),
        ("--to", "prod"),
        ("--attach-scp", "pyproject.toml", "--to", "prod"),
        ("--detach-scp", "x", "--off", "prod"),
        ("--detach-rcp", "x"),
        ("--put-policy", "file.json"),
        ("--put-policy", "arn:aws:s3:::none=pyproject.toml"),
    ],
)
def test_a_change_that_cannot_be_is_bad_input(ask: Ask, change: tuple[str, ...]) -> None:
    assert ask("check", *change).code == 64


def test_where_nobody_knows_what_people_use_no_change_is_harmless(
    ask: Ask, save: Save, two_accounts: Any, tmp_path: Path
) -> None:
    same = save("scp.json", two_accounts.policy(two_accounts.allow("*")))
    change = ("--attach-scp", same, "--to", UNIT)
    assert ask("check", *change).code == 0
    two_accounts.write(tmp_path, two_accounts.rows())
    found = ask("check", *change, home=tmp_path)
    assert found.code == 2
    assert "what people use is not known" in found.err
