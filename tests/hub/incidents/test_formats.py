"""Incidents as a table, JSON, CSV and OCSF."""

import csv
import json
from dataclasses import fields, replace
from io import StringIO
from pathlib import Path
from typing import Any

import incident_stories as stories
import pytest
from jsonschema import Draft202012Validator, ValidationError

from ringwall.hub.incidents.formats import (
    COLUMNS,
    INCIDENT_FORMATS,
    IncidentContext,
    IncidentFormat,
    describe_story,
    write_incidents,
)
from ringwall.hub.incidents.group import group_hits
from ringwall.hub.incidents.story import Story, tell_story
from ringwall.model.detection import Hit
from ringwall.model.incident import Incident

SCHEMA = Path(__file__).parents[1] / "schemas" / "ocsf-1.8.0-incident_finding.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text()))
HOSTILE = "\x1b[2J\n=cmd|'\u202e</script>\x00\x7f"


def _tell(hits: list[Hit]) -> Story:
    (group,) = group_hits(hits)
    return tell_story(group.id, group.hits, stories.RULES)


@pytest.fixture(scope="module")
def story() -> Story:
    return _tell(stories.leaked_key())


@pytest.fixture(scope="module")
def hostile() -> Story:
    members: dict[str, Any] = dict.fromkeys(
        ("actor", "resource", "reason", "session", "access_key", "address", "account_id", "region"),
        HOSTILE,
    )
    return _tell([stories.make_hit(HOSTILE, **members, entities=(HOSTILE,), events=(HOSTILE,))])


def _write(form: IncidentFormat, *told: Story, **context: Any) -> str:
    out = StringIO()
    by_id = {story.incident.id: story for story in told}
    found = IncidentContext(**context, tell=lambda incident: by_id[incident.id])
    write_incidents(form, (story.incident for story in told), out, found)
    return out.getvalue()


def test_a_line_says_how_grave_what_when_where(story: Story) -> None:
    context = {"names": {stories.MAIN: "prod"}, "below": {story.incident.id}}
    (line,) = _write("table", story, **context).splitlines()
    assert line == (
        f"CRITICAL 100 {story.incident.id} 2026-01-31T10:00 to 12:00Z prod "
        f"{story.incident.title}  4 hits  (below the budget)"
    )
    closed = replace(story, incident=replace(story.incident, status="closed"))
    assert f" {stories.MAIN} closed: Access key" in _write("table", closed)


def test_json_has_every_member(story: Story) -> None:
    row = json.loads(_write("json", story))
    assert row.keys() == {field.name for field in fields(Incident)} | {"below_budget"}
    assert row["stages"] == list(story.incident.stages)
    assert row["below_budget"] is False


def test_csv_has_a_row_an_incident_with_times_and_lists(story: Story) -> None:
    (row,) = csv.DictReader(StringIO(_write("csv", story)))
    assert tuple(row) == COLUMNS
    assert row["first_at"] == "2026-01-31T10:00:00.000Z"
    assert row["accounts"] == f"{stories.MAIN}; {stories.OTHER}"
    assert row["below_budget"] == "false"
    assert set(COLUMNS) == {f.name for f in fields(Incident)} - {"first_hit"} | {"below_budget"}


def test_ocsf_is_an_incident_finding_with_its_hits(story: Story) -> None:
    event = json.loads(_write("ocsf", story, names={stories.MAIN: "prod"}))
    VALIDATOR.validate(event)
    assert (event["class_uid"], event["type_uid"], event["status_id"]) == (2005, 200502, 1)
    assert (event["severity_id"], event["priority_id"]) == (5, 4)
    assert [info["analytic"]["uid"] for info in event["finding_info_list"]] == [
        moment.hit.rule for moment in story.moments
    ]
    assert event["attacks"][0] == {
        "version": "17",
        "tactic": {"uid": "TA0001", "name": "Initial Access"},
        "technique": {"uid": "T1078.004", "name": "Cloud Accounts"},
    }
    assert event["cloud"]["account"]["name"] == "prod"
    assert event["unmapped"]["sequences"] == list(story.incident.sequences)


def test_ocsf_opens_goes_on_and_closes(story: Story) -> None:
    once = _tell([stories.make_hit("odd.behavior")])
    incident = replace(story.incident, status="closed", closed_at=7, reason="a drill")
    closed = replace(story, incident=incident)
    events = [json.loads(line) for line in _write("ocsf", once, story, closed).splitlines()]
    for event in events:
        VALIDATOR.validate(event)
    assert [event["type_uid"] for event in events] == [200501, 200502, 200503]
    assert (events[2]["status_id"], events[2]["time"], events[2]["comment"]) == (5, 7, "a drill")
    assert events[0]["attacks"] == [
        {"version": "17", "technique": {"uid": "T9999", "name": "T9999"}}
    ]


def test_the_schema_refuses_what_ocsf_does_not_know(story: Story) -> None:
    event = json.loads(_write("ocsf", story))
    wrongs: tuple[dict[str, Any], ...] = (
        {"score": 1},
        {"status_id": 8},
        {"type_uid": 200301},
        {"finding_info_list": []},
    )
    for wrong in wrongs:
        with pytest.raises(ValidationError):
            VALIDATOR.validate(event | wrong)
    with pytest.raises(ValidationError):
        VALIDATOR.validate({key: event[key] for key in event if key != "assignee_group"})


@pytest.mark.parametrize("form", INCIDENT_FORMATS)
def test_a_hostile_incident_acts_on_no_screen(hostile: Story, form: IncidentFormat) -> None:
    text = _write(form, hostile)
    assert all(letter.isprintable() or letter == "\n" for letter in text)
    if form == "ocsf":
        VALIDATOR.validate(json.loads(text))
    if form == "csv":
        (row,) = csv.DictReader(StringIO(text))
        assert not row["actor"].startswith(("=", "+", "-", "@"))
    if form == "table":
        assert text.count("\n") == 1


def test_a_story_is_one_document(story: Story, hostile: Story) -> None:
    document = describe_story(replace(story, names={stories.MAIN: "prod"}))
    assert document["account_names"] == {stories.MAIN: "prod"}
    assert [each["rule"] for each in document["timeline"]] == [m.hit.rule for m in story.moments]
    assert document["timeline"][0]["stage"] == "initial access"
    assert sum(each["points"] for each in document["score_reasons"]) == document["score"]
    assert json.loads(json.dumps(describe_story(hostile)))["timeline"][0]["actor"] == HOSTILE
