"""Cases as people read them: what happened, and what is next."""

from collections.abc import Callable
from typing import Any

import pytest
from recorded_events import RecordedEvents
from responders import plan_stop
from stoppable_function import StoppableFunction

from ringwall.jobs.respond.cases import (
    describe_case,
    find_cases,
    find_next_step,
    note_in_case,
    tell_case,
)
from ringwall.jobs.respond.run import request_response, start_response
from ringwall.jobs.respond.undo import undo_case
from ringwall.model.errors import BadInput

Respond = Callable[[], Any]


def test_what_is_next_follows_from_what_happened(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="one")
    stoppable.become("ann")
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    assert find_next_step(file) == f"contain it: ringwall respond run {file.case.id}"
    file = request_response(responders, file, plan).file
    assert find_next_step(file).startswith("start what was approved")
    file = start_response(responders, file, plan, RecordedEvents()).file
    assert find_next_step(file).startswith("look for the cause")
    told = tell_case(responders, file.case.id)
    assert [entry.source for entry in told.timeline].count("aws") == 1
    document = describe_case(told.case)
    assert document["threat"]["resource"] == stoppable.arn
    assert find_cases(responders, "contained")[0] == [told.case]
    assert find_cases(responders, "open") == ([], [])


def test_what_was_undone_is_contained_again_by_its_playbook(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    file = request_response(responders, file, plan).file
    file = start_response(responders, file, plan, RecordedEvents()).file
    undo_case(responders, file, RecordedEvents())
    told = find_next_step(responders.find_case(file.case.id))
    assert told.endswith(f"ringwall respond run {file.case.id} --playbook {plan.playbook.id}")


def test_a_note_of_nothing_is_refused(responders_of: Respond, stoppable: StoppableFunction) -> None:
    responders = responders_of()
    file, _ = plan_stop(responders, stoppable.arn)
    with pytest.raises(BadInput, match="the note is empty"):
        note_in_case(responders, file.case.id, " \n")
