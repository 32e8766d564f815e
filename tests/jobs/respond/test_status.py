"""How responses stand: the gravest open case first."""

from collections.abc import Callable
from typing import Any

import pytest
from responders import plan_stop
from stoppable_function import StoppableFunction

from ringwall.jobs.respond.cases import grade_case
from ringwall.jobs.respond.status import describe_status, find_status, set_switch
from ringwall.model.errors import NotAuthorized

Respond = Callable[[], Any]


def test_the_gravest_case_comes_first(responders_of: Respond, stoppable: StoppableFunction) -> None:
    responders = responders_of()
    first, _ = plan_stop(responders, stoppable.arn)
    second, _ = plan_stop(responders, stoppable.arn)
    grade_case(responders, second.case.id, "critical")
    status = find_status(responders)
    assert [each.case.id for each in status.cases] == [second.case.id, first.case.id]
    assert not status.switch.is_halted
    set_switch(responders, "x", halt=True)
    told = describe_status(find_status(responders))
    assert told["switch"]["is_halted"] is True
    assert len(told["cases"]) == 2


def test_only_who_approves_lets_responses_act_again(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy()
    stoppable.become("eve")
    assert set_switch(responders_of(), "a bad rule", halt=True).is_halted
    with pytest.raises(NotAuthorized, match=r"eve@example\.com may not let responses act again"):
        set_switch(responders_of(), "mine", halt=False)
    stoppable.become("ann")
    assert not set_switch(responders_of(), "mended", halt=False).is_halted
