"""How unusual an hour of a principal was, and why, in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ringwall.catalog.api_risk import find_risk
from ringwall.detect.baselines.activity import ActiveHour, ActivityCall, Trait
from ringwall.detect.baselines.profile import (
    Profile,
    Subject,
    double,
    measure_surprise_of,
    subjects_of,
)

MOST_APIS = 8
"""Unusual APIs that count: thirty more of the same say little more."""
NOTEWORTHY = 3.0
"""Bits, weighted by risk, from which on something is said to be a factor."""
CONTEXT: Mapping[str, float] = {
    "network": 0.5, "country": 0.5, "region": 0.4, "agent": 0.3, "error": 0.3, "service": 0.3,
}  # fmt: skip
"""How much the surprise of where calls come from counts, beside what they are."""
READ_POINTS = 8.0
"""What each doubling of the objects that were read adds to the score."""
FEW_READS = 6
"""Doublings of objects in an hour that nobody asks about: 64."""
MANY_DOUBLINGS = 3
"""Doublings from which on a quantity is unusual: eight times the usual most."""
FIRST_DAYS = 7
"""Days of history that a principal must have to be held against itself alone, and an account to
be judged at all."""
FLOOR = 14.0
"""The least score that is reported, however quiet an account is."""
BUDGET = 1.0
"""Hours that may be reported, for an account and day."""
SHOWN: Mapping[str, str] = {
    "api": "{}", "service": "service {}", "network": "from {}", "country": "from country {}",
    "region": "in {}", "agent": "by the program {}", "error": "the error {}",
}  # fmt: skip


@dataclass(frozen=True)
class UnusualCall:
    """One call with what it adds to the score."""

    call: ActivityCall
    points: float


@dataclass(frozen=True)
class HourScore:
    """The score of an hour. `calls` and `factors` have the most unusual first."""

    hour: ActiveHour
    score: float
    days: int
    calls: tuple[UnusualCall, ...]
    factors: tuple[str, ...]


def score_hour(hour: ActiveHour, profiles: Mapping[Subject, Profile], day: date) -> HourScore:
    """Return how unusual an hour is against profiles of the days before; `day` is its own."""
    subjects = subjects_of(hour)
    own = profiles.get(subjects[0])
    days = (day - own.first_day).days if own else 0

    def measure(trait: Trait) -> float:
        found = measure_surprise_of(trait, subjects, profiles)
        if days < FIRST_DAYS:
            found = min(found, measure_surprise_of(trait, subjects[1:], profiles))
        return found

    calls = sorted(_rate_calls(hour, measure), key=lambda one: -one.points)
    risk = max((find_risk(c.source, c.operation).risk for c in hour.calls), default=0.0)
    context = {
        trait: measure(trait) * CONTEXT[trait[0]] * risk
        for trait in hour.traits
        if trait[0] in CONTEXT
    }
    points = {("api", one.call.api): one.points for one in calls[:MOST_APIS]} | context
    factors = _explain(points, subjects, profiles)
    more = _rate_reads(hour, own) if days >= FIRST_DAYS else 0
    if more:
        calls.sort(key=lambda one: one.call.api != "s3:GetObject")
        factors = (f"{hour.reads:,} objects read in the hour, {1 << more} times the usual most",
                   *factors)  # fmt: skip
    score = sum(points.values()) + more * READ_POINTS
    return HourScore(hour, score, days, tuple(calls), factors)


def _rate_reads(hour: ActiveHour, own: Profile | None) -> int:
    """Return how many doublings more a principal read than it ever does; 0 where few."""
    usual = own.find_most("reads") if own else None
    more = double(hour.reads) - (FEW_READS if usual is None else max(usual, FEW_READS))
    return more if more >= MANY_DOUBLINGS else 0


def _rate_calls(hour: ActiveHour, measure: Callable[[Trait], float]) -> Iterable[UnusualCall]:
    """Yield the first call of each API, with its points."""
    seen: set[str] = set()
    for call in hour.calls:
        if call.api not in seen:
            seen.add(call.api)
            risk = find_risk(call.source, call.operation).risk
            yield UnusualCall(call, measure(("api", call.api)) * risk)


def _explain(
    points: Mapping[Trait, float],
    subjects: Sequence[Subject],
    profiles: Mapping[Subject, Profile],
) -> tuple[str, ...]:
    chosen = sorted(points.items(), key=lambda item: (-item[1], item[0]))
    return tuple(_say(trait, subjects, profiles) for trait, value in chosen if value >= NOTEWORTHY)


def _say(trait: Trait, subjects: Sequence[Subject], profiles: Mapping[Subject, Profile]) -> str:
    what = SHOWN[trait[0]].format(trait[1])
    principal, peers, account = (profiles.get(subject) for subject in subjects)
    if not account or not account.count(trait):
        return f"first {what}, never seen in this account"
    if not principal or not principal.count(trait):
        seen = "its peers do" if peers and peers.count(trait) else "others in this account do"
        return f"first {what} of this principal, though {seen}"
    return f"rare {what}"


def find_threshold(scores: Iterable[float], days: int) -> float:
    """Return the score that was reached as often as the budget allows in so many days."""
    ordered = sorted(scores, reverse=True)
    allowed = int(BUDGET * days)
    return max(FLOOR, ordered[allowed]) if allowed < len(ordered) else FLOOR
