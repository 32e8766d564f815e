"""A decision of a channel counts as that of its person, for the request that was told."""

from collections.abc import Callable
from typing import Any

import pytest
from responders import plan_stop
from stoppable_function import StoppableFunction

from ringwall.jobs.respond.callback import decide_by_callback, remark_by_callback
from ringwall.jobs.respond.run import request_response
from ringwall.model.errors import BadInput, NotAuthorized
from ringwall.model.notice import CaseDecision, CaseRemark
from ringwall.respond.callbacks.handle import TakenDecision
from ringwall.respond.cases import read_case_file

Respond = Callable[[], Any]


@pytest.fixture
def waiting(responders_of: Respond, stoppable: StoppableFunction) -> Any:
    """Return what responses work with, and a case whose plan waits for two persons."""
    stoppable.write_policy(need="two")
    stoppable.become("eve")
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    return responders, request_response(responders, file, plan).file, plan


def make(waiting: Any, **more: Any) -> CaseDecision:
    _, file, plan = waiting
    given: dict[str, Any] = {
        "principal": "ann@example.com",
        "case": file.case.id,
        "plan_hash": plan.hash,
        "request": file.last,
        "approve": True,
        "at": 0,
        "via": "soc",
        "nonce": "1",
    }
    return CaseDecision(**given | more)


def test_two_persons_approve_and_aws_is_not_asked_who_they_are(
    waiting: Any, stoppable: StoppableFunction
) -> None:
    responders, file, _ = waiting
    del responders.__dict__["principal"]
    stoppable.environment.setenv("AWS_ACCESS_KEY_ID", "AKIANOBODY")
    said = decide_by_callback(responders, make(waiting))
    assert "approved by ann@example.com" in said.text
    assert "waits for 1 more person" in said.text
    assert not said.is_final
    said = decide_by_callback(responders, make(waiting, principal="bob@example.com", request=0))
    assert said.text.endswith(f"ringwall respond run {file.case.id} --yes")
    assert said.is_final
    event = read_case_file(responders.log, file.case.id).events[-1]
    assert (event.kind, event.author, event.body["via"]) == ("approved", "bob@example.com", "soc")


def test_one_person_denies(waiting: Any) -> None:
    responders, file, _ = waiting
    said = decide_by_callback(responders, make(waiting, approve=False))
    assert said == TakenDecision(f"{file.case.id}: denied by ann@example.com", is_final=True)


def test_only_the_last_approval_lets_the_case_go_on(waiting: Any) -> None:
    responders, file, _ = waiting
    went: list[str] = []

    def go_on(case: str) -> str:
        went.append(case)
        return "it goes on"

    decide_by_callback(responders, make(waiting), go_on)
    assert went == []
    bob = make(waiting, principal="bob@example.com")
    assert decide_by_callback(responders, bob, go_on).text.endswith("; it goes on")
    assert went == [file.case.id]
    with pytest.raises(NotAuthorized, match="approved already"):
        decide_by_callback(responders, make(waiting), go_on)
    decide_by_callback(responders, make(waiting, approve=False), go_on)
    assert went == [file.case.id]


@pytest.mark.parametrize(
    ("more", "error", "said"),
    [
        ({"principal": "eve@example.com"}, NotAuthorized, "asks for it"),
        ({"principal": "mallory"}, NotAuthorized, "may not decide"),
        ({"request": 1}, NotAuthorized, "nobody asks for this"),
        ({"plan_hash": "f" * 64}, NotAuthorized, "nobody asks for this"),
        ({"plan_hash": ""}, NotAuthorized, "nobody asks for this"),
        ({"case": "CASE-20261201-zzzzzz"}, BadInput, "no case"),
    ],
    ids=["requester", "stranger", "request", "plan", "no-plan", "case"],
)
def test_what_does_not_count_changes_nothing(
    waiting: Any, more: dict[str, Any], error: type[Exception], said: str
) -> None:
    responders, file, _ = waiting
    with pytest.raises(error, match=said):
        decide_by_callback(responders, make(waiting, **more))
    assert len(responders.log.events(file.case.id)) == len(file.events)


def test_a_remark_is_noted_under_the_name_of_its_channel(waiting: Any) -> None:
    responders, file, _ = waiting
    remark = CaseRemark(file.case.id, "Bob", "It was me", 0, "jira", "1")
    assert remark_by_callback(responders, remark) == f"noted in {file.case.id}"
    event = read_case_file(responders.log, file.case.id).events[-1]
    assert (event.kind, event.author, event.body["text"]) == ("noted", "jira: Bob", "It was me")
