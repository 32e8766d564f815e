"""How plans and runs are printed: what `fix`, `undo` and `runs` have in common."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.cli.run_output import find_run_options
from ringwall.jobs.plan import PlannedRun
from ringwall.model.change import Plan
from ringwall.model.errors import BadInput
from ringwall.model.run import RunOptions

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


@pytest.mark.parametrize(
    ("blueprint", "options", "expected"),
    [
        ("", {}, RunOptions(1)),
        ("", {"keep_going": True, "parallel": 3}, RunOptions(3, keep_going=True)),
        ("bank", {}, RunOptions(8, keep_going=True)),
        ("bank", {"stop_at_failure": True}, RunOptions(8)),
        (
            "bank",
            {"parallel": 1, "accept_irreversible": True},
            RunOptions(1, keep_going=True, accept_irreversible=True),
        ),
    ],
)
def test_options_change_how_such_plans_usually_go(
    blueprint: str, options: dict[str, Any], expected: RunOptions
) -> None:
    given = {"parallel": 0, "keep_going": False, "stop_at_failure": False, **options}
    assert find_run_options(PlannedRun(Plan(()), blueprint=blueprint), **given) == expected


def test_a_run_does_not_both_stop_and_go_on() -> None:
    with pytest.raises(BadInput, match="only one of the two"):
        find_run_options(PlannedRun(Plan(())), parallel=1, keep_going=True, stop_at_failure=True)
