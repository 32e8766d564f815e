"""Figures of detection: what was seen of attacks and samples, what of benign events, how soon."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from quality.cases import Case

NEAR = timedelta(hours=2)
"""How long after the last event of an attack a hit without event IDs may still be its own."""
TACTICS: Mapping[str, frozenset[str]] = {
    "initial-access": frozenset({"T1078", "T1190", "T1199", "T1566"}),
    "execution": frozenset({"T1059", "T1072", "T1204", "T1609", "T1648", "T1651", "T1578"}),
    "persistence": frozenset({"T1078", "T1098", "T1136", "T1525", "T1546", "T1556", "T1554"}),
    "privilege-escalation": frozenset({"T1078", "T1098", "T1134", "T1484", "T1548", "T1546"}),
    "defense-evasion": frozenset(
        {"T1070", "T1078", "T1484", "T1535", "T1550", "T1556", "T1562", "T1578", "T1564"}
    ),
    "credential-access": frozenset({"T1003", "T1110", "T1528", "T1552", "T1555", "T1556", "T1606"}),
    "discovery": frozenset(
        {"T1046", "T1069", "T1082", "T1087", "T1518", "T1526", "T1552", "T1580", "T1619"}
    ),
    "lateral-movement": frozenset({"T1021", "T1072", "T1098", "T1550", "T1563", "T1651"}),
    "collection": frozenset({"T1005", "T1119", "T1213", "T1530", "T1560", "T1074"}),
    "exfiltration": frozenset({"T1020", "T1030", "T1041", "T1048", "T1537", "T1567", "T1530",
                               "T1190", "T1133", "T1562", "T1098"}),
    "impact": frozenset({"T1485", "T1486", "T1489", "T1490", "T1491", "T1496", "T1498", "T1531"}),
}  # fmt: skip
"""Techniques of ATT&CK by tactic, as far as they are told by logs of AWS."""
GENERIC = re.compile(r"anomal|unusual|rare|unfamiliar|first_(seen|use)|behaviou?r|never_seen")
"""In the ID of a rule: that it is about rarity, and not about an act."""
DULL = frozenset({"aws", "user", "role", "create", "instance", "instances", "with", "using", "was"})


@dataclass(frozen=True)
class SeenHit:
    """A hit, as far as it is scored."""

    uid: str
    rule: str
    at: datetime
    account: str
    actor: str = ""
    session: str = ""
    events: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SeenIncident:
    """An incident: when it began, where, and its hits by uid."""

    id: str
    account: str
    first: datetime
    hits: frozenset[str]
    is_shown: bool = True
    """Whether it is within the account's budget of the day: lists leave the others out."""


@dataclass(frozen=True)
class KnownRule:
    """What a rule says of itself, as far as it is scored."""

    id: str
    title: str = ""
    attacks: tuple[str, ...] = ()

    @property
    def is_generic(self) -> bool:
        """Whether it says that something is unusual, and not what."""
        return bool(GENERIC.search(self.id))


@dataclass
class Seen:
    """All that the product saw in one run."""

    hits: Sequence[SeenHit] = ()
    incidents: Sequence[SeenIncident] = ()
    rules: Mapping[str, KnownRule] = field(default_factory=dict)
    context: Sequence[SeenHit] = ()
    """Acts that are no findings, and are told beside incidents."""


@dataclass(frozen=True)
class CaseScore:
    """What was seen of one case."""

    case: Case
    hits: tuple[SeenHit, ...]
    specific: tuple[SeenHit, ...]
    """Those of rules that are about the technique."""
    context: tuple[SeenHit, ...] = ()
    """Acts that are told beside incidents."""

    @property
    def delay(self) -> float | None:
        """Seconds from the first event of the attack to the first hit; None without one."""
        if not self.hits:
            return None
        first = min(hit.at for hit in self.hits) - begin_of(self.case)
        return max(0.0, first.total_seconds())


def score_cases(cases: Iterable[Case], seen: Seen) -> list[CaseScore]:
    """Return what was seen of each case."""
    findings, context = _HitIndex(seen.hits), _HitIndex(seen.context)
    return [_score(case, findings, context, seen.rules) for case in cases]


class _HitIndex:
    """Hits by the events that they name, and by account."""

    def __init__(self, hits: Iterable[SeenHit]) -> None:
        self.by_event: dict[str, list[SeenHit]] = defaultdict(list)
        self.by_account: dict[str, list[SeenHit]] = defaultdict(list)
        for hit in hits:
            self.by_account[hit.account].append(hit)
            for event in hit.events:
                self.by_event[event].append(hit)

    def find(self, case: Case) -> tuple[SeenHit, ...]:
        """Return the hits of a case, in the order of their time."""
        found = {hit.uid: hit for each in case.event_ids for hit in self.by_event.get(each, ())}
        if case.account:
            found |= {hit.uid: hit for hit in self.by_account.get(case.account, ())}
        else:
            found |= {hit.uid: hit for hit in _without_events(case, self.by_account)}
        return tuple(sorted(found.values(), key=lambda hit: hit.at))


def _score(
    case: Case, findings: _HitIndex, context: _HitIndex, rules: Mapping[str, KnownRule]
) -> CaseScore:
    hits = findings.find(case)
    specific = tuple(
        hit for hit in hits if is_about(rules.get(hit.rule, KnownRule(hit.rule)), case.subject)
    )
    return CaseScore(case, hits, specific, context.find(case))


def _without_events(case: Case, by_account: Mapping[str, Sequence[SeenHit]]) -> Iterator[SeenHit]:
    """Yield hits that name no event, but the attacker, in the time of the attack."""
    actors = {actor for event in case.events for actor in _actors(event)}
    begin = begin_of(case)
    end = read_time(str(case.events[-1]["eventTime"])) + NEAR
    for account in {str(event.get("recipientAccountId", "")) for event in case.events}:
        for hit in by_account.get(account, ()):
            is_near = begin - NEAR <= hit.at <= end
            if not hit.events and is_near and {hit.actor, hit.session} & actors:
                yield hit


def _actors(event: Mapping[str, Any]) -> Iterator[str]:
    identity = event.get("userIdentity")
    if isinstance(identity, dict):
        if identity.get("arn"):
            yield str(identity["arn"])
        issuer = (identity.get("sessionContext") or {}).get("sessionIssuer") or {}
        if issuer.get("arn"):
            yield str(issuer["arn"])


def begin_of(case: Case) -> datetime:
    """Return the time of the first event of a case."""
    return min(read_time(str(event.get("eventTime", ""))) for event in case.events)


def read_time(text: str) -> datetime:
    """Return a time in UTC, naive; 1970 where it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime(1970, 1, 1)  # noqa: DTZ001 - naive, in UTC, as hits are
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def is_about(rule: KnownRule, subject: str) -> bool:
    """Whether a rule is about a technique, and not about rarity alone.

    It is where one of its ATT&CK techniques is the one of the label, or belongs to the tactic in
    the technique's name; or where its ID or title has a word of the technique's own.
    """
    if rule.is_generic:
        return False
    named = set(re.findall(r"T\d{4}(?:\.\d{3})?", subject))
    families = {attack.partition(".")[0] for attack in rule.attacks}
    if {name.partition(".")[0] for name in named} & families:
        return True
    tactic = next((name for name in TACTICS if name in subject), "")
    if tactic and families & TACTICS[tactic]:
        return True
    own = _words(subject.replace(tactic, "") if tactic else subject)
    return bool(own & _words(f"{rule.id} {rule.title}"))


def _words(text: str) -> set[str]:
    """Return the beginnings of the words that say what something is about."""
    parts = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    return {
        word[:5]
        for word in re.split(r"[^a-z0-9]+", parts.lower())
        if len(word) > 2 and word not in DULL  # noqa: PLR2004 - no letters or numbers alone
    }


def score_samples(scores: Iterable[CaseScore]) -> dict[str, dict[str, int]]:
    """Return by behaviour how many expected and unexpected samples there are, and were hit.

    An unexpected sample is wrongly hit where a rule hits it that hits an expected one of the same
    behaviour; what another rule says of it is another matter (`other`).
    """
    rules: dict[str, set[str]] = defaultdict(set)
    samples = [score for score in scores if score.case.kind == "sample"]
    for score in samples:
        if score.case.is_expected:
            rules[score.case.subject] |= _rules_of(score)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for score in samples:
        counts = found[score.case.subject]
        if score.case.is_expected:
            counts["expected"] += 1
            counts["hit"] += bool(score.hits or score.context)
            counts["found"] += bool(score.hits)
            continue
        counts["unexpected"] += 1
        own = _rules_of(score) & rules[score.case.subject]
        counts["wrong"] += bool(own)
        counts["wrongly found"] += bool(own & {hit.rule for hit in score.hits})
        counts["other"] += bool(score.hits) and not own
    return {behaviour: dict(counts) for behaviour, counts in sorted(found.items())}


def _rules_of(score: CaseScore) -> set[str]:
    return {hit.rule for hit in (*score.hits, *score.context)}


@dataclass(frozen=True)
class NoiseScore:
    """What was seen in benign events."""

    events: int
    accounts: int
    days: int
    hits: int
    incidents: int
    shown: int
    """Incidents within the budget."""
    context: int
    """Acts that are no findings."""
    by_rule: tuple[tuple[str, int], ...]
    worst: tuple[tuple[str, int], ...]
    """Accounts and days with the most incidents."""

    @property
    def per_account_day(self) -> float:
        """Incidents per account and day."""
        return self.incidents / max(1, self.accounts * self.days)


def score_noise(
    seen: Seen, attack_hits: Iterable[str], *, events: int, accounts: int, days: int
) -> NoiseScore:
    """Return what was seen beside the attacks, whose hits are given by uid."""
    attack = frozenset(attack_hits)
    hits = [hit for hit in seen.hits if hit.uid not in attack]
    incidents = [incident for incident in seen.incidents if not incident.hits & attack]
    places = Counter(f"{each.account} {each.first:%Y-%m-%d}" for each in incidents)
    return NoiseScore(
        events=events,
        accounts=accounts,
        days=days,
        hits=len(hits),
        incidents=len(incidents),
        shown=sum(incident.is_shown for incident in incidents),
        context=sum(hit.uid not in attack for hit in seen.context),
        by_rule=tuple(Counter(hit.rule for hit in hits).most_common(15)),
        worst=tuple(places.most_common(5)),
    )
