"""How plans and runs are printed: what `fix`, `undo` and `runs` have in common."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ringwall = Callable[..., Any]


def test_an_undo_is_not_said_to_be_undone_next(
    ringwall: Ringwall, account: Any, audited_home: Path
) -> None:
    fixed = ringwall("fix", "--rule", "kms.key_rotates", "--yes", home=audited_home)
    advice = fixed.err.splitlines()[-1]
    assert advice.startswith("to undo it: ringwall undo ")
    undone = ringwall(*advice.removeprefix("to undo it: ringwall ").split(), home=audited_home)
    assert undone.code == 0
    assert "to undo it" not in undone.err
    assert not account.rotates()


def test_a_plan_in_json_says_the_same_as_the_lines(
    ringwall: Ringwall, account: Any, audited_home: Path
) -> None:
    words = ("fix", "--rule", "kms.*,ec2.ssh*")
    lines = ringwall(*words, home=audited_home).lines
    (plan,) = ringwall(*words, "--format", "json", home=audited_home).objects
    operations = [change["write"]["operation"] for change in plan["changes"]]
    assert [line.split()[1] for line in lines if line[0].isdigit()] == operations
    assert [line.partition("why")[2].strip() for line in lines if line.startswith("   why")] == [
        change["why"] for change in plan["changes"]
    ]
    assert account.app.calls["kms:EnableKeyRotation"] == 0
