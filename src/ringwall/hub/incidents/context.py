"""What is told beside an incident: acts that say little alone, and share something with it.

A detection of context makes no finding and no incident, joins none, and adds nothing to a score:
its acts are common. Beside an incident they say what else was done by the same hands.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Protocol

from ringwall.hub.incidents.group import REACH, GroupingReach, is_near
from ringwall.hub.incidents.ties import find_ties
from ringwall.model.detection import Hit
from ringwall.store.database.context import MOST
from ringwall.store.database.hits import count_milliseconds
from ringwall.store.database.told import KeptTie, ToldHit

KEPT = timedelta(days=90)
"""How long an act of context is kept after it was recorded."""


class KeptContext(Protocol):
    """The acts that are kept."""

    def ties(self, values: Collection[str], since: int, until: int) -> list[KeptTie]:
        """Return who had values in a time, in milliseconds, both ends among it.

        What comes first is what is told where there are too many.
        """

    def told(self, uids: Collection[str]) -> tuple[ToldHit, ...]:
        """Return acts with what their rules say, in the order of their time."""


def tie_act(hit: Hit, own: Collection[str] = ()) -> tuple[KeptTie, ...]:
    """Return what ties an act to incidents; `own` are addresses of the organization."""
    at = count_milliseconds(hit.at)
    return tuple(
        KeptTie(hit.uid, tie.value, at, tie.party, int(tie.is_identity))
        for tie in find_ties(hit, own)
    )


def find_context(
    hits: Sequence[Hit], kept: KeptContext, reach: GroupingReach = REACH
) -> tuple[ToldHit, ...]:
    """Return the acts around an incident's hits that share a tie with one of them.

    A tie that too many parties share counts for nothing, as where hits are grouped.
    """
    times: dict[str, list[int]] = defaultdict(list)
    parties: dict[str, set[str]] = defaultdict(set)
    identities: set[str] = set()
    for hit in hits:
        for tie in find_ties(hit):
            times[tie.value].append(count_milliseconds(hit.at))
            parties[tie.value].add(tie.party)
            identities |= {tie.value} if tie.is_identity else set()
    gap = round(reach.gap.total_seconds() * 1000)
    every = [at for each in times.values() for at in each]
    if not every:
        return ()
    seen = kept.ties(times.keys(), min(every) - gap, max(every) + gap)
    for kept_tie in seen:
        parties[kept_tie.value].add(kept_tie.party)
        identities |= {kept_tie.value} if kept_tie.is_identity else set()
    shared = {v for v in times if v in identities or len(parties[v]) <= reach.common}
    near = _find_near((tie for tie in seen if tie.value in shared), times, gap)
    own = {hit.uid for hit in hits}
    return kept.told([uid for uid in near if uid not in own][:MOST])


def _find_near(seen: Iterable[KeptTie], times: dict[str, list[int]], gap: int) -> Iterable[str]:
    """Return the acts that had a value within the gap of a hit that had it, each once."""
    ordered = {value: sorted(each) for value, each in times.items()}
    return dict.fromkeys(tie.hit for tie in seen if is_near(tie.at, ordered[tie.value], gap))
