"""`ringwall respond tell`: channels told; and commands of responses tell them by themselves."""

from collections.abc import Callable
from typing import Any

from stoppable_function import PLAYBOOK
from told_cases import ToldWorld
from vendor_servers import Fault

Ringwall = Callable[..., Any]


def test_what_a_command_does_is_told_by_it(ringwall: Ringwall, told_world: ToldWorld) -> None:
    arn = told_world.stoppable.arn
    found = ringwall("respond", "run", arn, "--playbook", PLAYBOOK, "--yes")
    assert found.code == 2
    assert "approval_wanted: told (SEC-1)" in found.err
    (case,) = ringwall("case", "list", "--format", "json").objects
    assert case["tickets"] == {"jira": "SEC-1"}
    for who in ("ann", "bob"):
        told_world.stoppable.become(who)
        ringwall("respond", "approve", case["id"], "--yes")
    found = ringwall("respond", "run", case["id"], "--yes")
    assert (found.code, "contained: told (SEC-1)" in found.err) == (0, True)
    found = ringwall("case", "close", case["id"], "--reason", "a test")
    assert "closed: told (SEC-1)" in found.err
    assert told_world.jira.issues["SEC-1"]["status"] == {"name": "Done"}
    assert ringwall("respond", "tell").err == "0 notices told, 0 not\n"


def test_a_channel_that_is_down_stops_no_response(
    ringwall: Ringwall, told_world: ToldWorld
) -> None:
    told_world.write_policy(need="automatic")
    told_world.at_slack.faults.extend([Fault(500)] * 9)
    told_world.at_jira.faults.extend([Fault(drops=True)] * 9)
    arn = told_world.stoppable.arn
    found = ringwall("respond", "run", arn, "--playbook", PLAYBOOK, "--yes")
    assert (found.code, told_world.stoppable.is_stopped()) == (0, True)
    assert "case_opened: not told yet: 500" in found.err
    waiting = ringwall("respond", "notices")
    assert (waiting.code, waiting.out.count("waiting")) == (0, 6)


def test_without_channels_there_is_nobody_to_tell(
    ringwall: Ringwall, told_world: ToldWorld
) -> None:
    told_world.stoppable.write_policy()
    found = ringwall("respond", "tell")
    assert (found.code, "the policy has no [[channels]]" in found.err) == (64, True)


def test_a_policy_whose_texts_are_gone_stops_no_response(
    ringwall: Ringwall, told_world: ToldWorld
) -> None:
    told_world.write_policy(need="automatic", more='[messages]\ntemplates = "gone"\n')
    arn = told_world.stoppable.arn
    found = ringwall("respond", "run", arn, "--playbook", PLAYBOOK, "--yes")
    assert (found.code, told_world.stoppable.is_stopped()) == (0, True)
    assert "channels cannot be told now" in found.err
