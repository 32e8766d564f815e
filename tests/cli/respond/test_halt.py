"""`ringwall respond halt` and `allow`: the switch that stops all responses."""

from collections.abc import Callable
from typing import Any

from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


def test_nothing_is_carried_out_while_responses_are_stopped(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    assert ringwall("respond", "halt", "--reason", "a bad rule").code == 0
    found = ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    assert found.code == 2
    assert "all responses are stopped: arn:aws:" in found.err
    assert "(a bad rule); `ringwall respond allow`" in found.err
    assert not stoppable.is_stopped()
    assert "ALL RESPONSES ARE STOPPED" in ringwall("respond", "status").err
    (case,) = ringwall("case", "list", "--format", "json").objects
    assert ringwall("respond", "allow").code == 0
    done = ringwall("respond", "run", case["id"], "--yes")
    assert (done.code, stoppable.is_stopped()) == (0, True)


def test_it_is_said_who_stopped_them_and_why(ringwall: Ringwall, stoppable: Any) -> None:
    del stoppable
    ringwall("respond", "halt", "--reason", "a bad rule")
    (status,) = ringwall("respond", "status", "--format", "json").objects
    assert status["switch"]["is_halted"] is True
    assert status["switch"]["reason"] == "a bad rule"
