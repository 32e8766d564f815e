"""Detections over logs: what was not judged yet, or a time that is named, into findings."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, TextIO

from ringwall.catalog.loader import load_batch_facts
from ringwall.detect.chunk import JudgedTime, ShownLogs, judge_time
from ringwall.detect.evaluate import RuleRun
from ringwall.detect.pending import LogChunk, LogPart, Pending, cut_chunks, find_pending, to_micros
from ringwall.detect.sigma.rule_folder import load_sigma
from ringwall.hub.formats import write_findings
from ringwall.hub.sightings import JudgedBatch, SightingCount, name_finding, record_hits
from ringwall.hub.summary import Summary
from ringwall.jobs.batch_facts import BatchFacts
from ringwall.jobs.detection_engine import (
    find_all_reads,
    find_all_scans,
    load_timed_logs,
    open_detection_engine,
)
from ringwall.jobs.events import Events
from ringwall.jobs.history import has_database, name_accounts
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.jobs.reports import read_same
from ringwall.jobs.rule_choice import choose_detections, name_playbooks
from ringwall.model.detection import DetectionRule, Hit
from ringwall.model.errors import DamagedSnapshot, Locked, NotCollected
from ringwall.model.finding import Finding
from ringwall.model.incident import Incident
from ringwall.model.rule import SEVERITIES, Severity
from ringwall.store.database.connection import check_database, open_database
from ringwall.store.database.hits import HitStore, JudgedLogs, OwedTime
from ringwall.store.database.incidents import Incidents
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.home import Home
from ringwall.store.lake.log_ledger import LogFile, LogLedger

SightingFormat = Literal["table", "json", "csv", "ocsf", "asff", "sarif"]
"""The formats that findings of detections can be written in."""
AGAIN = 600
"""Seconds after which a detection that failed tries again what it owes."""


@dataclass(frozen=True)
class DetectRequest:
    """What to judge: all that was not judged yet, by every detection, where nothing is named."""

    since: timedelta | None = None
    """How far back from now to look, whether it was judged or not."""
    rules: tuple[str, ...] = ()
    """Patterns of ids, such as iam.*."""
    folders: tuple[Path, ...] = ()
    """Folders with detections of the user's own."""
    sigma: tuple[Path, ...] = ()
    """Folders, or files, with rules in Sigma's format."""
    placeholders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The values of `%name%` in those rules."""
    master: str = ""
    """The Spark that judges: local[*], or spark://host:port; '' for DuckDB in this process."""
    is_trial: bool = False
    """Whether hits are only counted, and nothing is written."""
    fail_on: Severity = "low"
    """The mildest severity of which a finding counts in the outcome."""

    @property
    def moves_on(self) -> bool:
        """Whether what is judged now need not be judged again."""
        return self.since is None and not self.rules and not self.is_trial


@dataclass
class RuleCount:
    """What one detection found in all batches."""

    rule: DetectionRule
    hits: int = 0
    seconds: float = 0
    failure: str = ""
    """Why it failed, in the last batch in which it did."""


@dataclass
class DetectResult:
    """What was found. Findings can be read for as long as the job is open."""

    ledger: Ledger
    incidents: Incidents
    request: DetectRequest
    accounts: Mapping[str, str]
    counts: dict[str, RuleCount] = field(default_factory=dict)
    changed: SightingCount = field(default_factory=SightingCount)
    seen: set[str] = field(default_factory=set)
    """Findings with new acts, by uid; of a time that was named, with any acts."""
    hits: dict[str, Hit] = field(default_factory=dict)
    """Hits that were only counted, by uid."""
    rules: Mapping[str, DetectionRule] = field(default_factory=dict)
    """The detections that were asked, by id."""
    rows: int = 0
    """Events that were judged."""
    days: int = 0
    """Days that they are of."""
    until: datetime | None = None
    """The time of the latest event that was judged."""
    quarantined: int = 0
    """How much of the logs could not be read."""

    @property
    def failed(self) -> list[RuleCount]:
        """The detections that failed."""
        return [count for count in self.counts.values() if count.failure]

    @property
    def outcome(self) -> JobOutcome:
        """Findings where there is a grave one; unknown where a rule failed, or logs have gaps."""
        grave = SEVERITIES[SEVERITIES.index(self.request.fail_on) :]
        return decide_outcome(
            findings=self.hits or any(found.severity in grave for found in self.findings()),
            unknown=self.failed or self.quarantined,
        )

    def findings(self) -> Iterator[Finding]:
        """Yield the open findings that were seen, the gravest first."""
        if not self.seen:
            return iter(())
        found = self.ledger.findings(Filter(layer="detection"))
        return (finding for finding in found if finding.uid in self.seen)

    def find_gravest(self) -> Incident | None:
        """Return the gravest incident that is new or has new hits, None where there is none."""
        changed = self.changed.incidents
        return self.incidents.find_gravest((*changed.opened, *changed.grown))

    def write(self, form: SightingFormat, out: TextIO, *, with_uid: bool = False) -> None:
        """Write those findings."""
        known = Summary(snapshot="", created_at=0, accounts=self.accounts)
        write_findings(form, self.findings(), out, known, with_uid=with_uid)


@contextmanager
def run_detect(home: Path, request: DetectRequest, events: Events) -> Iterator[DetectResult]:
    """Judge logs by detections, record the findings, and yield what was found.

    NotCollected where there are no logs, BadInput for a rule that does not exist.
    """
    detector = LogDetector(Home(home), request, events)
    with closing(detector):
        yield detector.run()


def read_sigma(request: DetectRequest, events: Events) -> dict[str, DetectionRule]:
    """Return the rules in Sigma's format by id; what was left out of a folder is noted."""
    found: dict[str, DetectionRule] = {}
    for folder in request.sigma:
        read = load_sigma(folder, request.placeholders)
        found |= {rule.id: rule for rule in read.rules}
        for left in read.skipped:
            if left.kind == "error":
                events.note(f"{left.path}: left out: {left.reason}")
        for note in read.notes:
            events.note(note)
        events.note(
            f"{folder}: {len(read.rules)} rules run, {read.count('other_source')} are not about "
            f"CloudTrail, {read.count('retired')} are deprecated or unsupported"
        )
    return found


class LogDetector:
    """Judges what is new of the logs, batch by batch; each batch is kept as one."""

    def __init__(
        self,
        home: Home,
        request: DetectRequest,
        events: Events,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._home = home
        self._request = request
        self._events = events
        self._facts = BatchFacts(home, events, self._now)
        self._clock = clock
        self._pays_at = 0.0
        self._failures: dict[str, str] = {}
        self._rules = choose_detections(request.folders, request.rules, read_sigma(request, events))
        self._reads = find_all_reads(self._rules)
        self._scans = find_all_scans(self._rules)
        self._same = read_same()
        self._logs = LogLedger(home.logs)
        if not self._logs.read_files():
            raise NotCollected(
                f"{home.path}: there are no logs here yet; `ringwall logs ingest PATH` reads them, "
                "or name another --home"
            )
        self._engine = open_database(self._choose_database())
        check_database(self._engine)
        self._store = HitStore(self._engine)
        self.result = self._make_result()

    def _choose_database(self) -> str:
        """Return the URL of the database; where nothing is to be written, none is made."""
        if self._request.is_trial and not has_database(self._home):
            return "sqlite:///:memory:"
        self._home.make()
        return self._home.database_url

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def run(self) -> DetectResult:
        """Judge what is to be judged now, and return what was found since this was called last.

        Locked where logs were deleted while they were read: what was not judged is judged next.
        """
        self.result = self._make_result()
        files = self._logs.read_files()
        with self._reading(files):
            self._judge_files(files)
        return self.result

    @contextmanager
    def _reading(self, files: Sequence[LogPart]) -> Iterator[None]:
        """Tell logs that are damaged from those that were deleted meanwhile."""
        try:
            yield
        except DamagedSnapshot as error:
            if {file.path for file in files} <= self._logs.read_known_paths():
                raise
            raise Locked(
                f"{self._home.path}: logs were deleted while they were read; what is left of them "
                "is judged by the next `ringwall detect`"
            ) from error

    def _judge_files(self, files: Sequence[LogFile]) -> None:
        self.result.quarantined = self._logs.count_quarantine()
        judged = self._store.judged_files()
        pending = find_pending(files, judged)
        owed = self._find_owed()
        chunks = self._cut(files, pending)
        tables = frozenset[str]().union(*self._reads.values())
        if chunks and self._request.moves_on:
            # What is usual is kept by day: an event is held against the days before its own.
            self._facts.learn()
        with (
            open_detection_engine(
                self._home, files, tables, self._events, self._request.master
            ) as logs,
            self._events.progress("detect", len(chunks) + len(owed)) as progress,
        ):
            for time_owed in owed:
                progress.advance(time_owed.rule)
                self._pay(logs, time_owed)
            last = _find_judged_last(files, judged)
            for chunk in chunks:
                progress.advance(chunk.files[0].day)
                self._judge(logs, chunk, last)
        if self._request.moves_on:
            self._tidy(pending)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)

    def _make_result(self) -> DetectResult:
        return DetectResult(
            Ledger(self._engine),
            Incidents(self._engine),
            self._request,
            name_accounts(self._home),
            rules=self._rules,
        )

    def _find_owed(self) -> list[OwedTime]:
        """Return what detections failed to judge, where it is time to try again."""
        if not self._request.moves_on or self._clock() < self._pays_at:
            return []
        self._pays_at = self._clock() + AGAIN
        return self._store.owed()

    def _cut(self, files: Sequence[LogPart], pending: Sequence[Pending]) -> list[LogChunk]:
        """Return what to judge now: what is new, or all of a time that was named."""
        if self._request.since is None:
            return cut_chunks(file for each in pending for file in each.fresh)
        low = to_micros(self._now().replace(tzinfo=None) - self._request.since)
        return cut_chunks(file for file in files if file.last >= low)

    def _judge(self, logs: ShownLogs, chunk: LogChunk, judged_last: Mapping[str, int]) -> None:
        time = JudgedTime(chunk.since, chunk.until, chunk.sources, judged_last)
        hits, failed = self._run(logs, time, tuple(self._rules.values()))
        self._keep(
            JudgedBatch(
                hits,
                tuple(_mark(chunk)) if self._request.moves_on else (),
                tuple(failed) if self._request.moves_on else (),
            )
        )
        self.result.rows += chunk.rows
        self.result.days += len({file.day for file in chunk.files})
        until = datetime.fromtimestamp(chunk.until / 1_000_000, UTC).replace(tzinfo=None)
        self.result.until = max(self.result.until or until, until)

    def _pay(self, logs: ShownLogs, owed: OwedTime) -> None:
        """Let a detection judge what it failed to judge before."""
        rule = self._rules.get(owed.rule)
        if rule is None:  # it is not among the rules any more
            self._keep(JudgedBatch({}, paid=(owed,)))
            return
        sources = frozenset(self._reads[rule.id] & load_timed_logs().keys())
        time = JudgedTime(owed.since * 1000, owed.until * 1000 + 999, sources)
        hits, failed = self._run(logs, time, (rule,))
        if not failed:
            self._keep(JudgedBatch(hits, paid=(owed,)))

    def _run(
        self, logs: ShownLogs, time: JudgedTime, rules: tuple[DetectionRule, ...]
    ) -> tuple[dict[str, Hit], list[OwedTime]]:
        """Return the hits of detections that count, and what those that failed owe."""
        hits: dict[str, Hit] = {}
        failed: list[OwedTime] = []
        made = load_batch_facts().keys()
        runs = judge_time(
            logs, time, rules, self._reads, prepare=self._facts, made=made, scans=self._scans
        )
        for run in runs:
            self._count(run)
            if run.failure:
                failed.append(OwedTime(run.rule.id, time.since // 1000, time.until // 1000))
            # One that found too much has hits, too: who floods a detection must not blind it.
            if self._request.is_trial or not run.rule.is_trial:
                hits.update(run.hits)
        return hits, failed

    def _count(self, run: RuleRun) -> None:
        count = self.result.counts.setdefault(run.rule.id, RuleCount(run.rule))
        count.hits += len(run.hits)
        count.seconds += run.seconds
        if run.failure:
            count.failure = run.failure
            if self._failures.get(run.rule.id) != run.failure:  # once, not with every batch
                self._events.note(f"{run.rule.id} failed: {run.failure}")
            self._failures[run.rule.id] = run.failure

    def _keep(self, batch: JudgedBatch) -> None:
        if self._request.is_trial:
            self.result.hits.update(batch.hits)
            return
        now = int(self._clock() * 1000)
        kept = record_hits(
            self._store,
            self._rules,
            batch,
            now=now,
            playbooks=name_playbooks(),
            own=self._facts.own,
            same=self._same,
        )
        self.result.changed.add(kept)
        self.result.seen |= (
            kept.findings.keys()
            if self._request.moves_on
            else {
                name_finding(hit)
                for hit in batch.hits.values()
                if not self._rules[hit.rule].is_context
            }
        )

    def _tidy(self, pending: Sequence[Pending]) -> None:
        """Take note of files that were joined, and of those that are no more."""
        marks = tuple(
            JudgedLogs(each.source, {file.path: file.rows for file in each.joined}, each.gone)
            for each in pending
            if each.joined or each.gone
        )
        if marks:
            self._keep(JudgedBatch({}, marks))


def _mark(chunk: LogChunk) -> Iterator[JudgedLogs]:
    for source in sorted(chunk.sources):
        files = [file for file in chunk.files if file.source == source]
        rows = {file.path: file.rows for file in files}
        yield JudgedLogs(source, rows, until=max(0, max(file.last for file in files) // 1000))


def _find_judged_last(
    files: Sequence[LogPart], judged: Mapping[str, Mapping[str, int]]
) -> dict[str, int]:
    """Return the time of the latest event that was judged, by table."""
    last: dict[str, int] = {}
    for file in files:
        if file.path in judged.get(file.source, {}):
            last[file.source] = max(last.get(file.source, 0), file.last)
    return last
