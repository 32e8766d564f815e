"""The same thing seen twice, by a service of AWS and by Ringwall: both findings name each other.

A finding of GuardDuty is the same as a hit of a detection that answers its type, where both tell of
one actor or one resource within a day. A control of Security Hub is the same as the rule that
answers it, on one resource.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from ringwall.hub.incidents.ties import find_ties
from ringwall.model.detection import DetectionRule, Hit
from ringwall.store.database.connection import BATCH
from ringwall.store.database.hits import HitWriter, count_milliseconds
from ringwall.store.database.ledger import LedgerWriter

DAY = 24 * 60 * 60 * 1000
GUARDDUTY = "guardduty."
SECURITY_HUB = "securityhub."
FRAMEWORK = "AWS FSBP"
"""How the framework of Security Hub's own controls is called, before its version."""


@dataclass(frozen=True)
class SameRules:
    """Which rules of AWS's services and of ours say the same, by the rule of the service."""

    detections: Mapping[str, frozenset[str]] = field(default_factory=dict)
    controls: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def partners(self, rule: str) -> frozenset[str]:
        """Return the rules of the other side, for a rule of either, of hits."""
        if rule in self.detections:
            return self.detections[rule]
        return frozenset(name for name, ours in self.detections.items() if rule in ours)


NO_SAME = SameRules()


def find_same_rules(
    detections: Mapping[str, DetectionRule], controls: Iterable[tuple[str, str]]
) -> SameRules:
    """Return which rules say the same; `controls` are pairs of a control and our rule."""
    found: dict[str, set[str]] = {}
    for rule in detections.values():
        for kind in rule.finding_types:
            found.setdefault(f"{GUARDDUTY}{kind}", set()).add(rule.id)
    answered: dict[str, set[str]] = {}
    for control, name in controls:
        answered.setdefault(f"{SECURITY_HUB}{control}", set()).add(name)
    return SameRules(
        {name: frozenset(rules) for name, rules in found.items()},
        {name: frozenset(rules) for name, rules in answered.items()},
    )


def link_hits(writer: HitWriter, hits: Iterable[tuple[Hit, str, int]], same: SameRules) -> int:
    """Link the findings of hits to those of the other side; return how many pairs are new.

    Each hit comes with its finding's uid, and with the time when its act was seen last.
    """
    pairs: set[tuple[str, str]] = set()
    for hit, uid, last in hits:
        if partners := same.partners(hit.rule):
            mine = _find_parties(hit)
            since = count_milliseconds(hit.at) - DAY
            until = max(last, since + DAY) + DAY
            for other, finding in writer.near(partners, since, until):
                if mine & _find_parties(other):
                    pairs.add((uid, finding))
    return _keep(writer.ledger, pairs)


def link_controls(writer: LedgerWriter, same: SameRules) -> int:
    """Link all findings of Security Hub's controls to ours; return how many pairs are new."""
    if not same.controls:
        return 0
    reported = [e for e in writer.named(SECURITY_HUB) if e.rule in same.controls]
    ours = {rule for entry in reported for rule in same.controls[entry.rule]}
    pairs: set[tuple[str, str]] = set()
    for start in range(0, len(reported), BATCH):
        some = reported[start : start + BATCH]
        places: dict[tuple[str, str, str], list[str]] = {}
        for entry in writer.of(ours, {each.resource for each in some}):
            place = (entry.rule, entry.account_id, entry.resource)
            places.setdefault(place, []).append(entry.uid)
        for entry in some:
            for rule in same.controls[entry.rule]:
                for uid in places.get((rule, entry.account_id, entry.resource), ()):
                    pairs.add((entry.uid, uid))
    return _keep(writer, pairs)


def _find_parties(hit: Hit) -> set[str]:
    """Return who acted and what was acted on, as all hits write it."""
    return {tie.value for tie in find_ties(replace(hit, address="", entities=()))}


def _keep(writer: LedgerWriter, pairs: Collection[tuple[str, str]]) -> int:
    links: dict[str, set[str]] = {}
    for one, other in pairs:
        if one != other:
            links.setdefault(one, set()).add(other)
            links.setdefault(other, set()).add(one)
    added, uids = 0, sorted(links)
    for start in range(0, len(uids), BATCH):
        saved = []
        for uid, entry in writer.entries(uids[start : start + BATCH]).items():
            before = set(entry.rest.get("same_as", ()))
            if fresh := links[uid] - before:
                added += len(fresh)
                rest = {**entry.rest, "same_as": sorted(before | fresh)}
                saved.append((entry, entry._replace(rest=rest)))
        writer.save(saved)
    return added // 2
