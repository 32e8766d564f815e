"""`ringwall respond approve`: a person looks at a plan and agrees."""

from collections.abc import Callable
from typing import Any

import pytest
from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


@pytest.fixture
def case(ringwall: Ringwall, stoppable: StoppableFunction) -> str:
    """Return a case whose plan waits for a person; bob is who calls from then on."""
    stoppable.write_policy(need="one")
    stoppable.become("eve")
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    stoppable.become("bob")
    (found,) = ringwall("case", "list", "--format", "json").objects
    return str(found["id"])


def test_the_plan_is_shown_and_nothing_is_approved_without_a_yes(
    ringwall: Ringwall, case: str
) -> None:
    found = ringwall("respond", "approve", case)
    assert (found.code, found.err) == (2, "not approved: add --yes to approve it\n")
    assert "lambda.put_function_concurrency" in found.out


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 2), ("", 2)])
def test_a_terminal_is_asked_as_whom_it_approves(
    ringwall: Ringwall,
    type_at_terminal: Callable[[str], None],
    case: str,
    typed: str,
    code: int,
) -> None:
    type_at_terminal(typed)
    found = ringwall("respond", "approve", case)
    assert (found.code, "Approve this plan as bob@example.com? [y/N]" in found.err) == (code, True)


def test_the_command_that_is_told_has_the_options_of_the_case(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="one")
    stoppable.become("eve")
    ringwall(
        *("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes"),
        *("--region", "eu-west-1"),
    )
    stoppable.become("bob")
    (found,) = ringwall("case", "list", "--format", "json").objects
    told = ringwall("respond", "approve", str(found["id"]), "--yes").err
    assert told.endswith(f"ringwall respond run {found['id']} --yes --region eu-west-1\n")


def test_an_approval_is_of_one_plan_alone(
    ringwall: Ringwall, stoppable: StoppableFunction, case: str
) -> None:
    (shown,) = ringwall("case", "show", case, "--format", "json").objects
    first = next(e["text"] for e in shown["timeline"] if "planned" in e["text"])[-12:]
    stoppable.become("eve")
    ringwall("respond", "run", case, "--playbook", PLAYBOOK, "--yes")  # plans again
    stoppable.become("bob")
    assert ringwall("respond", "approve", case, "--plan", first, "--yes").code == 0
    found = ringwall("respond", "run", case, "--playbook", PLAYBOOK, "--yes")
    assert found.code == 0  # bob may approve what he asks for, and has: of a third plan
    assert stoppable.is_stopped()


@pytest.mark.parametrize("plan", ["zzzz", "0" * 64])
def test_a_plan_that_is_not_there_is_told(ringwall: Ringwall, case: str, plan: str) -> None:
    found = ringwall("respond", "approve", case, "--plan", plan, "--yes")
    assert (found.code, f"{case} has no plan {plan}" in found.err) == (64, True)


def test_an_approval_comes_too_late(
    ringwall: Ringwall, stoppable: StoppableFunction, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time  # noqa: PLC0415 - its clock is moved

    real = time.time_ns
    monkeypatch.setattr("time.time_ns", lambda: real() + 3_601 * 10**9)
    found = ringwall("respond", "approve", case, "--yes")
    assert (found.code, "nobody used it in time" in found.err) == (2, True)
    assert not stoppable.is_stopped()
