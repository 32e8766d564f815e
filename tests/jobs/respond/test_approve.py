"""Decisions: by whom, about which plan, and what waits for one."""

from collections.abc import Callable
from typing import Any

import pytest
from responders import plan_stop
from stoppable_function import StoppableFunction

from ringwall.jobs.respond.approve import decide, find_waiting
from ringwall.jobs.respond.run import request_response
from ringwall.model.errors import BadInput, NotAuthorized

Respond = Callable[[], Any]


@pytest.fixture
def waiting(responders_of: Respond, stoppable: StoppableFunction) -> Any:
    """Return what responses work with, and a case whose plan waits for two persons."""
    stoppable.write_policy(need="two")
    stoppable.become("eve")
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    return responders, request_response(responders, file, plan).file, plan


def test_a_decision_names_who_decides_and_by_which_way(waiting: Any) -> None:
    responders, file, plan = waiting
    assert [(one.case.id, found.hash) for one, found in find_waiting(responders)] == [
        (file.case.id, plan.hash)
    ]
    decided = decide(
        responders, file, approve=True, principal="ann@example.com", via="slack", reason="ok"
    )
    event = decided.file.events[-1]
    assert (event.kind, event.author, event.body["via"]) == ("approved", "ann@example.com", "slack")
    assert decided.standing.state == "waiting"
    decided = decide(responders, decided.file, approve=True, principal="bob@example.com")
    assert decided.standing.state == "granted"
    assert list(find_waiting(responders)) == []


@pytest.mark.parametrize("principal", ["eve@example.com", "mallory@example.com", ""])
def test_who_may_not_decides_nothing(waiting: Any, principal: str) -> None:
    responders, file, _ = waiting
    with pytest.raises(NotAuthorized):
        decide(responders, file, approve=True, principal=principal)
    assert len(responders.log.events(file.case.id)) == len(file.events)


def test_a_denial_of_one_ends_it_for_all(waiting: Any) -> None:
    responders, file, _ = waiting
    file = decide(responders, file, approve=True, principal="ann@example.com").file
    file = decide(responders, file, approve=False, principal="bob@example.com").file
    with pytest.raises(NotAuthorized, match=r"bob@example\.com denied it"):
        decide(responders, file, approve=True, principal="ann@example.com")


def test_a_plan_is_named_by_its_hash(waiting: Any) -> None:
    responders, file, plan = waiting
    with pytest.raises(BadInput, match="has no plan ffff"):
        decide(responders, file, plan="ffff", approve=True, principal="ann@example.com")
    found = decide(responders, file, plan=plan.hash, approve=True, principal="ann@example.com")
    assert found.plan.hash == plan.hash
