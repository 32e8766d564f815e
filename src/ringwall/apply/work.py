"""Work that goes on at AWS after it has answered: asked after until it ends."""

from dataclasses import dataclass
from typing import Any, Literal

import jmespath

from ringwall.apply.binding import Unresolved, bind_answer
from ringwall.apply.environment import RunEnvironment
from ringwall.model.change import Change, Poll
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader
from ringwall.model.text import make_visible


@dataclass(frozen=True)
class WorkEnd:
    """How the work stands: done, failed, or still going on as far as anybody knows; and why."""

    state: Literal["done", "failed", "awaiting"]
    reason: str = ""


def await_work(poll: Poll, answer: Any, reader: Reader, environment: RunEnvironment) -> WorkEnd:
    """Return how the work stands that a write has started: once it ended, or its time is over.

    Where AWS does not say how it stands, it may go on: nothing that was started is called failed
    before AWS says so.
    """

    def ask() -> WorkEnd:
        try:
            found = reader.call(poll.operation, **bind_answer(poll, answer))
        except CallFailed as error:
            if error.code not in poll.early:
                raise
            return WorkEnd("awaiting", f"AWS does not show it yet: {error}")
        state = str(jmespath.search(poll.take, found))
        if state in poll.done:
            return WorkEnd("done")
        if state in poll.failed:
            why = jmespath.search(poll.why, found) if poll.why else None
            return WorkEnd("failed", make_visible(str(why or state)))
        return WorkEnd("awaiting", f"AWS says {make_visible(state)}")

    try:
        return environment.wait_until(lambda end: end.state != "awaiting", ask, poll.wait)
    except (Unresolved, CallFailed) as error:
        return WorkEnd("awaiting", f"cannot see how the work stands: {error}")


def time_to_show(change: Change, environment: RunEnvironment) -> float:
    """Return the seconds after which a write that does not show was not carried out.

    INVARIANT: work that may go on at AWS is not started a second time, unless AWS itself
    recognizes the request by its token.
    """
    poll, wait = change.write.poll, change.probe.wait
    if poll is None:
        return wait
    writer = environment.connections.writer(change.account_id, change.region)
    return wait if writer.takes_token(change.write.operation) else wait + poll.wait
