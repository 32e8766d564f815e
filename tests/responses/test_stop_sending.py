"""Stopping mail of SES: of the account where it sends, or of configuration sets alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from response_world import REGION, ResponseWorld, list_operations

ID = "ses.stop_sending"
OTHER = "eu-central-1"


@pytest.fixture
def ses(response_world: ResponseWorld) -> Any:
    return response_world.client("sesv2")


def make_threat(world: ResponseWorld, **more: Any) -> Any:
    first = int((datetime.now(UTC) - timedelta(minutes=5)).timestamp() * 1000)
    facts = {"account_id": world.account_id, "region": REGION, "first_at": first}
    resource = f"{world.account_id} {REGION}"  # as a detection names it
    return world.threat("service", resource, **{**facts, **more})


def is_sending(ses: Any) -> bool:
    return bool(ses.get_account()["SendingEnabled"])


def test_an_account_sends_nothing_until_it_is_undone(
    response_world: ResponseWorld, ses: Any
) -> None:
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    assert not is_sending(ses)
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert is_sending(ses)


def test_it_stops_where_there_is_an_identity(response_world: ResponseWorld) -> None:
    from dataclasses import replace  # noqa: PLC0415 - this test alone needs it

    settings = replace(response_world.settings, regions=(REGION, OTHER, "us-east-1"))
    response_world.settings = settings
    other = response_world.client("sesv2", OTHER)
    other.create_email_identity(EmailIdentity="example.com")
    threat = make_threat(response_world)
    planned = response_world.plan(ID, threat)
    assert [change.region for change in planned.changes] == [REGION, OTHER]
    assert len(response_world.plan(ID, threat, regions="one").changes) == 1
    report = response_world.respond(ID, threat)
    assert not is_sending(other)
    response_world.undo(report.run.id)
    assert is_sending(other)


def test_a_set_alone_can_be_stopped(response_world: ResponseWorld, ses: Any) -> None:
    ses.create_configuration_set(ConfigurationSetName="news")
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat, sets="news,none")
    assert is_sending(ses)
    found = ses.get_configuration_set(ConfigurationSetName="news")
    assert found["SendingOptions"] == {"SendingEnabled": False}
    planned = response_world.plan(ID, threat, sets="news,none")
    assert planned.changes == ()
    assert any("configuration sets go: news" in step.what for step in planned.steps)
    response_world.undo(report.run.id)
    found = ses.get_configuration_set(ConfigurationSetName="news")
    assert found["SendingOptions"] == {"SendingEnabled": True}


def test_what_was_made_since_is_told(response_world: ResponseWorld, ses: Any) -> None:
    ses.create_email_identity(EmailIdentity="evil.example.com")
    told = [step.what for step in response_world.plan(ID, make_threat(response_world)).steps]
    assert "Delete the new identities: evil.example.com" in told
    assert any("iam.contain_user" in what for what in told)


def test_what_is_stopped_already_stays(response_world: ResponseWorld, ses: Any) -> None:
    ses.put_account_sending_attributes(SendingEnabled=False)
    assert list_operations(response_world.plan(ID, make_threat(response_world))) == []


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(response_world: ResponseWorld, ses: Any) -> None:
    threat = make_threat(response_world)
    response_world.die_everywhere(ID, threat, lambda: is_sending(ses))
