"""`ringwall undo`: a plan first, and AWS only after --yes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ringwall = Callable[..., Any]


@pytest.fixture
def run(ringwall: Ringwall, account: Any, audited_home: Path) -> str:
    """Return the id of a run that made the key rotate."""
    words = ("fix", "--rule", "kms.key_rotates", "--yes", "--format", "json")
    (found,) = ringwall(*words, home=audited_home).objects
    assert account.rotates()
    return str(found["id"])


def test_the_plan_writes_nothing(
    ringwall: Ringwall, account: Any, audited_home: Path, run: str
) -> None:
    found = ringwall("undo", run, home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. kms.disable_key_rotation")
    assert found.err == "1 change to undo; nothing was written: add --yes to make them\n"
    (plan,) = ringwall("undo", run, "--format", "json", home=audited_home).objects
    assert plan["changes"][0]["write"]["operation"] == "kms.disable_key_rotation"
    assert account.rotates()


def test_yes_undoes_the_run_once(
    ringwall: Ringwall, account: Any, audited_home: Path, run: str
) -> None:
    found = ringwall("undo", run[:-2], "--yes", home=audited_home)
    assert found.code == 0
    step, result = found.err.splitlines()
    assert step.startswith("1. verified  kms.disable_key_rotation")
    assert result.endswith(": 1 of 1 change done and verified")
    assert not account.rotates()
    again = ringwall("undo", run, "--yes", home=audited_home)
    assert (again.code, again.out, again.err) == (0, "", "nothing to undo\n")
    (undone,) = ringwall("runs", "--format", "json", home=audited_home).objects[1:]
    assert (undone["kind"], undone["undo_of"]) == ("undo", run)


def test_json_is_the_run(ringwall: Ringwall, audited_home: Path, run: str) -> None:
    (found,) = ringwall("undo", run, "--yes", "--format", "json", home=audited_home).objects
    assert (found["kind"], found["status"]) == ("undo", "done")


def test_a_change_that_is_refused_exits_2(
    ringwall: Ringwall, account: Any, audited_home: Path, run: str
) -> None:
    account.app.deny("kms:DisableKeyRotation")
    found = ringwall("undo", run, "--yes", home=audited_home)
    assert found.code == 2
    assert "to continue: ringwall runs resume " in found.err
    assert account.rotates()


def test_a_run_that_there_is_not_is_bad_input(
    ringwall: Ringwall, account: Any, audited_home: Path
) -> None:
    found = ringwall("undo", "1999", "--yes", home=audited_home)
    assert (found.code, found.out) == (64, "")
    assert "no run '1999'" in found.err
    assert account.app.calls["kms:DisableKeyRotation"] == 0
