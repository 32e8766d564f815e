"""The entry of the Lambda behind EventBridge: `ringwall.handler.responder.handle`.

First is contained what is to be, and then channels are told. An invocation that raises is sent
again by Lambda, twice, and then to the queue for what failed: so does one whose time is over, and
the run goes on where it was.
"""

import logging
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

from ringwall.handler.events import ReceivedEvent, read_event
from ringwall.jobs.respond.continued import ContinuedCase
from ringwall.jobs.respond_lambda import LambdaResponder, open_responder
from ringwall.model.errors import Locked
from ringwall.model.table import Row

LOG = logging.getLogger(__name__)


class InvocationContext(Protocol):
    """What Lambda tells a function of its invocation."""

    def get_remaining_time_in_millis(self) -> int:
        """Return how much time is left."""
        ...


class Unfinished(Locked):
    """The time is over, and a run is left open: the event has to come again."""


@cache
def _keep_responder() -> LambdaResponder:
    """Return the responder of this execution environment, opened at its first event."""
    return open_responder()


def handle(event: Any, context: InvocationContext) -> Row:
    """Answer the findings of an event, or go on with cases, and tell channels; return how it went.

    BadInput for an event that is none of ours; Unfinished where it has to come again.
    """
    logging.getLogger("ringwall").setLevel(logging.INFO)
    received = read_event(event)
    LOG.info(
        "event=%s source=%s account=%s findings=%d case=%s",
        received.id,
        received.source,
        received.account_id,
        len(received.records),
        received.case,
    )

    def count_left() -> float:
        return context.get_remaining_time_in_millis() / 1000

    responder = _keep_responder()
    told = responder.respond(received.records, count_left) if received.records else []
    for one in told:
        LOG.info("finding=%s state=%s case=%s run=%s", one.finding, one.state, one.case, one.run)
    went = _go_on(responder, received, count_left)
    if any(one.is_unfinished for one in told) or (
        received.case and any(one.is_unfinished for one in went)
    ):
        raise Unfinished(f"event {received.id}: the time is over; it goes on when it comes again")
    if received.is_retry:
        LOG.info("retried=%d", responder.retry_notices())
    responder.tell(count_left)
    answer: Row = {"event": received.id, "responses": [one.describe() for one in told]}
    return {**answer, "cases": [one.describe() for one in went]} if went else answer


def _go_on(
    responder: LambdaResponder, received: ReceivedEvent, left: Callable[[], float]
) -> list[ContinuedCase]:
    """Go on with the case that an event names, or with all of them where the schedule says so."""
    if not (received.case or received.is_schedule):
        return []
    went = responder.go_on([received.case] if received.case else None, left)
    for one in went:
        LOG.info("case=%s state=%s run=%s problem=%s", one.case, one.state, one.run, one.problem)
    return went
