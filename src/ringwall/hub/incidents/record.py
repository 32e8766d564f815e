"""Hits kept as incidents: in the transaction that keeps the hits, and where exceptions change.

The tables always hold what `group_hits` makes of all hits that no exception covers, whatever came
when. An incident that is merged into another leaves its ID as an alias.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ringwall.hub.incidents.exceptions import find_cover
from ringwall.hub.incidents.group import (
    REACH,
    GroupingReach,
    HitGroup,
    Regrouped,
    TieSighting,
    name_incident,
    regroup,
    sight_hit,
)
from ringwall.hub.incidents.story import tell_story, to_milliseconds, to_moment
from ringwall.model.detection import Hit
from ringwall.model.incident import (
    Incident,
    IncidentEvent,
    IncidentEventKind,
    RuleWords,
    Suppression,
)
from ringwall.model.text import count_of
from ringwall.store.database.incidents import IncidentWriter
from ringwall.store.database.told import KeptTie

LETTERS = (6, 8, 10, 20)
"""Lengths of the last part of an ID: longer where another incident has the short one."""


@dataclass(frozen=True)
class RecordedIncidents:
    """What new hits made of the incidents."""

    opened: tuple[str, ...] = ()
    grown: tuple[str, ...] = ()
    """Incidents that were there, and have new hits."""
    merged: tuple[str, ...] = ()
    """IDs that became aliases."""
    suppressed: int = 0
    """Hits that an exception covers."""

    def join(self, other: "RecordedIncidents") -> "RecordedIncidents":
        """Return what two batches changed, one after the other."""
        gone = set(other.merged)
        opened = {*self.opened, *other.opened} - gone
        return RecordedIncidents(
            opened=tuple(sorted(opened)),
            grown=tuple(sorted({*self.grown, *other.grown} - opened - gone)),
            merged=tuple(sorted({*self.merged, *gone} - {*self.opened, *other.opened})),
            suppressed=self.suppressed + other.suppressed,
        )


NO_INCIDENTS = RecordedIncidents()


def record_incidents(
    writer: IncidentWriter,
    uids: Collection[str],
    *,
    now: int,
    own: Collection[str] = (),
    crown: Collection[str] = (),
    reach: GroupingReach = REACH,
) -> RecordedIncidents:
    """Take hits into incidents, in the transaction that has written them.

    A hit that is as it was recorded before is passed over. `own` are addresses of the
    organization, `crown` the ARNs of what matters most, `now` is in milliseconds.
    """
    kept = _Kept(writer)
    told = writer.told(uids)
    before = writer.kept_ties(uids)
    ties = {uid: {*_tie(each.hit)} for uid, each in told.items()}
    changed = [each for uid, each in told.items() if ties[uid] != before.get(uid)]
    exceptions = writer.suppressions()
    covers = {each.hit.uid: find_cover(exceptions, each.hit) for each in changed}
    free = [each.hit for each in changed if not covers[each.hit.uid]]
    every_own = _add_own(writer, free, own)
    old = [_sight_again(tie) for uid in covers for tie in before.get(uid, ())]
    found = regroup(free, kept, reach, every_own, gone=old)
    places = writer.places(covers)
    writer.add_hits(covers, [tie for uid in covers for tie in ties[uid]])
    kept.words |= {each.hit.rule: each.words for each in changed}
    new = {hit.uid for hit in free if hit.uid not in places}
    recorded = _keep(writer, found, kept.words, now, new=new, crown=crown)
    return replace(recorded, suppressed=len(covers) - len(free))


def suppress(writer: IncidentWriter, suppression: Suppression, *, now: int) -> int:
    """Keep an exception and take the hits that it covers out of incidents; return how many."""
    writer.add_suppression(suppression)
    covered = [t.hit for t in writer.matching(suppression) if find_cover([suppression], t.hit)]
    kept = _Kept(writer)
    gone = [sight for hit in covered for sight in sight_hit(hit)]
    found = regroup((), kept, REACH, writer.own_addresses(), gone=gone)
    writer.suppress([hit.uid for hit in covered], suppression.id)
    _keep(writer, found, kept.words, now)
    return len(covered)


def unsuppress(writer: IncidentWriter, suppression: Suppression, *, now: int) -> int:
    """Forget an exception; return how many hits no other covers: incidents take them in."""
    writer.drop_suppression(suppression.id)
    others = writer.suppressions()
    freed = []
    kept = _Kept(writer)
    for told in list(writer.covered(suppression.id)):
        if other := find_cover(others, told.hit):
            writer.suppress([told.hit.uid], other)
        else:
            freed.append(told.hit)
            kept.words[told.hit.rule] = told.words
    found = regroup(freed, kept, REACH, writer.own_addresses())
    uids = {hit.uid for hit in freed}
    writer.suppress(uids, "")
    _keep(writer, found, kept.words, now, new=uids)
    return len(freed)


def set_status(
    writer: IncidentWriter,
    incident: Incident,
    *,
    is_closed: bool,
    reason: str,
    author: str,
    now: int,
) -> Incident:
    """Close or reopen an incident, and return it as it is then."""
    changed = replace(
        incident,
        status="closed" if is_closed else "open",
        closed_at=now if is_closed else 0,
        reason=reason if is_closed else "",
    )
    writer.save([changed], {})
    kind: IncidentEventKind = "closed" if is_closed else "reopened"
    writer.add_events([IncidentEvent(incident.id, now, kind, author, reason)])
    return changed


class _Kept:
    """The hits of the database, as `regroup` asks for them; it remembers what rules said."""

    def __init__(self, writer: IncidentWriter) -> None:
        self._writer = writer
        self.words: dict[str, RuleWords] = {}

    def sightings(
        self, values: Collection[str], since: datetime, until: datetime
    ) -> Iterable[TieSighting]:
        """Yield the sightings of values in a time."""
        for tie in self._writer.ties(values, to_milliseconds(since), to_milliseconds(until)):
            yield _sight_again(tie)

    def members(self, incidents: Collection[str]) -> Iterable[Hit]:
        """Yield all hits of incidents."""
        for told in self._writer.members(incidents):
            self.words[told.hit.rule] = told.words
            yield told.hit


def _add_own(writer: IncidentWriter, hits: Iterable[Hit], own: Collection[str]) -> set[str]:
    """Keep which addresses of hits are the organization's, and return all that are kept."""
    known = writer.own_addresses()
    seen = {address for hit in hits for address in (hit.address, *hit.entities)} & set(own)
    writer.add_own(seen - known)
    return known | seen


def _sight_again(tie: KeptTie) -> TieSighting:
    at = to_moment(tie.at)
    return TieSighting(tie.value, at, tie.party, bool(tie.is_identity), tie.hit, tie.incident)


def _tie(hit: Hit) -> Iterable[KeptTie]:
    for sight in sight_hit(hit):
        at = to_milliseconds(sight.at)
        yield KeptTie(sight.uid, sight.value, at, sight.party, int(sight.is_identity))


def _keep(
    writer: IncidentWriter,
    found: Regrouped,
    words: Mapping[str, RuleWords],
    now: int,
    *,
    new: Collection[str] = (),
    crown: Collection[str] = (),
) -> RecordedIncidents:
    """Save what became of incidents."""
    places = writer.places([hit.uid for group in found.groups for hit in group.hits])
    before = writer.incidents(found.before)
    saved: list[Incident] = []
    moves: dict[str, str] = {}
    events: list[IncidentEvent] = []
    for group in found.groups:
        id_ = _find_name(writer, group, {incident.id for incident in saved})
        olds = [before[old] for old in {places.get(h.uid, "") for h in group.hits} if old in before]
        fresh = sum(hit.uid in new for hit in group.hits)
        told = tell_story(id_, group.hits, words, crown).incident
        incident, event = _carry_state(told, olds, fresh, now)
        saved.append(incident)
        events.extend(event)
        moves |= {h.uid: id_ for h in group.hits if places.get(h.uid, "") != id_}
    ids = {incident.id for incident in saved}
    gone = {id_: old.first_hit for id_, old in before.items() if id_ not in ids}
    writer.place(moves)
    writer.save(saved, gone)
    into = writer.places(gone.values())
    events.extend(
        IncidentEvent(id_, now, "merged", "", into[hit] or "an exception covers its hits")
        for id_, hit in sorted(gone.items())
    )
    writer.add_events(events)
    opened = tuple(sorted(ids - before.keys()))
    grown = {moves[uid] for uid in new if uid in moves} - set(opened)
    return RecordedIncidents(opened, tuple(sorted(grown)), tuple(sorted(gone)))


def _find_name(writer: IncidentWriter, group: HitGroup, taken: Collection[str]) -> str:
    """Return the ID of a group; a longer one where another incident has the short one."""
    for letters in LETTERS:
        id_ = name_incident(group.first, letters)
        if id_ not in taken and writer.holder(id_) in {"", group.first.uid}:
            return id_
    raise AssertionError  # the longest one says all of the fingerprint that matters


def _carry_state(
    told: Incident, olds: Sequence[Incident], fresh: int, now: int
) -> tuple[Incident, list[IncidentEvent]]:
    """Return an incident with its state, and what happened to it.

    It stays closed only where all that it is made of was closed.
    """
    closed = [old for old in olds if old.status == "closed"]
    if closed and not fresh and len(closed) == len(olds):
        last = max(closed, key=lambda old: old.closed_at)
        return replace(told, status="closed", closed_at=last.closed_at, reason=last.reason), []
    if closed:
        detail = count_of(fresh, "new hit")
        return told, [IncidentEvent(told.id, now, "reopened", "", detail)]
    if not olds:
        return told, [IncidentEvent(told.id, now, "opened", "", "")]
    return told, []
