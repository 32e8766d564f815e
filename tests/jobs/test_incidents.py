"""Incidents as jobs give them: lists within the budget, stories, states and exceptions."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import incident_stories as stories
import pytest

from ringwall.jobs.incidents import (
    IncidentsRequest,
    add_exception,
    close_incident,
    describe_incident,
    doubt_rule,
    drop_exception,
    list_exceptions,
    list_incidents,
    parse_since,
    parse_until,
    reopen_incident,
    show_incident,
    tell_incidents,
    write_story,
)
from ringwall.model.errors import BadInput, NotCollected
from ringwall.store.home import Home

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def quiet_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with two attacks and noise; only read it."""
    path = tmp_path_factory.mktemp("home") / "h"
    return stories.make_home(path, stories.leaked_key(), stories.mining(), stories.office_noise())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return stories.make_home(tmp_path / "h", stories.leaked_key(), stories.mining())


def test_a_list_keeps_to_the_budget_and_counts_the_rest(quiet_home: Path) -> None:
    found = list_incidents(quiet_home, IncidentsRequest())
    assert [each.severity for each in found.shown] == ["critical"] * 2 + ["medium"] * 3
    assert found.hidden == 5
    every = list_incidents(quiet_home, IncidentsRequest(shows_all=True))
    assert (len(every.shown), every.hidden, len(every.below)) == (10, 0, 5)
    one = list_incidents(quiet_home, IncidentsRequest(per_day=1))
    assert [each.severity for each in one.shown] == ["critical"] * 2


@pytest.mark.parametrize(
    ("request_", "count"),
    [
        (IncidentsRequest(severity="high"), 2),
        (IncidentsRequest(account=stories.OTHER), 1),
        (IncidentsRequest(since="24h"), 1),
        (IncidentsRequest(since="7d", severity="critical"), 2),
        (IncidentsRequest(since="2026-02-01"), 0),
        (IncidentsRequest(status="closed"), 0),
    ],
)
def test_what_is_asked_for_narrows(
    quiet_home: Path, request_: IncidentsRequest, count: int
) -> None:
    assert len(list_incidents(quiet_home, request_, NOW).shown) == count


def test_a_strange_account_or_time_is_refused(quiet_home: Path) -> None:
    with pytest.raises(BadInput, match=r"no account 11111111111 in .*did you mean 111111111111"):
        list_incidents(quiet_home, IncidentsRequest(account="11111111111"))
    for since in ("7", "soon", "7y", "2026-13-01"):
        with pytest.raises(BadInput, match="--since"):
            list_incidents(quiet_home, IncidentsRequest(since=since), NOW)


def test_times_are_ages_or_dates() -> None:
    assert parse_since("24h", NOW) == parse_since("2026-01-31T12:00:00+00:00", NOW)
    assert parse_since("30m", NOW) == parse_since("2026-02-01T11:30", NOW)
    assert parse_until("1w", NOW) == parse_until("2026-02-08T12:00", NOW)
    with pytest.raises(BadInput, match="is over already"):
        parse_until("2026-01-01", NOW)


def test_every_format_is_written(quiet_home: Path) -> None:
    found = list_incidents(quiet_home, IncidentsRequest())
    for form in ("table", "json", "csv", "ocsf"):
        out = StringIO()
        found.write(form, out)
        assert len(out.getvalue().splitlines()) == 5 + (form == "csv")
    events = [json.loads(line) for line in out.getvalue().splitlines()]
    assert max(len(event["finding_info_list"]) for event in events) == 4


def test_a_story_is_told_by_any_of_its_names(home: Path) -> None:
    incident = list_incidents(home, IncidentsRequest(severity="critical")).shown[0]
    story = show_incident(home, incident.id[4:].upper())
    assert story.incident == incident
    assert [event.kind for event in story.events] == ["opened"]
    out = StringIO()
    write_story(story, out)
    assert incident.title in out.getvalue()
    assert describe_incident(story)["id"] == incident.id


def test_an_incident_is_closed_once_with_a_reason_and_opened_again(home: Path) -> None:
    incident = list_incidents(home, IncidentsRequest()).shown[0]
    with pytest.raises(BadInput, match="say why"):
        close_incident(home, incident.id, reason=" ", author="ops")
    assert close_incident(home, incident.id, reason="a drill", author="ops").status == "closed"
    with pytest.raises(BadInput, match="is closed already"):
        close_incident(home, incident.id, reason="again", author="ops")
    assert incident.id not in {i.id for i in list_incidents(home, IncidentsRequest()).shown}
    assert len(list_incidents(home, IncidentsRequest(status=None)).shown) == 2
    assert reopen_incident(home, incident.id, author="ops").status == "open"
    kinds = [(e.kind, e.author, e.detail) for e in show_incident(home, incident.id).events]
    assert kinds[1:] == [("closed", "ops", "a drill"), ("reopened", "ops", "")]


def test_an_exception_is_written_shown_and_forgotten(home: Path) -> None:
    scope = {"rule": "iam.permissions_listed", "actor": stories.ANN}
    written, covered = add_exception(
        home, scope, reason="a robot", author="ops", expires="30d", now=NOW
    )
    assert covered == 1
    assert written.id.startswith("S20260201-")
    story = show_incident(home, list_incidents(home, IncidentsRequest()).shown[0].id)
    assert len(story.moments) == 3
    ((moment, suppression),) = story.suppressed
    assert (moment.hit.rule, suppression) == ("iam.permissions_listed", written)
    (row,) = list_exceptions(home).rows
    assert (row["id"], row["hits"], row["author"]) == (written.id, 1, "ops")
    assert drop_exception(home, written.id) == 1
    assert list(list_exceptions(home).rows) == []
    with pytest.raises(BadInput, match="no exception"):
        drop_exception(home, written.id)


def test_an_exception_of_everything_or_without_reason_is_refused(home: Path) -> None:
    for scope in ({"rule": ""}, {"rule": "*"}, {"actor": "**", "resource": "*"}):
        with pytest.raises(BadInput, match="exception of everything"):
            add_exception(home, scope, reason="r", author="a", expires="1d", now=NOW)
    with pytest.raises(BadInput, match="say why"):
        add_exception(home, {"rule": "x"}, reason="", author="a", expires="1d", now=NOW)
    with pytest.raises(BadInput, match="--expires soon"):
        add_exception(home, {"rule": "x"}, reason="r", author="a", expires="soon", now=NOW)


def test_the_account_of_an_exception_is_an_id_a_pattern_or_a_known_name(home: Path) -> None:
    def keep(account: str) -> str:
        scope = {"rule": "x", "account_id": account}
        written, _ = add_exception(home, scope, reason="r", author="a", expires="1d", now=NOW)
        return written.account_id

    assert [keep(text) for text in ("999999999999", "11*", "")] == ["999999999999", "11*", ""]
    for wrong in ("prod", "123", "12345678901?"):
        with pytest.raises(BadInput, match="no account"):
            keep(wrong)


def test_a_rule_that_no_detection_has_is_doubted() -> None:
    assert doubt_rule("iam.root_signs_inn").endswith("; did you mean iam.root_signs_in?")
    assert "matches zz.nothing" in doubt_rule("zz.nothing")
    for known in ("", "iam.*", "iam.root_signs_in", "sigma.1", "guardduty.X:Y/Z"):
        assert doubt_rule(known) == ""


def test_a_report_has_what_is_open_and_within_the_budget(quiet_home: Path) -> None:
    told = tell_incidents(Home(quiet_home))
    assert len(told.stories) == 5
    assert (told.others, told.below) == ((), 5)


def test_where_nothing_is_there_a_list_says_so_and_a_report_has_none(tmp_path: Path) -> None:
    with pytest.raises(NotCollected):
        list_incidents(tmp_path, IncidentsRequest())
    assert tell_incidents(Home(tmp_path)).stories == ()
    assert not list(tmp_path.iterdir())


def test_common_acts_are_told_beside_an_incident_and_count_for_nothing(tmp_path: Path) -> None:
    acts = stories.beside_a_leaked_key()
    plain = stories.make_home(tmp_path / "plain", stories.leaked_key())
    with_acts = stories.make_home(tmp_path / "h", acts[:3], stories.leaked_key(), acts[3:])
    (before,), (incident,) = (
        list_incidents(home, IncidentsRequest(shows_all=True)).shown for home in (plain, with_acts)
    )
    assert before == incident
    story = show_incident(with_acts, incident.id)
    assert [moment.hit for moment in story.context] == acts[:3]
    out = StringIO()
    write_story(story, out)
    beside = out.getvalue().partition("Seen beside it: common acts that say little alone")[2]
    assert "ec2.instance_started was seen (3 times)" in beside
    assert f"who    {stories.ANN}; rule ec2.instance_started" in beside
    assert [each["rule"] for each in describe_incident(story)["context"]] == [
        act.rule for act in acts[:3]
    ]
    # Common acts alone make no incident and no finding.
    alone = stories.make_home(tmp_path / "alone", acts)
    assert list_incidents(alone, IncidentsRequest(shows_all=True)).shown == ()


def test_an_exception_covers_common_acts_too(tmp_path: Path) -> None:
    home = stories.make_home(tmp_path / "h", stories.leaked_key(), stories.beside_a_leaked_key())
    scope = {"rule": "sts.*", "actor": "", "resource": "", "account_id": ""}
    add_exception(home, scope, reason="noise", author="ann", expires="90d", now=NOW)
    (incident,) = list_incidents(home, IncidentsRequest(shows_all=True)).shown
    rules = [moment.hit.rule for moment in show_incident(home, incident.id).context]
    assert rules == ["ec2.instance_started"]


def test_of_very_many_acts_beside_an_incident_some_are_printed(tmp_path: Path) -> None:
    acts = [
        stories.make_hit("sts.identity_asked", number / 100, access_key=stories.KEY)
        for number in range(60)
    ]
    home = stories.make_home(tmp_path / "h", stories.leaked_key(), acts)
    (incident,) = list_incidents(home, IncidentsRequest(shows_all=True)).shown
    story = show_incident(home, incident.id)
    out = StringIO()
    write_story(story, out)
    assert "... 10 more; `--format json` has them all" in out.getvalue()
    assert len(describe_incident(story)["context"]) == 60


def test_whoever_does_one_thing_very_often_hides_nothing_else_by_it(tmp_path: Path) -> None:
    flood = [
        stories.make_hit("sts.identity_asked", number / 3600, access_key=stories.KEY)
        for number in range(1_500)
    ]
    told = stories.make_hit("ec2.instance_started", 3, access_key=stories.KEY)
    home = stories.make_home(tmp_path / "h", stories.leaked_key(), [*flood, told])
    (incident,) = list_incidents(home, IncidentsRequest(shows_all=True)).shown
    story = show_incident(home, incident.id)
    assert [m.at for m in story.context] == sorted(m.at for m in story.context)
    assert story.context[-1].hit == told
    out = StringIO()
    write_story(story, out)
    assert "ec2.instance_started was seen" in out.getvalue()
