"""What was approved is begun, what was begun is ended; whoever asks gets no more than that."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from recorded_events import RecordedEvents
from responders import plan_stop
from stoppable_function import StoppableFunction

from ringwall.apply.environment import Halted
from ringwall.jobs.respond import continued
from ringwall.jobs.respond.approve import decide
from ringwall.jobs.respond.continued import (
    LOOKED_BACK,
    ContinuedCase,
    find_run_status,
    find_unfinished,
    go_on_with_case,
    go_on_with_file,
)
from ringwall.jobs.respond.run import request_response
from ringwall.model.errors import BadInput
from ringwall.respond.cases import CaseAuthor, read_case_file
from ringwall.respond.switch import turn_switch

Respond = Callable[[], Any]


@pytest.fixture
def waiting(responders_of: Respond, stoppable: StoppableFunction) -> Any:
    """Return what responses work with, and a case whose plan waits for one person."""
    stoppable.write_policy(need="one")
    stoppable.become("eve")
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    return responders, request_response(responders, file, plan).file.case.id


def approve(responders: Any, case: str) -> None:
    decide(responders, responders.find_case(case), approve=True, principal="ann@example.com")


def go_on(responders: Any, case: str) -> ContinuedCase:
    return go_on_with_case(responders, case, RecordedEvents())


def test_what_waits_is_left_alone(waiting: Any, stoppable: StoppableFunction) -> None:
    responders, case = waiting
    assert list(find_unfinished(responders)) == []
    assert go_on(responders, case) == ContinuedCase(case, "nothing to go on with")
    assert go_on_with_file(responders, responders.find_case(case), RecordedEvents()) is None
    assert not stoppable.is_stopped()


def test_what_is_approved_is_begun_once(waiting: Any, stoppable: StoppableFunction) -> None:
    responders, case = waiting
    approve(responders, case)
    assert list(find_unfinished(responders)) == [case]
    went = go_on(responders, case)
    assert (went.state, went.playbook, went.is_unfinished) == (
        "contained",
        "lambda.contain_function",
        False,
    )
    assert went.describe().keys() == {"case", "state", "playbook", "run"}
    assert stoppable.is_stopped()
    assert find_run_status(responders, went.run) == "done"
    assert go_on(responders, case).state == "nothing to go on with"
    assert list(find_unfinished(responders)) == []
    kinds = [event.kind for event in responders.log.events(case)]
    assert kinds.count("started") == 1


def test_what_was_begun_is_brought_to_its_end(waiting: Any, stoppable: StoppableFunction) -> None:
    responders, case = waiting
    approve(responders, case)

    def halt() -> Any:
        def check() -> None:
            raise Halted

        return replace(responders.open_environment(), check_lease=check)

    cut_off = go_on(replace(responders, open_environment=halt), case)
    assert cut_off == ContinuedCase(case, "unfinished")
    assert cut_off.is_unfinished
    assert not stoppable.is_stopped()
    assert list(find_unfinished(responders)) == [case]
    assert go_on(responders, case).state == "contained"
    assert stoppable.is_stopped()


def test_a_run_that_nobody_wrote_down_is_begun(waiting: Any, stoppable: StoppableFunction) -> None:
    responders, case = waiting
    approve(responders, case)
    file = responders.find_case(case)
    (plan,) = [event.body["plan"] for event in file.events if event.kind == "planned"]
    body = {"plan": plan, "run": "20261201T000000Z-abcdef", "uses": {}, "automatic": False}
    responders.author.add(file, "started", body)
    assert find_run_status(responders, "20261201T000000Z-abcdef") == ""
    assert list(find_unfinished(responders)) == [case]
    assert go_on(responders, case).run == "20261201T000000Z-abcdef"
    assert stoppable.is_stopped()


def test_who_may_not_approve_any_more_has_approved_nothing(
    waiting: Any, stoppable: StoppableFunction
) -> None:
    responders, case = waiting
    approve(responders, case)
    policy = responders.policy
    people = tuple(replace_approval(person) for person in policy.people)
    stricter = replace(responders, policy=replace_people(policy, people))
    went = go_on(stricter, case)
    assert went.state == "not authorized"
    assert "may not any more" in went.problem
    assert not stoppable.is_stopped()


def replace_approval(person: Any) -> Any:
    import msgspec  # noqa: PLC0415 - structs have a replace of their own

    return msgspec.structs.replace(person, approves=False)


def replace_people(policy: Any, people: Any) -> Any:
    import msgspec  # noqa: PLC0415 - the same

    return msgspec.structs.replace(policy, people=people)


def test_the_switch_stops_this_too(waiting: Any, stoppable: StoppableFunction) -> None:
    responders, case = waiting
    approve(responders, case)
    turn_switch(responders.log, "ann", "a bad rule", halt=True)
    assert go_on(responders, case).state == "not authorized"
    assert not stoppable.is_stopped()


def test_a_closed_case_is_left_alone(waiting: Any, stoppable: StoppableFunction) -> None:
    responders, case = waiting
    approve(responders, case)
    CaseAuthor(responders.log, "ann").add(
        read_case_file(responders.log, case), "closed", {"reason": "x"}
    )
    assert go_on(responders, case).state == "nothing to go on with"
    assert not stoppable.is_stopped()


def test_what_is_no_case_of_ours_is_told(waiting: Any) -> None:
    responders, _ = waiting
    went = go_on(responders, "CASE-20261201-zzzzzz")
    assert (went.state, "no case" in went.problem) == ("not now", True)


def test_a_case_that_is_damaged_or_old_is_not_looked_for(
    waiting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    responders, case = waiting
    approve(responders, case)

    class Damaged:
        def moved_since(self, at: int) -> tuple[str, ...]:
            assert at > 0
            return (case,)

        def events(self, _: str) -> Any:
            raise BadInput("damaged")

    assert list(find_unfinished(replace(responders, log=Damaged()))) == []
    later = time.time_ns() // 1_000_000 + LOOKED_BACK + 1_000
    monkeypatch.setattr(continued, "_now", lambda: later)
    assert list(find_unfinished(responders)) == []
