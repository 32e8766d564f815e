"""A look before collecting: who we are, what we can read, and which rules would be unknown."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ringwall.audit.gaps import Gaps
from ringwall.aws.discover import Discovery, discover
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_judged, load_rules, load_tables
from ringwall.collect.api import ApiSource
from ringwall.collect.live import Target, UnitsLeft, mark_left_out, plan_units
from ringwall.collect.probe import probe_unit
from ringwall.collect.source import GLOBAL
from ringwall.collect.unit import Unit
from ringwall.collect.workers import Workers
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.history import check_history, open_findings, open_journal
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.jobs.target import choose_target
from ringwall.model.coverage import COVERAGE, Coverage
from ringwall.model.errors import BadInput, DamagedSnapshot, NotCollected, StorageFailed
from ringwall.model.rule import Rule
from ringwall.model.table import Table
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.reads import find_reads
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import check_snapshot, open_snapshot
from ringwall.store.private_file import find_obstacle

WORKERS = 8


@dataclass(frozen=True)
class HomeCheck:
    """The state of a home folder: its current snapshot, '' where there is none yet."""

    snapshot: str = ""
    damage: str = ""
    """What is wrong with the snapshot or the database; '' where all can be used."""


@dataclass(frozen=True)
class CollectionScope:
    """The accounts and regions that a collection would read."""

    found: Discovery
    target: Target

    @property
    def active(self) -> int:
        """How many accounts are active."""
        return len(self.found.active)

    @property
    def known(self) -> int:
        """How many accounts there are, those that are closed or suspended among them."""
        return len(self.found.accounts)


@dataclass(frozen=True)
class Forecast:
    """What a collection could not read, and the rules that would be unknown somewhere."""

    failures: tuple[Coverage, ...]
    """By account, region and table."""
    unknown: Mapping[str, str]
    """Rules with the first reason."""
    rules: int
    """How many rules there are in all."""

    @property
    def outcome(self) -> JobOutcome:
        """Unknown where a call would fail."""
        return decide_outcome(findings=False, unknown=self.failures)


def check_home(home: Path) -> HomeCheck:
    """Return whether the current snapshot is as it was written, and the database can be read.

    And whether there is space to write anything more.
    """
    try:
        folder = Home(home)
        if home.is_dir() and (obstacle := find_obstacle(home)):
            return HomeCheck(damage=f"{home}: cannot write: {obstacle}")
        with suppress(NotCollected):
            check_history(folder)
            open_journal(folder).runs()
            open_findings(folder)
    except (BadInput, StorageFailed) as error:
        return HomeCheck(damage=str(error))
    try:
        snapshot = open_snapshot(Home(home).estate)
        check_snapshot(snapshot)
    except NotCollected:
        return HomeCheck()
    except DamagedSnapshot as error:
        return HomeCheck(damage=str(error))
    return HomeCheck(snapshot.id)


def find_scope(
    connection: AwsAccess, accounts: tuple[str, ...] = (), regions: tuple[str, ...] = ()
) -> CollectionScope:
    """Return which accounts and regions can be read; all of them where none is named."""
    sessions = connection.sessions
    found = discover(sessions)
    return CollectionScope(found, choose_target(sessions, found, accounts, regions))


def forecast(
    connection: AwsAccess, scope: CollectionScope, folders: Iterable[Path], events: Events
) -> Forecast:
    """Make one call of each kind in each account and region, and return what would be unknown."""
    tables = load_tables()
    rules = load_rules(*folders)
    answers = _probe(connection.sessions, scope.target, tables, events)
    off = {"not_collected", "region_disabled"}
    left_out = [row for row in mark_left_out(scope.target, tables) if row.status not in off]
    failures = [row for row in (*left_out, *answers) if row.status != "ok"]
    return Forecast(
        failures=tuple(sorted(failures, key=lambda r: (r.account_id, r.region, r.table_name))),
        unknown=_find_unknown(failures, rules.values(), tables),
        rules=len(rules),
    )


def _probe(
    sessions: Sessions, target: Target, tables: dict[str, Table], events: Events
) -> list[Coverage]:
    source = ApiSource(sessions.reader, sessions.home_region)

    def ask(unit: Unit) -> tuple[Coverage, ...]:
        return probe_unit(unit, source)

    units = list(plan_units(target, tables))
    left = UnitsLeft(units)
    rows: list[Coverage] = []
    with events.progress("doctor", len(units)) as progress, Workers(WORKERS, "doctor") as pool:
        for unit, found in zip(units, pool.map(ask, units), strict=True):
            rows.extend(found)
            progress.advance()
            if left.finish(unit):
                sessions.release(unit.account_id)
    return rows


def _find_unknown(
    failures: list[Coverage], rules: Iterable[Rule], tables: dict[str, Table]
) -> dict[str, str]:
    """Return the rules that could not decide somewhere, each with the first reason."""
    judged = load_judged()
    with EmbeddedEngine(threads=1) as engine:
        answered = [Coverage("", GLOBAL, name, "list", "ok") for name in tables]
        engine.create(COVERAGE, (vars(row) for row in (*answered, *failures)))
        gaps = Gaps(engine, judged)
    unknown = {}
    for rule in rules:
        touching = gaps.touching(find_reads(rule.sql, judged.values()))
        if touching:
            unknown[rule.id] = touching[0].reason
    return unknown
