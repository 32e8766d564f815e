"""Findings of AWS's own services merged into the history of findings, beside ours.

The service says what became of each: an audit or a detection never resolves it. A state that is
older than the one that is known changes nothing, and neither does a copy in Security Hub of what
its service has told itself. What GuardDuty saw is a hit as well, so that incidents have it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from ringwall.hub.incidents.record import NO_INCIDENTS, RecordedIncidents, record_incidents
from ringwall.hub.same import SameRules, link_controls, link_hits
from ringwall.model.finding import FindingStatus
from ringwall.model.reported import ReportedFinding
from ringwall.store.database.connection import BATCH
from ringwall.store.database.entry import Entry, split_finding
from ringwall.store.database.hits import HitStore, HitWriter, SeenAct, count_milliseconds
from ringwall.store.database.incidents import IncidentWriter
from ringwall.store.database.ledger import FindingEvent, FindingEventKind

MOST = 2**31 - 1
"""What a column of the database can count."""


@dataclass
class ReportCount:
    """What findings of AWS's services changed."""

    new: int = 0
    reopened: int = 0
    resolved: int = 0
    changed: int = 0
    """Known ones in a newer state, open as before."""
    unchanged: int = 0
    passed: int = 0
    """Checks that have passed and had never failed here: nothing to keep."""
    hits: int = 0
    """Acts that were not known before."""
    same: int = 0
    """Pairs of a finding and one of ours that say the same, and are new."""
    incidents: RecordedIncidents = NO_INCIDENTS


def record_reports(
    store: HitStore,
    reports: Iterable[ReportedFinding],
    same: SameRules,
    *,
    now: int,
    own: Collection[str] = (),
) -> ReportCount:
    """Keep findings in one transaction, and return what they changed; `now` is in milliseconds.

    `own` are addresses of the organization: they join no incidents.
    """
    counted = ReportCount()
    latest: dict[str, ReportedFinding] = {}
    for report in reports:
        uid = report.finding.uid
        if uid not in latest or _rank(report) >= _rank(latest[uid]):
            latest[uid] = report
    with store.writer() as writer:
        uids = list(latest)
        for start in range(0, len(uids), BATCH):
            some = {uid: latest[uid] for uid in uids[start : start + BATCH]}
            _keep_findings(writer, some, counted)
        acts = [report for report in latest.values() if report.hit]
        hits = _keep_hits(writer, acts, now, counted)
        incidents = IncidentWriter(writer.connection)
        counted.incidents = record_incidents(incidents, hits, now=now, own=own)
        linked = [(r.hit, r.finding.uid, r.finding.last_seen) for r in acts if r.hit]
        counted.same = link_hits(writer, linked, same) + link_controls(writer.ledger, same)
    return counted


def _rank(report: ReportedFinding) -> tuple[bool, int]:
    """Return what says which of two records of one finding counts: the service's own, the newer."""
    return (not report.is_copy, report.updated_at)


def _keep_findings(
    writer: HitWriter, reports: dict[str, ReportedFinding], counted: ReportCount
) -> None:
    known = writer.ledger.entries(reports)
    pairs: list[tuple[Entry | None, Entry]] = []
    events: list[FindingEvent] = []
    for uid, report in reports.items():
        before = known.get(uid)
        if before is None and report.is_well:
            counted.passed += 1
            continue
        if before and _is_older(before, report):
            counted.unchanged += 1
            continue
        entry, text = split_finding(report.finding)
        evidence = {**report.finding.evidence, **({"is_copy": True} if report.is_copy else {})}
        entry = entry._replace(
            text=writer.ledger.add_text(text),
            seen=min(entry.seen, MOST),
            rest={**entry.rest, "evidence": evidence},
        )
        after = _merge(before, entry)
        kind = _count(before, after, counted)
        if before == after:
            continue
        pairs.append((before, after))
        if kind:
            answer: Literal["pass", "gone", "fail", "unknown"] = (
                ("pass" if report.is_well else "gone") if kind == "resolved" else "fail"
            )
            answer = "unknown" if after.answer == "unknown" and kind != "resolved" else answer
            events.append(FindingEvent(uid, after.resolved_at or after.last_seen, kind, answer, ""))
    writer.ledger.save(pairs)
    writer.ledger.add_events(events)


def _is_older(before: Entry, report: ReportedFinding) -> bool:
    evidence = before.rest.get("evidence", {})
    was_copy, updated_at = evidence.get("is_copy") is True, evidence.get("updated_at", 0)
    kept = (not was_copy, updated_at if isinstance(updated_at, int) else 0)
    return _rank(report) < kept


def _merge(before: Entry | None, entry: Entry) -> Entry:
    if before is None:
        return entry
    came_back = before.status == "resolved" and entry.status == "open"
    return entry._replace(
        first_seen=min(before.first_seen, entry.first_seen),
        last_seen=max(before.last_seen, entry.last_seen),
        resolved_at=entry.resolved_at if entry.status == "resolved" else 0,
        reopened=before.reopened + came_back,
        seen=max(before.seen, entry.seen),
        rest={**before.rest, **entry.rest},
    )


def _count(before: Entry | None, after: Entry, counted: ReportCount) -> FindingEventKind | None:
    """Count what became of a finding; return the event that its history gets."""
    if before is None:
        counted.new += 1
        return "opened"
    was: FindingStatus = before.status
    if was != "resolved" and after.status == "resolved":
        counted.resolved += 1
        return "resolved"
    if was == "resolved" and after.status == "open":
        counted.reopened += 1
        return "reopened"
    if before == after:
        counted.unchanged += 1
    else:
        counted.changed += 1
    return None


def _keep_hits(
    writer: HitWriter, reports: Iterable[ReportedFinding], now: int, counted: ReportCount
) -> list[str]:
    """Keep the acts, each once; return the uids of those that are new or have changed."""
    hits = {r.hit.uid: (r.hit, r.finding) for r in reports if r.hit}
    known = writer.known(hits)
    fresh = [(hit, finding.uid) for uid, (hit, finding) in hits.items() if uid not in known]
    writer.add(fresh, now)
    counted.hits = len(fresh)
    changed = {}
    for uid, (hit, finding) in hits.items():
        at = count_milliseconds(hit.at)
        kept = known.get(uid) or SeenAct(at, at, 0)
        act = SeenAct(
            min(at, kept.first_seen),
            max(finding.last_seen, kept.last_seen),
            max(min(hit.count, MOST), kept.count),
        )
        if act != known.get(uid):
            changed[uid] = (hit, act)
    writer.update(changed)
    return list(changed)
