"""The outbox in the database: notices queued for channels, handed out in order, and marked.

What a notice says is sealed with the user's key: who can write to the database can hold a notice
back, and cannot have one told that Ringwall did not write.
"""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ringwall.model.notice import Notice
from ringwall.model.outbox import (
    LONGEST_ERROR,
    NOT_OURS,
    TERM,
    NoticeStatus,
    QueuedNotice,
    make_uid,
    read_body,
    write_body,
    write_sealed,
)
from ringwall.model.text import make_storable
from ringwall.store.database.connection import reading, writing
from ringwall.store.database.schema import OUTBOX
from ringwall.store.seal_key import SealKey

OUTBOX_LOCK = 0x6F7574626F78
"""Postgres takes a number for an advisory lock: "outbox" in ASCII."""


def _now() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class DatabaseOutbox:
    """The notices in a database; see `model.outbox.Outbox`. Thread-safe."""

    engine: sa.Engine
    key: SealKey
    now: Callable[[], int] = _now

    def put(self, notice: Notice, channels: Iterable[str]) -> int:
        """Queue a notice for channels; return for how many of them it was not queued before."""
        body = write_body(notice)
        wanted = {make_uid(channel, notice): channel for channel in channels}
        at = self.now()
        with writing(self.engine) as connection:
            _lock(connection)
            query = sa.select(OUTBOX.c.uid).where(OUTBOX.c.uid.in_(list(wanted)))
            known = set(connection.execute(query).scalars())
            rows = [
                {
                    "uid": uid,
                    "channel": channel,
                    "case_id": notice.case,
                    "body": body,
                    "seal": self.key.seal("outbox", write_sealed(uid, channel, body)),
                    "created_at": at,
                    "due_at": at,
                    "status": "waiting",
                    "attempts": 0,
                    "error": "",
                    "key": "",
                    "sent_at": 0,
                }
                for uid, channel in wanted.items()
                if uid not in known
            ]
            if rows:
                connection.execute(sa.insert(OUTBOX), rows)
        return len(rows)

    def claim(self, channels: Collection[str], limit: int) -> tuple[QueuedNotice, ...]:
        """Take what is due, for two minutes; what somebody else has written becomes dead."""
        at = self.now()
        # One that waits holds back those after it, in the same case and channel.
        first = (
            sa.select(sa.func.min(OUTBOX.c.id))
            .where(OUTBOX.c.status == "waiting", OUTBOX.c.channel.in_(list(channels)))
            .group_by(OUTBOX.c.channel, OUTBOX.c.case_id)
        )
        query = sa.select(OUTBOX).where(OUTBOX.c.id.in_(first), OUTBOX.c.due_at <= at)
        taken: list[QueuedNotice] = []
        with writing(self.engine) as connection:
            _lock(connection)
            rows = connection.execute(query.order_by(OUTBOX.c.id).limit(limit)).mappings().all()
            for row in rows:
                change = {"due_at": at + TERM, "attempts": row["attempts"] + 1}
                is_ours = self._is_ours(row)
                if not is_ours:
                    change |= {"status": "dead", "error": NOT_OURS}
                one = sa.update(OUTBOX).where(OUTBOX.c.id == row["id"])
                connection.execute(one.values(**change))
                if is_ours:
                    taken.append(_read({**row, **change}))
        return tuple(taken)

    def mark_sent(self, uid: str, key: str) -> None:
        """Write down that it was sent, and how the channel calls it."""
        self._change(uid, status="sent", error="", key=make_storable(key), sent_at=self.now())

    def mark_failed(self, uid: str, error: str, due_at: int) -> None:
        """Write down that a try failed, and when the next one is; it is dead where that is 0."""
        status = "waiting" if due_at else "dead"
        self._change(uid, status=status, error=make_storable(error)[:LONGEST_ERROR], due_at=due_at)

    def find_key(self, channel: str, case: str) -> str:
        """Return the key of the first notice of a case that a channel was sent, or ''."""
        query = (
            sa.select(OUTBOX.c.key)
            .where(OUTBOX.c.channel == channel, OUTBOX.c.case_id == case, OUTBOX.c.key != "")
            .order_by(OUTBOX.c.id)
            .limit(1)
        )
        with reading(self.engine) as connection:
            return str(connection.execute(query).scalar() or "")

    def find_case(self, channel: str, key: str) -> str:
        """Return the case of which a channel has a ticket, or ''."""
        query = (
            sa.select(OUTBOX)
            .where(OUTBOX.c.channel == channel, OUTBOX.c.key == key, OUTBOX.c.key != "")
            .order_by(OUTBOX.c.id)
            .limit(1)
        )
        with reading(self.engine) as connection:
            row = connection.execute(query).mappings().first()
        return _read(row).notice.case if row is not None and self._is_ours(row) else ""

    def list(self, statuses: Collection[NoticeStatus] = ()) -> tuple[QueuedNotice, ...]:
        """Return the notices in a state, or all, oldest first; those of others are left out."""
        query = sa.select(OUTBOX).order_by(OUTBOX.c.id)
        if statuses:
            query = query.where(OUTBOX.c.status.in_(list(statuses)))
        with reading(self.engine) as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(_read(row) for row in rows if self._is_ours(row))

    def revive(self, uids: Collection[str] = ()) -> int:
        """Let dead notices be tried again, all of them where none is named; return how many."""
        change = sa.update(OUTBOX).where(OUTBOX.c.status == "dead", OUTBOX.c.error != NOT_OURS)
        if uids:
            change = change.where(OUTBOX.c.uid.in_(list(uids)))
        with writing(self.engine) as connection:
            done = connection.execute(change.values(status="waiting", due_at=self.now()))
            return int(done.rowcount)

    def _change(self, uid: str, **values: Any) -> None:
        # What is sent stays so: the try of a process that stood still may end after another's.
        one = sa.update(OUTBOX).where(OUTBOX.c.uid == uid, OUTBOX.c.status != "sent")
        with writing(self.engine) as connection:
            connection.execute(one.values(**values))

    def _is_ours(self, row: Any) -> bool:
        text = write_sealed(row["uid"], row["channel"], row["body"])
        return self.key.holds("outbox", text, row["seal"])


def _lock(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        # SQLite's transactions that write exclude each other already.
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(OUTBOX_LOCK)))


def _read(row: Any) -> QueuedNotice:
    notice = read_body(row["uid"], row["body"])
    names = ("uid", "channel", "created_at", "due_at", "status", "attempts", "error", "key")
    kept = {name: row[name] for name in names}
    return QueuedNotice(notice=notice, sent_at=row["sent_at"], **kept)
