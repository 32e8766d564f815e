"""Stopping models of Bedrock: denied by a policy of the organization, logged again, undone."""

import json
from dataclasses import replace
from typing import Any

import pytest
from logged_models import SCP, log_models, make_models_member, make_threat, put_logging
from response_world import ResponseWorld, list_operations

ID = "bedrock.stop_models"
ACTOR = "arn:aws:sts::123456789012:assumed-role/deploy/eve"


@pytest.fixture
def member(response_world: ResponseWorld) -> str:
    """Return the account of an organization whose management account is the world's own."""
    return make_models_member(response_world)


def look(world: ResponseWorld, account: str = "") -> Any:
    """Return the policies of the organization, and how invocations are logged."""
    organizations, bedrock = world.client("organizations"), world.client("bedrock")
    logged = bedrock.get_model_invocation_logging_configuration().get("loggingConfig") or None
    if not account:
        return logged
    every = organizations.list_policies(Filter=SCP)["Policies"]
    own = organizations.list_policies_for_target(TargetId=account, Filter=SCP)["Policies"]
    return sorted(p["Name"] for p in every), sorted(p["Name"] for p in own), logged


def test_an_account_runs_no_models_until_it_is_undone(
    response_world: ResponseWorld, member: str
) -> None:
    before = look(response_world, member)
    threat = make_threat(response_world, member)
    planned = response_world.plan(ID, threat)
    assert list_operations(planned) == [
        "organizations.create_policy",
        "organizations.attach_policy",
    ]
    report = response_world.respond(ID, threat)
    assert "ringwall-bedrock-CASE-20261201-abcdef" in look(response_world, member)[1]
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world, member) == before


def test_who_acted_can_be_denied_alone(response_world: ResponseWorld, member: str) -> None:
    threat = make_threat(response_world, member, actor=ACTOR)
    report = response_world.respond(ID, threat, deny="actor")
    organizations = response_world.client("organizations")
    policies = organizations.list_policies(Filter=SCP)["Policies"]
    made = next(one["Id"] for one in policies if one["Name"].startswith("ringwall-bedrock"))
    content = organizations.describe_policy(PolicyId=made)["Policy"]["Content"]
    condition = json.loads(content)["Statement"][0]["Condition"]
    assert condition["ArnLike"]["aws:PrincipalArn"][0] == "arn:aws:iam::123456789012:role/deploy"
    response_world.undo(report.run.id)
    unknown = response_world.plan(ID, make_threat(response_world, member), deny="actor")
    assert unknown.changes == ()
    assert "iam.contain_user" in unknown.steps[0].what


def test_a_policy_that_is_there_is_attached(response_world: ResponseWorld, member: str) -> None:
    threat = make_threat(response_world, member)
    planned = response_world.plan(ID, threat)
    response_world.carry_out(replace(planned, changes=planned.changes[:1]))
    left = response_world.plan(ID, threat)
    assert list_operations(left) == ["organizations.attach_policy"]
    response_world.carry_out(left)
    assert response_world.plan(ID, threat).changes == ()


def test_a_policy_that_somebody_changed_is_not_attached(
    response_world: ResponseWorld, member: str
) -> None:
    """Whoever may make policies could make one of that name beforehand, that denies nothing."""
    threat = make_threat(response_world, member)
    planned = response_world.plan(ID, threat)
    made = dict(planned.changes[0].write.parameters)
    nothing = made["Content"].replace("bedrock:InvokeModel*", "bedrock:InvokeNothing")
    response_world.client("organizations").create_policy(**{**made, "Content": nothing})
    planned = response_world.plan(ID, threat)
    assert planned.changes == ()
    assert planned.steps[0].what.startswith("Look at the service control policy ringwall-bedrock")


def test_where_no_policy_applies_a_person_is_told(response_world: ResponseWorld) -> None:
    planned = response_world.plan(ID, make_threat(response_world))
    assert planned.changes == ()
    assert planned.steps[0].why == "no management account is set"
    response_world.settings = replace(
        response_world.settings, management_account_id=response_world.account_id
    )
    planned = response_world.plan(ID, make_threat(response_world))
    assert planned.changes == ()
    assert "management account" in planned.steps[0].why


@pytest.fixture
def logged(response_world: ResponseWorld) -> Any:
    """Return a client of Bedrock, where invocations have been logged for an hour."""
    return log_models(response_world)


@pytest.mark.parametrize("how", ["deleted", "changed"])
def test_invocations_are_logged_as_they_were(
    response_world: ResponseWorld, logged: Any, how: str
) -> None:
    good = look(response_world)
    if how == "deleted":
        logged.delete_model_invocation_logging_configuration()
    else:
        put_logging(response_world, "elsewhere")
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat, deny="none")
    assert look(response_world) == good
    assert response_world.plan(ID, threat, deny="none").changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_logging_that_nothing_tells_is_left_to_a_person(response_world: ResponseWorld) -> None:
    planned = response_world.plan(ID, make_threat(response_world), deny="none")
    assert planned.changes == ()
    assert "Log invocations" in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, member: str
) -> None:
    threat = make_threat(response_world, member)
    response_world.die_everywhere(ID, threat, lambda: look(response_world, member))


@pytest.mark.slow
def test_a_kill_while_logging_is_restored_leads_to_the_same_end(
    response_world: ResponseWorld, logged: Any
) -> None:
    logged.delete_model_invocation_logging_configuration()
    threat = make_threat(response_world)
    response_world.die_everywhere(ID, threat, lambda: look(response_world), deny="none")
