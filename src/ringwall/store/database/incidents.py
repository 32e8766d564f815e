"""Incidents in the database: which there are, their hits, and what joins hits to them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from ringwall.model.body import check_texts, damage_named
from ringwall.model.errors import BadInput
from ringwall.model.incident import Incident, IncidentEvent, IncidentStatus, RuleWords, Suppression
from ringwall.model.text import make_storable
from ringwall.store.database.connection import reading
from ringwall.store.database.entry import GRAVEST_FIRST
from ringwall.store.database.hits import read_hit
from ringwall.store.database.schema import (
    FINDING,
    HIT,
    INCIDENT,
    INCIDENT_ALIAS,
    INCIDENT_EVENT,
    INCIDENT_HIT,
    INCIDENT_OWN,
    INCIDENT_TIE,
    RULE_TEXT,
    SUPPRESSION,
)
from ringwall.store.database.told import PART, KeptTie, ToldHit, read_words, split_parts

LISTS = ("accounts", "regions", "stages", "sequences")
SCOPE = ("rule", "actor", "resource", "account_id")


class Incidents:
    """The incidents in a database. Each method reads one state of it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> sa.Engine:
        """The database."""
        return self._engine

    def find_all(
        self, since: int = 0, until: int = 0, status: IncidentStatus | None = None
    ) -> tuple[Incident, ...]:
        """Return the incidents with a hit in a time, the gravest first.

        0 is no end; None is either status.
        """
        query = sa.select(INCIDENT).where(INCIDENT.c.last_at >= since)
        if until:
            query = query.where(INCIDENT.c.first_at < until)
        if status:
            query = query.where(INCIDENT.c.status == status)
        order = (INCIDENT.c.score.desc(), INCIDENT.c.last_at.desc(), INCIDENT.c.id)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(*order)).mappings().all()
        return tuple(map(_read_incident, rows))

    def find_gravest(self, ids: Collection[str]) -> Incident | None:
        """Return the gravest of the incidents with these IDs, None where there is none."""
        with reading(self._engine) as connection:
            found = IncidentWriter(connection).incidents(ids).values()
        return min(found, key=lambda each: (-each.score, -each.last_at, each.id), default=None)

    def find(self, name: str) -> Incident:
        """Return the incident with an ID, an ID of before, or the one beginning of an ID.

        BadInput where there is none, or where the beginning is that of several.
        """
        with reading(self._engine) as connection:
            ids = IncidentWriter(connection).resolve(name)
            if ids == {""}:
                raise BadInput(
                    f"{name}: an exception covers its hits; `ringwall incidents exceptions`"
                )
            if len(ids) != 1:
                known = "more than one incident begins" if ids else "no incident begins"
                raise BadInput(f"{known} with {name!r}; `ringwall incidents --all` lists them")
            query = sa.select(INCIDENT).where(INCIDENT.c.id == ids.pop())
            return _read_incident(connection.execute(query).mappings().one())

    def hits(self, incident: str) -> tuple[ToldHit, ...]:
        """Return the hits of an incident, in the order of their time."""
        return self._tell(INCIDENT_HIT.c.incident == incident)

    def findings(self, incident: str) -> tuple[str, ...]:
        """Return the uids of the findings whose hits an incident has, the first seen first."""
        query = sa.select(HIT.c.finding, sa.func.min(INCIDENT_HIT.c.at).label("first"))
        query = query.join(INCIDENT_HIT, INCIDENT_HIT.c.hit == HIT.c.uid)
        query = query.where(INCIDENT_HIT.c.incident == incident).group_by(HIT.c.finding)
        with reading(self.engine) as connection:
            found = connection.execute(query.order_by("first", HIT.c.finding)).all()
        return tuple(uid for uid, _ in found)

    def suppressed(self, since: int, until: int) -> tuple[ToldHit, ...]:
        """Return the hits of a time that an exception covers, both ends among it."""
        covered = INCIDENT_HIT.c.suppression != ""
        return self._tell(covered & INCIDENT_HIT.c.at.between(since, until))

    def aliases(self, incident: str) -> tuple[str, ...]:
        """Return the other IDs that an incident, or a part of it, had before."""
        query = (
            sa.select(INCIDENT_ALIAS.c.alias)
            .join(INCIDENT_HIT, INCIDENT_HIT.c.hit == INCIDENT_ALIAS.c.hit)
            .where(INCIDENT_HIT.c.incident == incident)
            .order_by(INCIDENT_ALIAS.c.alias)
        )
        with reading(self._engine) as connection:
            return tuple(connection.execute(query).scalars())

    def events(self, ids: Collection[str]) -> tuple[IncidentEvent, ...]:
        """Return what happened to incidents, oldest first."""
        columns = [INCIDENT_EVENT.c[name] for name in IncidentEvent._fields]
        query = sa.select(*columns).where(INCIDENT_EVENT.c.incident.in_(ids))
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(INCIDENT_EVENT.c.id))
            return tuple(IncidentEvent(*row) for row in rows)

    def suppressions(self) -> tuple[Suppression, ...]:
        """Return all exceptions, the newest last."""
        with reading(self._engine) as connection:
            return IncidentWriter(connection).suppressions()

    def count_suppressed(self) -> dict[str, int]:
        """Return how many hits each exception covers."""
        column = INCIDENT_HIT.c.suppression
        query = sa.select(column, sa.func.count()).where(column != "").group_by(column)
        with reading(self._engine) as connection:
            return {str(name): int(number) for name, number in connection.execute(query)}

    def _tell(self, condition: sa.ColumnElement[bool]) -> tuple[ToldHit, ...]:
        with reading(self._engine) as connection:
            return tuple(_read_told(connection, condition))


class IncidentWriter:
    """Incidents inside one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def resolve(self, name: str) -> set[str]:
        """Return the IDs of the incidents that a name means: an ID, one of before, a beginning.

        '' is what is left of an incident whose hits are all suppressed.
        """
        given = name.strip().upper()
        begins = f"INC-{given.removeprefix('INC').removeprefix('-')}"
        found: set[str] = set()
        if not given:
            return found
        alias = (
            sa.select(INCIDENT_ALIAS.c.alias, INCIDENT_HIT.c.incident)
            .join(INCIDENT_HIT, INCIDENT_HIT.c.hit == INCIDENT_ALIAS.c.hit)
            .where(sa.func.upper(INCIDENT_ALIAS.c.alias).startswith(begins, autoescape=True))
        )
        whole = sa.select(INCIDENT.c.id, INCIDENT.c.id).where(
            sa.func.upper(INCIDENT.c.id).startswith(begins, autoescape=True)
        )
        for query in (whole, alias):
            rows = [tuple(row) for row in self._connection.execute(query.limit(PART))]
            if exact := {leads for known, leads in rows if known.upper() == begins}:
                return exact
            found |= {leads for _, leads in rows if leads}
        return found

    def told(self, uids: Collection[str]) -> dict[str, ToldHit]:
        """Return hits as the table `hit` has them, by uid; also those that nothing here has yet."""
        found: dict[str, ToldHit] = {}
        for part in split_parts(uids):
            for told in _read_told(self._connection, HIT.c.uid.in_(part)):
                found[told.hit.uid] = told
        return found

    def kept_ties(self, uids: Collection[str]) -> dict[str, set[KeptTie]]:
        """Return the ties of each of these hits that is kept here, as they are kept."""
        columns = [INCIDENT_TIE.c[name] for name in KeptTie._fields[:-1]]
        found: dict[str, set[KeptTie]] = {}
        for part in split_parts(uids):
            query = sa.select(*columns).where(INCIDENT_TIE.c.hit.in_(part))
            for row in self._connection.execute(query).mappings():
                found.setdefault(row["hit"], set()).add(KeptTie(**row))
        return found

    def places(self, uids: Collection[str]) -> dict[str, str]:
        """Return the incident of each of these hits that is kept, '' where it is in none."""
        columns = (INCIDENT_HIT.c.hit, INCIDENT_HIT.c.incident)
        found: dict[str, str] = {}
        for part in split_parts(uids):
            query = sa.select(*columns).where(INCIDENT_HIT.c.hit.in_(part))
            found |= {row[0]: row[1] for row in self._connection.execute(query)}
        return found

    def ties(self, values: Collection[str], since: int, until: int) -> Iterator[KeptTie]:
        """Yield who had values in a time, both ends among it; what is suppressed does not count."""
        columns = [INCIDENT_TIE.c[name] for name in KeptTie._fields[:-1]]
        joined = INCIDENT_TIE.join(INCIDENT_HIT, INCIDENT_HIT.c.hit == INCIDENT_TIE.c.hit)
        for part in split_parts(values):
            query = (
                sa.select(*columns, INCIDENT_HIT.c.incident)
                .select_from(joined)
                .where(INCIDENT_TIE.c.value.in_(part), INCIDENT_TIE.c.at.between(since, until))
                .where(INCIDENT_HIT.c.suppression == "")
            )
            for row in self._connection.execute(query).mappings():
                yield KeptTie(**row)

    def members(self, incidents: Collection[str]) -> Iterator[ToldHit]:
        """Yield the hits of incidents."""
        for part in split_parts(incidents):
            yield from _read_told(self._connection, INCIDENT_HIT.c.incident.in_(part))

    def matching(self, suppression: Suppression) -> Iterator[ToldHit]:
        """Yield hits that no exception covers and this one may: `*` is left to the caller."""
        condition = (INCIDENT_HIT.c.suppression == "") & (
            INCIDENT_HIT.c.at < suppression.expires_at
        )
        for name in SCOPE:
            value = getattr(suppression, name)
            if value and "*" not in value:
                condition &= HIT.c[name] == value
        yield from _read_told(self._connection, condition)

    def covered(self, suppression: str) -> Iterator[ToldHit]:
        """Yield the hits that an exception covers."""
        yield from _read_told(self._connection, INCIDENT_HIT.c.suppression == suppression)

    def incidents(self, ids: Collection[str]) -> dict[str, Incident]:
        """Return incidents by ID."""
        found = {}
        for part in split_parts(ids):
            query = sa.select(INCIDENT).where(INCIDENT.c.id.in_(part))
            for row in self._connection.execute(query).mappings():
                found[row["id"]] = _read_incident(row)
        return found

    def holder(self, id_: str) -> str:
        """Return the earliest hit of whatever has this ID or had it once, '' for none."""
        queries = (
            sa.select(INCIDENT.c.first_hit).where(INCIDENT.c.id == id_),
            sa.select(INCIDENT_ALIAS.c.hit).where(INCIDENT_ALIAS.c.alias == id_),
        )
        return next(filter(None, (self._connection.execute(q).scalar() for q in queries)), "")

    def own_addresses(self) -> set[str]:
        """Return the addresses of the organization that hits have."""
        return set(self._connection.execute(sa.select(INCIDENT_OWN.c.address)).scalars())

    def add_own(self, addresses: Iterable[str]) -> None:
        """Keep addresses of the organization that are not kept yet."""
        rows = [{"address": address} for address in sorted(addresses)]
        if rows:
            self._connection.execute(sa.insert(INCIDENT_OWN), rows)

    def suppressions(self) -> tuple[Suppression, ...]:
        """Return all exceptions, the newest last."""
        query = sa.select(SUPPRESSION).order_by(SUPPRESSION.c.created_at, SUPPRESSION.c.id)
        return tuple(Suppression(**row) for row in self._connection.execute(query).mappings())

    def add_suppression(self, suppression: Suppression) -> None:
        """Keep an exception."""
        row = {name: _clean(value) for name, value in vars(suppression).items()}
        self._connection.execute(sa.insert(SUPPRESSION).values(**row))

    def drop_suppression(self, id_: str) -> None:
        """Forget an exception."""
        self._connection.execute(sa.delete(SUPPRESSION).where(SUPPRESSION.c.id == id_))

    def add_hits(self, hits: Mapping[str, str], ties: Collection[KeptTie]) -> None:
        """Keep hits that are in no incident yet, each with the exception that covers it.

        `ties` are all of theirs. What was kept of these hits before is replaced.
        """
        for part in split_parts(hits):
            self._connection.execute(sa.delete(INCIDENT_TIE).where(INCIDENT_TIE.c.hit.in_(part)))
        known = self.places(hits)
        times = {tie.hit: tie.at for tie in ties}
        rows = [{"hit": hit, "at": times[hit], "suppression": by} for hit, by in hits.items()]
        new = [{**row, "incident": ""} for row in rows if row["hit"] not in known]
        if new:
            self._connection.execute(sa.insert(INCIDENT_HIT), new)
        for row in rows:
            if row["hit"] in known:
                away = {"incident": ""} if row["suppression"] else {}
                statement = sa.update(INCIDENT_HIT).where(INCIDENT_HIT.c.hit == row["hit"])
                self._connection.execute(statement.values(**row, **away))
        for chunk in split_parts(ties):
            written = [{n: v for n, v in tie._asdict().items() if n != "incident"} for tie in chunk]
            self._connection.execute(sa.insert(INCIDENT_TIE), written)

    def place(self, incidents: Mapping[str, str]) -> None:
        """Set the incident of hits; '' takes a hit out of all."""
        statement = (
            sa.update(INCIDENT_HIT)
            .where(INCIDENT_HIT.c.hit == sa.bindparam("key"))
            .values(incident=sa.bindparam("into"))
        )
        rows = [{"key": hit, "into": incident} for hit, incident in incidents.items()]
        if rows:
            self._connection.execute(statement, rows)

    def suppress(self, hits: Collection[str], suppression: str) -> None:
        """Set the exception that covers hits, and take them out of their incidents; '' for none."""
        for part in split_parts(hits):
            statement = sa.update(INCIDENT_HIT).where(INCIDENT_HIT.c.hit.in_(part))
            self._connection.execute(statement.values(suppression=suppression, incident=""))

    def save(self, incidents: Collection[Incident], gone: Mapping[str, str]) -> None:
        """Keep incidents as they are now, and IDs that are none any more as aliases.

        `gone` has the hit that named each of those.
        """
        ids = [incident.id for incident in incidents]
        for part in split_parts([*ids, *gone]):
            self._connection.execute(sa.delete(INCIDENT).where(INCIDENT.c.id.in_(part)))
            self._connection.execute(
                sa.delete(INCIDENT_ALIAS).where(INCIDENT_ALIAS.c.alias.in_(part))
            )
        if incidents:
            self._connection.execute(sa.insert(INCIDENT), list(map(_write_incident, incidents)))
        if gone:
            rows = [{"alias": id_, "hit": hit} for id_, hit in gone.items()]
            self._connection.execute(sa.insert(INCIDENT_ALIAS), rows)

    def add_events(self, events: Sequence[IncidentEvent]) -> None:
        """Add entries to the histories of incidents."""
        if events:
            rows = [{n: _clean(v) for n, v in event._asdict().items()} for event in events]
            self._connection.execute(sa.insert(INCIDENT_EVENT), rows)


def _read_told(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Iterator[ToldHit]:
    extra = (
        sa.func.coalesce(INCIDENT_HIT.c.suppression, "").label("suppression"),
        sa.func.coalesce(INCIDENT_HIT.c.incident, "").label("incident"),
        FINDING.c.gravity,
        FINDING.c.text,
        RULE_TEXT.c.title,
        RULE_TEXT.c.body.label("text_body"),
    )
    query = (
        sa.select(HIT, *extra)
        .join(FINDING, FINDING.c.uid == HIT.c.finding)
        .join(RULE_TEXT, RULE_TEXT.c.digest == FINDING.c.text)
        .outerjoin(INCIDENT_HIT, INCIDENT_HIT.c.hit == HIT.c.uid)
        .where(condition)
        .order_by(HIT.c.first_seen, HIT.c.uid)
    )
    known: dict[tuple[str, int], RuleWords] = {}
    for row in connection.execute(query).mappings():
        key = (row["text"], row["gravity"])
        if key not in known:
            with damage_named(f"rule text {row['text']}"):
                known[key] = read_words(row)
        yield ToldHit(read_hit(row), known[key], row["suppression"], row["incident"])


def _write_incident(incident: Incident) -> dict[str, Any]:
    row = {name: _clean(value) for name, value in vars(incident).items() if name != "severity"}
    lists = {name: list(map(_clean, getattr(incident, name))) for name in LISTS}
    return {**row, **lists, "gravity": GRAVEST_FIRST.index(incident.severity)}


def _read_incident(row: sa.RowMapping) -> Incident:
    with damage_named(f"incident {row['id']}"):
        lists: dict[str, Any] = {name: check_texts(row[name]) for name in LISTS}
        names = {f.name for f in fields(Incident)} - {*LISTS, "severity"}
        plain = {name: row[name] for name in names}
        return Incident(**plain, **lists, severity=GRAVEST_FIRST[row["gravity"]])
    raise AssertionError  # the block above returns or raises


def _clean(value: Any) -> Any:
    return make_storable(value) if isinstance(value, str) else value
