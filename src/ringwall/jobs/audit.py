"""One audit: every control over a snapshot, recorded in the history of findings."""

import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ringwall.audit.evaluate import Audit, TrackedResource
from ringwall.catalog.loader import load_facts, load_judged, load_requirements, load_tables
from ringwall.hub.compliance import map_requirements
from ringwall.hub.formats import Format, write_findings
from ringwall.hub.record import Recorded, record
from ringwall.hub.score import Score, score_all, score_layers
from ringwall.hub.summary import Summary
from ringwall.jobs.events import Events
from ringwall.jobs.facts import need_facts, prepare_facts
from ringwall.jobs.gaps import read_gaps
from ringwall.jobs.history import open_ledger
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.jobs.rule_choice import choose_rules, name_playbooks
from ringwall.model.coverage import Coverage
from ringwall.model.finding import Answer, Finding, VerdictCount
from ringwall.model.layer import Layer
from ringwall.model.rule import SEVERITIES, Rule, Severity
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.engine.embedded import EmbeddedEngine
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
    folders: tuple[Path, ...] = ()
    """Folders with rules of the user's own."""
    fail_on: Severity = "low"
    """The mildest severity of which a failure counts in the outcome."""


@dataclass(frozen=True)
class AuditResult:
    """What one audit found. Its findings can be read for as long as the audit is open."""

    ledger: Ledger
    rules: Mapping[str, Rule]
    summary: Summary
    recorded: Recorded
    """What changed since the audit before."""
    outcome: JobOutcome

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

    def write(self, form: FindingFormat, out: TextIO, *, by_layer: bool = False) -> None:
        """Write those findings; `by_layer` groups a table by layer of defense."""
        write_findings(form, self.findings(), out, self.summary, by_layer=by_layer)


@contextmanager
def run_audit(home: Path, request: AuditRequest, events: Events) -> Iterator[AuditResult]:
    """Evaluate controls over a snapshot, record the findings, and yield what was found.

    Facts are made first where a rule reads them. BadInput for a rule or a snapshot that does not
    exist, NotCollected where there is no snapshot yet.
    """
    folder = Home(home)
    snapshot = open_snapshot(folder.estate, request.snapshot)
    rules = choose_rules(request.folders, request.rules, request.layer)
    with open_ledger(folder, snapshot, events) as ledger:
        yield audit_snapshot(folder, snapshot, rules, ledger, events, fail_on=request.fail_on)


def audit_snapshot(
    home: Home,
    snapshot: Snapshot,
    rules: Mapping[str, Rule],
    ledger: Ledger,
    events: Events,
    *,
    fail_on: Severity = "low",
) -> AuditResult:
    """Evaluate rules over a snapshot and merge the verdicts into the ledger."""
    facts = prepare_facts(home, snapshot, events) if need_facts(rules.values()) else None
    folders = (snapshot.path, *([facts] if facts else []))
    with EmbeddedEngine(*folders) as engine, events.progress("audit", len(rules)) as progress:
        attach_snapshot(engine, snapshot, load_tables().values())
        attach_facts(engine, facts, load_facts().values())
        audit = Audit(
            engine,
            load_judged(),
            rules.values(),
            _find_tracked(ledger),
            step=lambda rule: progress.advance(rule.id),
        )
        recorded = _record(ledger, rules, audit, snapshot)
        gaps = read_gaps(engine)
    return AuditResult(
        ledger=ledger,
        rules=rules,
        summary=_summarize(snapshot, tuple(audit.counts), gaps, rules),
        recorded=recorded,
        outcome=_decide(tuple(audit.counts), rules, fail_on),
    )


def _find_tracked(ledger: Ledger) -> dict[str, list[TrackedResource]]:
    """Return the resources that an audit must answer for, by rule: they have open findings."""
    tracked: dict[str, list[TrackedResource]] = {}
    for place in ledger.open_places():
        tracked.setdefault(place.rule, []).append(
            TrackedResource(place.resource, place.account_id, place.region)
        )
    return tracked


def _record(
    ledger: Ledger, rules: Mapping[str, Rule], audit: Audit, snapshot: Snapshot
) -> Recorded:
    def outcome(rule: str, resources: Collection[str]) -> Mapping[str, Answer | None]:
        answers = audit.outcomes.get(rule, {})
        return {resource: answers[resource] for resource in resources if resource in answers}

    return record(
        ledger,
        rules,
        audit.verdicts(),
        outcome,
        snapshot=snapshot.id,
        now=int(time.time() * 1000),
        compliance=map_requirements(load_requirements()),
        playbooks=name_playbooks(),
    )


def _summarize(
    snapshot: Snapshot,
    counts: tuple[VerdictCount, ...],
    gaps: tuple[Coverage, ...],
    rules: Mapping[str, Rule],
) -> Summary:
    return Summary(
        snapshot=snapshot.id,
        created_at=int(snapshot.created_at.timestamp() * 1000),
        accounts=snapshot.accounts,
        regions=snapshot.regions,
        counts=counts,
        gaps=gaps,
        rules=rules,
    )


def _decide(
    counts: tuple[VerdictCount, ...], rules: Mapping[str, Rule], fail_on: Severity
) -> JobOutcome:
    grave = SEVERITIES[SEVERITIES.index(fail_on) :]
    return decide_outcome(
        findings=any(count.failed and rules[count.rule].severity in grave for count in counts),
        unknown=any(count.unknown for count in counts),
    )
