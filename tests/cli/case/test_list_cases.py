"""`ringwall case list`: the cases, the newest first."""

from collections.abc import Callable
from typing import Any

from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


def test_cases_are_listed_by_status(ringwall: Ringwall, stoppable: StoppableFunction) -> None:
    assert ringwall("case", "list").err == "0 cases\n"
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    found = ringwall("case", "list")
    header, row = (line.split("\t") for line in found.lines)
    assert header == ["case", "severity", "status", "opened", "owner", "account", "title"]
    assert row[1:3] == ["high", "contained"]
    assert row[4:] == ["nobody", "123456789012", "Response to function shop"]
    assert ringwall("case", "list", "--status", "open").out == ""
