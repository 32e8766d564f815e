"""`ringwall respond deny`: a plan that is never carried out."""

from collections.abc import Callable
from typing import Any

from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


def test_who_may_not_approve_may_not_deny_but_for_the_own_request(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="two")
    stoppable.become("ann")
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    (case,) = ringwall("case", "list", "--format", "json").objects
    stoppable.become("eve")
    found = ringwall("respond", "deny", case["id"], "--reason", "x")
    assert (found.code, "eve@example.com may not deny it" in found.err) == (2, True)
    stoppable.become("ann")
    found = ringwall("respond", "deny", case["id"], "--reason", "wrong function")
    assert (found.code, f"{case['id']}: denied plan" in found.err) == (0, True)
    shown = ringwall("case", "show", case["id"]).out
    assert "denied the plan: wrong function  (ann@example.com)" in shown
    again = ringwall("respond", "deny", case["id"], "--reason", "x")
    assert (again.code, "there is nothing to deny" in again.err) == (2, True)
