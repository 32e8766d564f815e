"""Containing a user of IAM: acted, verified, killed and undone."""

from typing import Any

import pytest
from armed_user import make_armed_user
from policy_texts import allow, write
from response_callers import make_session, may_list
from response_world import ResponseWorld, list_operations

PLAYBOOK = "iam.contain_user"
USER = "arn:aws:iam::123456789012:user/eve"


@pytest.fixture
def key(response_world: ResponseWorld) -> dict[str, str]:
    """Return an access key of a user who has all kinds of credentials."""
    return make_armed_user(response_world)


def test_a_user_loses_everything_and_gets_back_all_but_the_password(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    session = make_session(response_world, key)
    assert may_list(response_world, session)
    before = look(response_world)
    threat = response_world.threat("user", USER)
    planned = response_world.plan(PLAYBOOK, threat)
    assert list_operations(planned) == [
        "iam.put_user_policy",
        "iam.update_access_key",
        "iam.delete_login_profile",
        "iam.update_ssh_public_key",
        "iam.update_service_specific_credential",
        "iam.update_signing_certificate",
    ]
    assert any("the MFA device arn:aws:iam::" in step.what for step in planned.steps)
    report = response_world.respond(PLAYBOOK, threat)
    assert not may_list(response_world, key)
    assert not may_list(response_world, session)
    assert {status for _, status in look(response_world)["keys"]} == {"Inactive"}
    assert look(response_world)["password"] == []
    assert response_world.plan(PLAYBOOK, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == {**before, "password": []}
    assert may_list(response_world, key)
    assert may_list(response_world, session)


def test_a_password_can_be_left(response_world: ResponseWorld, key: dict[str, str]) -> None:
    del key
    before = look(response_world)
    threat = response_world.threat("identity", USER)
    report = response_world.respond(PLAYBOOK, threat, keep_password="yes")
    assert look(response_world)["password"] == ["eve"]
    planned = response_world.plan(PLAYBOOK, threat, keep_password="yes")
    assert planned.changes == ()
    assert any("Set another password" in step.what for step in planned.steps)
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_what_is_contained_in_part_is_finished(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    iam = response_world.client("iam")
    iam.update_access_key(UserName="eve", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    iam.delete_login_profile(UserName="eve")
    planned = response_world.plan(PLAYBOOK, response_world.threat("user", USER))
    assert len(planned.changes) == 4
    assert "iam.update_access_key" not in list_operations(planned)


def test_what_the_user_made_is_told(response_world: ResponseWorld, key: dict[str, str]) -> None:
    from response_callers import connect  # noqa: PLC0415 - one test needs it

    iam = response_world.client("iam")
    iam.put_user_policy(
        UserName="eve", PolicyName="own", PolicyDocument=write(allow("iam:CreateRole"))
    )
    connect(response_world, key, "iam").create_role(
        RoleName="door", AssumeRolePolicyDocument=write()
    )
    planned = response_world.plan(PLAYBOOK, response_world.threat("user", USER))
    assert any(step.what == "Look at the role door" for step in planned.steps)


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        ("arn:aws:iam::123456789012:user/nobody", "is not there any more"),
        ("arn:aws:iam::123456789012:role/app", "use iam.contain_role"),
        ("arn:aws:iam::123456789012:root", "is no user of IAM"),
        ("arn:aws:iam::123456789012:user/a b", "is no user of IAM"),
        ("arn:aws:iam::123456789012:user/../eve'", "is no user of IAM"),
        ("eve", "is no user of IAM"),
    ],
)
def test_what_is_no_user_is_left_to_a_person(
    response_world: ResponseWorld, resource: str, told: str
) -> None:
    planned = response_world.plan(PLAYBOOK, response_world.threat("user", resource))
    assert planned.changes == ()
    assert told in planned.steps[0].what


def look(world: ResponseWorld) -> dict[str, Any]:
    """Return what the user has."""
    iam = world.client("iam")
    lists = (
        ("list_access_keys", "AccessKeyMetadata", "AccessKeyId"),
        ("list_ssh_public_keys", "SSHPublicKeys", "SSHPublicKeyId"),
        ("list_signing_certificates", "Certificates", "CertificateId"),
        (
            "list_service_specific_credentials",
            "ServiceSpecificCredentials",
            "ServiceSpecificCredentialId",
        ),
    )
    keys = [
        (held[member], held["Status"])
        for operation, items, member in lists
        for held in getattr(iam, operation)(UserName="eve")[items]
    ]
    try:
        password = [iam.get_login_profile(UserName="eve")["LoginProfile"]["UserName"]]
    except iam.exceptions.NoSuchEntityException:
        password = []
    policies = iam.list_user_policies(UserName="eve")["PolicyNames"]
    return {"keys": keys, "password": password, "policies": policies}


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    del key
    threat = response_world.threat("user", USER)
    response_world.client("iam").delete_login_profile(UserName="eve")
    response_world.die_everywhere(PLAYBOOK, threat, lambda: look(response_world), sweep="no")
