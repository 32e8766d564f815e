"""Findings of AWS's own services, from their APIs or from files, into the history of findings."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ringwall.aws.discover import Discovery, discover
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_detections
from ringwall.catalog.requirements import load_requirements
from ringwall.collect.findings.files import ReadReports, read_files
from ringwall.collect.findings.live import SERVICES, LiveReports, ReportService
from ringwall.hub.reports import ReportCount, record_reports
from ringwall.hub.same import FRAMEWORK, SameRules, find_same_rules
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.jobs.target import choose_target
from ringwall.model.errors import BadInput, CallFailed
from ringwall.model.reported import ReportedFinding
from ringwall.model.rule import SEVERITIES, Severity
from ringwall.model.spelling import name_likely
from ringwall.store.database.connection import check_database, open_database
from ringwall.store.database.hits import HitStore
from ringwall.store.home import Home


@dataclass(frozen=True)
class ReportsRequest:
    """Which findings to read: those in files, or those of AWS where no file is named."""

    paths: tuple[Path, ...] = ()
    accounts: tuple[str, ...] = ()
    """Ids or names."""
    regions: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    """Names such as guardduty; all where none is named."""
    fail_on: Severity = "low"
    """The mildest severity of which a finding counts in the outcome."""


@dataclass
class ReportsResult:
    """What was read of findings, and what it changed."""

    changed: ReportCount
    read: Counter[str] = field(default_factory=Counter)
    """Records by the product that made the finding."""
    grave: int = 0
    """Findings that are open and grave enough for the outcome."""
    told: ReadReports = field(default_factory=ReadReports)
    off: Mapping[str, int] = field(default_factory=dict)
    """In how many accounts and Regions a service is off."""

    @property
    def outcome(self) -> JobOutcome:
        """Findings where one is open, unknown where something could not be read."""
        return decide_outcome(findings=self.grave, unknown=self.told.faults)


def import_reports(
    home: Path,
    request: ReportsRequest,
    access: AwsAccess,
    events: Events,
    clock: Callable[[], float] = time.time,
) -> ReportsResult:
    """Read findings of AWS's services and record them, all or none.

    BadInput for a path, an account, a Region or a service that there is not. Only reading calls are
    made.
    """
    result = ReportsResult(ReportCount())
    found = _read_paths(request, result) if request.paths else _ask(request, access, events, result)
    reports = list(_count(found, request, result))
    folder = Home(home)
    folder.make()
    engine = open_database(folder.database_url)
    try:
        check_database(engine)
        now = int(clock() * 1000)
        result.changed = record_reports(HitStore(engine), reports, read_same(), now=now)
    finally:
        engine.dispose()
    return result


def read_same() -> SameRules:
    """Return which rules of AWS's services and of ours say the same, by the catalog."""
    pairs = ((r.id, r.rule) for r in load_requirements() if r.framework.startswith(FRAMEWORK))
    return find_same_rules(load_detections(), (pair for pair in pairs if pair[1]))


def _read_paths(request: ReportsRequest, result: ReportsResult) -> Iterator[ReportedFinding]:
    if request.accounts or request.regions or request.services:
        raise BadInput("--accounts, --regions and --services are for AWS: name no files with them")
    yield from read_files(request.paths, result.told)


def _ask(
    request: ReportsRequest, access: AwsAccess, events: Events, result: ReportsResult
) -> Iterator[ReportedFinding]:
    services = _choose_services(request.services)
    sessions = access.sessions
    sessions.traffic.say = events.note
    found = discover(sessions)
    if found.source == "caller" and found.reason:
        events.note(f"only account {found.caller}: {found.reason}")
    target = choose_target(sessions, found, request.accounts, request.regions)
    with events.progress("findings", len(services) * len(target.accounts)) as progress:
        live = LiveReports(
            sessions.reader,
            target,
            result.told,
            _find_admins(sessions, found, services),
            step=progress.advance,
        )
        yield from live.read(services)
        result.off = live.off


def _choose_services(names: Sequence[str]) -> tuple[ReportService, ...]:
    known = [service.name for service in SERVICES]
    if strange := [name for name in names if name not in known]:
        likely = name_likely(strange[0], known)
        raise BadInput(
            f"no service {strange[0]} with findings{likely}; there are {', '.join(known)}"
        )
    return tuple(service for service in SERVICES if not names or service.name in names)


def _find_admins(
    sessions: Sessions, found: Discovery, services: Iterable[ReportService]
) -> dict[str, str]:
    """Return the delegated administrators that AWS Organizations tells, by the service."""
    admins: dict[str, str] = {}
    if found.source != "organization":
        return admins
    reader = sessions.reader(found.caller, sessions.home_region)
    for service in services:
        if not service.principal:
            continue
        try:
            rows = reader.items(
                "organizations.list_delegated_administrators",
                "DelegatedAdministrators",
                ServicePrincipal=service.principal,
            )
            ids = [str(row["Id"]) for row in rows]
        except CallFailed:
            continue  # then each account is asked itself: slower, and nothing is left out
        admins |= {service.principal: ids[0]} if ids else {}
    return admins


def _count(
    reports: Iterable[ReportedFinding], request: ReportsRequest, result: ReportsResult
) -> Iterator[ReportedFinding]:
    grave = SEVERITIES[SEVERITIES.index(request.fail_on) :]
    seen: set[str] = set()
    for report in reports:
        finding = report.finding
        result.read[finding.product] += 1
        is_open = finding.status == "open" and finding.answer == "fail"
        if is_open and finding.severity in grave and finding.uid not in seen:
            seen.add(finding.uid)
            result.grave += 1
        yield report
