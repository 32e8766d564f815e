"""Undoing a case: its runs in reverse order, each once."""

from collections.abc import Callable
from typing import Any

import pytest
from recorded_events import RecordedEvents
from responders import plan_stop
from stoppable_function import StoppableFunction

from ringwall.jobs.respond.plan import make_response_plan
from ringwall.jobs.respond.run import request_response, start_response
from ringwall.jobs.respond.undo import plan_undo_of_case, undo_case
from ringwall.model.errors import BadInput

Respond = Callable[[], Any]


def test_each_run_of_a_case_is_undone_the_last_one_first(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    responders = responders_of()
    client = stoppable.account.client("lambda")
    file, plan = plan_stop(responders, stoppable.arn)
    file = request_response(responders, file, plan).file
    file = start_response(responders, file, plan, RecordedEvents()).file
    client.put_function_concurrency(FunctionName="shop", ReservedConcurrentExecutions=5)
    second = make_response_plan(responders, plan.threat, plan.playbook, {})
    file = request_response(responders, file, second).file
    file = start_response(responders, file, second, RecordedEvents()).file
    assert len(file.case.runs) == 2
    assert stoppable.is_stopped()
    planned = plan_undo_of_case(responders, file)
    assert [change.after for change in planned.plan.changes] == [5, None]
    undone = undo_case(responders, file, RecordedEvents())
    assert undone.results[0].report.is_clean
    # What the first run had left is no longer there: somebody changed it in between.
    assert not undone.results[1].report.is_clean
    found = client.get_function_concurrency(FunctionName="shop")
    assert found["ReservedConcurrentExecutions"] == 5


def test_a_case_in_which_nothing_was_done_has_nothing_to_undo(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    responders = responders_of()
    file, _ = plan_stop(responders, stoppable.arn)
    with pytest.raises(BadInput, match="nothing was carried out in it"):
        undo_case(responders, file, RecordedEvents())
