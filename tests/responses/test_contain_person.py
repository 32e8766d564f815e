"""Containing a person of Identity Center: acted, verified, killed and undone."""

import time
from dataclasses import replace
from typing import Any

import pytest
from response_callers import may_list
from response_world import REGION, ResponseWorld, list_operations
from staffed_center import Staff, make_staff

PLAYBOOK = "identitystore.contain_person"
TABLES = ("sso_assignment", "organizations_policy", "organizations_policy_attachment")


@pytest.fixture
def staff(response_world: ResponseWorld) -> Staff:
    return make_staff(response_world)


def enter(world: ResponseWorld, account: str, user: str) -> dict[str, str]:
    """Return the credentials that the portal gives a person."""
    token = world.world.emulator.sign_in_to_portal(user)
    portal = world.client("sso")
    found = portal.get_role_credentials(roleName="Reader", accountId=account, accessToken=token)
    keys = found["roleCredentials"]
    return {
        "AccessKeyId": keys["accessKeyId"],
        "SecretAccessKey": keys["secretAccessKey"],
        "SessionToken": keys["sessionToken"],
    }


def look(world: ResponseWorld, staff: Staff) -> Any:
    center, store = world.client("sso-admin"), world.client("identitystore")
    assigned = center.list_account_assignments(
        InstanceArn=staff.instance,
        AccountId=staff.account,
        PermissionSetArn=staff.permission_set,
    )["AccountAssignments"]
    joined = store.list_group_memberships(IdentityStoreId=staff.store, GroupId=staff.group)
    kind = "SERVICE_CONTROL_POLICY"
    policies = world.client("organizations").list_policies(Filter=kind)["Policies"]
    return (
        sorted(one["PrincipalId"] for one in assigned),
        sorted(one["MemberId"]["UserId"] for one in joined["GroupMemberships"]),
        sorted(one["Name"] for one in policies),
    )


@pytest.mark.parametrize("where", ["root", "account"])
def test_a_person_loses_all_access_and_gets_it_back(
    response_world: ResponseWorld, staff: Staff, where: str
) -> None:
    ana, bob = (enter(response_world, staff.account, user) for user in (staff.ana, staff.bob))
    assert may_list(response_world, ana)
    before, tables = look(response_world, staff), response_world.look(*TABLES)
    threat = response_world.threat("person", staff.ana, account_id=staff.account)
    planned = response_world.plan(PLAYBOOK, threat, where=where)
    assert list_operations(planned) == [
        "organizations.create_policy",
        "organizations.attach_policy",
        "sso-admin.delete_account_assignment",
        "identitystore.delete_group_membership",
    ]
    assert any("Disable the user ana" in step.what for step in planned.steps)
    report = response_world.respond(PLAYBOOK, threat, where=where)
    assert not may_list(response_world, ana)
    assert may_list(response_world, bob)
    assert look(response_world, staff)[:2] == ([staff.group], [staff.bob])
    assert response_world.plan(PLAYBOOK, threat, where=where).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world, staff) == before
    assert response_world.look(*TABLES) == tables
    assert may_list(response_world, ana)


def test_a_session_names_the_person(response_world: ResponseWorld, staff: Staff) -> None:
    session = f"arn:aws:sts::{staff.account}:assumed-role/AWSReservedSSO_Reader_0123456789abcdef"
    planned = response_world.plan(PLAYBOOK, response_world.threat("session", f"{session}/ana"))
    by_arn = response_world.threat("person", f"arn:aws:identitystore:::user/{staff.ana}")
    same = response_world.plan(PLAYBOOK, by_arn)
    assert [change.id for change in planned.changes] == [change.id for change in same.changes]
    nobody = response_world.plan(PLAYBOOK, response_world.threat("session", f"{session}/eve"))
    assert nobody.changes == ()
    assert "has no user eve" in nobody.steps[0].what


def test_what_a_group_has_stays_with_it(response_world: ResponseWorld, staff: Staff) -> None:
    center = response_world.client("sso-admin")
    made = center.create_permission_set(InstanceArn=staff.instance, Name="Auditor")
    center.create_account_assignment(
        InstanceArn=staff.instance,
        TargetId=staff.account,
        TargetType="AWS_ACCOUNT",
        PermissionSetArn=made["PermissionSet"]["PermissionSetArn"],
        PrincipalType="GROUP",
        PrincipalId=staff.group,
    )
    planned = response_world.plan(PLAYBOOK, response_world.threat("person", staff.ana))
    taken = [one for one in planned.changes if one.write.operation.startswith("sso-admin.")]
    assert [one.resource for one in taken] == [f"{staff.permission_set} in {staff.account}"]


def test_old_sessions_alone_are_denied(response_world: ResponseWorld, staff: Staff) -> None:
    old = enter(response_world, staff.account, staff.ana)
    threat = response_world.threat("person", staff.ana, account_id=staff.account)
    planned = response_world.plan(PLAYBOOK, threat, sessions="old", margin="0")
    first_two = replace(planned, changes=planned.changes[:2])
    response_world.carry_out(first_two)
    again = response_world.plan(PLAYBOOK, threat, sessions="old", margin="7")
    assert list_operations(again) == [one.write.operation for one in planned.changes[2:]]
    assert not may_list(response_world, old)
    time.sleep(2.1)  # the time at which a session began is in whole seconds
    assert may_list(response_world, enter(response_world, staff.account, staff.ana))


def test_the_instance_may_be_in_another_region(response_world: ResponseWorld, staff: Staff) -> None:
    response_world.settings = replace(response_world.settings, home_region="us-east-1")
    planned = response_world.plan(PLAYBOOK, response_world.threat("person", staff.ana))
    assert {change.region for change in planned.changes} == {REGION, "us-east-1"}


def test_without_a_management_account_a_person_is_asked(
    response_world: ResponseWorld, staff: Staff
) -> None:
    response_world.settings = replace(response_world.settings, management_account_id="")
    threat = response_world.threat("person", staff.ana)
    planned = response_world.plan(PLAYBOOK, threat)
    assert list_operations(planned)[0] == "sso-admin.delete_account_assignment"
    assert "knows of no management account" in planned.steps[0].why
    assert response_world.plan(PLAYBOOK, threat, where="nowhere").changes == planned.changes


def test_without_an_instance_a_person_is_asked(response_world: ResponseWorld) -> None:
    response_world.world.make_organization()
    user = "0123456789-01234567-89ab-cdef-0123-456789abcdef"
    planned = response_world.plan(PLAYBOOK, response_world.threat("person", user))
    assert planned.changes == ()
    assert "no instance of Identity Center is seen" in planned.steps[0].what


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        ("arn:aws:iam::123456789012:user/ana", "is no user of Identity Center"),
        ("arn:aws:sts::123456789012:assumed-role/app/ana", "iam.contain_role"),
        ("ana", "is no user of Identity Center"),
        ('0"}', "is no user of Identity Center"),
    ],
)
def test_what_is_no_person_is_left_to_a_person(
    response_world: ResponseWorld, resource: str, told: str
) -> None:
    planned = response_world.plan(PLAYBOOK, response_world.threat("person", resource))
    assert planned.changes == ()
    assert told in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, staff: Staff
) -> None:
    threat = response_world.threat("person", staff.ana, account_id=staff.account)
    response_world.die_everywhere(PLAYBOOK, threat, lambda: look(response_world, staff))
