"""The entry of the Lambda: `ringwall.handler.responder.handle`.

An invocation that raises is sent again by Lambda, twice, and then to the queue for what failed:
so does one whose time is over, and the run goes on where it was.
"""

import logging
from functools import cache
from typing import Any, Protocol

from ringwall.handler.events import read_event
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
    """Answer the findings of an event; return what became of each.

    BadInput for an event that is none of ours; Unfinished where it has to come again.
    """
    logging.getLogger("ringwall").setLevel(logging.INFO)
    received = read_event(event)
    LOG.info(
        "event=%s source=%s account=%s findings=%d",
        received.id,
        received.source,
        received.account_id,
        len(received.records),
    )

    def count_left() -> float:
        return context.get_remaining_time_in_millis() / 1000

    told = _keep_responder().respond(received.records, count_left)
    for one in told:
        LOG.info("finding=%s state=%s case=%s run=%s", one.finding, one.state, one.case, one.run)
    if any(one.is_unfinished for one in told):
        raise Unfinished(f"event {received.id}: the time is over; it goes on when it comes again")
    return {"event": received.id, "responses": [one.describe() for one in told]}
