"""`ringwall access suggest`: the policy on stdout or in a file, and its proof on stderr."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
DEV = "222222222222"
CI, DATA = f"arn:aws:iam::{DEV}:role/ci", "arn:aws:s3:::data"
USED = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": [f"{DATA}/k"]}


def test_the_policy_has_only_what_was_used(ask: Ask) -> None:
    found = ask("suggest", "app")
    assert found.code == 0
    assert json.loads(found.out)["Statement"] == [USED]
    assert "proved: it allows nothing new; 1 action fewer, " in found.err


def test_the_policy_goes_to_a_file(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    found = ask("suggest", "app", "--to", path)
    assert (found.code, found.out) == (0, "")
    assert json.loads(path.read_text())["Statement"] == [USED]
    assert f"wrote {path}" in found.err


def test_a_file_that_cannot_be_written_is_named(ask: Ask, tmp_path: Path) -> None:
    found = ask("suggest", "app", "--to", tmp_path / "none" / "policy.json")
    assert found.code == 2
    assert "policy.json: cannot write: No such file" in found.err


def test_where_nothing_was_used_there_is_nothing_to_suggest(ask: Ask) -> None:
    found = ask("suggest", "deploy", "--drop-unknown")
    assert (found.code, found.out) == (2, "")
    assert "proved" not in found.err


def test_what_the_logs_cannot_show_is_kept_and_named(ask: Ask) -> None:
    found = ask("suggest", "deploy")
    assert found.code == 0
    assert "lambda:InvokeFunction" in found.out
    assert "kept though no use was seen: " in found.err


def test_of_an_account_without_logs_nothing_is_suggested(ask: Ask) -> None:
    found = ask("suggest", CI)
    assert found.code == 2
    assert f"no CloudTrail events of account {DEV}" in found.err
