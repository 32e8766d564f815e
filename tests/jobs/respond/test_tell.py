"""What is new in cases reaches channels once, and what became of it stands in the case."""

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from responders import plan_stop
from told_cases import ToldWorld
from vendor_servers import Fault

from ringwall.jobs.respond import tell
from ringwall.jobs.respond.approve import decide
from ringwall.jobs.respond.run import request_response
from ringwall.jobs.respond.tell import list_notices, open_teller, retry_notices
from ringwall.model.errors import BadInput
from ringwall.model.response_channels import SecretPlace
from ringwall.respond.cases import CaseAuthor, read_case_file

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


def test_what_is_dead_stands_in_the_case_and_can_be_tried_again(
    waiting: Any, told_world: ToldWorld
) -> None:
    responders, file = waiting
    told_world.at_jira.faults.append(Fault(400, b"bad"))
    open_teller(responders).tell()
    (dead,) = list_notices(responders, ["dead"])
    assert (dead.channel, dead.error) == ("jira", "400 bad")
    assert {"channel": "jira", "notice": "case_opened", "error": "400 bad"} in events(
        responders, file, "told"
    )
    with pytest.raises(BadInput, match="no notice ffff is dead"):
        retry_notices(responders, ["ffff"])
    assert retry_notices(responders, [dead.uid[:8]]) == 1
    assert [one.is_sent for one in open_teller(responders).tell()] == [True]
    assert retry_notices(responders) == 0
    assert len(told_world.jira.issues) == 1, "the second notice has made the ticket already"


def test_old_events_are_not_told_and_closed_cases_not_read_again(
    waiting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    responders, file = waiting
    file = CaseAuthor(responders.log, "ann@example.com").add(file, "closed", {"reason": "x"})
    later = time.time_ns() // 1_000_000 + 90_000_000
    monkeypatch.setattr(tell, "_now", lambda: later)
    teller = open_teller(responders)
    assert teller.tell() == ()
    assert teller._settled == {file.case.id}  # noqa: SLF001 - what it spares cannot be seen


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
