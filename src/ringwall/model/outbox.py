"""The outbox: notices that wait for their channels, and what has become of each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from ringwall.model.notice import Notice

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


class NonceLog(Protocol):
    """What came in once and must not come in again. Raises StorageFailed and its kin."""

    def take(self, via: str, nonce: str, until: int) -> bool:
        """Take a nonce, which is kept until a time; False where it was taken before."""
        ...

    def give_back(self, via: str, nonce: str) -> None:
        """Forget a nonce: what came with it was not done, and may come again."""
        ...
