"""What is new in cases reaches channels once, and what became of it stands in the case."""

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from responders import plan_stop
from told_cases import ToldWorld

from ringwall.jobs.respond import tell
from ringwall.jobs.respond.approve import decide
from ringwall.jobs.respond.outbox import list_notices, open_outbox, open_teller
from ringwall.jobs.respond.run import request_response
from ringwall.jobs.respond.tell import make_teller, tell_outcome
from ringwall.model.errors import BadInput
from ringwall.model.response_channels import SecretPlace
from ringwall.respond.cases import CaseAuthor, read_case_file
from ringwall.respond.channels.deliver import ToldNotice
from ringwall.store.database.schema import CASE_EVENT

Respond = Callable[[], Any]


@pytest.fixture
def waiting(responders_of: Respond, told_world: ToldWorld) -> Any:
    """Return what responses work with, and a case whose plan waits for two persons."""
    responders = responders_of()
    file, plan = plan_stop(responders, told_world.stoppable.arn)
    return responders, request_response(responders, file, plan).file


def events(responders: Any, file: Any, kind: str) -> list[Any]:
    found = read_case_file(responders.log, file.case.id).events
    return [event.body for event in found if event.kind == kind]


def test_channels_are_told_once_and_the_case_says_so(waiting: Any, told_world: ToldWorld) -> None:
    responders, file = waiting
    told = open_teller(responders).tell()
    assert sorted((one.channel, one.kind, one.is_sent) for one in told) == [
        ("jira", "approval_wanted", True),
        ("jira", "case_opened", True),
        ("soc", "approval_wanted", True),
        ("soc", "case_opened", True),
    ]
    assert read_case_file(responders.log, file.case.id).case.tickets == {"jira": "SEC-1"}
    noted = events(responders, file, "told")
    assert {"channel": "jira", "notice": "case_opened", "ticket": "SEC-1"} in noted
    assert {"channel": "soc", "notice": "approval_wanted"} in noted
    assert open_teller(responders).tell() == ()
    assert set(told_world.buttons()) == {"Approve", "Deny"}


def test_a_decision_is_told_in_the_thread(waiting: Any, told_world: ToldWorld) -> None:
    responders, file = waiting
    teller = open_teller(responders)
    teller.tell()
    decide(responders, file, approve=False, principal="ann@example.com")
    assert [one.kind for one in teller.tell()] == ["approval_decided"] * 2
    assert told_world.slack.messages[-1]["thread_ts"] == told_world.slack.messages[0]["ts"]


def test_a_request_that_nobody_answers_is_told_once_more(
    waiting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    responders, file = waiting
    teller = open_teller(responders)
    teller.tell()
    later = time.time_ns() // 1_000_000 + 901_000
    monkeypatch.setattr(tell, "_now", lambda: later)
    assert {one.kind for one in teller.tell()} == {"approval_escalated"}
    assert teller.tell() == ()
    assert len(events(responders, file, "escalated")) == 1
    assert open_teller(responders).tell() == ()


def test_a_remark_is_not_told_where_it_came_from(waiting: Any) -> None:
    responders, file = waiting
    teller = open_teller(responders)
    teller.tell()
    author = CaseAuthor(responders.log, "jira: Bob")
    author.add(read_case_file(responders.log, file.case.id), "noted", {"text": "x", "via": "jira"})
    assert [(one.channel, one.kind) for one in teller.tell()] == [("soc", "noted")]


def test_old_events_are_not_told_and_quiet_cases_not_read(
    waiting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    responders, _ = waiting
    later = time.time_ns() // 1_000_000 + 90_000_000
    monkeypatch.setattr(tell, "_now", lambda: later)
    teller = open_teller(responders)
    assert responders.log.moved_since(later - tell.TOLD_FOR) == ()
    assert teller.tell() == ()
    assert list(list_notices(responders)) == []


def test_nothing_is_begun_once_the_time_is_over(waiting: Any, told_world: ToldWorld) -> None:
    teller = open_teller(waiting[0])
    assert teller.queue_new(lambda: False) == 0
    assert teller.queue_new() == 4
    assert teller.deliver(lambda: False) == ()
    assert told_world.slack.messages == []
    assert len(teller.deliver()) == 4


def test_where_there_is_no_terminal_no_command_is_told(waiting: Any, told_world: ToldWorld) -> None:
    responders, _ = waiting
    make_teller(responders, open_outbox(responders), has_terminal=False).tell()
    assert "ringwall respond approve" not in str(told_world.slack.messages)
    assert len(told_world.slack.messages) == 2


def test_a_case_that_does_not_hold_any_more_is_told_without_a_note(
    waiting: Any, told_world: ToldWorld, caplog: pytest.LogCaptureFixture
) -> None:
    responders, file = waiting
    teller = open_teller(responders)
    teller.queue_new()
    with responders.log.engine.begin() as connection:
        connection.execute(sa.update(CASE_EVENT).values(author="mallory"))
    assert [one.is_sent for one in teller.deliver()] == [True] * 4
    assert f"not noted case={file.case.id}" in caplog.text
    assert told_world.slack.messages


def test_templates_and_secrets_are_read_beside_the_policy(
    responders_of: Respond, told_world: ToldWorld
) -> None:
    folder = told_world.stoppable.folder / "texts"
    folder.mkdir()
    (folder / "case_opened.txt").write_text("Hello {case}")
    told_world.write_policy(more='[messages]\ntemplates = "texts"\n')
    responders = responders_of()
    plan_stop(responders, told_world.stoppable.arn)
    open_teller(responders).tell()
    assert told_world.slack.messages[0]["text"].startswith("Hello CASE-")
    shutil.rmtree(folder)
    with pytest.raises(BadInput, match="no folder of templates"):
        open_teller(responders)


def test_a_secret_comes_from_secrets_manager(waiting: Any, told_world: ToldWorld) -> None:
    responders, _ = waiting
    client = told_world.stoppable.account.client("secretsmanager")
    made = client.create_secret(Name="slack", SecretString='{"token": "xoxb-9"}')
    secret = open_teller(responders).courier.equipment.secret
    assert secret(SecretPlace(arn=f"{made['ARN']}#token")) == "xoxb-9"


def test_without_channels_nothing_is_read(responders_of: Respond, tmp_path: Path) -> None:
    del tmp_path
    responders = responders_of()
    assert open_teller(replace(responders, log=None)).tell() == ()


def test_an_outcome_is_one_line() -> None:
    told = ToldNotice("jira", "CASE-1", "noted", 1, is_sent=True, key="SEC-1")
    assert tell_outcome(told) == "jira: CASE-1: noted: told (SEC-1)"
    told = ToldNotice("jira", "CASE-1", "noted", 1, is_sent=False, error="5\n0", is_dead=True)
    assert tell_outcome(told) == "jira: CASE-1: noted: NOT TOLD: 5\\n0"
