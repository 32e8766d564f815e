"""Carrying a plan out: nobody acts twice, an approval is used once, the switch stops a run."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from detected_function import record_finding
from recorded_events import RecordedEvents
from responders import plan_stop
from stoppable_function import POLICY, StoppableFunction

from ringwall.aws.write import AwsWriter
from ringwall.jobs.respond.cases import close_case
from ringwall.jobs.respond.opening import open_responders
from ringwall.jobs.respond.run import (
    find_granted,
    find_plan,
    request_response,
    resume_response,
    start_response,
)
from ringwall.jobs.respond.status import set_switch
from ringwall.model.errors import BadInput, CaseMoved, NotAuthorized, RingwallError
from ringwall.respond.cases import read_case_file

Respond = Callable[[], Any]


def test_two_responders_on_one_case_act_once(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    both = (responders_of(), responders_of())
    file, plan = plan_stop(both[0], stoppable.arn)
    asked = request_response(both[0], file, plan)
    start, done, refused = Barrier(2), [], []

    def act(responders: Any) -> None:
        start.wait()
        try:
            done.append(start_response(responders, asked.file, plan, RecordedEvents()))
        except RingwallError as error:
            refused.append(error)

    threads = [Thread(target=act, args=(one,)) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(refused)) == (1, 1)
    calls = stoppable.account.app.calls
    assert calls["lambda:PutFunctionConcurrency"] == 1
    events = read_case_file(both[0].log, file.case.id).events
    assert [event.kind for event in events].count("started") == 1


def test_an_approval_is_used_once(responders_of: Respond, stoppable: StoppableFunction) -> None:
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    asked = request_response(responders, file, plan)
    found = find_granted(responders, file.case.id)
    assert found is not None
    assert found[1].hash == plan.hash
    start_response(responders, asked.file, plan, RecordedEvents())
    stoppable.account.client("lambda").delete_function_concurrency(FunctionName="shop")
    assert find_granted(responders, file.case.id) is None
    with pytest.raises(NotAuthorized):
        start_response(
            responders,
            read_case_file(responders.log, file.case.id),
            plan,
            RecordedEvents(),
        )
    assert not stoppable.is_stopped()


def test_a_plan_that_was_changed_has_no_approval(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    asked = request_response(responders, file, plan)
    (change,) = plan.changes
    other = replace(plan, changes=(replace(change, resource=f"{change.resource}-2"),))
    assert other.hash != plan.hash
    with pytest.raises(NotAuthorized):
        start_response(responders, asked.file, other, RecordedEvents())
    assert not stoppable.is_stopped()


def test_a_policy_that_became_stricter_holds(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="one")
    stoppable.become("ann")
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    asked = request_response(responders, file, plan)
    assert asked.standing.state == "granted"
    stoppable.write_policy(need="two")
    with pytest.raises(NotAuthorized, match="it needs two now"):
        start_response(responders_of(), asked.file, plan, RecordedEvents())
    assert not stoppable.is_stopped()


def test_an_approval_of_who_may_not_approve_any_more_does_not_count(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="one")
    stoppable.become("ann")
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    asked = request_response(responders, file, plan)
    assert asked.standing.approvers == ("ann@example.com",)
    stoppable.write_policy(POLICY.replace("approves = true", "approves = false", 1), need="one")
    with pytest.raises(NotAuthorized, match="approved it, and may not any more"):
        start_response(responders_of(), asked.file, plan, RecordedEvents())
    assert not stoppable.is_stopped()


def test_the_switch_stops_a_run_before_its_next_write(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    asked = request_response(responders, file, plan)
    call = AwsWriter.call

    def stop_first(self: Any, operation: str, *rest: Any) -> Any:
        set_switch(responders, "a bad rule", halt=True)
        return call(self, operation, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AwsWriter, "call", stop_first)
        with pytest.raises(NotAuthorized, match="all responses are stopped"):
            start_response(responders, asked.file, plan, RecordedEvents())
    assert not stoppable.is_stopped()
    now = read_case_file(responders.log, file.case.id)
    with pytest.raises(NotAuthorized):
        resume_response(responders, now, RecordedEvents())


def test_a_case_without_a_plan_has_none_to_find(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    responders = responders_of()
    file, _ = plan_stop(responders, stoppable.arn)
    with pytest.raises(BadInput, match="has no plan"):
        find_plan(file)
    with pytest.raises(BadInput, match="nothing was started yet"):
        resume_response(responders, file, RecordedEvents())


def test_a_run_of_another_home_is_not_ours(
    responders_of: Respond, stoppable: StoppableFunction, tmp_path: Any
) -> None:
    """A case says which run it started; where the journal lacks that, the run is begun."""
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    asked = request_response(responders, file, plan)
    other = open_responders(tmp_path / "other", None, responders.connection)
    with pytest.raises(BadInput, match="no case"):
        other.find_case(file.case.id)
    assert asked.file.case.runs == ()


def test_nothing_starts_or_goes_on_in_a_closed_case(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    asked = request_response(responders, file, plan)
    close_case(responders, file.case.id, "it was a test of ours")
    for known in (asked.file, read_case_file(responders.log, file.case.id)):
        with pytest.raises(RingwallError):
            start_response(responders, known, plan, RecordedEvents())
    with pytest.raises(BadInput, match="is closed"):
        resume_response(responders, responders.find_case(file.case.id), RecordedEvents())
    assert not stoppable.is_stopped()


def test_what_has_become_protected_is_not_gone_on_with(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="one")
    stoppable.become("ann")
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    asked = request_response(responders, file, plan)
    body = {"plan": plan.hash, "run": "20261201T000000-abcdef", "uses": {}, "automatic": False}
    file = responders.author.add(asked.file, "started", body)  # and killed
    stoppable.write_policy(need="one", more=f'[protected]\narns = ["{stoppable.arn}"]\n')
    with pytest.raises(NotAuthorized, match="it needs never now"):
        resume_response(responders_of(), file, RecordedEvents())
    assert not stoppable.is_stopped()


def test_of_two_plans_of_one_case_one_is_started(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="automatic")
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    first = request_response(responders, file, plan).file
    again = replace(plan, at=plan.at + 1)
    with pytest.raises(CaseMoved):
        request_response(responders, file, again)  # of who looked before the first one planned
    second = request_response(responders, first, again).file
    start_response(responders, second, plan, RecordedEvents())
    with pytest.raises(CaseMoved):
        start_response(responders, second, again, RecordedEvents())
    kinds = [event.kind for event in responders.log.events(file.case.id)]
    assert kinds.count("started") == 1


def test_the_same_command_carries_out_what_others_approved(
    responders_of: Respond, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    uid = record_finding(tmp_path / "home", stoppable.arn)
    responders = responders_of()
    file, plan = plan_stop(responders, uid)
    request_response(responders, file, plan)
    for wanted in (uid, file.case.id):
        found = find_granted(responders, wanted)
        assert found is not None
        assert found[1].hash == plan.hash
    assert find_granted(responders, "another") is None
