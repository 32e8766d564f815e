"""Starts that no person approved: counted once, whoever else starts, and whatever was forged."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from recorded_events import RecordedEvents
from responders import plan_stop
from stoppable_function import StoppableFunction

from ringwall.jobs.respond import turn
from ringwall.jobs.respond.run import request_response, start_response
from ringwall.jobs.respond.turn import count_start
from ringwall.model.case import STARTS
from ringwall.model.errors import NotAuthorized, RingwallError
from ringwall.store.database.schema import CASE_EVENT

Respond = Callable[[], Any]


def test_two_that_start_at_once_do_not_pass_a_limit_together(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    more = "[limits]\nchanges = 1\n"
    stoppable.write_policy(need="automatic", more=more)
    both = [(one, *plan_stop(one, stoppable.arn)) for one in (responders_of(), responders_of())]
    counted, refused = Barrier(2), []
    count = vars(turn)["find_excess"]

    def count_together(*rest: Any) -> str:
        found: str = count(*rest)
        with suppress(BrokenBarrierError):
            counted.wait(2)
        return found

    def act(responders: Any, file: Any, plan: Any) -> None:
        asked = request_response(responders, file, plan)
        try:
            start_response(responders, asked.file, plan, RecordedEvents())
        except RingwallError as error:
            refused.append(str(error))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turn, "find_excess", count_together)
        threads = [Thread(target=act, args=one) for one in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    log = both[0][0].log
    kinds = [event.kind for one in log.case_ids() for event in log.events(one)]
    assert kinds.count("started") == 1
    assert "the limit is 1: a person has to approve it" in refused[0]


def test_no_limit_is_freed_by_a_case_that_was_written_by_somebody_else(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="automatic", more="[limits]\nchanges = 1\n")
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    file = request_response(responders, file, plan).file
    start_response(responders, file, plan, RecordedEvents())
    stoppable.account.client("lambda").delete_function_concurrency(FunctionName="shop")
    forged = CASE_EVENT.c.kind == "started"
    with responders.log.engine.begin() as connection:
        connection.execute(sa.update(CASE_EVENT).where(forged).values(kind="noted"))
    other, again = plan_stop(responders, stoppable.arn)
    other = request_response(responders, other, again).file
    with pytest.raises(NotAuthorized, match="nobody knows what is left of the limits"):
        start_response(responders, other, again, RecordedEvents())
    assert not stoppable.is_stopped()


@pytest.mark.parametrize(("minutes", "way"), [(-10, "ahead of"), (10, "behind")])
def test_nothing_starts_by_itself_on_a_machine_whose_clock_is_far_off(
    responders_of: Respond,
    stoppable: StoppableFunction,
    monkeypatch: pytest.MonkeyPatch,
    minutes: int,
    way: str,
) -> None:
    stoppable.write_policy(need="automatic")
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    file = request_response(responders, file, plan).file
    far = datetime.now(UTC) + timedelta(minutes=minutes)
    monkeypatch.setattr(turn, "ask_time", lambda _: far)
    with pytest.raises(NotAuthorized, match=f"this machine is 10 minutes {way} AWS's"):
        start_response(responders, file, plan, RecordedEvents())
    assert not stoppable.is_stopped()
    kinds = [event.kind for event in responders.log.events(file.case.id)]
    assert kinds == ["opened", "planned"]


def test_an_hour_of_another_day_counts_too(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="automatic", more="[limits]\nfunctions = 1\n")
    responders = responders_of()
    for day in (-1, 1):
        name = f"{STARTS}{datetime.now(UTC) + timedelta(days=day):%Y%m%d}"
        body = {"uses": {"functions": 1}, "automatic": True}
        responders.log.append(name, "started", "ringwall", body, 0)
        with pytest.raises(NotAuthorized, match=r"\d functions were changed in the last hour"):
            count_start(responders, "CASE-1", "r", {"functions": 1})
