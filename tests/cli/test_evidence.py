"""`ringwall evidence`: from a case to a folder that somebody else verifies."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CASE = "CASE-20261201-abcdef"
ACCOUNT = "123456789012"
BUCKET = "arn:aws:s3:::bare"


@pytest.fixture
def evidence(
    ringwall: Callable[..., Any],
    account: Any,
    aws_environment: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Callable[..., Any]:
    """Return a function that runs `ringwall evidence` with settings of its own."""
    assert account
    aws_environment.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    return lambda *words: ringwall("evidence", *words)


def collect(evidence: Callable[..., Any], *more: object) -> Any:
    options = ("--resource", BUCKET, "--account", ACCOUNT, "--in-region", "us-east-1")
    return evidence("collect", CASE, *options, *more)


def test_evidence_is_collected_listed_and_verified(
    evidence: Callable[..., Any], tmp_path: Path
) -> None:
    ran = collect(evidence)
    assert ran.code in (0, 2)
    assert "this folder is the evidence" in ran.err
    listed = evidence("list", CASE)
    assert listed.code == 0
    assert any("bucket versioning" in line for line in listed.lines)
    assert evidence("list", CASE, "--format", "json").objects[0]["number"] == 1
    ran = evidence("verify", CASE)
    assert ran.code == 0
    assert "revision 1: holds" in ran.err
    assert "custody 1:" in ran.err
    folder = tmp_path / "home" / "evidence" / CASE
    assert evidence("verify", folder).code == 0
    (file,) = list(folder.glob("[0-9a-f]" * 64))[:1]
    file.write_bytes(b"forged")
    ran = evidence("verify", CASE, "--format", "json")
    assert ran.code == 1
    assert [one["verdict"] for one in ran.objects].count("changed") >= 1
    assert "DOES NOT HOLD" in ran.err


def test_another_key_does_not_verify(evidence: Callable[..., Any]) -> None:
    collect(evidence)
    ran = evidence("verify", CASE, "--key", "0" * 64)
    assert ran.code == 1
    assert "is not trusted" in ran.err


def test_what_cannot_be_verified_is_bad_input(
    evidence: Callable[..., Any],
    aws_environment: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    assert evidence("verify", tmp_path / "nothing").code == 64
    collect(evidence)
    folder = tmp_path / "home" / "evidence" / CASE
    aws_environment.setenv("XDG_CONFIG_HOME", str(tmp_path / "others"))
    ran = evidence("verify", folder)
    assert ran.code == 64
    assert "no key is trusted here" in ran.err


def test_a_deposit_is_shown_before_it_is_made(
    evidence: Callable[..., Any], account: Any, tmp_path: Path
) -> None:
    account.client("s3").create_bucket(Bucket="acme-evidence", ObjectLockEnabledForBucket=True)
    policy = tmp_path / "response.toml"
    policy.write_text(
        f'[evidence]\naccount = "{ACCOUNT}"\nregion = "us-east-1"\nbucket = "acme-evidence"\n'
    )
    ran = collect(evidence, "--policy", policy)
    assert "nothing was written: add --yes to deposit" in ran.err
    ran = evidence("deposit", CASE, "--policy", policy, "--yes")
    assert ran.code == 0, ran.err
    assert account.client("s3").list_objects_v2(Bucket="acme-evidence")["KeyCount"]
    again = evidence("deposit", CASE, "--policy", policy)
    assert "all of it is in the evidence bucket" in again.err
    assert evidence("deposit", CASE).code == 64


def test_one_person_hands_nothing_over(evidence: Callable[..., Any], tmp_path: Path) -> None:
    collect(evidence)
    ran = evidence("release", CASE, "--reason", "for the police")
    assert ran.code == 0
    ran = evidence("export", CASE, "--to", tmp_path / "copy")
    assert ran.code == 2
    assert "cannot take it out" in ran.err


def test_a_name_that_acts_on_a_screen_is_shown_and_not_obeyed(evidence: Callable[..., Any]) -> None:
    collect(evidence, "--actor", "arn:aws:iam::1:user/\x1b[2J\u202e")
    ran = evidence("list", CASE)
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


def test_a_case_that_is_none_is_refused(evidence: Callable[..., Any]) -> None:
    assert evidence("list", "../x").code == 64
    assert evidence("collect", "../x", "--resource", BUCKET, "--account", ACCOUNT).code == 64
    assert evidence("collect", CASE).code == 64
