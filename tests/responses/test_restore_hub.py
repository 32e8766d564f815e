"""Restoring Security Hub: the hub, its standards and its members, and what hides findings told."""

from typing import Any

import pytest
from disabled_hub import administer, disable_standard, make_hub, make_threat
from response_world import ResponseWorld, list_operations

ID = "securityhub.restore_hub"
TABLES = ("securityhub_hub", "securityhub_standard")


@pytest.fixture
def hub(response_world: ResponseWorld) -> Any:
    return make_hub(response_world)


def look(world: ResponseWorld) -> Any:
    return world.look(*TABLES, without=("subscribed_at",))


def test_a_hub_that_was_disabled_is_enabled(response_world: ResponseWorld, hub: Any) -> None:
    good = look(response_world)
    hub.disable_security_hub()
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    assert look(response_world) == good
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_a_standard_that_was_disabled_is_enabled(response_world: ResponseWorld, hub: Any) -> None:
    good = look(response_world)
    disable_standard(hub)
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    assert look(response_world) == good
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_nothing_is_done_where_nothing_was_disabled(
    response_world: ResponseWorld, hub: Any
) -> None:
    assert hub.describe_hub()
    planned = response_world.plan(ID, make_threat(response_world))
    assert (planned.changes, planned.steps) == ((), ())


def test_what_hides_findings_is_told(response_world: ResponseWorld, hub: Any) -> None:
    hub.create_automation_rule(
        RuleOrder=1,
        RuleName="quiet",
        Description="quiet",
        Criteria={"SeverityLabel": [{"Value": "HIGH", "Comparison": "EQUALS"}]},
        Actions=[
            {
                "Type": "FINDING_FIELDS_UPDATE",
                "FindingFieldsUpdate": {"Workflow": {"Status": "SUPPRESSED"}},
            }
        ],
    )
    told = [step.what for step in response_world.plan(ID, make_threat(response_world)).steps]
    assert told == ["Delete the new automation rules: quiet"]


def test_members_that_were_let_go_are_back(response_world: ResponseWorld, hub: Any) -> None:
    member = administer(response_world, hub)
    hub.disassociate_members(AccountIds=[member])
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    assert hub.get_members(AccountIds=[member])["Members"][0]["MemberStatus"] == "Enabled"
    assert list_operations(response_world.plan(ID, threat)) == []
    response_world.undo(report.run.id)
    assert hub.get_members(AccountIds=[member])["Members"][0]["MemberStatus"] == "Removed"


@pytest.mark.slow
@pytest.mark.parametrize("how", ["hub", "standard"])
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, hub: Any, how: str
) -> None:
    if how == "hub":
        hub.disable_security_hub()
    else:
        disable_standard(hub)
    threat = make_threat(response_world)
    response_world.die_everywhere(ID, threat, lambda: look(response_world))
