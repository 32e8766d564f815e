"""The ledger: every finding with its history, read in pages and written in one transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from ringwall.model.body import ADVICE, damage_named
from ringwall.model.errors import BadInput
from ringwall.model.finding import Answer, Finding, FindingStatus
from ringwall.model.layer import Layer
from ringwall.model.rule import Severity
from ringwall.model.text import make_storable
from ringwall.store.database.connection import BATCH, copy_database, reading, writing
from ringwall.store.database.entry import (
    GRAVEST_FIRST,
    Entry,
    RuleText,
    join_finding,
    read_entry,
    read_text,
    split_finding,
    write_changes,
    write_row,
)
from ringwall.store.database.schema import FINDING, FINDING_EVENT, RECORDING, RULE_TEXT

PAGE = 1_000

FindingEventKind = Literal["opened", "resolved", "reopened", "excepted"]
Facet = Literal["status", "answer", "severity", "layer", "rule", "account_id", "region"]
PageKey = tuple[str, str, int, str, str, str]
"""Where a page ends: status, answer, gravity, rule, resource and uid of its last finding."""
ORDER = tuple(
    FINDING.c[name] for name in ("status", "answer", "gravity", "rule", "resource", "uid")
)


class FindingEvent(NamedTuple):
    """An entry in a finding's history. `answer` says what the audit saw: `gone` for no resource."""

    uid: str
    at: int
    kind: FindingEventKind
    answer: Literal["pass", "fail", "unknown", "gone"]
    snapshot: str


class FindingPlace(NamedTuple):
    """Where a finding is: enough to ask an audit about it."""

    rule: str
    resource: str
    account_id: str
    region: str
    answer: Answer
    status: FindingStatus


@dataclass(frozen=True)
class Filter:
    """Which findings are wanted; what is empty does not narrow."""

    statuses: tuple[FindingStatus, ...] = ("open",)
    answers: tuple[Answer, ...] = ()
    severity: Severity = "low"
    """The lowest severity that is wanted."""
    layer: Layer | None = None
    rule: str = ""
    """A rule's id; `*` matches any text and `?` one character."""
    account_id: str = ""
    region: str = ""
    resource: str = ""
    """An ARN, or its end after a `/` or `:`."""
    text: str = ""
    """Text in the rule's id or title, the resource or the reason, upper or lower case."""


@dataclass(frozen=True)
class Page:
    """Findings in the order of a list; `after` is the key of the next page, None at the end."""

    findings: tuple[Finding, ...]
    after: PageKey | None


class Ledger:
    """The findings in one database. Safe for use by several processes at once."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._texts: dict[str, RuleText] = {}

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def copy_into(self, other: "Ledger") -> None:
        """Copy all findings with their history into a ledger that is still empty."""
        copy_database(self._engine, other._engine)  # noqa: SLF001 - a ledger of the same class

    @contextmanager
    def writer(self) -> Iterator["LedgerWriter"]:
        """Write in one transaction: a kill or an error in the middle leaves what was before."""
        with writing(self._engine) as connection:
            yield LedgerWriter(connection)

    def upsert(self, findings: Iterable[Finding]) -> None:
        """Store whole findings as they are, new or known; their history is not touched."""
        with self.writer() as writer:
            for batch in _batches(findings):
                pairs = [split_finding(finding) for finding in batch]
                for text in dict.fromkeys(text for _, text in pairs):
                    writer.add_text(text)
                entries = {entry.uid: entry for entry, _ in pairs}
                known = writer.entries(entries)
                writer.save((known.get(uid), entry) for uid, entry in entries.items())

    def page(self, wanted: Filter, after: PageKey | None = None, limit: int = PAGE) -> Page:
        """Return the next findings: open before resolved, failures first, the most severe first."""
        query = sa.select(FINDING).where(*_conditions(wanted)).order_by(*ORDER).limit(limit)
        if after:
            query = query.where(sa.tuple_(*ORDER) > sa.tuple_(*after))
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings().all()
            texts = self._read_texts(connection, rows)
        findings = tuple(_finding(row, texts) for row in rows)
        if len(rows) < limit:
            return Page(findings, None)
        last = rows[-1]
        key = (last["status"], last["answer"], last["gravity"])
        return Page(findings, (*key, last["rule"], last["resource"], last["uid"]))

    def findings(self, wanted: Filter) -> Iterator[Finding]:
        """Yield all findings in the order of `page`, one page at a time."""
        page = self.page(wanted)
        yield from page.findings
        while page.after:
            page = self.page(wanted, page.after)
            yield from page.findings

    def find(self, uid: str) -> Finding:
        """Return the finding with this uid or unique beginning of it; BadInput for none or many."""
        beginning = FINDING.c.uid.startswith(uid, autoescape=True)
        with reading(self._engine) as connection:
            query = sa.select(FINDING).where(beginning).limit(2)
            rows = connection.execute(query).mappings().all()
            texts = self._read_texts(connection, rows)
        if len(rows) != 1 or not uid:
            known = "more than one finding begins" if rows else "no finding begins"
            raise BadInput(f"{known} with {uid!r}; `ringwall findings` lists them")
        return _finding(rows[0], texts)

    def _read_texts(
        self, connection: sa.Connection, rows: Collection[sa.RowMapping]
    ) -> Mapping[str, RuleText]:
        """Return the rules' texts that rows name, by digest; a lost one is not among them."""
        # A text never changes under its digest: each is read once, not once a finding.
        if wanted := {row["text"] for row in rows} - self._texts.keys():
            query = sa.select(RULE_TEXT).where(RULE_TEXT.c.digest.in_(wanted))
            for row in connection.execute(query).mappings():
                with damage_named(f"rule text {row['digest']}"):
                    self._texts[row["digest"]] = read_text(row["title"], row["body"])
        return self._texts

    def history(self, uid: str) -> tuple[FindingEvent, ...]:
        """Return what happened to a finding, oldest first."""
        columns = [FINDING_EVENT.c[name] for name in FindingEvent._fields]
        query = sa.select(*columns).where(FINDING_EVENT.c.uid == uid).order_by(FINDING_EVENT.c.id)
        with reading(self._engine) as connection:
            return tuple(FindingEvent(*row) for row in connection.execute(query))

    def count(self, wanted: Filter) -> int:
        """Return how many findings there are."""
        query = sa.select(sa.func.count()).select_from(FINDING).where(*_conditions(wanted))
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def count_same(self, wanted: Filter) -> int:
        """Return how many of these findings another product made of what Ringwall found, too.

        Only those are meant whose finding of Ringwall's own is among these as well.
        """
        linked = sa.cast(FINDING.c.rest, sa.Text).contains('"same_as"')
        query = sa.select(FINDING.c.uid, FINDING.c.rest).where(*_conditions(wanted), linked)
        with reading(self._engine) as connection:
            found = {row.uid: row.rest for row in connection.execute(query)}
        own = {uid for uid, rest in found.items() if "product" not in rest}
        return sum(
            uid not in own and not own.isdisjoint(rest.get("same_as", ()))
            for uid, rest in found.items()
        )

    def counts(self, wanted: Filter, facet: Facet) -> dict[str, int]:
        """Return how many findings there are for each value of a member."""
        column = FINDING.c["gravity" if facet == "severity" else facet]
        query = sa.select(column, sa.func.count()).where(*_conditions(wanted)).group_by(column)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(column)).all()
        name = GRAVEST_FIRST.__getitem__ if facet == "severity" else str
        return {name(value): int(number) for value, number in rows}

    def open_places(self, rule: str = "") -> Iterator[FindingPlace]:
        """Yield where the findings are that an audit must answer for: all that are not resolved.

        Those of one rule, or of every rule where none is named.
        """
        columns = [FINDING.c[name] for name in FindingPlace._fields]
        query = sa.select(*columns).where(FINDING.c.status != "resolved").order_by(FINDING.c.rule)
        if rule:
            query = query.where(FINDING.c.rule == rule)
        with reading(self._engine) as connection:
            for row in connection.execution_options(yield_per=BATCH).execute(query):
                yield FindingPlace(*row)

    def last_snapshot(self) -> str:
        """Return the snapshot that was recorded last, '' before the first."""
        with reading(self._engine) as connection:
            return _last_snapshot(connection)

    def changes(self, snapshot: str, rules: Collection[str]) -> "Changes":
        """Return what a snapshot changed among the findings of rules that fail or failed."""
        kind = FINDING_EVENT.c.kind
        events = (
            sa.select(kind, sa.func.count(sa.distinct(FINDING_EVENT.c.uid)))
            .join(FINDING, FINDING.c.uid == FINDING_EVENT.c.uid)
            .where(FINDING_EVENT.c.snapshot == snapshot, FINDING.c.answer == "fail")
            .where(FINDING.c.rule.in_(rules))
            .group_by(kind)
        )
        before = sa.select(RECORDING.c.id).where(RECORDING.c.snapshot != snapshot).limit(1)
        with reading(self._engine) as connection:
            found = {str(name): int(number) for name, number in connection.execute(events)}
            is_first = connection.execute(before).first() is None
        return Changes(is_first, **found)


@dataclass(frozen=True)
class Changes:
    """What one snapshot changed; `is_first` where no other was audited before."""

    is_first: bool
    opened: int = 0
    reopened: int = 0
    resolved: int = 0
    excepted: int = 0


class LedgerWriter:
    """The ledger inside one transaction that writes."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._texts: set[str] = set()

    def last_snapshot(self) -> str:
        """Return the snapshot that was recorded last, '' before the first."""
        return _last_snapshot(self._connection)

    def add_recording(self, snapshot: str, at: int) -> int:
        """Note that an audit of a snapshot is recorded; return the recording's number."""
        statement = sa.insert(RECORDING).values(snapshot=snapshot, at=at)
        key = self._connection.execute(statement).inserted_primary_key
        return int(key[0]) if key else 0

    def add_text(self, text: RuleText) -> str:
        """Keep a rule's text, if it is not kept yet, and return its digest."""
        digest = text.digest
        if digest not in self._texts:
            kept = sa.select(RULE_TEXT.c.digest).where(RULE_TEXT.c.digest == digest)
            if self._connection.execute(kept).first() is None:
                row = {"digest": digest, "title": make_storable(text.title), "body": text.body}
                self._connection.execute(sa.insert(RULE_TEXT), row)
            self._texts.add(digest)
        return digest

    def entries(self, uids: Collection[str]) -> dict[str, Entry]:
        """Return what is kept of these findings, by uid; at most 5,000 at a time."""
        query = sa.select(FINDING).where(FINDING.c.uid.in_(list(uids)))
        return {row["uid"]: read_entry(row) for row in self._connection.execute(query).mappings()}

    def named(self, beginning: str) -> Iterator[Entry]:
        """Yield the findings of rules that begin so."""
        query = sa.select(FINDING).where(FINDING.c.rule.startswith(beginning, autoescape=True))
        for row in self._connection.execute(query).mappings().all():
            yield read_entry(row)

    def of(self, rules: Collection[str], resources: Collection[str]) -> list[Entry]:
        """Return the findings of rules on resources; at most 5,000 of each at a time."""
        columns = FINDING.c
        query = sa.select(FINDING).where(
            columns.resource.in_(list(resources)), columns.rule.in_(list(rules))
        )
        return [read_entry(row) for row in self._connection.execute(query).mappings()]

    def save(self, pairs: Iterable[tuple[Entry | None, Entry]]) -> None:
        """Keep findings: each with what was kept of it before, None where it is new."""
        new: list[dict[str, Any]] = []
        # Only columns that differ are set: SQLite rebuilds an index entry for any that is named.
        changed: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for before, entry in pairs:
            if before is None:
                new.append(write_row(entry))
                continue
            changes = write_changes(before, entry)
            changed.setdefault(tuple(changes), []).append(changes | {"key": entry.uid})
        if new:
            self._connection.execute(sa.insert(FINDING), new)
        for names, rows in changed.items():
            if names:
                statement = sa.update(FINDING).where(FINDING.c.uid == sa.bindparam("key"))
                self._connection.execute(statement, rows)

    def add_events(self, events: Collection[FindingEvent]) -> None:
        """Add entries to the findings' histories."""
        if events:
            rows = [event._asdict() for event in events]
            self._connection.execute(sa.insert(FINDING_EVENT), rows)

    def unseen(self, recording: int) -> Iterator[list[Entry]]:
        """Yield what is not resolved and was not seen by a recording, each batch of one rule.

        A batch may be saved before the next one is taken.
        """
        pending = (FINDING.c.status != "resolved") & (FINDING.c.recording != recording)
        rules = sa.select(FINDING.c.rule).where(pending).distinct().order_by(FINDING.c.rule)
        for rule in self._connection.execute(rules).scalars().all():
            uid = ""
            while True:
                query = (
                    sa.select(FINDING)
                    .where(FINDING.c.rule == rule, FINDING.c.uid > uid, pending)
                    .order_by(FINDING.c.uid)
                    .limit(BATCH)
                )
                batch = [read_entry(row) for row in self._connection.execute(query).mappings()]
                if not batch:
                    break
                yield batch
                uid = batch[-1].uid


def _last_snapshot(connection: sa.Connection) -> str:
    query = sa.select(RECORDING.c.snapshot).order_by(RECORDING.c.id.desc()).limit(1)
    return connection.execute(query).scalar() or ""


def _finding(row: sa.RowMapping, texts: Mapping[str, RuleText]) -> Finding:
    with damage_named(f"finding {row['uid']}"):
        # INVARIANT: a finding whose rule's text is lost is listed all the same, and says so.
        text = texts.get(row["text"]) or RuleText(
            row["rule"], f"not known, its text is missing in the database: {ADVICE}"
        )
        return join_finding(read_entry(row), text)
    raise AssertionError  # the block above returns or raises


def _conditions(wanted: Filter) -> Iterator[sa.ColumnElement[bool]]:
    columns = FINDING.c
    if wanted.statuses:
        yield columns.status.in_(wanted.statuses)
    if wanted.answers:
        yield columns.answer.in_(wanted.answers)
    if wanted.severity != "low":
        yield columns.gravity <= GRAVEST_FIRST.index(wanted.severity)
    for name in ("layer", "account_id", "region"):
        if value := getattr(wanted, name):
            yield columns[name] == value
    if wanted.rule:
        yield _matches_rule(wanted.rule)
    if wanted.resource:
        ends = (columns.resource.endswith(f"{s}{wanted.resource}", autoescape=True) for s in "/:")
        yield sa.or_(columns.resource == wanted.resource, *ends)
    if wanted.text:
        titled = sa.select(RULE_TEXT.c.digest).where(
            RULE_TEXT.c.title.icontains(wanted.text, autoescape=True)
        )
        places = (columns.rule, columns.resource, columns.reason)
        found = (place.icontains(wanted.text, autoescape=True) for place in places)
        yield sa.or_(*found, columns.text.in_(titled))


def _matches_rule(pattern: str) -> sa.ColumnElement[bool]:
    if not set(pattern) & {"*", "?"}:
        return FINDING.c.rule == pattern
    literal = pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return FINDING.c.rule.like(literal.replace("*", "%").replace("?", "_"), escape="\\")


def _batches(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    remaining = iter(findings)
    while batch := list(islice(remaining, BATCH)):
        yield batch
