"""Acts that are told beside incidents: what detections of context saw, for a time."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import sqlalchemy as sa

from ringwall.model.body import damage_named
from ringwall.model.detection import Hit
from ringwall.model.incident import RuleWords
from ringwall.store.database.connection import BATCH, reading
from ringwall.store.database.hits import read_hit, write_hit
from ringwall.store.database.schema import CONTEXT_HIT, CONTEXT_TIE, RULE_TEXT
from ringwall.store.database.told import KeptTie, ToldHit, read_words, split_parts

MOST = 1_000
"""Acts that are told beside one incident, of more the first of each rule; and ties of one rule and
value that are looked at."""


class ContextAct(NamedTuple):
    """An act to keep, with how grave its rule is, the digest of the rule's text, and its ties."""

    hit: Hit
    gravity: int
    text: str
    ties: tuple[KeptTie, ...]


class ContextStore:
    """The acts in a database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def hits(self) -> Iterator[Hit]:
        """Yield all of them, the earliest first."""
        query = sa.select(CONTEXT_HIT).order_by(CONTEXT_HIT.c.first_seen, CONTEXT_HIT.c.uid)
        with reading(self._engine) as connection:
            rows = connection.execution_options(yield_per=BATCH).execute(query).mappings()
            for row in rows:
                yield read_hit(row)

    def ties(self, values: Collection[str], since: int, until: int) -> list[KeptTie]:
        """Return who had values in a time, both ends among it.

        Of each value and rule it is the earliest of very many. First comes the first act of each,
        then the second of each: so whoever takes only some of them has some of every rule, however
        often another act was done.
        """
        columns = [CONTEXT_TIE.c[name] for name in KeptTie._fields[:-1]]
        place = sa.func.row_number().over(
            partition_by=(CONTEXT_TIE.c.value, CONTEXT_HIT.c.rule),
            order_by=(CONTEXT_TIE.c.at, CONTEXT_TIE.c.hit),
        )
        found: list[tuple[int, KeptTie]] = []
        with reading(self._engine) as connection:
            for part in split_parts(values):
                ranked = (
                    sa.select(*columns, place.label("place"))
                    .join(CONTEXT_HIT, CONTEXT_HIT.c.uid == CONTEXT_TIE.c.hit)
                    .where(CONTEXT_TIE.c.value.in_(part), CONTEXT_TIE.c.at.between(since, until))
                    .subquery()
                )
                query = sa.select(ranked).where(ranked.c.place <= MOST)
                for row in connection.execute(query).mappings():
                    tie = KeptTie(**{name: row[name] for name in KeptTie._fields[:-1]})
                    found.append((row["place"], tie))
        found.sort(key=lambda each: (each[0], each[1].at, each[1].hit, each[1].value))
        return [tie for _, tie in found]

    def told(self, uids: Collection[str]) -> tuple[ToldHit, ...]:
        """Return acts with what their rules say, in the order of their time."""
        found: list[ToldHit] = []
        with reading(self._engine) as connection:
            for part in split_parts(uids):
                query = (
                    sa.select(CONTEXT_HIT, RULE_TEXT.c.title, RULE_TEXT.c.body.label("text_body"))
                    .join(RULE_TEXT, RULE_TEXT.c.digest == CONTEXT_HIT.c.text)
                    .where(CONTEXT_HIT.c.uid.in_(part))
                )
                rows = connection.execute(query).mappings()
                found.extend(ToldHit(read_hit(row), _read_named_words(row)) for row in rows)
        return tuple(sorted(found, key=lambda told: (told.hit.at, told.hit.uid)))


class ContextWriter:
    """The acts inside one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep(self, acts: Iterable[ContextAct], now: int) -> int:
        """Keep acts, each once; of one that is known, what more there is. Return how many are new.

        `now` is in milliseconds.
        """
        waiting = {act.hit.uid: act for act in acts}
        known = self._known(waiting)
        for uid, count in known.items():
            row = write_hit(waiting[uid].hit)
            if row["count"] > count:
                statement = sa.update(CONTEXT_HIT).where(CONTEXT_HIT.c.uid == uid)
                self._connection.execute(statement.values(row))
        fresh = [act for uid, act in waiting.items() if uid not in known]
        rows = [
            {**write_hit(act.hit), "gravity": act.gravity, "text": act.text, "recorded_at": now}
            for act in fresh
        ]
        ties = [tie for act in fresh for tie in act.ties]
        if rows:
            self._connection.execute(sa.insert(CONTEXT_HIT), rows)
        for part in split_parts(ties):
            written = [{n: v for n, v in tie._asdict().items() if n != "incident"} for tie in part]
            self._connection.execute(sa.insert(CONTEXT_TIE), written)
        return len(fresh)

    def drop(self, before: int) -> None:
        """Forget what was recorded before a time, in milliseconds."""
        old = sa.select(CONTEXT_HIT.c.uid).where(CONTEXT_HIT.c.recorded_at < before)
        self._connection.execute(sa.delete(CONTEXT_TIE).where(CONTEXT_TIE.c.hit.in_(old)))
        self._connection.execute(sa.delete(CONTEXT_HIT).where(CONTEXT_HIT.c.recorded_at < before))

    def _known(self, uids: Collection[str]) -> dict[str, int]:
        """Return of how many events those acts are made that are kept, by uid."""
        found: dict[str, int] = {}
        for part in split_parts(uids):
            query = sa.select(CONTEXT_HIT.c.uid, CONTEXT_HIT.c.count)
            rows = self._connection.execute(query.where(CONTEXT_HIT.c.uid.in_(part)))
            found |= {row[0]: row[1] for row in rows}
        return found


def _read_named_words(row: sa.RowMapping) -> RuleWords:
    with damage_named(f"rule text {row['text']}"):
        return read_words(row)
    raise AssertionError  # the block above returns or raises
