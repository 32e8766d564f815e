"""A plan as the case keeps it: read back as it was, and refused where it is another."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from responders import plan_stop
from stoppable_function import StoppableFunction

from ringwall.jobs.respond.plan import hash_plan, read_response_plan, tell_need
from ringwall.jobs.respond.run import find_plan, request_response
from ringwall.model.errors import BadInput

Respond = Callable[[], Any]


def test_a_plan_is_read_back_as_it_was(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    asked = request_response(responders, file, plan)
    found = find_plan(asked.file)
    assert found == plan
    assert found.hash == plan.hash
    assert find_plan(asked.file, plan.hash[:8]) == plan


@pytest.mark.parametrize(
    "change",
    [
        {"options": {"x": "1"}},
        {"changes": []},
        {"playbook": "no.such"},
        {"threat": {"kind": "function"}},
        {"need": "automatic"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_no_plan_or_another_one_is_refused(
    responders_of: Respond, stoppable: StoppableFunction, change: dict[str, Any]
) -> None:
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    asked = request_response(responders, file, plan)
    event = next(event for event in asked.file.events if event.kind == "planned")
    forged = replace(event, body={**event.body, **change})
    with pytest.raises(BadInput, match="plan again"):
        read_response_plan(forged)
    body = {**event.body, **change}
    body["plan"] = hash_plan({name: value for name, value in body.items() if name != "plan"})
    if change.keys() & {"playbook", "threat"}:
        with pytest.raises(BadInput, match="plan again"):
            read_response_plan(replace(event, body=body))
    else:
        assert read_response_plan(replace(event, body=body)).hash != plan.hash


def test_the_same_threat_planned_again_is_another_plan(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    responders = responders_of()
    _, plan = plan_stop(responders, stoppable.arn)
    assert replace(plan, at=plan.at + 1).hash != plan.hash


def test_lines_tell_what_ends_early_and_what_a_person_does(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    responders = responders_of()
    _, plan = plan_stop(responders, stoppable.arn)
    lines = list(replace(plan, problem="no\x1b[2J answer").lines())
    assert "ENDS EARLY  no\\x1b[2J answer" in lines
    assert any(line.startswith("person  ") for line in lines)
    assert tell_need("never").startswith("NEVER")
