"""Hits that belong together are one incident, however and in whatever order they come."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringwall.hub.incidents.group import (
    GroupingReach,
    HitGroup,
    TieSighting,
    group_hits,
    name_incident,
    regroup,
    sight_hit,
)
from ringwall.model.detection import Hit

MakeHit = Callable[..., Hit]
START = datetime.fromisoformat("2026-01-31T10:00:00")
OFFICE = "203.0.113.7"
SHORT = GroupingReach(
    gap=timedelta(hours=4), longest=timedelta(hours=12), common=2, around=timedelta(hours=6)
)


def _user(name: str, account: str = "111111111111") -> str:
    return f"arn:aws:iam::{account}:user/{name}"


def _role(name: str, account: str = "111111111111") -> str:
    return f"arn:aws:iam::{account}:role/{name}"


def _session(role: str, name: str, account: str = "111111111111") -> str:
    return f"arn:aws:sts::{account}:assumed-role/{role}/{name}"


def _rules(groups: Iterable[HitGroup]) -> list[list[str]]:
    return [[hit.rule for hit in group.hits] for group in groups]


class Kept:
    """Incidents in memory, kept as the database keeps them."""

    def __init__(self) -> None:
        self.hits: dict[str, Hit] = {}
        self.incidents: dict[str, str] = {}
        self.names: set[str] = set()

    def sightings(
        self, values: Collection[str], since: datetime, until: datetime
    ) -> Iterable[TieSighting]:
        for uid, hit in self.hits.items():
            for sight in sight_hit(hit):
                if sight.value in values and since <= hit.at <= until:
                    yield sight._replace(incident=self.incidents[uid])

    def members(self, incidents: Collection[str]) -> Iterable[Hit]:
        return [hit for uid, hit in self.hits.items() if self.incidents[uid] in incidents]

    def add(self, hits: Iterable[Hit], gone: Collection[Hit] = ()) -> None:
        new = [hit for hit in hits if hit.uid not in self.hits]
        for hit in gone:
            self.hits.pop(hit.uid)
        left = [sight for each in gone for sight in sight_hit(each)]
        found = regroup(new, self, SHORT, gone=left)
        self.hits |= {hit.uid: hit for hit in new}
        for group in found.groups:
            self.names.add(group.id)
            self.incidents |= {hit.uid: group.id for hit in group.hits}

    def groups(self) -> set[frozenset[str]]:
        found: dict[str, set[str]] = {}
        for uid in self.hits:
            found.setdefault(self.incidents[uid], set()).add(uid)
        return {frozenset(group) for group in found.values()}


def test_hits_of_one_principal_are_one_incident_until_a_day_is_quiet(hit: MakeHit) -> None:
    hits = [hit("a"), hit("b", 23), hit("c", 46), hit("d", 71)]
    assert _rules(group_hits(hits)) == [["a", "b", "c"], ["d"]]


def test_an_incident_of_a_week_takes_no_more(hit: MakeHit) -> None:
    groups = group_hits([hit(f"r{hours}", hours) for hours in range(0, 240, 20)])
    assert [len(group.hits) for group in groups] == [9, 3]
    assert groups[1].first.at - groups[0].first.at >= timedelta(days=7)


def test_what_one_principal_makes_ties_it_to_who_uses_it(hit: MakeHit) -> None:
    made = hit("makes_user", resource=_user("evil"))
    key = hit("makes_key", 1, actor=_user("evil"), entities=("AKIAEVILEVILEVIL1234",))
    used = hit("uses_key", 2, actor="", access_key="AKIAEVILEVILEVIL1234")
    other = hit("x", 2, actor=_user("bob"))
    assert _rules(group_hits([made, key, used, other])) == [
        ["makes_user", "makes_key", "uses_key"],
        ["x"],
    ]


def test_a_role_of_another_account_carries_the_incident_there(hit: MakeHit) -> None:
    role = _role("deploy", "222222222222")
    hits = [
        hit("assumes", entities=(role,)),
        hit(
            "reads", 1, actor=role, account_id="222222222222",
            session=_session("deploy", "x", "222222222222"),
        ),
    ]  # fmt: skip
    assert len(group_hits(hits)) == 1


def test_an_instance_is_one_in_traffic_and_in_its_role(hit: MakeHit) -> None:
    instance = "i-0123456789abcdef0"
    hits = [
        hit("mining", actor=f"arn:aws:ec2:eu-west-1:111111111111:instance/{instance}"),
        hit("leaves", 1, actor=_role("web"), session=_session("web", instance)),
    ]
    assert len(group_hits(hits)) == 1


@pytest.mark.parametrize("shared", ["address", "resource", "entity", "role"])
def test_what_everyone_shares_joins_nobody(hit: MakeHit, shared: str) -> None:
    hits = []
    for number in range(12):
        user = _user(f"u{number}")
        ways: dict[str, dict[str, Any]] = {
            "address": {"actor": user, "address": OFFICE},
            "resource": {"actor": user, "resource": "arn:aws:s3:::everyone"},
            "entity": {"actor": user, "entities": ("arn:aws:kms:eu-west-1:1:key/all",)},
            "role": {"actor": _role("Admin"), "session": _session("Admin", f"u{number}")},
        }
        hits.append(hit(f"rule_{number}", number, **ways[shared]))
    assert len(group_hits(hits[:3])) == 1
    assert len(group_hits(hits)) == 12


def test_own_and_private_addresses_and_services_join_nobody(hit: MakeHit) -> None:
    for address in ("10.1.2.3", "cloudformation.amazonaws.com", "AWS Internal", "fe80::1", ""):
        hits = [hit(name, actor=_user(name), address=address) for name in ("a", "b")]
        assert len(group_hits(hits)) == 2, address
    hits = [hit(name, actor=_user(name), address=OFFICE) for name in ("a", "b")]
    assert len(group_hits(hits)) == 1
    assert len(group_hits(hits, own={OFFICE})) == 2


def test_a_job_that_runs_each_hour_is_one_incident_and_an_attack_apart(hit: MakeHit) -> None:
    def job(rule: str, number: float) -> Hit:
        return hit(rule, number, actor=_role("ci"), session=_session("ci", f"build-{number}"))

    noise = [job("noisy", number) for number in range(10)]
    attack = [job("stops_trail", 5.5), job("noisy", 5.5), job("steals", 5.5)]
    groups = group_hits([*noise, *attack])
    assert sorted(len(group.hits) for group in groups) == [3, 10]


def test_the_same_hit_again_changes_nothing(hit: MakeHit) -> None:
    hits = [hit("a"), hit("b", 1)]
    assert group_hits([*hits, *hits]) == group_hits(hits)


def test_the_id_comes_of_the_earliest_hit_and_stays_as_others_join(hit: MakeHit) -> None:
    first = hit("a")
    (alone,), (group,) = group_hits([first]), group_hits([hit("b", 3), first, hit("c", 9)])
    assert alone.id == group.id == name_incident(first)
    assert alone.id.startswith("INC-20260131-")
    assert len(alone.id) == len("INC-20260131-abcdef")


def test_a_late_hit_joins_two_incidents_and_both_names_lead_there(hit: MakeHit) -> None:
    ann, bob = hit("a", actor=_user("ann")), hit("b", 2, actor=_user("bob"))
    bridge = hit("makes_key", 1, actor=_user("ann"), resource=_user("bob"))
    kept = Kept()
    kept.add([ann])
    kept.add([bob])
    assert len(kept.groups()) == 2
    kept.add([bridge])
    assert kept.groups() == {frozenset({ann.uid, bob.uid, bridge.uid})}
    assert kept.names == {name_incident(ann), name_incident(bob)}


def test_an_address_that_turns_out_to_be_shared_lets_go(hit: MakeHit) -> None:
    kept = Kept()
    hits = [hit(f"r{n}", n / 10, actor=_user(f"u{n}"), address=OFFICE) for n in range(3)]
    kept.add(hits[:2])
    assert len(kept.groups()) == 1
    kept.add(hits[2:])
    assert len(kept.groups()) == 3


def test_only_what_is_in_reach_is_looked_at(hit: MakeHit) -> None:
    kept = Kept()
    for number in range(9):
        user = _user(f"u{number}")
        kept.add([hit(f"r{number}", number / 10, actor=user, address=OFFICE)])
    found = regroup([hit("new", 1, actor=_user("u3"), address=OFFICE)], kept, SHORT)
    (group,) = found.groups
    assert [each.rule for each in group.hits] == ["r3", "new"]
    assert len(found.before) == 1


PRINCIPALS = st.integers(0, 4)
HITS = st.lists(
    st.builds(
        lambda minutes, rule, who, session, address, thing: Hit(
            rule=f"s.r{rule}",
            at=START + timedelta(minutes=30 * minutes),
            act=f"{minutes}-{rule}-{who}-{session}-{address}-{thing}",
            account_id="111111111111",
            region="eu-west-1",
            actor=_role(f"r{who}") if who % 2 else _user(f"u{who}"),
            session=_session(f"r{who}", f"s{session}") if who % 2 else "",
            resource=_user(f"u{thing}") if thing < 3 else "",
            address=f"198.51.100.{address}" if address else "",
            reason="",
        ),
        minutes=st.integers(0, 80),
        rule=st.integers(0, 2),
        who=PRINCIPALS,
        session=st.integers(0, 3),
        address=st.integers(0, 3),
        thing=st.integers(0, 8),
    ),
    max_size=24,
)


@settings(max_examples=200)
@given(hits=HITS, data=st.data())
def test_any_order_and_any_batches_make_the_same_incidents(
    hits: list[Hit], data: st.DataObject
) -> None:
    whole = group_hits(hits, SHORT)
    kept = Kept()
    shuffled = data.draw(st.permutations(hits))
    while shuffled:
        size = data.draw(st.integers(1, len(shuffled)))
        kept.add(shuffled[:size])
        shuffled = shuffled[size:]
    assert kept.groups() == {frozenset(hit.uid for hit in group.hits) for group in whole}
    assert set(kept.incidents.values()) == {group.id for group in whole}
    # Each name that was ever given leads to the incident that has the hit it came of.
    named = {name_incident(hit): kept.incidents[uid] for uid, hit in kept.hits.items()}
    assert {named[name] for name in kept.names} <= {group.id for group in whole}


@settings(max_examples=100)
@given(hits=HITS, data=st.data())
def test_hits_that_go_leave_what_the_others_make(hits: list[Hit], data: st.DataObject) -> None:
    kept = Kept()
    kept.add(hits)
    left = list(kept.hits.values())
    gone = [hit for hit in left if data.draw(st.booleans())]
    kept.add([], gone)
    whole = group_hits([hit for hit in left if hit not in gone], SHORT)
    assert kept.groups() == {frozenset(hit.uid for hit in group.hits) for group in whole}


def test_a_job_of_twenty_thousand_sessions_takes_no_minutes() -> None:
    hits = [
        Hit("iam.x", START + timedelta(seconds=20 * n), f"e{n}", "111111111111", "eu-west-1",
            _role("job"), f"arn:aws:s3:::bucket-{n}", "again", session=f"run-{n}")
        for n in range(20_000)
    ]  # fmt: skip
    started = process_time()
    (group,) = group_hits(reversed(hits))
    assert process_time() - started < 30
    assert group.hits == tuple(hits)
