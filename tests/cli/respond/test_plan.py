"""`ringwall respond plan`: what a playbook would do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from detected_function import record_finding
from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


def test_a_finding_leads_to_its_playbook(
    ringwall: Ringwall, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    uid = record_finding(tmp_path / "home", stoppable.arn)
    found = ringwall("respond", "plan", uid[:12], "--playbook", PLAYBOOK)
    assert (found.code, found.lines[0]) == (0, f"Contain a Lambda function ({PLAYBOOK})")
    assert found.err.splitlines() == [
        "1 change planned; nothing was written; to carry it out:",
        f"ringwall respond run {uid[:12]} --playbook {PLAYBOOK} --yes",
    ]
    assert not stoppable.is_stopped()


def test_the_next_command_has_what_was_named(
    ringwall: Ringwall, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    policy = tmp_path / "a policy.toml"
    policy.write_text("")
    words = ("--playbook", PLAYBOOK, "--resource", "shop", "--policy", str(policy))
    found = ringwall("respond", "plan", stoppable.arn, *words)
    assert found.err.splitlines()[1] == (
        f"ringwall respond run {stoppable.arn} --playbook {PLAYBOOK} --resource shop --yes "
        f"--policy '{policy}'"
    )


def test_json_has_the_calls_their_undo_and_what_it_needs(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    words = ("respond", "plan", stoppable.arn, "--playbook", PLAYBOOK, "--format", "json")
    (plan,) = ringwall(*words).objects
    (change,) = plan["changes"]
    assert change["write"]["operation"] == "lambda.put_function_concurrency"
    assert change["undo"]["operation"] == "lambda.delete_function_concurrency"
    assert (plan["need"], plan["threat"]["kind"], len(plan["hash"])) == ("one", "function", 64)
    assert plan["risks"]


def test_what_is_gone_is_told(ringwall: Ringwall, stoppable: StoppableFunction) -> None:
    stoppable.account.client("lambda").delete_function(FunctionName="shop")
    found = ringwall("respond", "plan", stoppable.arn, "--playbook", PLAYBOOK)
    assert found.code == 2
    assert "person  " in found.out
    assert "there is no such function any more" in found.out
    assert found.err.startswith("nothing to change: only a person can go on: shop: ")
    again = ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    assert (again.code, "only a person can go on" in again.err) == (2, True)


def test_an_unknown_finding_is_bad_input(
    ringwall: Ringwall, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    record_finding(tmp_path / "home", stoppable.arn)
    found = ringwall("respond", "plan", "ffffffffffff")
    assert (found.code, "ffffffffffff" in found.err) == (64, True)
    none = ringwall("respond", "plan", "INC-20260101-abcdef")
    assert none.code == 64
