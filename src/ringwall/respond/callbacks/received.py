"""What a callback says, once it was checked: a decision, a remark, or nothing to be done."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ringwall.model.notice import CaseDecision, CaseRemark
from ringwall.model.response_policy import Responder
from ringwall.model.table import Row
from ringwall.respond.callbacks.request import CallbackReply

NONCE_KEPT = 2 * 3_600_000
"""Milliseconds for which a nonce is kept: longer than its callback could come again."""


@dataclass(frozen=True)
class CallbackContext:
    """What callbacks of a channel are checked with."""

    secret: str
    """What the channel signs with."""
    people: tuple[Responder, ...]
    now: int
    """Milliseconds since 1970, UTC."""
    find_case: Callable[[str], str]
    """Returns the case of a ticket of the channel, by its key, or ''."""


def reply_plainly(text: str) -> CallbackReply:
    """Return a text as it is."""
    return CallbackReply(body=text)


@dataclass(frozen=True)
class ReceivedCallback:
    """What a callback says; `message` is None where it says nothing that is to be done."""

    message: CaseDecision | CaseRemark | None = None
    kept_until: int = 0
    """Until when its nonce is kept, milliseconds since 1970, UTC."""
    reply: Callable[[str], CallbackReply] = field(default=reply_plainly)
    """Returns how the channel is told what became of it."""
    write_end: Callable[[str], Row] | None = None
    """Returns what the channel is told once nobody is asked any more: it takes the place of the
    question. None where the channel cannot be told so."""
    answer_url: str = ""
    """Where the channel wants to be told later, since it does not wait; '' where it waits."""
