"""One audit: every control over a snapshot, recorded in the history of findings."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TextIO

from ringwall.audit.evaluate import Audit, TrackedResource
from ringwall.catalog.loader import load_facts, load_judged, load_tables
from ringwall.catalog.requirements import Framework, find_framework, load_requirements
from ringwall.hub.compliance import map_requirements
from ringwall.hub.exceptions.expired import (
    EXPIRED,
    count_exceptions,
    judge_exceptions,
    judge_tracked,
)
from ringwall.hub.exceptions.file import read_exceptions
from ringwall.hub.exceptions.match import CoverCounter, ExceptionCover, find_current
from ringwall.hub.formats import Format, write_findings
from ringwall.hub.frameworks import FRAMEWORK_FORMATS, judge_framework, write_framework
from ringwall.hub.record import Recorded, Superseded, record
from ringwall.hub.score import Score, score_all, score_layers
from ringwall.hub.summary import Summary
from ringwall.jobs.events import Events
from ringwall.jobs.exception_cover import find_home_account, open_cover
from ringwall.jobs.facts import need_facts, prepare_facts
from ringwall.jobs.gaps import read_gaps
from ringwall.jobs.history import open_copy, open_ledger
from ringwall.jobs.incidents import tell_incidents
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.jobs.reports import read_same
from ringwall.jobs.rule_choice import choose_rules, name_playbooks
from ringwall.jobs.verdict_file import VerdictFile, keep_verdicts
from ringwall.model.coverage import Coverage
from ringwall.model.exception import FindingException
from ringwall.model.finding import Answer, Finding, VerdictCount
from ringwall.model.layer import Layer
from ringwall.model.rule import SEVERITIES, Rule, Severity
from ringwall.store.database.entry import Entry
from ringwall.store.database.ledger import Changes, Filter, FindingPlace, Ledger
from ringwall.store.engine.embedded import STRANGERS, EmbeddedEngine
from ringwall.store.home import Home
from ringwall.store.lake.facts import attach_facts
from ringwall.store.lake.snapshot import Snapshot, attach_snapshot, open_snapshot

FindingFormat = Format
"""The formats that findings can be written in."""


@dataclass(frozen=True)
class AuditRequest:
    """What to audit: the current snapshot by all controls where nothing is named."""

    snapshot: str = ""
    """Id of the snapshot, or the beginning of it."""
    rules: tuple[str, ...] = ()
    """Patterns of rule ids, such as s3.*."""
    layer: Layer | None = None
    framework: str = ""
    """A framework by name, such as cis_7_0: only its rules, told requirement by requirement."""
    exceptions: Path | None = None
    """The file of exceptions."""
    folders: tuple[Path, ...] = ()
    """Folders with rules of the user's own."""
    fail_on: Severity = "low"
    """The mildest severity of which a failure counts in the outcome."""
    keeps: bool = True
    """Whether the history of findings takes it up; else it is shown, and no writer waited for."""


@dataclass(frozen=True)
class AuditResult:
    """What one audit found. Its findings can be read for as long as the audit is open."""

    ledger: Ledger
    rules: Mapping[str, Rule]
    summary: Summary
    recorded: Recorded
    """What changed since the audit before."""
    unseen: int
    """How many open failures lie where the snapshot did not look, or could not."""
    outcome: JobOutcome
    framework: Framework | None = None
    """What is told requirement by requirement, where a format does."""
    exceptions: Mapping[str, int] = field(default_factory=dict)
    """How many failures each exception covers, by its id."""

    @property
    def failed(self) -> int:
        """How many verdicts are failures."""
        return sum(count.failed for count in self.summary.counts)

    @property
    def gaps(self) -> tuple[Coverage, ...]:
        """What could not be read, without what was left out on purpose."""
        return tuple(gap for gap in self.summary.gaps if gap.status != "not_collected")

    @property
    def scores(self) -> dict[str, Score]:
        """The score of each layer in their order, and of the whole audit under `all`."""
        layers = {str(layer): score for layer, score in score_layers(self.summary).items()}
        return {**layers, "all": score_all(self.summary)}

    def findings(self) -> Iterator[Finding]:
        """Yield the open findings of the rules, failures before unknowns, the gravest first."""
        return (found for found in self.ledger.findings(Filter()) if found.rule in self.rules)

    def write(
        self, form: FindingFormat, out: TextIO, *, by_layer: bool = False, verbose: bool = False
    ) -> None:
        """Write those findings; a table by layer of defense, and each unknown, if it is wanted.

        Of a framework, its requirements are written, where the format is for them.
        """
        if self.framework and form in FRAMEWORK_FORMATS:
            told = judge_framework(self.framework, self.summary)
            write_framework(form, told, out, self.summary)
            return
        write_findings(form, self.findings(), out, self.summary, by_layer=by_layer, verbose=verbose)


@contextmanager
def run_audit(home: Path, request: AuditRequest, events: Events) -> Iterator[AuditResult]:
    """Evaluate controls over a snapshot, record the findings, and yield what was found.

    Facts are made first where a rule reads them. BadInput for a rule or a snapshot that does not
    exist, NotCollected where there is no snapshot yet.
    """
    folder = Home(home)
    snapshot = open_snapshot(folder.estate, request.snapshot)
    framework = find_framework(request.framework) if request.framework else None
    rules = choose_rules(request.folders, request.rules, request.layer, framework=framework)
    exceptions = read_exceptions(request.exceptions) if request.exceptions else ()
    judge = partial(
        audit_snapshot,
        folder,
        snapshot,
        rules,
        events=events,
        exceptions=exceptions,
        fail_on=request.fail_on,
    )
    opened = open_ledger(folder, snapshot, events) if request.keeps else open_copy(folder, snapshot)
    with ExitStack() as stack:
        ledger = stack.enter_context(opened)
        try:
            result = judge(ledger)
        except Superseded:  # another process has audited a later snapshot meanwhile
            ledger = stack.enter_context(open_ledger(folder, snapshot, events))
            result = judge(ledger)
        yield replace(result, framework=framework)


def audit_snapshot(
    home: Home,
    snapshot: Snapshot,
    rules: Mapping[str, Rule],
    ledger: Ledger,
    events: Events,
    *,
    exceptions: Collection[FindingException] = (),
    fail_on: Severity = "low",
) -> AuditResult:
    """Evaluate rules over a snapshot and merge the verdicts into the ledger.

    What an exception covers is suppressed; one whose time was over at the time of the snapshot
    covers nothing, and is a finding itself.

    Superseded where the ledger has a later snapshot by then.
    """
    # INVARIANT: judging takes its time, and holds no lock: others read and write meanwhile.
    if exceptions or any(True for _ in ledger.open_places(EXPIRED.id)):
        rules = {**rules, EXPIRED.id: EXPIRED}
    with _judge(home, snapshot, rules, ledger, events, exceptions=exceptions) as judged:
        recorded = _record(ledger, rules, judged, snapshot)
    return AuditResult(
        ledger=ledger,
        rules=rules,
        summary=replace(
            _summarize(snapshot, judged, rules, ledger.changes(snapshot.id, rules)),
            find_incidents=lambda: tell_incidents(home),
        ),
        recorded=recorded,
        unseen=judged.unseen,
        outcome=_decide(judged.counts, rules, fail_on),
        exceptions=judged.covered,
    )


@dataclass(frozen=True)
class _Judged:
    """What the rules said of a snapshot; the verdicts are kept on disk."""

    verdicts: VerdictFile
    counts: tuple[VerdictCount, ...]
    outcomes: Mapping[str, Mapping[str, Answer | None]]
    gaps: tuple[Coverage, ...]
    unseen: int
    cover: ExceptionCover
    covered: Mapping[str, int]


@contextmanager
def _judge(
    home: Home,
    snapshot: Snapshot,
    rules: Mapping[str, Rule],
    ledger: Ledger,
    events: Events,
    *,
    exceptions: Collection[FindingException],
) -> Iterator[_Judged]:
    """Evaluate rules over a snapshot; nothing is written but facts."""
    judges = [rule for rule in rules.values() if rule.id != EXPIRED.id]
    facts = prepare_facts(home, snapshot, events) if need_facts(judges) else None
    folders = (snapshot.path, *([facts] if facts else []))
    with keep_verdicts() as kept:
        with (
            EmbeddedEngine(*folders, limits=STRANGERS) as engine,
            events.progress("audit", len(judges)) as progress,
        ):
            attach_snapshot(engine, snapshot, load_tables().values())
            attach_facts(engine, facts, load_facts().values())

            def begin(rule: Rule) -> None:
                engine.attribute(rule.id)
                progress.advance(rule.id)

            audit = Audit(
                engine,
                load_judged(),
                judges,
                _Tracked(ledger, rules),
                step=begin,
            )
            now = _time_of(snapshot)
            holding, _ = find_current(exceptions, now)
            cover = open_cover(engine, holding, judges)
            counter = CoverCounter(cover)
            kept.add(counter.watch(audit.verdicts()))
            gaps = read_gaps(engine)
        counts, outcomes = counter.subtract(audit.counts), dict(audit.outcomes)
        if EXPIRED.id in rules:
            place = find_home_account(snapshot)
            kept.add(judge_exceptions(exceptions, now, place))
            counts = (*counts, *count_exceptions(exceptions, now, place))
            outcomes[EXPIRED.id] = judge_tracked(exceptions, now, ledger.open_places(EXPIRED.id))
        yield _Judged(kept, counts, outcomes, gaps, audit.unseen, cover, counter.covered)


@dataclass(frozen=True)
class _Tracked(Mapping[str, list[TrackedResource]]):
    """The resources with open findings, by rule: read when their rule is evaluated, not before."""

    ledger: Ledger
    rules: Collection[str]

    def __getitem__(self, rule: str) -> list[TrackedResource]:
        return [
            TrackedResource(place.resource, place.account_id, place.region, _answer(place))
            for place in self.ledger.open_places(rule)
        ]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)


def _answer(place: FindingPlace) -> Answer:
    """Return what a finding counts as where nothing is seen of it: no failure that is excepted."""
    return "unknown" if place.status == "suppressed" else place.answer


def _record(
    ledger: Ledger, rules: Mapping[str, Rule], judged: _Judged, snapshot: Snapshot
) -> Recorded:
    def outcome(rule: str, entries: Collection[Entry]) -> Mapping[str, Answer | None]:
        answers = judged.outcomes.get(rule, {})
        return {each.uid: answers[each.resource] for each in entries if each.resource in answers}

    return record(
        ledger,
        rules,
        judged.verdicts,
        outcome,
        snapshot=snapshot.id,
        now=_time_of(snapshot),
        compliance=map_requirements(load_requirements()),
        playbooks=name_playbooks(),
        in_order=True,
        same=read_same(),
        cover=judged.cover,
    )


def _summarize(
    snapshot: Snapshot, judged: _Judged, rules: Mapping[str, Rule], changes: Changes
) -> Summary:
    return Summary(
        snapshot=snapshot.id,
        created_at=_time_of(snapshot),
        accounts=snapshot.accounts,
        regions=snapshot.regions,
        counts=judged.counts,
        gaps=judged.gaps,
        rules=rules,
        requirements=load_requirements(),
        changes=changes,
    )


def _time_of(snapshot: Snapshot) -> int:
    return int(snapshot.created_at.timestamp() * 1000)


def _decide(
    counts: tuple[VerdictCount, ...], rules: Mapping[str, Rule], fail_on: Severity
) -> JobOutcome:
    grave = SEVERITIES[SEVERITIES.index(fail_on) :]
    return decide_outcome(
        findings=any(count.failed and rules[count.rule].severity in grave for count in counts),
        unknown=any(count.unknown for count in counts),
    )
