"""A list shows so many incidents of an account and day: the gravest, and each critical one."""

from dataclasses import replace

import pytest
from incident_stories import make_hit

from ringwall.hub.incidents.budget import PER_DAY, find_below
from ringwall.hub.incidents.rating import find_severity
from ringwall.hub.incidents.story import tell_story
from ringwall.model.incident import Incident


@pytest.fixture
def incident() -> Incident:
    return tell_story("INC-1", [make_hit("a")], {}).incident


def _many(incident: Incident, scores: list[int], **rest: object) -> list[Incident]:
    return [
        replace(incident, id=f"INC-{n}", score=score, severity=find_severity(score), **rest)  # type: ignore[arg-type]
        for n, score in enumerate(scores)
    ]


def test_the_lowest_scores_of_a_day_are_below(incident: Incident) -> None:
    below = find_below(_many(incident, [10, 70, 20, 60, 30, 50, 40]), 5)
    assert below == {"INC-0", "INC-2"}
    assert find_below(_many(incident, [50] * PER_DAY)) == frozenset()


def test_what_is_critical_is_never_below(incident: Incident) -> None:
    assert find_below(_many(incident, [90, 95, 99, 85, 40]), 2) == {"INC-4"}
    assert find_below(_many(incident, [90, 40, 40]), 1) == {"INC-1", "INC-2"}


def test_each_account_and_day_has_its_own(incident: Incident) -> None:
    day = 86_400_000
    later = [
        replace(each, id=f"{each.id}-later", first_at=each.first_at + day)
        for each in _many(incident, [50, 40])
    ]
    other = [
        replace(each, id=f"{each.id}-other", account_id="2") for each in _many(incident, [50, 40])
    ]
    found = find_below([*_many(incident, [50, 40]), *later, *other], 1)
    assert found == {"INC-1", "INC-1-later", "INC-1-other"}


def test_equals_are_ranked_by_time_and_not_by_their_order(incident: Incident) -> None:
    pair = [replace(incident, id="b"), replace(incident, id="a")]
    assert find_below(pair, 1) == find_below(pair[::-1], 1) == {"b"}
