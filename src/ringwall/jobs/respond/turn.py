"""Starts that no person approved: one at a time, each counted against the limits of an hour.

What they use is in a chain of its own, one a day, so that nobody has to read all cases to count it:
a responder of ten thousand cases starts as fast as one of ten.
"""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from ringwall.apply.environment import RunEnvironment
from ringwall.aws.clock import ask_time
from ringwall.jobs.respond.responders import Responders
from ringwall.model.case import STARTS, CaseEvent
from ringwall.model.errors import Locked, NotAuthorized
from ringwall.model.lease import Leased
from ringwall.respond.limits import find_excess

TURN = Leased("", "", "responses that start by themselves")
"""The lease of who starts one: another one waits for its turn."""
TURN_SECONDS, TURNS = 0.25, 240
"""How long one waits for its turn between two looks, on average, and how often it looks."""
DAYS = (-1, 0, 1)
"""From today: an hour may have begun yesterday, and another clock may be ahead of midnight."""
MOST_DRIFT = timedelta(minutes=5)
"""How far the clock of this machine may be from AWS's."""


@contextmanager
def taking_turn(environment: RunEnvironment, run_id: str) -> Iterator[None]:
    """Let nobody else start what no person has approved: what is left of limits is counted once."""
    leases, turns = environment.leases, TURNS
    while True:
        try:
            leases.take(run_id, [TURN])
            break
        except Locked:
            if not turns:
                raise
            turns -= 1
            # Those that wait do not all look at the same moment.
            environment.pause(random.uniform(0.2, 1.8) * TURN_SECONDS)  # noqa: S311 - no secret
    try:
        yield
    finally:
        leases.release(run_id)


def count_start(responders: Responders, case_id: str, run_id: str, uses: Mapping[str, int]) -> None:
    """Write down what a start uses, before it starts; NotAuthorized where that passes a limit.

    Called by who has the turn.
    """
    now = datetime.now(UTC)
    # INVARIANT: a clock that runs ahead frees no limit. An idle night is no jump: AWS has it, too.
    at = round(min(now, check_clock(responders, now)).timestamp() * 1000)
    found = [event for day in DAYS for event in _read_day(responders, now + timedelta(days=day))]
    if excess := find_excess(responders.policy.limits, uses, found, at):
        raise NotAuthorized(f"{excess}: a person has to approve it")
    name = _name_day(now)
    last = len(responders.log.events(name))
    body = {"case": case_id, "run": run_id, "uses": dict(uses), "automatic": True}
    responders.log.append(name, "started", responders.principal, body, last)


def check_clock(responders: Responders, now: datetime) -> datetime:
    """Return what time it is at AWS; NotAuthorized where this machine's clock is far from it."""
    at_aws = ask_time(responders.connection.sessions)
    drift = now - at_aws
    if abs(drift) > MOST_DRIFT:
        minutes = round(abs(drift) / timedelta(minutes=1))
        way = "ahead of" if drift > timedelta() else "behind"
        raise NotAuthorized(
            f"the clock of this machine is {minutes} minutes {way} AWS's, so that nobody knows "
            "what is left of the limits: set it, or let a person approve it"
        )
    return at_aws


def _read_day(responders: Responders, day: datetime) -> tuple[CaseEvent, ...]:
    name = _name_day(day)
    if doubts := responders.log.doubt(name):
        raise NotAuthorized(
            f"what started by itself on {day:%Y-%m-%d} does not hold ({doubts[0]}), so that nobody "
            "knows what is left of the limits: a person has to approve it"
        )
    return responders.log.events(name)


def _name_day(day: datetime) -> str:
    return f"{STARTS}{day:%Y%m%d}"
