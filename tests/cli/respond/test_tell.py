"""`ringwall respond tell`: channels told; and commands of responses tell them by themselves."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from stoppable_function import PLAYBOOK
from told_cases import ToldWorld
from vendor_servers import WHOLE, Fault

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


@pytest.mark.slow
@pytest.mark.parametrize("calls", [0, 1, 2])
def test_a_kill_between_sending_and_marking_doubles_no_ticket(
    ringwall: Ringwall, told_world: ToldWorld, tmp_path: Path, calls: int
) -> None:
    told_world.at_slack.faults.extend([Fault(500)] * 9)
    told_world.at_jira.faults.extend([Fault(500)] * 2)
    arn = told_world.stoppable.arn
    ringwall("respond", "run", arn, "--playbook", PLAYBOOK, "--yes")
    forget_waiting(tmp_path)
    # The request is carried out, and its answer comes too late.
    told_world.at_jira.faults.clear()
    told_world.at_jira.faults.extend([*[WHOLE] * calls, Fault(seconds=60, after=True)])
    seen = len(told_world.at_jira.received)
    command = [sys.executable, "-m", "ringwall", "respond", "tell"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own words
        while len(told_world.at_jira.received) <= seen + calls:
            time.sleep(0.02)
        time.sleep(0.1)
        process.kill()
    forget_waiting(tmp_path)
    told_world.at_jira.faults.clear()
    ringwall("respond", "tell")
    assert list(told_world.jira.issues) == ["SEC-1"]
    assert len(told_world.jira.comments["SEC-1"]) == 1
    (case,) = ringwall("case", "list", "--format", "json").objects
    assert case["tickets"] == {"jira": "SEC-1"}


def forget_waiting(folder: Path) -> None:
    """Let all that waits for its time be due now."""
    engine = sa.create_engine(f"sqlite:///{folder / 'home' / 'hub.sqlite'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("update outbox set due_at = 1 where status = 'waiting'")
    engine.dispose()


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
