"""`ringwall apply`: a saved plan is shown, and carried out after --yes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ringwall = Callable[..., Any]


@pytest.fixture
def plan(ringwall: Ringwall, account: Any, audited_home: Path, tmp_path: Path) -> str:
    """Return the file of a plan that makes the key rotate."""
    path = str(tmp_path / "plan.json")
    found = ringwall("fix", "--rule", "kms.key_rotates", "--save", path, home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. kms.enable_key_rotation")
    assert found.err == f"saved; to make the changes: ringwall apply {path} --yes\n"
    assert not account.rotates()
    return path


def test_the_plan_is_shown_and_nothing_is_written(
    ringwall: Ringwall, account: Any, audited_home: Path, plan: str
) -> None:
    found = ringwall("apply", plan, home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. kms.enable_key_rotation")
    assert found.err == ("1 change planned; nothing was written: add --yes to make the changes\n")
    (shown,) = ringwall("apply", plan, "--format", "json", home=audited_home).objects
    assert shown["changes"][0]["write"]["operation"] == "kms.enable_key_rotation"
    assert not account.rotates()


def test_yes_carries_it_out(
    ringwall: Ringwall, account: Any, audited_home: Path, plan: str
) -> None:
    words = ("apply", plan, "--yes", "--parallel", "4", "--format", "json")
    found = ringwall(*words, home=audited_home)
    assert found.code == 0
    (run,) = found.objects
    assert (run["kind"], run["status"]) == ("apply", "done")
    assert f"to undo it: ringwall undo {run['id']} --yes" in found.err
    assert account.rotates()


def test_a_failure_exits_2_and_is_counted(
    ringwall: Ringwall, account: Any, audited_home: Path, plan: str
) -> None:
    account.app.deny("kms:EnableKeyRotation")
    found = ringwall("apply", plan, "--yes", home=audited_home)
    assert found.code == 2
    assert ": 0 of 1 change done and verified, 1 failed\n" in found.err


def test_an_edited_plan_is_bad_input(
    ringwall: Ringwall, account: Any, audited_home: Path, plan: str
) -> None:
    content = json.loads(Path(plan).read_text())
    content["changes"][0]["undo"] = None
    Path(plan).write_text(json.dumps(content))
    found = ringwall("apply", plan, "--yes", home=audited_home)
    assert (found.code, found.out) == (64, "")
    assert "the plan was changed since it was made" in found.err
    assert not account.rotates()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--keep-going", "--stop-at-failure"), "only one of the two"),
        (("--parallel", "100"), "100 changes at a time: between 1 and 64"),
    ],
)
def test_options_that_cannot_be(
    ringwall: Ringwall, audited_home: Path, plan: str, words: tuple[str, ...], told: str
) -> None:
    found = ringwall("apply", plan, *words, home=audited_home)
    assert found.code == 64
    assert told in found.err


def test_a_plan_is_saved_or_carried_out(ringwall: Ringwall, audited_home: Path) -> None:
    words = ("fix", "--rule", "kms.*", "--save", "x.json", "--yes")
    found = ringwall(*words, home=audited_home)
    assert found.code == 64
    assert "--save or --yes: only one of the two" in found.err
