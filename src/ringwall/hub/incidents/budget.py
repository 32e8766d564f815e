"""The alert budget: how many incidents of an account and day a person is shown unasked.

The rest is kept, and marked. What is critical is never left out.
"""

from collections import defaultdict
from collections.abc import Iterable

from ringwall.hub.incidents.story import to_moment
from ringwall.model.incident import Incident

PER_DAY = 5
"""Incidents of one account that began on one day (UTC) that a list shows."""


def find_below(incidents: Iterable[Incident], per_day: int = PER_DAY) -> frozenset[str]:
    """Return the IDs of the incidents below the budget: those with the lowest scores of a day."""
    days: dict[tuple[str, str], list[Incident]] = defaultdict(list)
    for incident in incidents:
        day = f"{to_moment(incident.first_at):%Y-%m-%d}"
        days[incident.account_id, day].append(incident)
    below: set[str] = set()
    for found in days.values():
        found.sort(key=lambda incident: (-incident.score, incident.first_at, incident.id))
        rest = found[per_day:]
        below |= {incident.id for incident in rest if incident.severity != "critical"}
    return frozenset(below)
