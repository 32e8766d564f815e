"""What is told beside an incident: by ties and nearness, and never more than that."""

from collections.abc import Collection

import incident_stories as stories
import pytest

from ringwall.hub.incidents.context import find_context, tie_act
from ringwall.model.detection import Hit
from ringwall.model.incident import RuleWords
from ringwall.store.database.told import KeptTie, ToldHit


class Kept:
    """Acts in memory."""

    def __init__(self, acts: Collection[Hit], own: Collection[str] = ()) -> None:
        self._acts = {act.uid: act for act in acts}
        self._ties = [tie for act in acts for tie in tie_act(act, own)]

    def ties(self, values: Collection[str], since: int, until: int) -> list[KeptTie]:
        return [t for t in self._ties if t.value in values and since <= t.at <= until]

    def told(self, uids: Collection[str]) -> tuple[ToldHit, ...]:
        acts = sorted((self._acts[uid] for uid in uids), key=lambda act: act.at)
        return tuple(ToldHit(act, RuleWords(act.rule)) for act in acts)


def find(hits: list[Hit], acts: list[Hit], own: Collection[str] = ()) -> list[Hit]:
    return [told.hit for told in find_context(hits, Kept(acts, own))]


def test_acts_of_the_same_key_and_address_are_told_in_their_order() -> None:
    acts = stories.beside_a_leaked_key()
    assert find(stories.leaked_key(), acts[::-1]) == acts[:3]


def test_an_address_of_the_organization_ties_nothing() -> None:
    acts = stories.beside_a_leaked_key()
    assert find(stories.leaked_key(), acts, {stories.STRANGER}) == acts[:2]


@pytest.mark.parametrize(("people", "told"), [(3, 3), (4, 0)])
def test_an_address_that_many_share_ties_nothing(people: int, told: int) -> None:
    hit = stories.make_hit("iam.key_used_from_tor", address=stories.OFFICE)
    acts = [
        stories.make_hit(
            "sts.identity_asked", number / 10, address=stories.OFFICE,
            actor=f"arn:aws:iam::{stories.MAIN}:user/person{number}",
        )
        for number in range(people)
    ]  # fmt: skip
    assert len(find([hit], acts)) == told


def test_an_act_that_is_in_the_incident_is_not_told_beside_it() -> None:
    hits = stories.leaked_key()
    assert find(hits, hits) == []


def test_an_act_is_near_a_hit_that_has_its_tie_and_not_any_hit() -> None:
    bob = f"arn:aws:iam::{stories.MAIN}:user/bob"
    hits = [
        stories.make_hit("iam.key_used_from_tor", 0, actor="", access_key=stories.KEY),
        stories.make_hit("iam.admin_attached", 60, actor=bob),
    ]
    near, far = (
        stories.make_hit("sts.identity_asked", hours, actor="", access_key=stories.KEY)
        for hours in (23, 30)
    )
    assert find(hits, [near, far]) == [near]


def test_where_nothing_ties_nothing_is_asked() -> None:
    nobody = stories.make_hit("odd.behavior", actor="", account_id="", region="")
    assert find([nobody], stories.beside_a_leaked_key()) == []
