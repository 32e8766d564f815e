"""Incidents in the database: found by time, status and name, whole or refused as damaged."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import incident_stories as stories
import pytest
import sqlalchemy as sa

from ringwall.model.errors import BadInput
from ringwall.model.incident import Incident, IncidentEvent, Suppression
from ringwall.store.database.connection import open_database, writing
from ringwall.store.database.incidents import Incidents, IncidentWriter
from ringwall.store.database.schema import INCIDENT, INCIDENT_TIE
from ringwall.store.database.told import KeptTie

HOUR = 3_600_000


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    stories.record_stories(engine, stories.leaked_key(), stories.mining())
    yield engine
    engine.dispose()


def _first(database: sa.Engine) -> Incident:
    return Incidents(database).find_all()[0]


def test_incidents_are_found_by_time_and_status_the_gravest_first(database: sa.Engine) -> None:
    incidents = Incidents(database)
    found = incidents.find_all()
    assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)
    last = max(each.last_at for each in found)
    assert len(incidents.find_all(since=last)) == 1
    assert incidents.find_all(since=last + 1) == ()
    assert incidents.find_all(until=found[0].first_at) == ()
    assert len(incidents.find_all(until=found[0].first_at + 1)) == 2
    assert incidents.find_all(status="closed") == ()
    assert len(incidents.find_all(status="open")) == 2


def test_the_gravest_of_some_incidents_is_found(database: sa.Engine) -> None:
    incidents = Incidents(database)
    first, second = incidents.find_all()
    assert incidents.find_gravest([second.id, first.id, "INC-gone"]) == first
    assert incidents.find_gravest([second.id]) == second
    assert incidents.find_gravest([]) is None


def test_a_saved_incident_comes_back_as_it_was(database: sa.Engine) -> None:
    incident = replace(
        _first(database), title="\x00\ud800 odd", status="closed", closed_at=5, reason="r"
    )
    with writing(database) as connection:
        IncidentWriter(connection).save([incident], {})
    kept = Incidents(database).find(incident.id)
    assert kept == replace(incident, title="\ufffd\ufffd odd")


def test_a_name_leads_to_one_incident(database: sa.Engine) -> None:
    incidents, first = Incidents(database), _first(database)
    for name in (first.id, first.id.lower(), first.id[4:], f" {first.id[:-1]} "):
        assert incidents.find(name) == first
    for name in ("INC-2026", "INC-", "inc"):
        with pytest.raises(BadInput, match="more than one incident begins"):
            incidents.find(name)
    for name in ("x", "%", ""):
        with pytest.raises(BadInput, match="no incident begins"):
            incidents.find(name)


def test_an_alias_leads_to_where_its_hit_is(database: sa.Engine) -> None:
    first, second = Incidents(database).find_all()
    with writing(database) as connection:
        writer = IncidentWriter(connection)
        writer.save([], {second.id: second.first_hit})
        writer.place({second.first_hit: first.id})
        assert writer.holder(second.id) == second.first_hit
        assert writer.holder("INC-none") == ""
    assert Incidents(database).find(second.id) == first
    assert Incidents(database).aliases(first.id) == (second.id,)


def test_ties_are_found_by_value_and_time(database: sa.Engine) -> None:
    at = _first(database).first_at
    with writing(database) as connection:
        writer = IncidentWriter(connection)
        found = list(writer.ties({stories.ANN, "none"}, at, at + HOUR))
        assert {tie.value for tie in found} == {stories.ANN}
        assert len(found) == 3
        assert list(writer.ties({stories.ANN}, at + 9 * HOUR, at + 10 * HOUR)) == []
        hit = found[0].hit
        kept = writer.kept_ties({hit})[hit]
        assert found[0]._replace(incident="") in kept
        writer.add_hits({hit: ""}, [KeptTie(hit, "other", at, "me", 0)])
        assert writer.kept_ties({hit}) == {hit: {KeptTie(hit, "other", at, "me", 0)}}
        writer.suppress([hit], "S1")
        assert list(writer.ties({"other"}, at, at + HOUR)) == []


def test_exceptions_are_kept_and_forgotten(database: sa.Engine) -> None:
    suppression = Suppression("S1", "why", "me", 5, 10, rule="iam.*", actor=stories.ANN)
    with writing(database) as connection:
        writer = IncidentWriter(connection)
        writer.add_suppression(suppression)
        assert {told.hit.actor for told in writer.matching(suppression)} == set()
        later = replace(suppression, expires_at=4_000_000_000_000)
        assert {told.hit.actor for told in writer.matching(later)} == {stories.ANN}
    assert Incidents(database).suppressions() == (suppression,)
    assert Incidents(database).count_suppressed() == {}
    with writing(database) as connection:
        IncidentWriter(connection).drop_suppression("S1")
    assert Incidents(database).suppressions() == ()


def test_the_history_is_in_the_order_of_time(database: sa.Engine) -> None:
    first = _first(database)
    event = IncidentEvent(first.id, 9, "closed", "me", "over")
    with writing(database) as connection:
        IncidentWriter(connection).add_events([event])
    assert [each.kind for each in Incidents(database).events([first.id])] == ["opened", "closed"]
    assert Incidents(database).events([first.id])[-1] == event


@pytest.mark.parametrize("column", ["accounts", "stages"])
def test_a_damaged_row_is_named(database: sa.Engine, column: str) -> None:
    first = _first(database)
    with database.begin() as connection:
        connection.execute(sa.update(INCIDENT).values({column: {"a": 1}}))
    with pytest.raises(BadInput, match=f"incident {first.id}: damaged"):
        Incidents(database).find(first.id)


def test_a_flag_that_is_none_is_damage(database: sa.Engine) -> None:
    with database.begin() as connection:
        connection.execute(sa.update(INCIDENT_TIE).values(is_identity=7))
    with pytest.raises(BadInput, match="of incident_tie"):
        open_database(str(database.url))
