"""The nonces in the database: what came from channels once, and is not taken again."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from ringwall.model.outbox import digest_nonce
from ringwall.store.database.connection import writing
from ringwall.store.database.schema import CALLBACK_NONCE

MOST = 1_000
"""How many nonces that ended are forgotten at a time."""

NONCE_LOCK = 0x6E6F6E6365
"""Postgres takes a number for an advisory lock: "nonce" in ASCII."""


def _now() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Nonces:
    """The nonces in a database; see `model.outbox.NonceLog`. Thread-safe.

    INVARIANT: who takes a nonce has checked a signature first, so that strangers fill no table.
    """

    engine: sa.Engine
    now: Callable[[], int] = _now

    def take(self, via: str, nonce: str, until: int) -> bool:
        """Take a nonce, which is kept until a time; False where it was taken before."""
        table, digest = CALLBACK_NONCE, digest_nonce(nonce)
        ended = sa.select(table.c.via, table.c.nonce).where(table.c.until < self.now()).limit(MOST)
        with writing(self.engine) as connection:
            if connection.dialect.name == "postgresql":
                # SQLite's transactions that write exclude each other already.
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(NONCE_LOCK)))
            for old in connection.execute(ended).all():
                connection.execute(sa.delete(table).where(_is(old.via, old.nonce)))
            known = sa.select(table.c.until).where(_is(via, digest))
            if connection.execute(known).first() is not None:
                return False
            row = {"via": via, "nonce": digest, "until": until}
            connection.execute(sa.insert(table).values(**row))
        return True

    def give_back(self, via: str, nonce: str) -> None:
        """Forget a nonce: what came with it was not done, and may come again."""
        with writing(self.engine) as connection:
            connection.execute(sa.delete(CALLBACK_NONCE).where(_is(via, digest_nonce(nonce))))


def _is(via: str, digest: str) -> sa.ColumnElement[bool]:
    return sa.and_(CALLBACK_NONCE.c.via == via, CALLBACK_NONCE.c.nonce == digest)
