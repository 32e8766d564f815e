"""`ringwall respond notices`: what was not taken is listed, and tried again when it is asked."""

from collections.abc import Callable
from typing import Any

from stoppable_function import PLAYBOOK
from told_cases import ToldWorld
from vendor_servers import Fault

Ringwall = Callable[..., Any]


def test_what_was_not_taken_is_listed_and_tried_again(
    ringwall: Ringwall, told_world: ToldWorld
) -> None:
    told_world.at_jira.faults.append(Fault(400, b"no such field"))
    arn = told_world.stoppable.arn
    ringwall("respond", "run", arn, "--playbook", PLAYBOOK, "--yes")
    found = ringwall("respond", "notices", "--format", "json")
    assert found.code == 1
    (dead,) = found.objects
    assert (dead["channel"], dead["status"], dead["error"]) == ("jira", "dead", "400 no such field")
    again = ringwall("respond", "notices", "--retry", dead["notice"])
    assert (again.code, "1 notice will be tried again" in again.err) == (0, True)
    told = ringwall("respond", "tell")
    assert (told.code, "case_opened: told (SEC-1)" in told.err) == (0, True)
    assert ringwall("respond", "notices").err == "0 notices, 0 not taken\n"
    every = ringwall("respond", "notices", "--every")
    assert every.out.count("sent") == 4
    none = ringwall("respond", "notices", "--retry-all")
    assert "0 notices will be tried again" in none.err
