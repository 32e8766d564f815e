"""Ending sessions with instances and commands: by session, instance, user and role."""

import pytest
from open_sessions import FAR, Nodes, make_nodes
from response_world import REGION, ResponseWorld, list_operations

PLAYBOOK = "ssm.end_sessions"


@pytest.fixture
def nodes(response_world: ResponseWorld) -> Nodes:
    return make_nodes(response_world)


def test_all_that_goes_on_with_an_instance_ends(nodes: Nodes) -> None:
    threat = nodes.threat("instance", f"ec2 instance/{nodes.near}")
    nodes.world.respond(PLAYBOOK, threat)
    assert nodes.list_active() == {nodes.of_role_far}
    assert nodes.list_running() == set()
    planned = nodes.world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert any("Revoke the credentials" in step.what for step in planned.steps)


def test_a_user_loses_sessions_and_commands_of_its_own(nodes: Nodes) -> None:
    threat = nodes.threat("user", "iam user/eve")
    nodes.world.respond(PLAYBOOK, threat)
    assert nodes.list_active() == {nodes.of_role, nodes.of_role_far}
    assert nodes.list_running() == {nodes.other_command}


def test_a_role_loses_the_sessions_of_all_regions(nodes: Nodes) -> None:
    nodes.world.respond(PLAYBOOK, nodes.threat("role", "iam role/team/admin"))
    assert nodes.list_active() == {nodes.of_user}
    assert nodes.list_running() == {nodes.command, nodes.other_command}


def test_one_session_of_a_role_is_told_from_others(nodes: Nodes) -> None:
    nodes.world.respond(PLAYBOOK, nodes.threat("session", "sts assumed-role/admin/ops"))
    assert nodes.list_active() == {nodes.of_user}
    planned = nodes.world.plan(PLAYBOOK, nodes.threat("session", "sts assumed-role/admin/op"))
    assert planned.changes == ()


def test_one_session_ends_alone(nodes: Nodes) -> None:
    nodes.world.respond(PLAYBOOK, nodes.threat("session", f"ssm session/{nodes.of_role}"))
    assert nodes.list_active() == {nodes.of_user, nodes.of_role_far}


def test_a_role_of_a_longer_name_is_another_one(nodes: Nodes) -> None:
    planned = nodes.world.plan(PLAYBOOK, nodes.threat("role", "iam role/adm"))
    assert planned.changes == ()


def test_what_cannot_be_looked_up_is_told(nodes: Nodes) -> None:
    nodes.world.world.emulator.deny(f"ssm:DescribeSessions@*/{REGION}", "cloudtrail:LookupEvents")
    planned = nodes.world.plan(PLAYBOOK, nodes.threat("role", "iam role/team/admin"))
    nodes.world.world.emulator.allow()
    assert list_operations(planned) == ["ssm.terminate_session"]
    told = [step.what for step in planned.steps]
    assert f"End the sessions in {REGION}" in told
    assert f"Cancel the commands in {FAR}" in told


@pytest.mark.parametrize(
    ("kind", "arn"),
    [
        ("user", "arn:aws:iam::999999999999:user/eve"),
        ("role", "arn:aws:iam::123456789012:role/x y"),
        ("session", "arn:aws:ssm:eu-west-1:123456789012:session/a b"),
        ("session", "eve"),
        ("instance", "arn:aws:ec2:eu-west-1:123456789012:instance/i-x"),
    ],
)
def test_what_is_no_session_of_ours_is_left_to_a_person(
    response_world: ResponseWorld, kind: str, arn: str
) -> None:
    threat = response_world.threat(kind, arn, account_id=response_world.account_id)
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert planned.steps


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(nodes: Nodes) -> None:
    threat = nodes.threat("user", "iam user/eve")
    assert all(one.irreversible for one in nodes.world.plan(PLAYBOOK, threat).changes)
    nodes.world.die_everywhere(PLAYBOOK, threat, nodes.look, comes_back=False)
