"""`ringwall respond allow`: responses act again after a halt."""

from collections.abc import Callable
from typing import Any

Ringwall = Callable[..., Any]


def test_responses_may_act_again(ringwall: Ringwall, account: Any) -> None:
    del account
    assert "may act" in ringwall("respond", "allow").err  # nothing was stopped: no harm
    ringwall("respond", "halt", "--reason", "x")
    ringwall("respond", "allow", "--reason", "mended")
    (status,) = ringwall("respond", "status", "--format", "json").objects
    assert (status["switch"]["is_halted"], status["switch"]["reason"]) == (False, "mended")
