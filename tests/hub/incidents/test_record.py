"""The tables hold what all hits make together, whatever came when, and what people said of it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from incident_stories import record_stories

from ringwall.hub.incidents import group
from ringwall.hub.incidents.group import group_hits, name_incident
from ringwall.hub.incidents.record import RecordedIncidents, set_status, suppress, unsuppress
from ringwall.hub.incidents.story import to_milliseconds
from ringwall.hub.sightings import JudgedBatch, record_hits
from ringwall.model.detection import DetectionRule, Hit
from ringwall.model.errors import BadInput
from ringwall.model.incident import Suppression
from ringwall.store.database.connection import open_database, writing
from ringwall.store.database.hits import HitStore
from ringwall.store.database.incidents import Incidents, IncidentWriter
from ringwall.store.database.schema import INCIDENT, INCIDENT_HIT, METADATA

MakeHit = Callable[..., Hit]
ANN, BOB = (f"arn:aws:iam::111111111111:user/{name}" for name in ("ann", "bob"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield engine
    engine.dispose()


def _record(database: sa.Engine, hits: list[Hit], own: Collection[str] = ()) -> RecordedIncidents:
    return record_stories(database, hits, own=own)


def test_hits_become_an_incident_that_grows_under_its_id(database: sa.Engine, hit: MakeHit) -> None:
    first = _record(database, [hit("iam.access_key_made")])
    again = _record(
        database,
        [
            hit("iam.access_key_made"),
            hit("cloudtrail.trail_stopped", 2),
            hit("ec2.snapshot_shared", 3, account_id="222222222222"),
        ],
    )
    assert first.opened == again.grown == (name_incident(hit("iam.access_key_made")),)
    assert again.opened == again.merged == ()
    (incident,) = Incidents(database).find_all()
    assert (
        incident.title == "User ann: persistence, defense evasion, then exfiltration in 2 accounts"
    )
    assert (incident.hits, incident.accounts) == (3, ("111111111111", "222222222222"))
    told = Incidents(database).hits(incident.id)
    assert [(each.hit.rule, each.words.title) for each in told] == [
        ("iam.access_key_made", "Access key was made for another user"),
        ("cloudtrail.trail_stopped", "CloudTrail trail was stopped"),
        ("ec2.snapshot_shared", "Snapshot was shared"),
    ]


def test_a_feed_that_repeats_changes_nothing(database: sa.Engine, hit: MakeHit) -> None:
    hits = [hit("iam.access_key_made"), hit("cloudtrail.trail_stopped", 1)]
    _record(database, hits)
    before = Incidents(database).find_all()
    assert _record(database, hits) == _record(database, [])
    assert Incidents(database).find_all() == before


def test_a_bridge_that_comes_late_leaves_an_alias(database: sa.Engine, hit: MakeHit) -> None:
    ann, bob = hit("iam.access_key_made", actor=ANN), hit("cloudtrail.trail_stopped", 2, actor=BOB)
    _record(database, [bob])
    _record(database, [ann])
    bridge = hit("ec2.snapshot_shared", 1, actor=ANN, resource=BOB)
    assert _record(database, [bridge]).merged == (name_incident(bob),)
    incidents = Incidents(database)
    (whole,) = incidents.find_all()
    assert whole.id == name_incident(ann)
    assert incidents.aliases(whole.id) == (name_incident(bob),)
    for name in (whole.id, name_incident(bob), name_incident(bob).lower()[4:]):
        assert incidents.find(name) == whole
    kinds = [(e.incident, e.kind) for e in incidents.events([whole.id, name_incident(bob)])]
    assert kinds == [
        (name_incident(bob), "opened"),
        (whole.id, "opened"),
        (name_incident(bob), "merged"),
    ]


def test_an_unknown_or_ambiguous_name_is_refused(database: sa.Engine, hit: MakeHit) -> None:
    _record(
        database,
        [hit("iam.access_key_made", actor=ANN), hit("cloudtrail.trail_stopped", actor=BOB)],
    )
    incidents = Incidents(database)
    for name in ("INC-19990101-abcdef", "INC-", "%", "INC-20260131"):
        with pytest.raises(BadInput, match="incident begins with"):
            incidents.find(name)


def test_a_closed_incident_stays_closed_until_a_new_hit(database: sa.Engine, hit: MakeHit) -> None:
    _record(database, [hit("iam.access_key_made")])
    incidents = Incidents(database)
    (incident,) = incidents.find_all()
    with writing(database) as connection:
        writer = IncidentWriter(connection)
        set_status(writer, incident, is_closed=True, reason="a drill", author="ops", now=9)
    _record(database, [hit("iam.access_key_made"), hit("cloudtrail.trail_stopped", 1, actor=BOB)])
    closed = incidents.find(incident.id)
    assert (closed.status, closed.closed_at, closed.reason) == ("closed", 9, "a drill")
    _record(database, [hit("ec2.snapshot_shared", 1)])
    again = incidents.find(incident.id)
    assert (again.status, again.closed_at, again.reason) == ("open", 0, "")
    assert incidents.events([incident.id])[-1].detail == "1 new hit"


def _exception(**scope: Any) -> Suppression:
    return Suppression("S1", "a robot", "ops", 1, **{"expires_at": 4_000_000_000_000, **scope})


def test_an_exception_takes_hits_out_and_gives_them_back(database: sa.Engine, hit: MakeHit) -> None:
    bridge = hit("ec2.snapshot_shared", 1, actor=ANN, resource=BOB)
    _record(
        database,
        [hit("iam.access_key_made"), bridge, hit("cloudtrail.trail_stopped", 2, actor=BOB)],
    )
    incidents = Incidents(database)
    (before,) = incidents.find_all()
    exception = _exception(
        rule="ec2.snapshot_shared", actor="*:user/ann", account_id="111111111111"
    )
    with writing(database) as connection:
        assert suppress(IncidentWriter(connection), exception, now=6) == 1
    assert {each.hits for each in incidents.find_all()} == {1}
    assert len(incidents.find_all()) == 2
    (told,) = incidents.suppressed(before.first_at, before.last_at)
    assert (told.hit.uid, told.suppression) == (bridge.uid, "S1")
    assert incidents.count_suppressed() == {"S1": 1}
    assert _record(database, [hit("ec2.snapshot_shared", 5)]).suppressed == 1
    with writing(database) as connection:
        assert unsuppress(IncidentWriter(connection), exception, now=7) == 2
    (after,) = incidents.find_all()
    assert (after.id, after.hits) == (before.id, 4)


def test_an_exception_ends_and_says_so_of_an_incident_that_it_emptied(
    database: sa.Engine, hit: MakeHit
) -> None:
    end = to_milliseconds(hit("iam.access_key_made", 1).at)
    with writing(database) as connection:
        suppress(
            IncidentWriter(connection),
            _exception(rule="iam.access_key_made", expires_at=end),
            now=6,
        )
    recorded = _record(
        database,
        [
            hit("iam.access_key_made"),
            hit("iam.access_key_made", 1, actor=BOB),
            hit("iam.access_key_made", 2, actor=BOB),
        ],
    )
    assert recorded.suppressed == 1
    (incident,) = Incidents(database).find_all()
    assert incident.hits == 2
    with writing(database) as connection:
        wide = Suppression(
            "S2", "all of it", "ops", 1, 4_000_000_000_000, rule="iam.access_key_made"
        )
        suppress(IncidentWriter(connection), wide, now=7)
    with pytest.raises(BadInput, match="an exception covers its hits"):
        Incidents(database).find(incident.id)


def test_own_addresses_join_nothing_whoever_asks_later(database: sa.Engine, hit: MakeHit) -> None:
    nat = "203.0.113.9"
    _record(database, [hit("iam.access_key_made", actor=ANN, address=nat)], own={nat})
    _record(database, [hit("cloudtrail.trail_stopped", actor=BOB, address=nat)])
    assert len(Incidents(database).find_all()) == 2


def test_two_incidents_never_have_one_id(
    database: sa.Engine, hit: MakeHit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group, "_DIGITS", "0")
    _record(
        database,
        [hit("iam.access_key_made", actor=ANN), hit("cloudtrail.trail_stopped", actor=BOB)],
    )
    found = {incident.id for incident in Incidents(database).find_all()}
    assert found == {"INC-20260131-000000", "INC-20260131-00000000"}


HITS = st.lists(
    st.builds(
        lambda hours, rule, who, thing, address: (rule, hours, who, thing, address),
        hours=st.integers(0, 60).map(lambda number: 5 * number),
        rule=st.sampled_from(
            ["iam.access_key_made", "cloudtrail.trail_stopped", "ec2.snapshot_shared"]
        ),
        who=st.integers(0, 6),
        thing=st.integers(0, 8),
        address=st.integers(0, 2),
    ),
    max_size=14,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=HITS, data=st.data())
def test_the_tables_hold_what_all_hits_make(
    drawn: list[tuple[Any, ...]], data: st.DataObject, database: sa.Engine, hit: MakeHit
) -> None:
    hits = [
        hit(
            rule, hours, actor=f"arn:aws:iam::111111111111:user/u{who}", access_key="",
            resource=f"arn:aws:iam::111111111111:user/u{thing}" if thing < 5 else "",
            address=f"198.51.100.{address}" if address else "",
        )
        for rule, hours, who, thing, address in drawn
    ]  # fmt: skip
    with writing(database) as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(sa.delete(table))
    left = data.draw(st.permutations(hits))
    names: set[str] = set()
    while left:
        size = data.draw(st.integers(1, len(left)))
        recorded = _record(database, left[:size])
        names |= {*recorded.opened}
        left = left[size:]
    whole = {group.id: len(group.hits) for group in group_hits(hits)}
    incidents = Incidents(database)
    assert {each.id: each.hits for each in incidents.find_all()} == whole
    with database.connect() as connection:
        placed = sa.select(INCIDENT_HIT.c.incident, sa.func.count()).group_by(
            INCIDENT_HIT.c.incident
        )
        assert dict(map(tuple, connection.execute(placed))) == whole
        assert connection.execute(sa.select(sa.func.count()).select_from(INCIDENT)).scalar() == len(
            whole
        )
    for name in names:
        assert incidents.find(name).id in whole


def test_an_act_that_is_seen_earlier_later_is_where_it_belongs(
    database: sa.Engine, hit: MakeHit
) -> None:
    early = hit("iam.access_key_made", 0)
    late = replace(hit("ec2.snapshot_shared", 40), act="act")
    _record(database, [early, late])
    assert len(Incidents(database).find_all()) == 2
    recorded = _record(database, [replace(late, at=hit("x", 20).at, count=2)])
    assert recorded.merged == (name_incident(late),)
    (whole,) = Incidents(database).find_all()
    assert (whole.id, whole.hits) == (name_incident(early), 2)
    assert Incidents(database).find(name_incident(late)).id == whole.id


def test_a_batch_that_fails_leaves_nothing(database: sa.Engine, hit: MakeHit) -> None:
    broken = {hit("iam.access_key_made").uid: hit("iam.access_key_made")}
    rules: dict[str, DetectionRule] = {}
    with pytest.raises(KeyError):
        record_hits(HitStore(database), rules, JudgedBatch(broken), now=1)
    assert Incidents(database).find_all() == ()


def test_two_batches_are_told_as_one() -> None:
    first = RecordedIncidents(opened=("a", "b"), grown=("c",), suppressed=1)
    second = RecordedIncidents(opened=("d",), grown=("a", "e"), merged=("b", "f"), suppressed=2)
    assert first.join(second) == RecordedIncidents(("a", "d"), ("c", "e"), ("f",), 3)
