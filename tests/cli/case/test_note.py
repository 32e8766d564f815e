"""`ringwall case note`: what people write down."""

from collections.abc import Callable
from typing import Any

import pytest
from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


@pytest.mark.usefixtures("stoppable")
def test_a_note_is_in_the_timeline_and_harms_no_screen(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    (case,) = ringwall("case", "list", "--format", "json").objects
    found = ringwall("case", "note", case["id"], "called the owner\x1b[2J {text}")
    assert (found.code, found.err) == (0, f"noted in {case['id']}\n")
    shown = ringwall("case", "show", case["id"]).out
    assert "noted: called the owner\\x1b[2J {text}  (arn:aws:" in shown


def test_a_note_of_nothing_and_one_of_no_case_are_refused(ringwall: Ringwall, account: Any) -> None:
    del account
    found = ringwall("case", "note", "CASE-1", "x")
    assert (found.code, "no case CASE-1" in found.err) == (64, True)
