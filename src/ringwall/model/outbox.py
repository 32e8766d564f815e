"""The outbox: notices that wait for their channels, and what has become of each."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import msgspec

from ringwall.model.errors import BadInput
from ringwall.model.notice import Notice
from ringwall.model.text import make_storable

TERM = 120_000
"""Milliseconds for which a notice is handed out: a try that was killed comes again after them."""
LONGEST_ERROR = 500
NOT_OURS = "its text was changed in the database, or written with another key"
NoticeStatus = Literal["waiting", "sent", "dead"]
"""`dead` is what no channel took, however often it was tried: it waits for a person."""


@dataclass(frozen=True)
class QueuedNotice:
    """A notice for one channel. Times are milliseconds since 1970, UTC."""

    uid: str
    """Made of channel, case and number: the same notice is queued once."""
    channel: str
    notice: Notice
    created_at: int
    due_at: int
    status: NoticeStatus = "waiting"
    attempts: int = 0
    """How often it was tried, the try that goes on among it."""
    error: str = ""
    """Why the last try failed, or ''."""
    key: str = ""
    """What the channel calls what was made of it: the key of a ticket, the id of a message."""
    sent_at: int = 0


class NoticeQueue(Protocol):
    """Where notices wait. Raises StorageFailed and its kin.

    INVARIANT: the notices of a case go to a channel in order: the next one is handed out once the
    one before is sent or dead.
    """

    def put(self, notice: Notice, channels: Iterable[str]) -> int:
        """Queue a notice for channels; return for how many of them it was not queued before."""
        ...

    def claim(self, channels: Collection[str], limit: int) -> tuple[QueuedNotice, ...]:
        """Take what is due, for two minutes: until then no other process is handed it."""
        ...

    def mark_sent(self, uid: str, key: str) -> None:
        """Write down that it was sent, and how the channel calls it."""
        ...

    def mark_failed(self, uid: str, error: str, due_at: int) -> None:
        """Write down that a try failed, and when the next one is; it is dead where that is 0."""
        ...

    def find_key(self, channel: str, case: str) -> str:
        """Return the key of the first notice of a case that a channel was sent, or ''."""
        ...

    def find_case(self, channel: str, key: str) -> str:
        """Return the case of which a channel has a ticket, or ''."""
        ...


class Outbox(NoticeQueue, Protocol):
    """A queue that tells what is in it, and lets what is dead be tried again."""

    def list(self, statuses: Collection[NoticeStatus] = ()) -> tuple[QueuedNotice, ...]:
        """Return the notices in a state, or all, oldest first; those of others are left out."""
        ...

    def revive(self, uids: Collection[str] = ()) -> int:
        """Let dead notices be tried again, all of them where none is named; return how many."""
        ...


class NonceLog(Protocol):
    """What came in once and must not come in again. Raises StorageFailed and its kin."""

    def take(self, via: str, nonce: str, until: int) -> bool:
        """Take a nonce, which is kept until a time; False where it was taken before."""
        ...

    def give_back(self, via: str, nonce: str) -> None:
        """Forget a nonce: what came with it was not done, and may come again."""
        ...


def make_uid(channel: str, notice: Notice) -> str:
    """Return the uid of a notice for a channel: the same, however often it is queued."""
    text = json.dumps([channel, notice.case, notice.number, notice.kind])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def write_body(notice: Notice) -> str:
    """Return a notice as text, in which half a character is made a whole one."""
    return json.dumps(_make_storable(msgspec.to_builtins(notice)))


def read_body(uid: str, body: str) -> Notice:
    """Return the notice that a text is; BadInput where it is none."""
    try:
        return msgspec.json.decode(body.encode(), type=Notice)
    except msgspec.MsgspecError as error:
        raise BadInput(f"notice {uid}: cannot be read: {error}") from error


def write_sealed(uid: str, channel: str, body: str) -> str:
    """Return what the seal of a notice is of."""
    return json.dumps([uid, channel, body])


def digest_nonce(nonce: str) -> str:
    """Return a fingerprint: a nonce may be of any length, and a token is not to be kept."""
    return hashlib.sha256(nonce.encode()).hexdigest()


def _make_storable(value: Any) -> Any:
    """Return a document whose texts any JSON can hold: a log may have half a character."""
    if isinstance(value, str):
        return make_storable(value)
    if isinstance(value, dict):
        return {key: _make_storable(member) for key, member in value.items()}
    return [_make_storable(item) for item in value] if isinstance(value, list | tuple) else value
