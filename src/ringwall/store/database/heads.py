"""How each chain of events ends, written down beside it: what is cut off at its end shows.

A row for each event: which chain it is of, its number and its seal; sealed over the row before, so
that all chains of a database make one. Whoever has not the key can drop the end of a chain, but not
of this one without dropping what came after it in all others. Who puts a whole database back as it
was is seen by a copy of the newest seal alone.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import sqlalchemy as sa

from ringwall.model.sealing import FIRST_SEAL
from ringwall.model.text import make_visible
from ringwall.store.database.schema import LOG_HEAD
from ringwall.store.seal_key import SealKey

HEAD_LOCK = 0x68656164
"""Postgres takes a number for an advisory lock: "head" in ASCII."""


@dataclass
class CheckedHeads:
    """What is known of the heads up to one of them: they are checked once."""

    number: int = 0
    seal: str = FIRST_SEAL
    ends: dict[str, int] = field(default_factory=dict)
    """The number of the last event, by chain."""
    cut: dict[str, str] = field(default_factory=dict)
    """Chains to which was added after something was cut off."""
    broken: str = ""


@dataclass
class Heads:
    """The heads in a database. All methods run in the transaction that they are handed."""

    key: SealKey
    _checked: CheckedHeads = field(default_factory=CheckedHeads, init=False, repr=False)
    _turn: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    def push(self, connection: sa.Connection, log: str, event: int, hash_: str) -> None:
        """Write down that a chain ends with an event now."""
        if connection.dialect.name == "postgresql":
            # SQLite's transactions that write exclude each other already.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(HEAD_LOCK)))
        number, previous = find_newest(connection)
        row = {"number": number + 1, "log": log, "event": event, "hash": hash_}
        seal = self.key.seal("head", _sealed(previous, row))
        connection.execute(sa.insert(LOG_HEAD).values(**row, seal=seal))

    def doubt_end(
        self, connection: sa.Connection, log: str, name: str, last: tuple[int, str], *, told: bool
    ) -> Iterator[str]:
        """Yield what speaks against the end of a chain, whose last event has a number and a seal.

        `told` is whether that event was written with a head: an older Ringwall wrote none.
        """
        checked = self._check(connection)
        if log in checked.cut:
            yield f"{name}: {checked.cut[log]}"
        columns = LOG_HEAD.c.event, LOG_HEAD.c.hash
        query = sa.select(*columns).where(LOG_HEAD.c.log == log)
        head = connection.execute(query.order_by(LOG_HEAD.c.number.desc()).limit(1)).first()
        if head is None:
            if told:
                yield f"{name}: what says how it ends is missing"
        elif head[0] > last[0]:
            count = head[0] - last[0]
            yield f"{name}: the last {count} event{'s' * (count != 1)} of it {_be(count)} missing"
        elif tuple(head) != last:
            yield f"{name}: it does not end with what was written last"
        if checked.broken:
            yield checked.broken

    def doubt_all(self, connection: sa.Connection) -> Iterator[str]:
        """Yield what speaks against the heads as a whole."""
        checked = self._check(connection)
        yield from (f"{make_visible(log)}: {why}" for log, why in sorted(checked.cut.items()))
        if checked.broken:
            yield checked.broken

    def _check(self, connection: sa.Connection) -> CheckedHeads:
        """Return what is known of all heads; those that were checked before are not again."""
        with self._turn:
            return self._check_rest(connection)

    def _check_rest(self, connection: sa.Connection) -> CheckedHeads:
        known = self._checked
        if known.broken or not _is_there(connection, known):
            known = self._checked = CheckedHeads()
        query = sa.select(LOG_HEAD).where(LOG_HEAD.c.number > known.number)
        for row in connection.execute(query.order_by(LOG_HEAD.c.number)).mappings():
            why = self._find_flaw(known, row)
            if why:
                known.broken = why
                break
            known.number, known.seal = row["number"], row["seal"]
            before = known.ends.get(row["log"], row["event"] - 1)
            if row["event"] != before + 1:
                known.cut.setdefault(
                    row["log"], f"something was cut off after event {row['event'] - 1}"
                )
            known.ends[row["log"]] = row["event"]
        return known

    def _find_flaw(self, known: CheckedHeads, row: Mapping[Any, Any]) -> str:
        """Return what is wrong with a head, '' for nothing."""
        if row["number"] != known.number + 1:
            return f"head {known.number + 1} of the database is missing: an end was cut off"
        if self.key.holds("head", _sealed(known.seal, row), row["seal"]):
            return ""
        why = self.key.describe_doubt(row["seal"])
        return f"head {row['number']} of the database: {why or 'it was changed'}"


def _is_there(connection: sa.Connection, known: CheckedHeads) -> bool:
    """Whether the heads that were checked are there still, as far as a glance tells."""
    seal = sa.select(LOG_HEAD.c.seal).where(LOG_HEAD.c.number == known.number)
    count = sa.select(sa.func.count()).where(LOG_HEAD.c.number <= known.number)
    found = connection.execute(seal).scalar() or FIRST_SEAL
    return (found, connection.execute(count).scalar()) == (known.seal, known.number)


def find_newest(connection: sa.Connection) -> tuple[int, str]:
    """Return the number and the seal of the newest head: all that was written is in it."""
    columns = LOG_HEAD.c.number, LOG_HEAD.c.seal
    row = connection.execute(sa.select(*columns).order_by(columns[0].desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, FIRST_SEAL)


def find_logs(connection: sa.Connection) -> set[str]:
    """Return the names of all chains that have a head."""
    return set(connection.execute(sa.select(LOG_HEAD.c.log).distinct()).scalars())


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _sealed(previous: str, row: Mapping[Any, Any]) -> str:
    """Return the text that a head's seal is of: the seal before it, and all of itself."""
    names = ("number", "log", "event", "hash")
    return json.dumps([previous, *(row[name] for name in names)], separators=(",", ":"))
