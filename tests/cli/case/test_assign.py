"""`ringwall case assign` and `grade`: who is responsible, and how grave it is."""

from collections.abc import Callable
from typing import Any

from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


def test_a_case_has_an_owner(ringwall: Ringwall, stoppable: StoppableFunction) -> None:
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    (case,) = ringwall("case", "list", "--format", "json").objects
    found = ringwall("case", "assign", case["id"], "ann@example.com")
    assert found.err == f"{case['id']}: ann@example.com is responsible\n"
    assert "owner     ann@example.com" in ringwall("case", "show", case["id"]).out
