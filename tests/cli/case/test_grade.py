"""`ringwall case grade`: how grave a case is."""

from collections.abc import Callable
from typing import Any

from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


def test_a_case_is_as_grave_as_somebody_says(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    (case,) = ringwall("case", "list", "--format", "json").objects
    assert ringwall("case", "grade", case["id"], "critical").code == 0
    assert "severity  critical" in ringwall("case", "show", case["id"]).out
    assert ringwall("case", "grade", case["id"], "huge").code == 64
