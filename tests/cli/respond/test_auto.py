"""`ringwall respond auto`: what the rules of the policy say, carried out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from detected_function import record_finding
from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]
RULE = f"""
    [[rules]]
    name = "stop-open-functions"
    playbook = "{PLAYBOOK}"
    findings = ["lambda.*"]
    need = "NEED"
"""


@pytest.fixture
def finding(stoppable: StoppableFunction, tmp_path: Path) -> str:
    """Return the uid of a finding about the function."""
    return record_finding(tmp_path / "home", stoppable.arn)


def test_without_yes_it_shows_what_it_would_do(
    ringwall: Ringwall, stoppable: StoppableFunction, finding: str
) -> None:
    stoppable.write_policy(more=RULE.replace("NEED", "automatic"))
    found = ringwall("respond", "auto", "--format", "json")
    (row,) = found.objects
    assert (row["finding"], row["rule"], row["need"]) == (
        finding,
        "stop-open-functions",
        "automatic",
    )
    assert row["changes"] == ["lambda.put_function_concurrency"]
    assert "nothing was written" in found.err
    assert not stoppable.is_stopped()
    assert ringwall("case", "list").err == "0 cases\n"


@pytest.mark.usefixtures("finding")
def test_what_a_rule_lets_act_by_itself_is_contained_once(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(more=RULE.replace("NEED", "automatic"))
    found = ringwall("respond", "auto", "--yes")
    assert (found.code, "contained; CASE-" in found.out) == (0, True), found.err
    assert stoppable.is_stopped()
    (case,) = ringwall("case", "list", "--format", "json").objects
    assert (case["opened_by"], case["status"]) == ("ringwall", "contained")
    again = ringwall("respond", "auto", "--yes")
    assert (again.code, again.err) == (0, "0 responses, 0 to look at\n")


@pytest.mark.usefixtures("finding")
def test_what_needs_a_person_waits_for_one(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(more=RULE.replace("NEED", "one"))
    stoppable.become("ann")  # who runs the rules has not approved anything
    found = ringwall("respond", "auto", "--yes")
    assert (found.code, "waits for approval" in found.out) == (2, True)
    assert not stoppable.is_stopped()
    (case,) = ringwall("case", "list", "--format", "json").objects
    assert ringwall("respond", "approve", case["id"], "--yes").code == 0
    assert ringwall("respond", "run", case["id"], "--yes").code == 0
    assert stoppable.is_stopped()


@pytest.mark.usefixtures("finding")
@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("[limits]\nchanges = 0\n", "the limit is 0: a person has to approve it"),
        ('[protected]\naccounts = ["123456789012"]\n', "nobody may approve this"),
    ],
)
def test_limits_and_protection_hold_for_rules(
    ringwall: Ringwall, stoppable: StoppableFunction, more: str, told: str
) -> None:
    stoppable.write_policy(more=RULE.replace("NEED", "automatic") + more)
    found = ringwall("respond", "auto", "--yes")
    assert (found.code, told in found.out) == (2, True), found.out
    assert not stoppable.is_stopped()


def test_without_a_rule_there_is_nothing_to_start(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy()
    found = ringwall("respond", "auto", "--yes")
    assert (found.code, "the policy has no rule" in found.err) == (64, True)
