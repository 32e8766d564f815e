"""One notice for one channel: what a channel is handed, what it returns, and why it may fail."""

from collections.abc import Callable
from dataclasses import dataclass

from ringwall.model.errors import RingwallError
from ringwall.model.notice import Notice
from ringwall.model.response_channels import SecretPlace
from ringwall.model.response_policy import Person
from ringwall.respond.channels.https import HttpAnswer, HttpClient

REFUSED = frozenset({400, 405, 413, 415, 422})
"""What a service says where the request itself is wrong: sent again, it is no better."""

SeekSecret = Callable[[SecretPlace], str]
"""Returns the secret at a place; NotSent or BadInput where there is none."""


class NotSent(RingwallError):
    """A channel did not take a notice; `is_final` where it never will.

    `retry_after` is how many seconds the channel asked to wait, or 0.
    """

    def __init__(self, message: str, *, retry_after: float = 0.0, is_final: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.is_final = is_final


@dataclass(frozen=True)
class WrittenNotice:
    """The text of a notice: plain, on lines, with all that acts on a screen made visible."""

    subject: str
    body: str


@dataclass(frozen=True)
class Delivery:
    """A notice on its way to one channel."""

    uid: str
    """The same for each try: what a channel is told by it, it can be asked for."""
    notice: Notice
    text: WrittenNotice
    created_at: int
    """Milliseconds since 1970, UTC: when it was queued."""
    is_again: bool = False
    """Whether it was tried before, and may have arrived."""
    ticket: str = ""
    """The key of what the channel was first sent of this case, or ''."""


@dataclass(frozen=True)
class Equipment:
    """What channels send with."""

    http: HttpClient
    secret: SeekSecret
    now: Callable[[], int]
    """Milliseconds since 1970, UTC."""
    people: tuple[Person, ...] = ()
    callback_url: str = ""
    """Where `ringwall respond serve` is reached, without a / at the end, or ''."""


def check_taken(answer: HttpAnswer, equipment: Equipment) -> HttpAnswer:
    """Return an answer that says that all went well; NotSent for any other."""
    if answer.is_ok:
        return answer
    raise NotSent(
        answer.say(),
        retry_after=answer.wait(equipment.now() / 1000),
        is_final=answer.status in REFUSED,
    )
