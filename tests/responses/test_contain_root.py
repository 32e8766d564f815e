"""Containing a root user: acted, verified, killed and undone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from policy_texts import deny, write
from response_callers import connect, may_list
from response_world import ResponseWorld, list_operations
from rooted_member import make_rooted_member

PLAYBOOK = "iam.contain_root"
MADE = ("create", "attach")
TABLES = ("organizations_policy", "organizations_policy_attachment")


@pytest.fixture
def member(response_world: ResponseWorld) -> str:
    """Return the id of a member account of an organization with SCPs."""
    return make_rooted_member(response_world)


def act_as_root(world: ResponseWorld, account_id: str) -> dict[str, str]:
    """Return a key of the root user of an account, as the console gives it."""
    from ringwall.emulator.issued_session import IssuedSession  # noqa: PLC0415 - one test's

    now = datetime.now(UTC)
    with world.world.emulator.mounted():
        from moto.iam.models import iam_backends  # noqa: PLC0415 - the same

        made = iam_backends[account_id]["aws"].create_temp_access_key()
    state = world.world.emulator.state
    state.sessions[made.access_key_id] = IssuedSession(
        account_id, issued=now, expires=now + timedelta(hours=1), is_root=True, token="made-up"
    )
    return {
        "AccessKeyId": made.access_key_id,
        "SecretAccessKey": made.secret_access_key,
        "SessionToken": "made-up",
    }


def test_a_root_user_is_denied_and_allowed_again(
    response_world: ResponseWorld, member: str
) -> None:
    root = act_as_root(response_world, member)
    assert may_list(response_world, root)
    before = response_world.look(*TABLES)
    threat = response_world.threat("root", f"arn:aws:iam::{member}:root")
    planned = response_world.plan(PLAYBOOK, threat)
    assert list_operations(planned) == [
        "organizations.create_policy",
        "organizations.attach_policy",
    ]
    command = next(step.what for step in planned.steps if "assume-root" in step.what)
    assert f"--target-principal {member} --task-policy-arn arn=arn:aws:iam::aws:policy/" in command
    assert any("Switch on central root access" in step.what for step in planned.steps)
    report = response_world.respond(PLAYBOOK, threat)
    assert not may_list(response_world, root)
    assert response_world.world.enter(member, "s3").list_buckets()["Buckets"] == []
    assert response_world.plan(PLAYBOOK, threat).changes == ()
    response_world.undo(report.run.id)
    assert may_list(response_world, root)
    assert response_world.look(*TABLES) == before


def test_central_root_access_is_not_denied(response_world: ResponseWorld, member: str) -> None:
    organizations, iam = response_world.client("organizations"), response_world.client("iam")
    organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    iam.enable_organizations_root_credentials_management()
    iam.enable_organizations_root_sessions()
    threat = response_world.threat("root", f"arn:aws:iam::{member}:root")
    planned = response_world.plan(PLAYBOOK, threat)
    assert not any("Switch on central root access" in step.what for step in planned.steps)
    response_world.respond(PLAYBOOK, threat)
    task = "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials"
    session = response_world.client("sts").assume_root(
        TargetPrincipal=member, TaskPolicyArn={"arn": task}, DurationSeconds=900
    )
    found = connect(response_world, session["Credentials"], "iam").list_access_keys()
    assert found["AccessKeyMetadata"] == []


def test_what_is_made_in_part_is_finished(response_world: ResponseWorld, member: str) -> None:
    threat = response_world.threat("root", f"arn:aws:iam::{member}:root")
    report = response_world.respond(PLAYBOOK, threat)
    organizations = response_world.client("organizations")
    policy = next(
        one["Id"]
        for one in organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
        if one["Name"].startswith("ringwall-")
    )
    organizations.detach_policy(PolicyId=policy, TargetId=member)
    planned = response_world.plan(PLAYBOOK, threat)
    assert list_operations(planned) == ["organizations.attach_policy"]
    second = response_world.carry_out(planned)
    response_world.undo(second.run.id)
    assert organizations.list_targets_for_policy(PolicyId=policy)["Targets"] == []
    assert report.run.id != second.run.id


def test_a_policy_that_was_changed_is_left_to_a_person(
    response_world: ResponseWorld, member: str
) -> None:
    threat = response_world.threat("root", f"arn:aws:iam::{member}:root")
    response_world.respond(PLAYBOOK, threat)
    organizations = response_world.client("organizations")
    policy = next(
        one["Id"]
        for one in organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
        if one["Name"].startswith("ringwall-")
    )
    organizations.update_policy(PolicyId=policy, Content=write(deny("s3:DeleteBucket")))
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert "Look at the service control policy ringwall-" in planned.steps[0].what


def test_without_policies_a_person_is_asked(response_world: ResponseWorld) -> None:
    response_world.world.make_organization()
    member = response_world.world.make_account("dev", "dev@example.com")
    threat = response_world.threat("root", f"arn:aws:iam::{member}:root")
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert "no management account" in planned.steps[0].why
    response_world.settings = replace(
        response_world.settings, management_account_id=response_world.account_id
    )
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert "are not enabled" in planned.steps[0].why
    response_world.world.emulator.deny("organizations:ListRoots")
    try:
        planned = response_world.plan(PLAYBOOK, threat)
    finally:
        response_world.world.emulator.allow()
    assert planned.changes == ()
    assert '"aws:AssumedRoot":"true"' in planned.steps[0].what


def test_no_policy_holds_the_management_account(response_world: ResponseWorld, member: str) -> None:
    del member
    threat = response_world.threat("root", f"arn:aws:iam::{response_world.account_id}:root")
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert planned.steps[0].why == "no policy holds the management account"


@pytest.mark.parametrize(
    "resource", ["arn:aws:iam::123456789012:user/root", "123456789012", "arn:aws:iam::*:root"]
)
def test_what_is_no_root_user_is_left_to_a_person(
    response_world: ResponseWorld, resource: str
) -> None:
    threat = response_world.threat("root", resource, account_id="123456789012")
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert "is no root user" in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, member: str
) -> None:
    threat = response_world.threat("root", f"arn:aws:iam::{member}:root")

    def look() -> Any:
        organizations = response_world.client("organizations")
        kind = "SERVICE_CONTROL_POLICY"
        attached = organizations.list_policies_for_target(TargetId=member, Filter=kind)["Policies"]
        every = organizations.list_policies(Filter=kind)["Policies"]
        return sorted(one["Name"] for one in attached), sorted(one["Name"] for one in every)

    response_world.die_everywhere(PLAYBOOK, threat, look, sweep="no")
