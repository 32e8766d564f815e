"""`ringwall respond simulate`: what the rules would have started, and to what."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from detected_function import record_finding
from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]
RULES = f"""
    [[rules]]
    name = "grave"
    playbook = "{PLAYBOOK}"
    severity = "critical"

    [[rules]]
    name = "all"
    playbook = "{PLAYBOOK}"
    findings = ["lambda.*"]
"""


@pytest.mark.parametrize("words", [(), ("--look",)])
def test_each_finding_is_told_with_its_rule_and_its_target(
    ringwall: Ringwall, stoppable: StoppableFunction, tmp_path: Path, words: tuple[str, ...]
) -> None:
    record_finding(tmp_path / "home", stoppable.arn)
    stoppable.write_policy(more=RULES)
    found = ringwall("respond", "simulate", *words)
    assert found.code == 0
    assert found.lines[0].split("\t")[:3] == ["seen", "severity", "finding"]
    row = found.lines[1].split("\t")
    assert row[3:6] == ["all", PLAYBOOK, stoppable.arn]
    assert row[6] == ("1 change, needs two" if words else "would start")
    assert found.err == "1 response since 30d; nothing was written\n"
    assert not stoppable.is_stopped()


def test_what_is_older_is_left_out(
    ringwall: Ringwall, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    record_finding(tmp_path / "home", stoppable.arn, days_ago=40)
    stoppable.write_policy(more=RULES)
    assert ringwall("respond", "simulate").err.startswith("0 responses since 30d")
    assert ringwall("respond", "simulate", "--since", "60d").err.startswith("1 response since 60d")
