"""What a user names becomes threats: a finding, an incident, a case, an ARN, an account."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from detected_function import record_finding
from incident_stories import leaked_key, record_stories
from responders import plan_stop
from stoppable_function import PLAYBOOK, StoppableFunction

from ringwall.catalog.loader import load_responses
from ringwall.jobs.history import open_incidents
from ringwall.jobs.respond.cases import close_case
from ringwall.jobs.respond.target import (
    ChosenResponse,
    choose_response,
    ensure_case,
    find_target,
)
from ringwall.model.errors import BadInput, CaseMoved, NotCollected
from ringwall.store.database.connection import open_database
from ringwall.store.home import Home

Respond = Callable[[], Any]


def test_an_arn_is_a_threat_of_its_kind(responders_of: Respond, stoppable: Any) -> None:
    target = find_target(responders_of(), stoppable.arn)
    (threat,) = target.threats
    assert (threat.kind, threat.account_id, threat.region) == (
        "function",
        "123456789012",
        "us-east-1",
    )
    assert target.title == "Response to function shop"


def test_an_arn_without_an_account_takes_the_one_that_is_named(
    responders_of: Respond,
) -> None:
    (threat,) = find_target(
        responders_of(), "arn:aws:s3:::data", account="999999999999", region="eu-west-1"
    ).threats
    assert (threat.kind, threat.account_id, threat.region) == (
        "bucket",
        "999999999999",
        "eu-west-1",
    )
    with pytest.raises(BadInput, match="is no account id"):
        find_target(responders_of(), "arn:aws:s3:::data", account="prod")


def test_an_account_id_is_a_threat_too(responders_of: Respond) -> None:
    (threat,) = find_target(responders_of(), "999999999999").threats
    assert (threat.kind, threat.account_id) == ("account", "999999999999")


def test_a_finding_leads_to_its_open_case(
    responders_of: Respond, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    uid = record_finding(tmp_path / "home", stoppable.arn)
    responders = responders_of()
    target = find_target(responders, uid[:10])
    assert (target.file, target.finding) == (None, uid)
    file, threat = ensure_case(responders, choose_response(target, PLAYBOOK))
    assert threat.case == file.case.id
    again = find_target(responders, uid)
    assert again.file is not None
    assert again.file.case.id == file.case.id


def test_an_incident_is_all_that_its_findings_name(responders_of: Respond, tmp_path: Path) -> None:
    home = tmp_path / "home"
    responders = responders_of()
    engine = open_database(Home(home).database_url)
    record_stories(engine, leaked_key())
    incident = open_incidents(Home(home)).find_all()[0]
    target = find_target(responders, incident.id)
    assert target.incident == incident.id
    assert target.title == incident.title
    kinds = {threat.kind for threat in target.threats}
    assert kinds & {"user", "access_key"}
    user = next(threat for threat in target.threats if threat.kind == "user")
    book = replace(load_responses()["iam.contain_user"], kinds=("user",))
    file, _ = ensure_case(responders, ChosenResponse(target, user, book))
    again = find_target(responders, incident.id)
    assert again.file is not None
    assert again.file.case.id == file.case.id
    named = [{one.resource for one in each.threats} for each in (target, again)]
    assert named[0] == named[1]  # what else it names is contained in the same case
    engine.dispose()


def test_several_playbooks_have_to_be_chosen_from(
    responders_of: Respond, stoppable: StoppableFunction, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = load_responses()[PLAYBOOK]
    books = {PLAYBOOK: one, "lambda.other": replace(one, id="lambda.other")}
    monkeypatch.setattr("ringwall.jobs.respond.target.load_responses", lambda: books)
    target = find_target(responders_of(), stoppable.arn)
    with pytest.raises(BadInput, match="2 playbooks answer this; name one with") as refused:
        choose_response(target)
    _, first, second = str(refused.value).splitlines()
    assert first == f"  {PLAYBOOK}  {one.title}: {stoppable.arn}"
    assert second.split()[0] == "lambda.other"
    assert choose_response(target, "lambda.other").playbook.id == "lambda.other"
    monkeypatch.setattr("ringwall.jobs.respond.target.load_responses", lambda: {PLAYBOOK: one})
    assert choose_response(target).playbook.id == PLAYBOOK
    other = replace(one, kinds=("bucket",))
    monkeypatch.setattr("ringwall.jobs.respond.target.load_responses", lambda: {PLAYBOOK: other})
    with pytest.raises(BadInput, match="no playbook answers this by itself"):
        choose_response(target)
    with pytest.raises(BadInput, match="is about bucket, and there is none"):
        choose_response(target, PLAYBOOK)


def test_a_case_is_found_with_its_threat(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    responders = responders_of()
    file, _ = plan_stop(responders, stoppable.arn)
    target = find_target(responders, file.case.id.lower().replace("case", "CASE"))
    assert target.threats[0].resource == stoppable.arn
    same, threat = ensure_case(responders, choose_response(target, PLAYBOOK))
    assert same.case.id == threat.case == file.case.id


def test_whoever_types_the_id_of_a_resource_is_told_of_its_arn(responders_of: Respond) -> None:
    with pytest.raises((BadInput, NotCollected), match="write its whole ARN"):
        find_target(responders_of(), "i-0123456789abcdef0")
    with pytest.raises((BadInput, NotCollected)) as raised:
        find_target(responders_of(), "abc123")
    assert "ARN" not in str(raised.value)


@pytest.mark.parametrize(
    "wanted", ["arn:aws:ec2:x", "arn:" + "a" * 5000, "arn:aws:iam::1:user/x\n"]
)
def test_what_is_no_resource_is_refused(responders_of: Respond, wanted: str) -> None:
    with pytest.raises(BadInput, match="is nothing that a playbook contains"):
        find_target(responders_of(), wanted)


def test_of_two_that_open_a_case_of_one_finding_one_does(
    responders_of: Respond, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    uid = record_finding(tmp_path / "home", stoppable.arn)
    responders = responders_of()
    both = [choose_response(find_target(responders, uid), PLAYBOOK) for _ in range(2)]
    file, _ = ensure_case(responders, both[0])
    with pytest.raises(CaseMoved, match=f"ringwall respond run {file.case.id}"):
        ensure_case(responders, both[1])
    assert responders.log.case_ids() == (file.case.id,)
    close_case(responders, file.case.id, "done")
    again, _ = ensure_case(responders, choose_response(find_target(responders, uid), PLAYBOOK))
    assert again.case.id != file.case.id
