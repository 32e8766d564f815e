"""What waits in the outbox is sent: each notice until its channel takes it, or for two hours.

A notice is claimed before it is sent and marked afterwards. Where a process is killed in between,
the next try asks the channel first whether it has it, as far as the channel can be asked.
"""

import random
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from ringwall.model.notice import Notice, NoticeKind
from ringwall.model.outbox import NoticeQueue, QueuedNotice
from ringwall.model.response_channels import Channel
from ringwall.model.rule import SEVERITIES
from ringwall.respond.channels.send import send_notice
from ringwall.respond.channels.sending import Delivery, Equipment, NotSent
from ringwall.respond.channels.templates import NoticeTemplates

FIRST_WAIT, LONGEST_WAIT = 5_000, 1_800_000
"""Milliseconds to the second try, twice as many to each after it, and at most."""
MOST_ATTEMPTS = 12
"""After so many tries a notice is dead; where it is let try again, after as many more."""
MOST_FAILURES = 3
"""After so many in a row, a channel is left alone until the next time."""
MOST_THREADS = 8
_KEY = re.compile(r"[\x21-\x7e]{1,500}")
"""What keys of tickets and messages are made of. They are not sealed in the database."""
TOO_LATE = "the request for approval has expired"


@dataclass(frozen=True)
class ToldNotice:
    """What became of a try to tell a channel."""

    channel: str
    case: str
    kind: NoticeKind
    number: int
    is_sent: bool
    key: str = ""
    """The key of the ticket or message, '' where the channel has none."""
    error: str = ""
    is_dead: bool = False
    """Whether it is not tried any more."""


def choose_channels(channels: Sequence[Channel], notice: Notice) -> tuple[str, ...]:
    """Return the names of the channels that are told of a notice."""
    gravity = SEVERITIES.index(notice.severity)
    return tuple(
        channel.name
        for channel in channels
        if SEVERITIES.index(channel.severity) <= gravity
        and (not channel.notices or notice.kind in channel.notices)
    )


def without_end() -> bool:
    """Return that there is time for one more."""
    return True


@dataclass(frozen=True)
class Courier:
    """Sends what waits for channels."""

    queue: NoticeQueue
    channels: Sequence[Channel]
    equipment: Equipment
    templates: NoticeTemplates
    chance: Callable[[], float] = random.random
    """From 0 to 1: where many wait for a service that is back, they do not come all at once."""

    def deliver(self, may_go_on: Callable[[], bool] = without_end) -> tuple[ToldNotice, ...]:
        """Send all that is due, and return what became of it; what failed waits for its time.

        Channels do not wait for each other: one that is down holds nobody up. `may_go_on` is asked
        before each notice; without it there is time for all.
        """
        if not self.channels:
            return ()
        drain = partial(self._drain, may_go_on)
        with ThreadPoolExecutor(max_workers=min(len(self.channels), MOST_THREADS)) as pool:
            return tuple(told for part in pool.map(drain, self.channels) for told in part)

    def _drain(self, may_go_on: Callable[[], bool], channel: Channel) -> list[ToldNotice]:
        told: list[ToldNotice] = []
        # One by one: what is claimed is to be sent before the claim ends.
        while may_go_on() and (claimed := self.queue.claim((channel.name,), 1)):
            told.extend(self._tell(channel, one) for one in claimed)
            last = told[-MOST_FAILURES:]
            if len(last) == MOST_FAILURES and not any(one.is_sent or one.is_dead for one in last):
                break
        return told

    def _tell(self, channel: Channel, one: QueuedNotice) -> ToldNotice:
        notice = one.notice
        about = ToldNotice(one.channel, notice.case, notice.kind, notice.number, is_sent=False)
        ask = notice.approval
        if ask and ask.expires_at <= self.equipment.now():
            self.queue.mark_failed(one.uid, TOO_LATE, 0)
            return replace(about, error=TOO_LATE, is_dead=True)
        ticket = self.queue.find_key(one.channel, notice.case)
        delivery = Delivery(
            uid=one.uid,
            notice=notice,
            text=self.templates.write(notice),
            created_at=one.created_at,
            is_again=one.attempts > 1,
            ticket=ticket if _KEY.fullmatch(ticket) else "",
        )
        try:
            key = send_notice(channel, delivery, self.equipment)
        except NotSent as error:
            due_at = self._find_next(one, error)
            self.queue.mark_failed(one.uid, str(error), due_at)
            return replace(about, error=str(error), is_dead=not due_at)
        self.queue.mark_sent(one.uid, key)
        return replace(about, is_sent=True, key=key)

    def _find_next(self, one: QueuedNotice, error: NotSent) -> int:
        """Return when it is tried again, in milliseconds; 0 for never."""
        if error.is_final or one.attempts % MOST_ATTEMPTS == 0:
            return 0
        tries = (one.attempts - 1) % MOST_ATTEMPTS
        wait = min(FIRST_WAIT * 2**tries, LONGEST_WAIT) * (0.5 + self.chance() / 2)
        return self.equipment.now() + max(int(wait), int(error.retry_after * 1000), 1)
