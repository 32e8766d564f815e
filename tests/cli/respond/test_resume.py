"""`ringwall respond resume`: a run goes on wherever it was cut off."""

from collections.abc import Callable
from typing import Any

import pytest
from stoppable_function import PLAYBOOK, StoppableFunction

from ringwall.apply.environment import AwsConnections
from ringwall.store.database.journal import Journal

Ringwall = Callable[..., Any]
PLACES = ("start", "append", "writer", "end")


@pytest.mark.parametrize("place", PLACES)
def test_a_run_that_was_cut_off_goes_on(
    ringwall: Ringwall, stoppable: StoppableFunction, place: str
) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AwsConnections if place == "writer" else Journal, place, die)
        cut = ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    assert cut.code == 130
    (case,) = ringwall("case", "list", "--format", "json").objects
    again = ringwall("respond", "run", case["id"], "--playbook", PLAYBOOK, "--yes")
    if not stoppable.is_stopped():
        assert (again.code, "did not end: `ringwall respond resume" in again.err) == (64, True)
        assert not stoppable.is_stopped()
    found = ringwall("respond", "resume", case["id"])
    assert found.code == 0, found.err
    assert stoppable.is_stopped()
    (shown,) = ringwall("case", "show", case["id"], "--format", "json").objects
    assert shown["status"] == "contained"
    assert len(shown["runs"]) == 1
    undone = ringwall("respond", "undo", case["id"], "--yes")
    assert (undone.code, stoppable.is_stopped()) == (0, False)


def test_there_is_nothing_to_go_on_with(ringwall: Ringwall, stoppable: StoppableFunction) -> None:
    stoppable.write_policy(need="one")
    stoppable.become("eve")
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    (case,) = ringwall("case", "list", "--format", "json").objects
    found = ringwall("respond", "resume", case["id"])
    assert (found.code, "nothing was started yet" in found.err) == (64, True)
