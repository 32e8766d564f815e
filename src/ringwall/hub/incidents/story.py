"""The story of an incident: what happened in which order, in which stages, and how grave it is."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ringwall.hub.incidents.actors import StoryActor, find_main_actor
from ringwall.hub.incidents.advice import advise
from ringwall.hub.incidents.rating import (
    ScoreReason,
    add_up,
    find_severity,
    find_stages,
    join_confidence,
    rate,
)
from ringwall.hub.incidents.sequences import AttackSequence, Signal, find_sequences
from ringwall.model.attack import Tactic, find_stage
from ringwall.model.detection import Hit
from ringwall.model.incident import Incident, IncidentEvent, RuleWords, Suppression
from ringwall.model.rule import SEVERITIES

MOST = 100
"""The highest score."""
MOST_NAMED = 4
"""Stages that a title names; of more it names the first and the last."""


@dataclass(frozen=True)
class Moment:
    """One hit in a story; `stage` is None where no technique of its rule is known."""

    hit: Hit
    words: RuleWords
    stage: Tactic | None

    @property
    def at(self) -> int:
        """When, in milliseconds since 1970, UTC."""
        return to_milliseconds(self.hit.at)


@dataclass(frozen=True)
class Story:
    """An incident with all that is told of it."""

    incident: Incident
    moments: tuple[Moment, ...]
    """The hits, in the order of their time."""
    reasons: tuple[ScoreReason, ...]
    """What the score is made of."""
    sequences: tuple[AttackSequence, ...]
    steps: tuple[str, ...]
    """What to do first."""
    aliases: tuple[str, ...] = ()
    """Other IDs under which the incident, or a part of it, was known."""
    events: tuple[IncidentEvent, ...] = ()
    suppressed: tuple[tuple[Moment, Suppression], ...] = ()
    """Hits around it that an exception keeps out, each with the exception."""
    context: tuple[Moment, ...] = ()
    """Acts beside it that say little alone, in the order of their time."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The names of accounts, by ID."""

    @property
    def parts(self) -> tuple[ScoreReason, ...]:
        """What the score is made of, and what is too much of it: they add up to the score."""
        over = sum(reason.points for reason in self.reasons) - MOST
        cap = (ScoreReason(-over, f"a score is {MOST} at most"),) if over > 0 else ()
        return (*self.reasons, *cap)


@dataclass(frozen=True)
class ToldIncidents:
    """The open incidents that a report shows."""

    stories: tuple[Story, ...] = ()
    """The gravest."""
    others: tuple[Incident, ...] = ()
    """Those after them that are within the budget."""
    below: int = 0
    """How many are below the budget, and not shown."""


def tell_story(
    id_: str,
    hits: Sequence[Hit],
    rules: Mapping[str, RuleWords],
    crown: Collection[str] = (),
) -> Story:
    """Return the story of hits, which come in the order of their time.

    `rules` says what is known of rules; of others only the ID is told. `crown` are the ARNs of
    what matters most.
    """
    moments = make_moments(hits, rules)
    signals = [Signal(m.hit, m.stage, m.words.severity) for m in moments]
    sequences = find_sequences(signals)
    reasons = rate(signals, sequences, crown)
    score = add_up(reasons)
    actor = find_main_actor(hits, {rule: words.severity for rule, words in rules.items()})
    accounts = _rank(hit.account_id for hit in hits)
    stages = find_stages(signals)
    incident = Incident(
        id=id_,
        first_hit=hits[0].uid,
        title=_make_title(actor, moments, list(stages), len(accounts)),
        severity=find_severity(score),
        score=score,
        confidence=join_confidence(signals),
        account_id=accounts[0] if accounts else "",
        accounts=accounts,
        regions=tuple(sorted({hit.region for hit in hits} - {""})),
        actor=actor.arn,
        stages=tuple(stages),
        sequences=tuple(sequence.name for sequence in sequences),
        first_at=to_milliseconds(hits[0].at),
        last_at=to_milliseconds(hits[-1].at),
        hits=len(hits),
    )
    return Story(incident, moments, reasons, sequences, advise(hits, rules))


def make_moments(hits: Iterable[Hit], rules: Mapping[str, RuleWords]) -> tuple[Moment, ...]:
    """Return hits with what their rules say; of a rule that is not known, its ID."""
    told = [(hit, rules.get(hit.rule) or RuleWords(hit.rule)) for hit in hits]
    return tuple(Moment(hit, words, find_stage(words.attacks)) for hit, words in told)


def choose_some(moments: Sequence[Moment], most: int) -> tuple[Moment, ...]:
    """Return so many moments in their order: the first of each rule, then the second of each.

    Whoever does one thing a thousand times hides nothing else by it.
    """
    if len(moments) <= most:
        return tuple(moments)
    counts: Counter[str] = Counter()
    ranked = []
    for number, moment in enumerate(moments):
        counts[moment.hit.rule] += 1
        ranked.append((counts[moment.hit.rule], number))
    return tuple(
        moments[number] for number in sorted(number for _, number in sorted(ranked)[:most])
    )


def to_milliseconds(at: datetime) -> int:
    """Return a naive time in UTC as milliseconds since 1970."""
    return round(at.replace(tzinfo=UTC).timestamp() * 1000)


def to_moment(milliseconds: int) -> datetime:
    """Return milliseconds since 1970 as a naive time in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).replace(tzinfo=None)


def _rank(values: Iterable[str]) -> tuple[str, ...]:
    """Return values, the most frequent first, without those that are not known."""
    counts = Counter(value for value in values if value)
    return tuple(sorted(counts, key=lambda value: (-counts[value], value)))


def _make_title(
    actor: StoryActor, moments: Sequence[Moment], stages: Sequence[str], accounts: int
) -> str:
    """Return `Access key of user ann: persistence, then exfiltration in 2 accounts`."""
    who = actor.words[:1].upper() + actor.words[1:]
    gravest = max(moments, key=lambda moment: SEVERITIES.index(moment.words.severity)).words.title
    others = len({moment.hit.rule for moment in moments}) - 1
    if len(stages) > 1:
        said = _list_stages(stages)
    elif others:
        said = f"{gravest}, and {others} more"
    else:
        said = gravest
    return f"{who}: {said}" + (f" in {accounts} accounts" if accounts > 1 else "")


def _list_stages(stages: Sequence[str]) -> str:
    if len(stages) > MOST_NAMED:
        return f"{len(stages)} stages from {stages[0]} to {stages[-1]}"
    return f"{', '.join(stages[:-1])}, then {stages[-1]}"
