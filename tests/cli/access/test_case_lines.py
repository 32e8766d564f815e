"""Cases as lines: what is the same for all checks of policies."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.cli.access.case_lines import show_answer, show_decision, show_witness

CHECKS = ("no-new-access", "not-granted", "no-public")
REQUEST = {
    "principal": "ec2.amazonaws.com",
    "action": "sts:AssumeRole",
    "resource": "*",
    "context": {"aws:sourceaccount": ["1", "2"]},
}


@pytest.mark.parametrize("check", CHECKS)
def test_bad_use_and_bad_input_exit_64(
    ask: Callable[..., Any], save: Callable[..., Path], check: str, tmp_path: Path
) -> None:
    assert ask(check).code == 64
    assert ask(check, tmp_path / "none").code == 64
    path = save("cases.ndjson", {"policy": {}}, 1)
    found = ask(check, path)
    assert found.code == 64
    assert f"{path}:1:" in found.err


def test_a_request_shows_who_and_its_keys() -> None:
    row: dict[str, Any] = {"witness": REQUEST, "statements": ["a", "b"], "reason": ""}
    assert show_witness(row) == "ec2.amazonaws.com sts:AssumeRole * aws:sourceaccount=1|2  by a, b"
    row["witness"] = {**REQUEST, "principal": None, "context": {}}
    assert show_witness(row) == "sts:AssumeRole *  by a, b"
    assert show_witness({"witness": None, "statements": [], "reason": "too hard"}) == "too hard"


def test_what_was_expected_is_said_where_it_is_not_so() -> None:
    row: dict[str, Any] = {
        "verdict": "fail",
        "expect": "pass",
        "witness": None,
        "statements": [],
        "reason": "r",
    }
    assert show_answer({**row, "result": "pass"}) == "fail  r"
    assert show_answer({**row, "result": "fail"}) == "fail, expected pass  r"


def test_a_decision_names_the_policy_and_what_it_depends_on() -> None:
    row: dict[str, Any] = {
        "result": "fail",
        "verdict": "unknown",
        "policy_type": "scp",
        "statements": [],
        "unknown": ["aws:SourceIp"],
        "expect": ["allowed", "unknown"],
    }
    assert show_decision(row) == "unknown by scp, expected allowed or unknown  aws:SourceIp"
