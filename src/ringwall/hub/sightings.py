"""Hits of detections merged into the history of findings, and marked as judged.

All hits of one detection on one resource by one actor are one finding; those of a detection of
context are none, and are kept to be told beside incidents. A new act opens it, counts
it up, or reopens it where it was resolved; a suppressed one stays so. An act that was known already
changes nothing but when it was seen last, so that a time may be looked at as often as need be.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ringwall.hub.incidents.context import KEPT, tie_act
from ringwall.hub.incidents.record import NO_INCIDENTS, RecordedIncidents, record_incidents
from ringwall.hub.record import PRODUCT
from ringwall.hub.resource import split_arn
from ringwall.hub.same import NO_SAME, SameRules, link_hits
from ringwall.model.detection import DetectionRule, Hit
from ringwall.model.finding import FindingStatus, Remediation, fingerprint
from ringwall.store.database.connection import BATCH
from ringwall.store.database.context import ContextAct, ContextWriter
from ringwall.store.database.entry import GRAVEST_FIRST, Entry, RuleText
from ringwall.store.database.hits import (
    HitStore,
    HitWriter,
    JudgedLogs,
    OwedTime,
    SeenAct,
    count_milliseconds,
)
from ringwall.store.database.incidents import IncidentWriter
from ringwall.store.database.ledger import FindingEvent, FindingEventKind

DETECTION_FINDING = 2004
"""OCSF's class of a finding that a detection makes."""


@dataclass
class SightingCount:
    """What one batch, or several, changed."""

    hits: int = 0
    """Acts that were not known before."""
    new: int = 0
    reopened: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    """New acts by the uid of their finding."""
    context: int = 0
    """New acts that are no findings, and are told beside incidents."""
    incidents: RecordedIncidents = NO_INCIDENTS

    def add(self, other: "SightingCount") -> None:
        """Take in what another batch changed."""
        self.hits += other.hits
        self.new += other.new
        self.reopened += other.reopened
        self.findings.update(other.findings)
        self.context += other.context
        self.incidents = self.incidents.join(other.incidents)


@dataclass(frozen=True)
class JudgedBatch:
    """What one batch has found, and what it has judged: kept as one, or not at all."""

    hits: Mapping[str, Hit]
    """By uid."""
    judged: tuple[JudgedLogs, ...] = ()
    failed: tuple[OwedTime, ...] = ()
    """What detections that failed have to judge again."""
    paid: tuple[OwedTime, ...] = ()
    """What they had failed to judge before, and have judged now."""


def name_finding(hit: Hit) -> str:
    """Return the uid of the finding that a hit belongs to."""
    return fingerprint(PRODUCT, hit.rule, hit.resource, hit.actor)


def record_hits(
    store: HitStore,
    rules: Mapping[str, DetectionRule],
    batch: JudgedBatch,
    *,
    now: int,
    playbooks: Mapping[str, str] | None = None,
    own: Collection[str] = (),
    same: SameRules = NO_SAME,
) -> SightingCount:
    """Keep a batch in one transaction, and return what it changed; `now` is in milliseconds.

    `own` are addresses of the organization: they join no incidents. `same` tells which findings of
    GuardDuty are to be linked.
    """
    beside = {uid: hit for uid, hit in batch.hits.items() if rules[hit.rule].is_context}
    hits = {uid: hit for uid, hit in batch.hits.items() if uid not in beside}
    with store.writer() as writer:
        known = writer.known(hits.keys())
        fresh = [hit for uid, hit in hits.items() if uid not in known]
        again = {uid: hits[uid] for uid in known}
        recorder = _FindingRecorder(writer, rules, playbooks or {})
        counted = recorder.see(fresh)
        counted.context = recorder.keep_context(beside.values(), own, now)
        recorder.extend(again.values())
        writer.add(((hit, name_finding(hit)) for hit in fresh), now)
        writer.update(_find_more(again, known))
        link_hits(writer, [(hit, name_finding(hit), 0) for hit in fresh], same)
        for judged in batch.judged:
            writer.mark(judged, now)
        _keep_owed(writer, batch)
        incidents = IncidentWriter(writer.connection)
        counted.incidents = record_incidents(incidents, hits.keys(), now=now, own=own)
    return counted


def _find_more(
    again: Mapping[str, Hit], known: Mapping[str, SeenAct]
) -> dict[str, tuple[Hit, SeenAct]]:
    """Return the known acts of which there is more now: seen earlier or later, or more events."""
    found: dict[str, tuple[Hit, SeenAct]] = {}
    for uid, hit in again.items():
        at, before = count_milliseconds(hit.at), known[uid]
        after = SeenAct(
            min(at, before.first_seen), max(at, before.last_seen), max(hit.count, before.count)
        )
        # What was seen of an act in part, at the end of the time that was looked at, is less.
        if after != before and hit.count >= before.count:
            found[uid] = (hit, after)
    return found


def _keep_owed(writer: HitWriter, batch: JudgedBatch) -> None:
    for rule in {owed.rule for owed in (*batch.failed, *batch.paid)}:
        paid = {(owed.since, owed.until) for owed in batch.paid if owed.rule == rule}
        times = [time for time in writer.owed(rule) if time not in paid]
        times += [(owed.since, owed.until) for owed in batch.failed if owed.rule == rule]
        writer.replace_owed(rule, merge_times(times))


def merge_times(times: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return times, those that meet as one, in their order."""
    merged: list[tuple[int, int]] = []
    for since, until in sorted(times):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((since, until))
    return merged


class _FindingRecorder:
    """The findings of hits, in one transaction."""

    def __init__(
        self,
        writer: HitWriter,
        rules: Mapping[str, DetectionRule],
        playbooks: Mapping[str, str],
    ) -> None:
        self._connection = writer.connection
        self._ledger = writer.ledger
        self._rules = rules
        self._playbooks = playbooks

    def see(self, hits: Iterable[Hit]) -> SightingCount:
        """Merge acts that nobody has seen before."""
        groups: dict[str, list[Hit]] = {}
        for hit in hits:
            groups.setdefault(name_finding(hit), []).append(hit)
        counted = SightingCount(
            hits=sum(map(len, groups.values())),
            findings=Counter({uid: len(group) for uid, group in groups.items()}),
        )
        uids = list(groups)
        for start in range(0, len(uids), BATCH):
            some = uids[start : start + BATCH]
            known = self._ledger.entries(some)
            pairs: list[tuple[Entry | None, Entry]] = []
            events: list[FindingEvent] = []
            for uid in some:
                before = known.get(uid)
                after = self._merge(before, uid, groups[uid])
                pairs.append((before, after))
                if before is None or before.status == "resolved":
                    kind: FindingEventKind = "opened" if before is None else "reopened"
                    counted.new += before is None
                    counted.reopened += before is not None
                    events.append(FindingEvent(uid, after.last_seen, kind, "fail", ""))
            self._ledger.save(pairs)
            self._ledger.add_events(events)
        return counted

    def extend(self, hits: Iterable[Hit]) -> None:
        """Take note of when acts that were known are seen now."""
        latest: dict[str, int] = {}
        for hit in hits:
            uid = name_finding(hit)
            latest[uid] = max(latest.get(uid, 0), count_milliseconds(hit.at))
        uids = list(latest)
        for start in range(0, len(uids), BATCH):
            known = self._ledger.entries(uids[start : start + BATCH])
            self._ledger.save(
                (entry, entry._replace(last_seen=latest[uid]))
                for uid, entry in known.items()
                if entry.last_seen < latest[uid]
            )

    def keep_context(self, hits: Collection[Hit], own: Collection[str], now: int) -> int:
        """Keep acts that are told beside incidents; return how many are new."""
        writer = ContextWriter(self._connection)
        writer.drop(now - round(KEPT.total_seconds() * 1000))
        acts = [
            ContextAct(
                hit,
                GRAVEST_FIRST.index(self._rules[hit.rule].severity),
                self._ledger.add_text(self._text(self._rules[hit.rule], hit)),
                tie_act(hit, own),
            )
            for hit in hits
        ]
        return writer.keep(acts, now)

    def _merge(self, before: Entry | None, uid: str, hits: list[Hit]) -> Entry:
        """Return a finding with new acts in it."""
        last = max(hits, key=lambda hit: (hit.at, hit.uid))
        entry = self._open(uid, last)
        first_seen = min(count_milliseconds(hit.at) for hit in hits)
        if before is None:
            return entry._replace(first_seen=first_seen, seen=len(hits))
        if before.last_seen > entry.last_seen:  # it came late: what was seen last stays
            entry = entry._replace(
                last_seen=before.last_seen, reason=before.reason, rest=before.rest
            )
        status: FindingStatus = "suppressed" if before.status == "suppressed" else "open"
        return entry._replace(
            status=status,
            first_seen=min(before.first_seen, first_seen),
            seen=before.seen + len(hits),
            reopened=before.reopened + (before.status == "resolved"),
            rest={**before.rest, **entry.rest},
        )

    def _open(self, uid: str, hit: Hit) -> Entry:
        rule = self._rules[hit.rule]
        at = count_milliseconds(hit.at)
        resource = hit.resource or hit.actor or hit.address or hit.account_id or "unknown"
        rest = {
            "class_uid": DETECTION_FINDING,
            "confidence": hit.confidence,
            "evidence": _gather_evidence(hit),
        }
        if hit.actor and hit.actor != resource:
            rest["resources"] = [hit.actor]
        return Entry(
            uid=uid,
            rule=hit.rule,
            resource=resource,
            account_id=hit.account_id,
            region=hit.region or "global",
            severity=rule.severity,
            layer="detection",
            status="open",
            answer="fail",
            reason=hit.reason,
            first_seen=at,
            last_seen=at,
            resolved_at=0,
            reopened=0,
            seen=1,
            snapshot="",
            recording=0,
            text=self._ledger.add_text(self._text(rule, hit)),
            rest=rest,
        )

    def _text(self, rule: DetectionRule, hit: Hit) -> RuleText:
        partition = split_arn(hit.resource or hit.actor, hit.region).partition
        fix = rule.fix.replace("arn:aws:", f"arn:{partition}:")
        return RuleText(
            title=rule.title,
            why=rule.why,
            attacks=rule.attacks,
            remediation=Remediation(fix, rule.url, self._playbooks.get(rule.id, "")),
        )


def _gather_evidence(hit: Hit) -> dict[str, object]:
    """Return what the last act says beside its reason."""
    found = {
        **{name: getattr(hit, name) for name in ("actor", "session", "access_key", "address")},
        "events": list(hit.events) or ([hit.act] if hit.count == 1 else []),
        "entities": list(hit.entities),
        **hit.evidence,
    }
    return {name: value for name, value in found.items() if value not in ("", [])}
