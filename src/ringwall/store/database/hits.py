"""Hits at rest: each act once, beside its finding, with how far the detections have come."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from ringwall.model.body import check_members, check_texts, damage_named
from ringwall.model.detection import Hit
from ringwall.store.database.connection import BATCH, reading, writing
from ringwall.store.database.integrity import LAST_TIME
from ringwall.store.database.ledger import LedgerWriter
from ringwall.store.database.schema import HIT, JUDGED_FILE, OWED, WATERMARK

TEXTS = (
    *("rule", "act", "account_id", "region", "actor", "resource", "reason", "session"),
    *("access_key", "address"),
)
BODY_TYPES: Mapping[str, type] = {"events": list, "entities": list, "evidence": dict}


@dataclass(frozen=True)
class SeenAct:
    """When an act was seen, in milliseconds, and of how many events it was made."""

    first_seen: int
    last_seen: int
    count: int


class OwedTime(NamedTuple):
    """What a detection could not judge: times in milliseconds, both ends a part of it."""

    rule: str
    since: int
    until: int


@dataclass(frozen=True)
class JudgedLogs:
    """What one batch judged of a table of logs: the files with their rows, and those that went."""

    source: str
    files: Mapping[str, int]
    gone: frozenset[str] = frozenset()
    until: int = 0
    """Time of the latest event, in milliseconds."""


class HitStore:
    """The hits in one database. Safe for use by several processes at once."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @contextmanager
    def writer(self) -> Iterator["HitWriter"]:
        """Write in one transaction, findings too: a kill in the middle leaves what was before."""
        with writing(self._engine) as connection:
            yield HitWriter(connection)

    def judged_files(self) -> dict[str, dict[str, int]]:
        """Return the files that were judged, with their rows, by table of logs."""
        found: dict[str, dict[str, int]] = {}
        with reading(self._engine) as connection:
            for source, file, rows in connection.execute(sa.select(*JUDGED_FILE.c)):
                found.setdefault(source, {})[file] = rows
        return found

    def watermarks(self) -> dict[str, int]:
        """Return the time of the latest event that was judged, by table of logs."""
        with reading(self._engine) as connection:
            query = sa.select(WATERMARK.c.source, WATERMARK.c.until)
            return {row.source: row.until for row in connection.execute(query)}

    def owed(self) -> list[OwedTime]:
        """Return what detections could not judge, the earliest first."""
        query = sa.select(*(OWED.c[name] for name in OwedTime._fields))
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(OWED.c.since, OWED.c.rule)).all()
        return [OwedTime(*row) for row in rows]

    def count(self) -> int:
        """Return how many hits there are."""
        with reading(self._engine) as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(HIT)).scalar_one()

    def hits(
        self, since: int = 0, until: int = LAST_TIME, *, finding: str = "", recorded_from: int = 0
    ) -> Iterator[Hit]:
        """Yield the hits first seen in a time, the earliest first; milliseconds, both ends too.

        Only those of one finding, or recorded since a time, where that is asked for.
        """
        query = (
            sa.select(HIT)
            .where(HIT.c.first_seen.between(since, until))
            .order_by(HIT.c.first_seen, HIT.c.uid)
        )
        if finding:
            query = query.where(HIT.c.finding == finding)
        if recorded_from:
            query = query.where(HIT.c.recorded_at >= recorded_from)
        with reading(self._engine) as connection:
            rows = connection.execution_options(yield_per=BATCH).execute(query).mappings()
            for row in rows:
                yield read_hit(row)


class HitWriter:
    """Hits, findings and progress inside one transaction that writes: that of `connection`."""

    def __init__(self, connection: sa.Connection) -> None:
        self.ledger = LedgerWriter(connection)
        self.connection = connection
        self._connection = connection

    def known(self, uids: Collection[str]) -> dict[str, SeenAct]:
        """Return what is kept of these acts, by uid."""
        columns = (HIT.c.uid, HIT.c.first_seen, HIT.c.last_seen, HIT.c.count)
        found: dict[str, SeenAct] = {}
        waiting = list(uids)
        for start in range(0, len(waiting), BATCH):
            query = sa.select(*columns).where(HIT.c.uid.in_(waiting[start : start + BATCH]))
            found |= {uid: SeenAct(*rest) for uid, *rest in self._connection.execute(query)}
        return found

    def add(self, hits: Iterable[tuple[Hit, str]], now: int) -> None:
        """Keep new hits, each with the uid of its finding, which is kept already."""
        rows = [{**write_hit(hit), "finding": finding, "recorded_at": now} for hit, finding in hits]
        if rows:
            self._connection.execute(sa.insert(HIT), rows)

    def update(self, seen: Mapping[str, tuple[Hit, SeenAct]]) -> None:
        """Keep what is new of acts that were known: when they were seen, and what is the most."""
        for uid, (hit, act) in seen.items():
            values = write_hit(hit) | vars(act)
            self._connection.execute(sa.update(HIT).where(HIT.c.uid == uid).values(values))

    def near(self, rules: Collection[str], since: int, until: int) -> Iterator[tuple[Hit, str]]:
        """Yield the hits of rules that were first seen in a time, each with its finding's uid."""
        query = sa.select(HIT).where(
            HIT.c.first_seen.between(since, until), HIT.c.rule.in_(list(rules))
        )
        for row in self._connection.execute(query).mappings().all():
            yield read_hit(row), row["finding"]

    def mark(self, judged: JudgedLogs, now: int) -> None:
        """Take note of what was judged of a table of logs."""
        source = judged.source
        table, key = JUDGED_FILE, JUDGED_FILE.c.source == source
        names = [*judged.gone, *judged.files]
        for start in range(0, len(names), BATCH):
            some = table.c.file.in_(names[start : start + BATCH])
            self._connection.execute(sa.delete(table).where(key, some))
        rows = [{"source": source, "file": f, "rows": n} for f, n in judged.files.items()]
        if rows:
            self._connection.execute(sa.insert(table), rows)
        before = sa.select(WATERMARK.c.until).where(WATERMARK.c.source == source)
        until = max(judged.until, self._connection.execute(before).scalar() or 0)
        self._connection.execute(sa.delete(WATERMARK).where(WATERMARK.c.source == source))
        row = {"source": source, "until": until, "judged_at": now}
        self._connection.execute(sa.insert(WATERMARK), row)

    def replace_owed(self, rule: str, times: Iterable[tuple[int, int]]) -> None:
        """Replace what a detection has to judge again; both ends are in milliseconds."""
        self._connection.execute(sa.delete(OWED).where(OWED.c.rule == rule))
        rows = [{"rule": rule, "since": since, "until": until} for since, until in times]
        if rows:
            self._connection.execute(sa.insert(OWED), rows)

    def owed(self, rule: str) -> list[tuple[int, int]]:
        """Return what a detection has to judge again, the earliest first."""
        query = sa.select(OWED.c.since, OWED.c.until).where(OWED.c.rule == rule)
        rows = self._connection.execute(query.order_by(OWED.c.since)).all()
        return [(since, until) for since, until in rows]


def count_milliseconds(at: datetime) -> int:
    """Return a time (UTC, naive) as the database has it; what it cannot have, as its first."""
    return min(max(0, int(at.replace(tzinfo=UTC).timestamp() * 1000)), LAST_TIME)


def write_hit(hit: Hit) -> dict[str, Any]:
    """Return a hit as the database has it, but for what it belongs to and when it came."""
    at = count_milliseconds(hit.at)
    body = {
        "events": list(hit.events),
        "entities": list(hit.entities),
        "evidence": dict(hit.evidence),
    }
    return {
        "uid": hit.uid,
        **{name: getattr(hit, name) for name in TEXTS},
        "first_seen": at,
        "last_seen": at,
        "count": min(hit.count, LAST_TIME),
        "confidence": hit.confidence,
        "body": body,
    }


def read_hit(row: sa.RowMapping) -> Hit:
    """Return the hit from a row of the database; BadInput where it is damaged."""
    with damage_named(f"hit {row['uid']}"):
        body = row["body"]
        check_members(body, BODY_TYPES)
        return Hit(
            at=datetime.fromtimestamp(row["first_seen"] / 1000, UTC).replace(tzinfo=None),
            **{name: row[name] for name in TEXTS},
            events=check_texts(body["events"]),
            entities=check_texts(body["entities"]),
            evidence=body["evidence"],
            count=row["count"],
            confidence=row["confidence"],
        )
    raise AssertionError  # the block above returns or raises
