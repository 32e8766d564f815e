"""Acme, collected once with every answer recorded: later collections are answered from the record.

A test changes what is answered (an operation denied, an answer without a member), and collects
again without an emulator: hundreds of collections take seconds.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, cast

import pytest
from built_acme import BuiltAcme
from exposed_resources import CREDENTIALS, expose_resources

from ringwall.aws.discover import discover
from ringwall.aws.read import take_items
from ringwall.aws.session import CallerIdentity, Sessions
from ringwall.catalog.iam import report
from ringwall.catalog.loader import load_tables
from ringwall.collect.api import ApiSource
from ringwall.collect.live import collect, mark_left_out, plan_units
from ringwall.collect.unit import Unit, collect_unit
from ringwall.emulator.acme.team import MEMBER_ROLE
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.target import choose_target
from ringwall.model.coverage import Coverage
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader, Row
from ringwall.store.lake.snapshot import Snapshot, SnapshotWriter


@dataclass(frozen=True, order=True)
class Request:
    """One read of an account and region."""

    account_id: str
    region: str
    operation: str
    parameters: str = "{}"
    """As JSON."""


@dataclass(frozen=True)
class Answer:
    """What AWS answered: pages, and the error that came in their place or after them."""

    pages: tuple[Row, ...] = ()
    error: CallFailed | None = None


Record = Mapping[Request, Answer]
Change = Callable[[Request, Answer], Answer]
"""Returns what is answered in place of what was recorded."""


@dataclass(frozen=True)
class RecordingReader:
    """Reads, and keeps what was answered in `record`."""

    reader: Reader
    record: dict[Request, Answer]

    @property
    def account_id(self) -> str:
        return self.reader.account_id

    @property
    def region(self) -> str:
        return self.reader.region

    @property
    def partition(self) -> str:
        return self.reader.partition

    def at(self, region: str) -> "RecordingReader":
        return replace(self, reader=self.reader.at(region))

    def call(self, operation: str, **parameters: Any) -> Row:
        request = make_request(self.reader, operation, parameters)
        try:
            answer = self.reader.call(operation, **parameters)
        except CallFailed as error:
            self.record[request] = Answer(error=error)
            raise
        self.record[request] = Answer((answer,))
        return answer

    def items(self, operation: str, path: str, **parameters: Any) -> Iterator[Row]:
        request = make_request(self.reader, operation, parameters)
        pages: list[Row] = []
        try:
            # The whole of each page: what is taken of it is the table's choice.
            pages.extend(self.reader.items(operation, "@", **parameters))
        except CallFailed as error:
            self.record[request] = Answer(tuple(pages), error)
        else:
            self.record[request] = Answer(tuple(pages))
        yield from take(self.record[request], operation, path)


@dataclass(frozen=True)
class RecordedReader:
    """Answers from a record; what was never asked is not known there: AWS would refuse it."""

    account_id: str
    region: str
    partition: str
    record: Record
    change: Change
    asked: set[Request] = field(default_factory=set)

    def at(self, region: str) -> "RecordedReader":
        return replace(self, region=region)

    def call(self, operation: str, **parameters: Any) -> Row:
        answer = self._answer(operation, parameters)
        if answer.error:  # on whichever page: what comes in pages is joined
            raise answer.error
        return dict(answer.pages[0])

    def items(self, operation: str, path: str, **parameters: Any) -> Iterator[Row]:
        return take(self._answer(operation, parameters), operation, path)

    def _answer(self, operation: str, parameters: Row) -> Answer:
        request = make_request(self, operation, parameters)
        self.asked.add(request)
        recorded = self.record.get(request)
        if recorded is None:
            error = CallFailed(f"{operation}: ValidationException: no such thing", "Validation")
            return Answer(error=error)
        return self.change(request, recorded)


def make_request(reader: Reader, operation: str, parameters: Row) -> Request:
    written = json.dumps(parameters, sort_keys=True, default=str)
    return Request(reader.account_id, reader.region, operation, written)


def take(answer: Answer, operation: str, path: str) -> Iterator[Row]:
    """Yield the items of all pages, as a reader does; then raise the error that ended them."""
    for page in answer.pages:
        yield from take_items(page, operation, path)
    if answer.error:
        raise answer.error


def deny(*operations: str) -> Change:
    """Return the change that refuses these operations."""

    def change(request: Request, answer: Answer) -> Answer:
        if request.operation not in operations:
            return answer
        where = f"account {request.account_id}, {request.region}"
        text = f"{request.operation} ({where}): AccessDenied: not allowed"
        return Answer(error=AccessDenied(text, "AccessDenied"))

    return change


def keep(_: Request, answer: Answer) -> Answer:
    return answer


class HeldRows(SnapshotWriter):
    """Holds in memory what a collection writes: the rows of each table, and the coverage."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {name: [] for name in load_tables()}
        self.coverage: list[Coverage] = []
        self._held = Lock()

    def add(self, table: str, rows: Iterable[Row]) -> None:
        with self._held:
            self.tables[table].extend(rows)

    def add_coverage(self, rows: Iterable[Coverage]) -> None:
        with self._held:
            self.coverage.extend(rows)

    def finish(
        self,
        source: str,
        accounts: Mapping[str, str],
        regions: tuple[str, ...],
        step: Callable[[str], None] = lambda _: None,
    ) -> Snapshot:
        step("held")
        nowhere = Path("nowhere")
        return Snapshot("held", nowhere, datetime.now(UTC), source, accounts, regions, {})

    def abandon(self) -> None:
        self.tables.clear()


@dataclass(frozen=True)
class RecordedSessions:
    """Stands for `Sessions`: all readers answer from a record, some accounts cannot be entered."""

    record: Record
    change: Change
    caller: str
    home_region: str
    closed: frozenset[str] = frozenset()
    asked: set[Request] = field(default_factory=set)

    def identity(self) -> CallerIdentity:
        return CallerIdentity(self.caller, f"arn:aws:iam::{self.caller}:role/audit", "aws")

    def known_regions(self) -> tuple[str, ...]:
        return tuple(sorted({request.region for request in self.record}))

    def reader(self, account_id: str, region: str) -> Reader:
        if account_id in self.closed:
            raise AccessDenied(f"sts.assume_role (account {account_id}): AccessDenied", "Denied")
        return RecordedReader(account_id, region, "aws", self.record, self.change, self.asked)


@dataclass(frozen=True)
class TakenUnit:
    """What one unit of a collection from a record came to, and what it asked."""

    rows: Mapping[str, list[Row]]
    coverage: tuple[Coverage, ...]
    asked: frozenset[Request]

    _said: dict[str, list[tuple[str, Row]]] = field(default_factory=dict, repr=False, compare=False)

    def say(self, table: str, columns: tuple[str, ...]) -> list[tuple[str, Row]]:
        """Return the rows of a table, each beside what it says in the columns (always the same)."""
        if table not in self._said:
            self._said[table] = [
                (repr([row.get(name) for name in columns if name != "captured_at"]), row)
                for row in self.rows.get(table, ())
            ]
        return self._said[table]


UnitKey = tuple[str, str, str, str]
"""Account, region, service, and the first table."""


@dataclass(frozen=True)
class Taken:
    """What a collection from a record came to."""

    units: Mapping[UnitKey, TakenUnit]
    left_out: tuple[Coverage, ...]

    @property
    def coverage(self) -> list[Coverage]:
        """How every call went."""
        return [*self.left_out, *(row for unit in self.units.values() for row in unit.coverage)]

    @property
    def tables(self) -> Mapping[str, list[Row]]:
        """The rows of every table."""
        found: dict[str, list[Row]] = {name: [] for name in load_tables()}
        for unit in self.units.values():
            for name, rows in unit.rows.items():
                found[name].extend(rows)
        return found


@dataclass(frozen=True)
class RecordedEstate:
    """Every answer that the collection of an estate got, to collect it again from."""

    record: Record
    caller: str
    regions: tuple[str, ...]
    _whole: dict[UnitKey, TakenUnit] = field(default_factory=dict, repr=False, compare=False)
    """The units as they are with every answer as it was recorded."""

    @property
    def accounts(self) -> tuple[str, ...]:
        return tuple(sorted({request.account_id for request in self.record}))

    def take(
        self,
        change: Change = keep,
        *,
        closed: Iterable[str] = (),
        accounts: tuple[str, ...] = (),
        regions: tuple[str, ...] = (),
    ) -> Taken:
        """Return what a collection from the record finds, all there is where nothing is named.

        A unit that asks for nothing that the change changes is not read again.
        """
        recorded = RecordedSessions(
            self.record, change, self.caller, self.regions[0], frozenset(closed)
        )
        sessions = cast("Sessions", recorded)
        target = choose_target(sessions, discover(sessions), accounts, regions, frozenset())
        touched = {one for one, answer in self.record.items() if change(one, answer) is not answer}
        units: dict[UnitKey, TakenUnit] = {}
        for unit in plan_units(target, load_tables()):
            key = (unit.account_id, unit.region, unit.service, unit.tables[0].name)
            whole = self._whole.get(key)
            if whole is None or unit.account_id in recorded.closed or whole.asked & touched:
                units[key] = _take_unit(unit, replace(recorded, asked=set()))
                if not touched and not recorded.closed:
                    self._whole[key] = units[key]
            else:
                units[key] = whole
        return Taken(units, tuple(mark_left_out(target, load_tables())))


def _take_unit(unit: Unit, recorded: RecordedSessions) -> TakenUnit:
    rows: dict[str, list[Row]] = {}
    source = ApiSource(recorded.reader, recorded.home_region)

    def keep_rows(name: str, some: Iterable[Row]) -> None:
        rows.setdefault(name, []).extend(some)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "FIRST_PAUSE", 0)  # what is recorded stays as it is
        coverage = collect_unit(unit, source, keep_rows)
    return TakenUnit(rows, coverage, frozenset(recorded.asked))


def record_estate(app: Emulator, caller: str, regions: tuple[str, ...]) -> RecordedEstate:
    """Collect what an emulator holds, and return every answer."""
    record: dict[Request, Answer] = {}
    live = Sessions(
        region=regions[0], role=MEMBER_ROLE, transport=lambda session: attach(session, app)
    )
    recording = RecordingSessions(live, record)
    sessions = cast("Sessions", recording)
    target = choose_target(sessions, discover(sessions), (), regions, frozenset())
    collect(target, load_tables(), ApiSource(sessions.reader, live.home_region), HeldRows())
    return RecordedEstate(record, caller, regions)


@dataclass(frozen=True)
class RecordingSessions:
    """Stands for `Sessions`: its readers keep what was answered."""

    live: Sessions
    record: dict[Request, Answer]

    @property
    def home_region(self) -> str:
        return self.live.home_region

    def identity(self) -> CallerIdentity:
        return self.live.identity()

    def reader(self, account_id: str, region: str) -> Reader:
        return RecordingReader(self.live.reader(account_id, region), self.record)


@pytest.fixture(scope="session")
def recorded_estate(built_acme: BuiltAcme) -> RecordedEstate:
    """Return every answer of a collection of Acme, with weak resources of every kind."""
    app, acme = built_acme.emulator(), built_acme.acme
    expose_resources(app, acme.accounts["dev"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", CREDENTIALS["AccessKeyId"])
        patch.setenv("AWS_SECRET_ACCESS_KEY", CREDENTIALS["SecretAccessKey"])
        for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        return record_estate(app, acme.management, acme.regions)
