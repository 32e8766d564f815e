"""`ringwall case show`: all that was seen and done, in the order of time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from detected_function import record_finding
from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


def test_the_timeline_has_what_was_seen_decided_and_done(
    ringwall: Ringwall, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    uid = record_finding(tmp_path / "home", stoppable.arn)
    ringwall("respond", "run", uid, "--playbook", PLAYBOOK, "--yes")
    (case,) = ringwall("case", "list", "--format", "json").objects
    assert (case["finding"], case["threat"]["rule"]) == (
        uid,
        "lambda.function_is_opened_to_everyone",
    )
    found = ringwall("case", "show", case["id"])
    lines = [line for line in found.lines if line[:4].isdigit()]
    assert lines == sorted(lines, key=lambda line: line[:25])
    assert lines[0].split()[1] == "seen"
    assert "anyone may call it" in lines[0]
    assert any("  aws   done  lambda.put_function_concurrency" in line for line in lines)
    (shown,) = ringwall("case", "show", case["id"], "--format", "json").objects
    assert [entry["source"] for entry in shown["timeline"]].count("aws") == 1


def test_the_same_finding_leads_to_the_same_case(
    ringwall: Ringwall, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    uid = record_finding(tmp_path / "home", stoppable.arn)
    stoppable.write_policy(need="one")
    stoppable.become("eve")
    for _ in range(2):
        ringwall("respond", "run", uid, "--playbook", PLAYBOOK, "--yes")
    assert ringwall("case", "list").err == "1 case\n"
