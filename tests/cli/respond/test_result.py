"""How a response went, as commands print it: also where a change failed."""

from collections.abc import Callable
from typing import Any

import pytest
from stoppable_function import PLAYBOOK, StoppableFunction

from ringwall.aws.write import AwsWriter
from ringwall.model.errors import AccessDenied

Ringwall = Callable[..., Any]


def test_a_change_that_is_denied_leaves_the_case_open_and_says_how_to_go_on(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    def deny(*_: Any, **__: Any) -> None:
        raise AccessDenied("an SCP denies it", "AccessDenied")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AwsWriter, "call", deny)
        found = ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    assert found.code == 2
    assert "failed  lambda.put_function_concurrency" in found.err
    assert "an SCP denies it" in found.err
    assert ": NOT CONTAINED" in found.err
    last = found.err.splitlines()[-1]
    assert last.startswith("to go on: ringwall respond resume CASE-")
    (case,) = ringwall("case", "list", "--format", "json").objects
    assert case["status"] == "open"
    assert ringwall("respond", "resume", case["id"]).code == 0
    assert stoppable.is_stopped()


def test_json_is_the_case_and_its_run(ringwall: Ringwall, stoppable: StoppableFunction) -> None:
    words = ("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes", "--format", "json")
    (done,) = ringwall(*words).objects
    assert done["case"]["status"] == "contained"
    assert done["case"]["seconds_to_contain"] >= 0
    assert done["run"]["kind"] == "respond"
    assert done["run"]["steps"][0]["outcome"] == "verified"
