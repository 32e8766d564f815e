"""One audit merged into the history of findings.

A failure opens a finding, or reopens it; where an exception covers it, it is suppressed. A pass, or
a resource that is gone for certain, resolves it. An unknown changes nothing of a finding that is
open: it never resolves one. An unknown verdict by itself is kept as a finding whose answer is
`unknown`, until it is known.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ringwall.hub.exceptions.match import ExceptionCover, describe_exception
from ringwall.hub.resource import split_arn
from ringwall.hub.same import NO_SAME, SameRules, link_controls
from ringwall.hub.transition import (
    CountedAs,
    Transition,
    end_exception,
    is_excepted,
    observe,
    resolve,
)
from ringwall.model.finding import Answer, Remediation, Verdict, fingerprint
from ringwall.model.rule import Rule
from ringwall.model.text import make_storable
from ringwall.store.database.connection import BATCH
from ringwall.store.database.entry import Entry, RuleText
from ringwall.store.database.ledger import Ledger, LedgerWriter

AuditAnswers = Callable[[str, Collection[Entry]], Mapping[str, Answer | None]]
"""What an audit says of these findings of a rule, by uid: None where the resource is gone and
nothing hides it. What is left out counts as unknown."""
PRODUCT = "ringwall"
NO_COVER = ExceptionCover(())


@dataclass
class Recorded:
    """What one audit changed. All but `unknown` count findings that fail or failed."""

    new: int = 0
    reopened: int = 0
    resolved: int = 0
    unchanged: int = 0
    unknown: int = 0
    """Resources whose verdict is unknown."""
    excepted: int = 0
    """Failures that exceptions cover; they are not among the others."""


class Superseded(Exception):
    """Another process has recorded a later snapshot; nothing was changed."""


def record(
    ledger: Ledger,
    rules: Mapping[str, Rule],
    verdicts: Iterable[Verdict],
    outcome: AuditAnswers,
    *,
    snapshot: str,
    now: int,
    compliance: Mapping[str, tuple[str, ...]] | None = None,
    playbooks: Mapping[str, str] | None = None,
    in_order: bool = False,
    same: SameRules = NO_SAME,
    cover: ExceptionCover = NO_COVER,
) -> Recorded:
    """Merge an audit into the ledger, in one transaction, and return what it changed.

    `in_order` raises Superseded where a later snapshot is recorded already.

    `verdicts` are the failures and unknowns; they are used up before `outcome` is asked about the
    findings that are not among them. `now` is the time of the snapshot, in milliseconds: that is
    when its findings were seen, whenever they are recorded. `compliance` and `playbooks` give
    a rule's requirements and the playbook that fixes it. `same` tells which findings of Security
    Hub are to be linked, `cover` which exception covers a failure. Recording a snapshot again
    changes nothing.
    """
    with ledger.writer() as writer:
        if in_order and writer.last_snapshot() > snapshot:
            raise Superseded(f"{writer.last_snapshot()} was recorded before {snapshot}")
        texts = _RuleTexts(writer, rules, compliance or {}, playbooks or {})
        recorder = _Recorder(writer, texts, snapshot, now, cover)
        for batch in _batches(verdicts):
            recorder.see(batch)
        recorder.settle(outcome)
        link_controls(writer, same)
        return recorder.recorded


class _RuleTexts:
    """The rules, and the digests of their texts once these are in the ledger."""

    def __init__(
        self,
        writer: LedgerWriter,
        rules: Mapping[str, Rule],
        compliance: Mapping[str, tuple[str, ...]],
        playbooks: Mapping[str, str],
    ) -> None:
        self.rules = rules
        self._writer = writer
        self._compliance = compliance
        self._playbooks = playbooks
        self._digests: dict[tuple[str, str], str] = {}

    def digest(self, rule: Rule, partition: str) -> str:
        """Return the digest of a rule's text in a partition; it is in the ledger then."""
        key = (rule.id, partition)
        if key not in self._digests:
            fix = rule.fix.replace("arn:aws:", f"arn:{partition}:")
            text = RuleText(
                title=rule.title,
                why=rule.why,
                compliance=self._compliance.get(rule.id, ()),
                attacks=rule.attacks,
                remediation=Remediation(fix, rule.url, self._playbooks.get(rule.id, "")),
            )
            self._digests[key] = self._writer.add_text(text)
        return self._digests[key]


class _Recorder:
    """One recording in one transaction."""

    def __init__(
        self,
        writer: LedgerWriter,
        texts: _RuleTexts,
        snapshot: str,
        now: int,
        cover: ExceptionCover,
    ) -> None:
        self.recorded = Recorded()
        self._cover = cover
        self._writer = writer
        self._texts = texts
        self._snapshot = snapshot
        self._now = now
        self._recording = writer.add_recording(snapshot, now)

    def see(self, verdicts: Iterable[Verdict]) -> None:
        """Merge failures and unknowns."""
        fresh: dict[str, Entry] = {}
        for verdict in verdicts:
            entry = self._fresh(verdict)
            # A rule may return one resource twice: a failure outweighs what is not known.
            if entry.uid not in fresh or entry.answer == "fail" != fresh[entry.uid].answer:
                fresh[entry.uid] = entry
        known = self._writer.entries(fresh)
        self._keep(observe(known.get(uid), entry) for uid, entry in fresh.items())

    def settle(self, outcome: AuditAnswers) -> None:
        """Resolve the findings that were not seen and that the audit says are well."""
        for batch in self._writer.unseen(self._recording):
            if batch[0].rule not in self._texts.rules:
                continue
            answers = outcome(batch[0].rule, batch)
            transitions = []
            for entry in batch:
                answer = answers.get(entry.uid, "unknown")
                if answer in {"pass", None}:
                    transitions.append(resolve(entry, answer == "pass", self._snapshot, self._now))
                elif is_excepted(entry):
                    transitions.extend(self._check_exception(entry))
                elif entry.answer == "fail":
                    self.recorded.unchanged += 1
            self._keep(transitions)

    def _check_exception(self, entry: Entry) -> Iterator[Transition]:
        """Yield what becomes of a suppressed finding of which nothing is seen now."""
        place = (entry.rule, entry.resource, entry.account_id, entry.region)
        if self._cover.find(Verdict(*place, "fail", "")) is None:
            yield end_exception(entry, self._recording, self._snapshot, self._now)
        else:
            self.recorded.excepted += 1

    def _keep(self, transitions: Iterable[Transition]) -> None:
        kept = list(transitions)
        self._writer.save((transition.before, transition.after) for transition in kept)
        self._writer.add_events([transition.event for transition in kept if transition.event])
        for transition in kept:
            self._count(transition.counted_as)

    def _count(self, counted_as: CountedAs) -> None:
        if counted_as:
            setattr(self.recorded, counted_as, getattr(self.recorded, counted_as) + 1)

    def _fresh(self, verdict: Verdict) -> Entry:
        rule = self._texts.rules[verdict.rule]
        resource = make_storable(verdict.resource)
        rest: dict[str, Any] = {"evidence": dict(verdict.evidence)} if verdict.evidence else {}
        exception = self._cover.find(verdict)
        if exception:
            rest["suppression"] = describe_exception(exception)
        return Entry(
            uid=fingerprint(PRODUCT, rule.id, verdict.subject or resource),
            rule=rule.id,
            resource=resource,
            account_id=verdict.account_id,
            region=verdict.region,
            severity=rule.severity,
            layer=verdict.layer or rule.layer,
            status="suppressed" if exception else "open",
            answer=verdict.answer,
            reason=make_storable(verdict.reason),
            first_seen=self._now,
            last_seen=self._now,
            resolved_at=0,
            reopened=0,
            seen=1 if verdict.answer == "fail" else 0,
            snapshot=self._snapshot,
            recording=self._recording,
            text=self._texts.digest(rule, split_arn(resource, verdict.region).partition),
            rest=rest,
        )


def _batches(verdicts: Iterable[Verdict]) -> Iterator[list[Verdict]]:
    remaining = iter(verdicts)
    while batch := list(islice(remaining, BATCH)):
        yield batch
