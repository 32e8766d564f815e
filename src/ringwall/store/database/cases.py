"""The events of cases in the database: append-only, and sealed with a key, case by case."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ringwall.model.body import check_document, damage_named, decode_body
from ringwall.model.case import CaseEvent, CaseEventKind, is_case
from ringwall.model.errors import CaseMoved
from ringwall.model.table import Row
from ringwall.model.text import make_visible
from ringwall.store.database.connection import reading, writing
from ringwall.store.database.heads import Heads, find_logs
from ringwall.store.database.journal import JOURNAL
from ringwall.store.database.schema import CASE_EVENT
from ringwall.store.seal_key import SealKey

FIRST_SEAL = "0" * 64


def _now() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class CaseStore:
    """The cases in a database; see `model.case.CaseLog`. What `append` returned is on disk."""

    engine: sa.Engine
    key: SealKey
    now: Callable[[], int] = _now
    """Milliseconds since 1970."""

    def append(
        self, case_id: str, kind: CaseEventKind, author: str, body: Mapping[str, Any], after: int
    ) -> CaseEvent:
        """Write down one event; CaseMoved where `after` is not the number of the last one."""
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), default=str)
        try:
            with writing(self.engine) as connection:
                number, previous, before = _last(connection, case_id)
                if number != after:
                    raise _moved(case_id)
                row = {
                    "case": case_id,
                    "number": number + 1,
                    "kind": kind,
                    # A clock that was set back does not turn the order round.
                    "at": max(self.now(), before),
                    "author": author,
                    "body": text,
                }
                seal = self.key.seal("headed_case", _sealed(previous, row))
                connection.execute(sa.insert(CASE_EVENT).values(**row, hash=seal))
                self._heads.push(connection, case_id, number + 1, seal)
        except IntegrityError as error:  # Postgres lets two read the same last event
            raise _moved(case_id) from error
        return CaseEvent(**{**row, "body": json.loads(text), "hash": seal})

    def events(self, case_id: str) -> tuple[CaseEvent, ...]:
        """Return the events of a case in order; () where there is none."""
        return tuple(_read(row) for row in self._rows(case_id))

    def case_ids(self) -> tuple[str, ...]:
        """Return the ids of all cases, oldest first, and nothing else.

        Those of which nothing is left come last.
        """
        query = sa.select(CASE_EVENT.c.case).where(CASE_EVENT.c.number == 1)
        query = query.order_by(CASE_EVENT.c.at, CASE_EVENT.c.case)
        with reading(self.engine) as connection:
            found = list(filter(is_case, connection.execute(query).scalars()))
            lost = find_logs(connection).difference(found, (JOURNAL,))
        return (*found, *sorted(filter(is_case, lost)))

    def moved_since(self, at: int) -> tuple[str, ...]:
        """Return the ids of cases to which something was added since a time, oldest first."""
        first, last = sa.func.min(CASE_EVENT.c.at), sa.func.max(CASE_EVENT.c.at)
        query = sa.select(CASE_EVENT.c.case).group_by(CASE_EVENT.c.case).having(last >= at)
        with reading(self.engine) as connection:
            found = connection.execute(query.order_by(first, CASE_EVENT.c.case)).scalars()
            return tuple(filter(is_case, found))

    def doubt(self, case_id: str) -> list[str]:
        """Return what in a case was not written by who has the key: nothing, if all is well."""
        with reading(self.engine) as connection:
            return list(self._doubt(connection, case_id))

    def _doubt(self, connection: sa.Connection, case_id: str) -> Iterator[str]:
        case = f"case {make_visible(case_id)}"
        previous, expected, is_told = FIRST_SEAL, 1, False
        for row in _find_rows(connection, case_id):
            name, text = f"event {row['number']} of {case}", _sealed(previous, row)
            is_told = self.key.holds("headed_case", text, row["hash"])
            if row["number"] != expected:
                yield f"an event before {name} is missing"
            elif not (is_told or self.key.holds("case", text, row["hash"])):
                why = self.key.describe_doubt(row["hash"])
                yield f"{name}: {why}" if why else f"{name} was changed"
            previous, expected = row["hash"], row["number"] + 1
        last = expected - 1, previous
        yield from self._heads.doubt_end(connection, case_id, case, last, told=is_told)

    def _rows(self, case_id: str) -> list[Row]:
        with reading(self.engine) as connection:
            return _find_rows(connection, case_id)

    @cached_property
    def _heads(self) -> Heads:
        return Heads(self.key)


def _find_rows(connection: sa.Connection, case_id: str) -> list[Row]:
    query = sa.select(CASE_EVENT).where(CASE_EVENT.c.case == case_id)
    found = connection.execute(query.order_by(CASE_EVENT.c.number)).mappings()
    return [dict(row) for row in found]


def _last(connection: sa.Connection, case_id: str) -> tuple[int, str, int]:
    """Return the number, the seal and the time of the last event of a case."""
    columns = CASE_EVENT.c.number, CASE_EVENT.c.hash, CASE_EVENT.c.at
    query = sa.select(*columns).where(CASE_EVENT.c.case == case_id)
    row = connection.execute(query.order_by(columns[0].desc()).limit(1)).first()
    return (row[0], row[1], row[2]) if row else (0, FIRST_SEAL, 0)


def _moved(case_id: str) -> CaseMoved:
    return CaseMoved(
        f"case {make_visible(case_id)}: somebody else has added to it just now; look at it again: "
        f"ringwall case show {make_visible(case_id)}"
    )


def _sealed(previous: str, row: Mapping[str, Any]) -> str:
    """Return the text that an event's seal is of: the seal before it, and all of itself."""
    names = ("case", "number", "kind", "at", "author", "body")
    return json.dumps([previous, *(row[name] for name in names)], separators=(",", ":"))


def _read(row: Row) -> CaseEvent:
    with damage_named(f"event {row['number']} of case {make_visible(str(row['case']))}"):
        body = decode_body(row["body"])
        check_document(body)
    return CaseEvent(**{**row, "body": body})
