"""`ringwall case reopen`: only what is closed is opened again."""

from collections.abc import Callable
from typing import Any

from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


def test_an_open_case_is_not_opened_again(ringwall: Ringwall, stoppable: StoppableFunction) -> None:
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    (case,) = ringwall("case", "list", "--format", "json").objects
    found = ringwall("case", "reopen", case["id"])
    assert (found.code, "is not closed" in found.err) == (64, True)
