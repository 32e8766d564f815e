"""`ringwall respond undo`: all that was done in a case, taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


@pytest.fixture
def case(ringwall: Ringwall, stoppable: StoppableFunction) -> str:
    """Return the case in which the function was stopped."""
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    assert stoppable.is_stopped()
    (found,) = ringwall("case", "list", "--format", "json").objects
    return str(found["id"])


def test_the_plan_writes_nothing(
    ringwall: Ringwall, stoppable: StoppableFunction, case: str
) -> None:
    found = ringwall("respond", "undo", case)
    assert found.code == 0
    assert found.lines[0].startswith("1. lambda.delete_function_concurrency")
    assert found.err == "1 change to undo; nothing was written: add --yes to make them\n"
    assert stoppable.is_stopped()


def test_yes_undoes_it_once_and_the_case_is_open_again(
    ringwall: Ringwall, stoppable: StoppableFunction, case: str
) -> None:
    found = ringwall("respond", "undo", case, "--yes")
    assert found.code == 0
    assert found.err.splitlines()[-1] == f"{case}: 1 change undone"
    assert not stoppable.is_stopped()
    (shown,) = ringwall("case", "show", case, "--format", "json").objects
    assert (shown["status"], shown["seconds_to_contain"]) == ("open", None)
    assert any("undid run" in entry["text"] for entry in shown["timeline"])
    again = ringwall("respond", "undo", case, "--yes")
    assert (again.code, again.err) == (0, "nothing to undo\n")


def test_who_may_not_approve_may_not_undo(
    ringwall: Ringwall, stoppable: StoppableFunction, case: str
) -> None:
    stoppable.write_policy(need="one")
    stoppable.become("eve")
    found = ringwall("respond", "undo", case, "--yes")
    assert (found.code, "eve@example.com may not undo" in found.err) == (2, True)
    assert stoppable.is_stopped()
    stoppable.become("ann")
    assert ringwall("respond", "undo", case, "--yes").code == 0
    assert not stoppable.is_stopped()


def test_what_somebody_changed_since_then_is_left(
    ringwall: Ringwall, stoppable: StoppableFunction, case: str
) -> None:
    stoppable.account.client("lambda").put_function_concurrency(
        FunctionName="shop", ReservedConcurrentExecutions=3
    )
    found = ringwall("respond", "undo", case, "--yes")
    assert found.code == 2
    assert "the resource changed since the plan: its state is 3" in found.err
    (shown,) = ringwall("case", "show", case, "--format", "json").objects
    assert shown["status"] == "contained"
