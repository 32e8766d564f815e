"""`ringwall case close`: the end of a case, and its new beginning."""

from collections.abc import Callable
from typing import Any

from stoppable_function import PLAYBOOK, StoppableFunction

from ringwall.apply.environment import AwsConnections

Ringwall = Callable[..., Any]


def test_a_closed_case_takes_nothing_until_it_is_open_again(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    (case,) = ringwall("case", "list", "--format", "json").objects
    assert ringwall("case", "close", case["id"], "--reason", "a leaked key").code == 0
    assert ringwall("case", "close", case["id"], "--reason", "x").code == 64
    found = ringwall("respond", "run", case["id"], "--playbook", PLAYBOOK, "--yes")
    assert (found.code, "is closed; `ringwall case reopen" in found.err) == (64, True)
    assert "status    closed: a leaked key" in ringwall("case", "show", case["id"]).out
    assert ringwall("case", "list", "--status", "open").err == "0 cases\n"
    assert ringwall("case", "reopen", case["id"]).code == 0
    (opened,) = ringwall("case", "list", "--format", "json").objects
    assert opened["status"] == "contained"
    assert ringwall("case", "reopen", case["id"]).code == 64


def test_a_case_whose_run_did_not_end_is_not_closed(
    ringwall: Ringwall, stoppable: StoppableFunction, monkeypatch: Any
) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(AwsConnections, "writer", die)
        ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    (case,) = ringwall("case", "list", "--format", "json").objects
    found = ringwall("case", "close", case["id"], "--reason", "x")
    assert (found.code, "did not end" in found.err) == (64, True)
