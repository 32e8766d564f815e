"""Hits grouped into incidents: a function of which hits there are, not of how they came.

Hits are taken in the order of their time. A hit joins the incidents that had one of its ties
within the gap before it, and so joins them to each other; an incident that is a week old takes no
more. A tie that many parties share around that time (a NAT address, everyone's admin role, a
bucket that many rules name) joins nothing. What is left alone with one rule is joined to what the
same principal did by the same rule around it: a job that runs each hour is one incident.

`regroup` does the same for new hits beside those that are kept, and looks only at what they reach.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from ringwall.hub.incidents.ties import Tie, find_ties, name_stack
from ringwall.model.detection import Hit

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True)
class GroupingReach:
    """How far a hit reaches to join others."""

    gap: timedelta = timedelta(hours=24)
    """The longest time between two hits that join each other."""
    longest: timedelta = timedelta(days=7)
    """How long an incident may last."""
    common: int = 4
    """How many parties may share a tie; one that more share joins nothing."""
    around: timedelta = timedelta(days=3)
    """How long before and after a hit the parties of its ties are counted."""


REACH = GroupingReach()


class TieSighting(NamedTuple):
    """That a hit had a tie, and the incident that the hit is in ('' where it is in none)."""

    value: str
    at: datetime
    party: str
    is_identity: bool
    uid: str
    incident: str = ""


@dataclass(frozen=True)
class HitGroup:
    """The hits of one incident, in the order of their time."""

    hits: tuple[Hit, ...]

    @property
    def first(self) -> Hit:
        """The earliest hit: it names the incident."""
        return self.hits[0]

    @property
    def id(self) -> str:
        """The incident's ID."""
        return name_incident(self.first)


class KeptHits(Protocol):
    """The hits that are grouped already."""

    def sightings(
        self, values: Collection[str], since: datetime, until: datetime
    ) -> Iterable[TieSighting]:
        """Return the sightings of values in a time, both ends among it."""

    def members(self, incidents: Collection[str]) -> Iterable[Hit]:
        """Return all hits of incidents."""


@dataclass(frozen=True)
class Regrouped:
    """What became of incidents: those that were in reach of new hits, and the groups now."""

    before: frozenset[str]
    groups: tuple[HitGroup, ...]


def name_incident(hit: Hit, letters: int = 6) -> str:
    """Return the ID of the incident whose earliest hit this is: INC-20260131-4f7k2m."""
    number = int(hit.uid, 16)
    name = ""
    for _ in range(letters):
        number, digit = divmod(number, len(_DIGITS))
        name += _DIGITS[digit]
    return f"INC-{hit.at:%Y%m%d}-{name}"


def group_hits(
    hits: Iterable[Hit],
    reach: GroupingReach = REACH,
    own: Collection[str] = (),
    context: Iterable[TieSighting] = (),
) -> tuple[HitGroup, ...]:
    """Return the incidents that hits make, by the time and ID of their earliest hit.

    `own` are addresses of the organization, which join nothing. `context` are sightings by other
    hits, which count where it is asked how common a tie is.
    """
    ordered = sorted({hit.uid: hit for hit in hits}.values(), key=_order)
    ties = {hit.uid: find_ties(hit, own) for hit in ordered}
    seen = [*context, *(sight for hit in ordered for sight in _sight(hit, ties[hit.uid]))]
    crowds = _count_parties(seen, reach)
    fold = _Fold(reach)
    for hit in ordered:
        fold.take(hit, [t.value for t in ties[hit.uid] if not _is_common(t, hit.at, crowds)])
    groups = defaultdict(list)
    for hit in ordered:
        groups[fold.find(hit.uid)].append(hit)
    return tuple(HitGroup(tuple(group)) for group in _stack(list(groups.values()), reach))


def regroup(
    new: Iterable[Hit],
    kept: KeptHits,
    reach: GroupingReach = REACH,
    own: Collection[str] = (),
    gone: Iterable[TieSighting] = (),
) -> Regrouped:
    """Group new hits together with the incidents in their reach.

    `gone` are all sightings of hits that are kept no more, or no more so: what held together by
    them may fall apart.
    """
    fresh = {hit.uid: hit for hit in new}
    left = list(gone)
    changed = [*(_spread(sight_hit(hit)) for hit in fresh.values()), *_spread_each(left)]
    if not changed:
        return Regrouped(frozenset(), ())
    loaded, before = _load_reach(changed, kept, reach, is_exact=not left)
    away = {sight.uid for sight in left}
    hits = {**{uid: hit for uid, hit in loaded.items() if uid not in away}, **fresh}
    context = _find_context(list(hits.values()), kept, reach)
    others = [sight for sight in context if sight.uid not in hits and sight.uid not in away]
    return Regrouped(frozenset(before), group_hits(hits.values(), reach, own, others))


def sight_hit(hit: Hit) -> tuple[TieSighting, ...]:
    """Return what `KeptHits` keeps of a hit, so that later hits find it."""
    found = _sight(hit, find_ties(hit))
    stack = name_stack(hit)
    return (
        *found,
        *([TieSighting(stack, hit.at, "", is_identity=True, uid=hit.uid)] if stack else []),
    )


def _sight(hit: Hit, ties: Iterable[Tie]) -> Iterator[TieSighting]:
    for tie in ties:
        yield TieSighting(tie.value, hit.at, tie.party, tie.is_identity, hit.uid)


def _order(hit: Hit) -> tuple[datetime, str]:
    return hit.at, hit.uid


class _Crowd(NamedTuple):
    """The times at which a value was seen that too many parties share, and at which of them."""

    starts: list[datetime]
    is_common: list[bool]


def _count_parties(seen: Iterable[TieSighting], reach: GroupingReach) -> Mapping[str, _Crowd]:
    """Return the values that more parties share than may, somewhere in time."""
    by_value: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for sight in seen:
        by_value[sight.value].append((sight.at, sight.party))
    crowds = {}
    for value, places in by_value.items():
        if len({party for _, party in places}) > reach.common:
            crowds[value] = _find_crowd(sorted(places), reach)
    return crowds


def _find_crowd(places: Sequence[tuple[datetime, str]], reach: GroupingReach) -> _Crowd:
    times = [at for at, _ in places]
    counts: dict[str, int] = defaultdict(int)
    low = high = 0
    common = []
    for at in times:
        while high < len(times) and times[high] <= at + reach.around:
            counts[places[high][1]] += 1
            high += 1
        while times[low] < at - reach.around:
            counts[places[low][1]] -= 1
            if not counts[places[low][1]]:
                del counts[places[low][1]]
            low += 1
        common.append(len(counts) > reach.common)
    return _Crowd(times, common)


def _is_common(tie: Tie | TieSighting, at: datetime, crowds: Mapping[str, _Crowd]) -> bool:
    """Whether too many parties share a tie at the time of a hit that has it."""
    if tie.is_identity or not (crowd := crowds.get(tie.value)):
        return False
    return crowd.is_common[bisect_left(crowd.starts, at)]


class _Fold:
    """Groups of hits, as they are joined in the order of time."""

    def __init__(self, reach: GroupingReach) -> None:
        self._reach = reach
        self._parents: dict[str, str] = {}
        self._starts: dict[str, datetime] = {}
        self._latest: dict[str, Hit] = {}

    def take(self, hit: Hit, values: Iterable[str]) -> None:
        """Join a hit, later than all before, to the groups that its ties lead to."""
        self._parents[hit.uid] = hit.uid
        self._starts[hit.uid] = hit.at
        for value in values:
            before = self._latest.get(value)
            self._latest[value] = hit
            if before and hit.at - before.at <= self._reach.gap:
                group = self.find(before.uid)
                if hit.at - self._starts[group] < self._reach.longest:
                    self._unite(group, self.find(hit.uid))

    def find(self, uid: str) -> str:
        """Return the group of a hit, by the name of one of its hits."""
        while (parent := self._parents[uid]) != uid:
            self._parents[uid] = uid = self._parents[parent]
        return uid

    def _unite(self, group: str, other: str) -> None:
        if group != other:
            self._parents[other] = group
            self._starts[group] = min(self._starts[group], self._starts.pop(other))


def _stack(groups: list[list[Hit]], reach: GroupingReach) -> list[list[Hit]]:
    """Join groups of one rule and one principal that follow each other."""
    rest, stacks = [], defaultdict(list)
    for group in groups:
        names = {name_stack(hit) for hit in group}
        name = names.pop()
        if names or not name:
            rest.append(group)
        else:
            stacks[name].append(group)
    for parts in stacks.values():
        rest.extend(_chain(sorted(parts, key=lambda part: _order(part[0])), reach))
    return sorted(rest, key=lambda group: _order(group[0]))


def _chain(parts: Iterable[list[Hit]], reach: GroupingReach) -> Iterator[list[Hit]]:
    chain: list[Hit] = []
    last = datetime.min  # noqa: DTZ901 - naive, as times of hits are
    for part in parts:
        # Parts come by their first hit, and are in order: no time is looked for in a whole chain.
        ends = max(last, part[-1].at)
        if chain and (part[0].at - last > reach.gap or ends - chain[0].at >= reach.longest):
            yield sorted(chain, key=_order)
            chain, ends = [], part[-1].at
        last = ends
        chain += part
    if chain:
        yield sorted(chain, key=_order)


class _Spread(NamedTuple):
    """When a hit was, and the values that may join it."""

    at: datetime
    values: frozenset[str]


def _spread(sights: Sequence[TieSighting]) -> _Spread:
    return _Spread(sights[0].at, frozenset(sight.value for sight in sights))


def _spread_each(sights: Iterable[TieSighting]) -> Iterator[_Spread]:
    by_uid: dict[str, list[TieSighting]] = defaultdict(list)
    for sight in sights:
        by_uid[sight.uid].append(sight)
    return map(_spread, by_uid.values())


def _load_reach(
    changed: Sequence[_Spread],
    kept: KeptHits,
    reach: GroupingReach,
    *,
    is_exact: bool,
) -> tuple[dict[str, Hit], set[str]]:
    """Return the hits of all incidents that may change, and those incidents.

    # INVARIANT: hits before the earliest change, less the time in which parties are counted, are
    # grouped as they were: only later hits lead on to further incidents.
    """
    since = min(spread.at for spread in changed) - reach.around
    # What changes may make a tie common, or no longer so, for all who were seen with it around it.
    radius = max(reach.gap, reach.around)
    loaded: dict[str, Hit] = {}
    before: set[str] = set()
    frontier = list(changed)
    while frontier:
        times = _list_times(frontier)
        first, last = min(each.at for each in frontier), max(each.at for each in frontier)
        edge = radius + reach.around
        seen = list(kept.sightings(times.keys(), first - edge, last + edge))
        # A tie that was common before these hits came is common still: it leads nowhere.
        crowds = _count_parties(seen, reach) if is_exact else {}
        reached = {
            sight.incident
            for sight in seen
            if sight.incident not in before
            and is_near(sight.at, times[sight.value], radius)
            and not _is_common(sight, sight.at, crowds)
        }
        reached.discard("")
        before |= reached
        found = {hit.uid: hit for hit in kept.members(reached)} if reached else {}
        loaded |= found
        frontier = [_spread(sight_hit(hit)) for hit in found.values() if hit.at >= since]
        radius = reach.gap
    return loaded, before


def _list_times(spreads: Iterable[_Spread]) -> dict[str, list[datetime]]:
    """Return when each value was seen, in order."""
    times: dict[str, list[datetime]] = defaultdict(list)
    for spread in sorted(spreads, key=lambda spread: spread.at):
        for value in spread.values:
            times[value].append(spread.at)
    return times


def is_near(at: Any, times: Sequence[Any], radius: Any) -> bool:
    """Whether one of times, which are in order, is no further away than a radius."""
    place = bisect_left(times, at)
    return any(abs(at - near) <= radius for near in times[max(0, place - 1) : place + 1])


def _find_context(
    hits: Sequence[Hit], kept: KeptHits, reach: GroupingReach
) -> Iterable[TieSighting]:
    """Return the sightings that say how common the ties of hits are."""
    shared = {tie.value for hit in hits for tie in find_ties(hit) if not tie.is_identity}
    times = [hit.at for hit in hits]
    if not shared:
        return ()
    return kept.sightings(shared, min(times) - reach.around, max(times) + reach.around)
