"""Disabling a leaked access key: acted, verified, killed and undone."""

import time
from collections.abc import Mapping
from typing import Any

import pytest
from leaked_key import make_leaked_key
from policy_texts import OPERATOR_TRUST, allow, deny, write
from response_callers import connect, make_session, may_list
from response_world import ResponseWorld, list_operations

PLAYBOOK = "iam.disable_access_key"
TABLES = ("iam_user", "iam_user_policy")
USER = "arn:aws:iam::123456789012:user/ops/ana"


@pytest.fixture
def key(response_world: ResponseWorld) -> dict[str, str]:
    """Return an access key of a user who may list buckets."""
    return make_leaked_key(response_world)


def test_a_key_and_its_sessions_end_and_come_back(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    session = make_session(response_world, key)
    assert may_list(response_world, key)
    assert may_list(response_world, session)
    before = look(response_world)
    threat = response_world.threat("access_key", USER, access_key=key["AccessKeyId"])
    planned = response_world.plan(PLAYBOOK, threat)
    assert list_operations(planned) == ["iam.update_access_key", "iam.put_user_policy"]
    assert any("used for: last by s3" in step.what for step in planned.steps)
    report = response_world.respond(PLAYBOOK, threat)
    assert not may_list(response_world, key)
    assert not may_list(response_world, session)
    assert response_world.plan(PLAYBOOK, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before
    assert may_list(response_world, key)
    assert may_list(response_world, session)


def test_the_user_is_found_by_the_key_alone(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    threat = response_world.threat("access_key", "", access_key=key["AccessKeyId"])
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes[0].write.parameters["UserName"] == "ana"
    threat = response_world.threat("access_key", key["AccessKeyId"])
    assert response_world.plan(PLAYBOOK, threat).changes[0].id == planned.changes[0].id


def test_sessions_that_begin_later_are_allowed(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    other = response_world.client("iam").create_access_key(UserName="ana")["AccessKey"]
    old = make_session(response_world, other)
    threat = response_world.threat("access_key", USER, access_key=key["AccessKeyId"])
    response_world.respond(PLAYBOOK, threat, margin="0")
    assert may_list(response_world, other)
    assert not may_list(response_world, old)
    time.sleep(2.1)  # the time at which a session began is in whole seconds
    assert may_list(response_world, make_session(response_world, other))
    report = response_world.respond(PLAYBOOK, threat, margin="5", again="yes")
    assert not may_list(response_world, make_session(response_world, other))
    response_world.undo(report.run.id)
    assert may_list(response_world, make_session(response_world, other))
    assert not may_list(response_world, old)


def test_what_is_off_already_leaves_its_sessions(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    iam = response_world.client("iam")
    iam.update_access_key(UserName="ana", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    threat = response_world.threat("access_key", USER, access_key=key["AccessKeyId"])
    assert list_operations(response_world.plan(PLAYBOOK, threat)) == ["iam.put_user_policy"]
    iam.delete_access_key(UserName="ana", AccessKeyId=key["AccessKeyId"])
    planned = response_world.plan(PLAYBOOK, threat)
    assert list_operations(planned) == ["iam.put_user_policy"]
    assert "has none such" in planned.steps[0].what


def test_what_was_made_with_the_key_is_told(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    iam = response_world.client("iam")
    iam.create_role(RoleName="vault", AssumeRolePolicyDocument=OPERATOR_TRUST)
    thief = connect(response_world, key, "iam")
    thief.create_user(UserName="backdoor")
    session = connect(response_world, key, "sts").assume_role(
        RoleArn="arn:aws:iam::123456789012:role/vault", RoleSessionName="thief"
    )
    iam.put_role_policy(
        RoleName="vault", PolicyName="own", PolicyDocument=write(allow("iam:CreateAccessKey"))
    )
    connect(response_world, session["Credentials"], "iam").create_access_key(UserName="backdoor")
    threat = response_world.threat("access_key", USER, access_key=key["AccessKeyId"])
    planned = response_world.plan(PLAYBOOK, threat)
    told = {step.what: step for step in planned.steps}
    assert told["Look at the user backdoor"].why.startswith("CreateUser was called at 20")
    assert "Look at the access keys of the user backdoor" in told
    role = next(step for step in planned.steps if "iam.contain_role" in step.what)
    assert role.resource == "arn:aws:iam::123456789012:role/vault"
    assert not any("Look at the" in s.what for s in sweepless(response_world, threat).steps)


def sweepless(world: ResponseWorld, threat: Any) -> Any:
    return world.plan(PLAYBOOK, threat, sweep="no")


def test_a_sweep_that_is_refused_costs_no_containment(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    response_world.world.emulator.deny("cloudtrail:LookupEvents")
    response_world.world.emulator.deny("iam:GetAccessKeyLastUsed")
    try:
        threat = response_world.threat("access_key", USER, access_key=key["AccessKeyId"])
        planned = response_world.plan(PLAYBOOK, threat)
    finally:
        response_world.world.emulator.allow()
    assert len(planned.changes) == 2
    assert [step.what.partition(" ")[0] for step in planned.steps] == ["Find", "Look"]


@pytest.mark.parametrize(
    ("resource", "more", "told"),
    [
        ("arn:aws:iam::123456789012:root", {"access_key": "AKIAROOTROOTROOTROOT"}, "contain_root"),
        ("", {"access_key": "AKIANOBODYNOBODYNOBO"}, "is no key of the account"),
        ("", {"access_key": "AKIA'] | [0]"}, "nobody says which access key"),
        ("arn:aws:iam::123456789012:user/a' or '1", {"access_key": "AKIANOBODYNOBODYNOBO"}, "no"),
        ("arn:aws:iam::123456789012:user/ana", {"access_key": ""}, "nobody says which access key"),
        (
            "arn:aws:iam::210987654321:user/ana",
            {"access_key": "AKIANOBODYNOBODYNOBO", "account_id": "123456789012"},
            "is not of the account",
        ),
        (USER, {"access_key": "AKIANOBODYNOBODYNOBO", "case": "../x"}, "is no id of a case"),
        (f"{USER}x", {"access_key": "AKIANOBODYNOBODYNOBO"}, "anax is not there any more"),
    ],
)
def test_what_is_no_key_is_left_to_a_person(
    response_world: ResponseWorld,
    key: dict[str, str],
    resource: str,
    more: Mapping[str, Any],
    told: str,
) -> None:
    del key
    planned = response_world.plan(PLAYBOOK, response_world.threat("access_key", resource, **more))
    assert planned.changes == ()
    assert any(told in step.what for step in planned.steps)


@pytest.mark.parametrize(
    ("actor", "told"),
    [
        ("arn:aws:sts::123456789012:assumed-role/app/i-0abc", "iam.contain_role"),
        ("arn:aws:iam::123456789012:user/ana", "iam.contain_user"),
        ("arn:aws:iam::123456789012:root", "iam.contain_root"),
        ("", "Find out whose session"),
    ],
)
def test_a_temporary_key_leads_to_its_principal(
    response_world: ResponseWorld, actor: str, told: str
) -> None:
    threat = response_world.threat("access_key", "", access_key="ASIANOBODYNOBODYNOBO", actor=actor)
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert told in planned.steps[0].what


def test_a_temporary_key_is_found_in_the_event_history(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    session = make_session(response_world, key)
    may_list(response_world, session)
    threat = response_world.threat("access_key", "", access_key=session["AccessKeyId"])
    planned = response_world.plan(PLAYBOOK, threat)
    assert (planned.steps[0].resource, "contain_user" in planned.steps[0].what) == (USER, True)


def test_a_policy_that_was_changed_is_left_to_a_person(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    threat = response_world.threat("access_key", USER, access_key=key["AccessKeyId"])
    response_world.client("iam").put_user_policy(
        UserName="ana",
        PolicyName=f"ringwall-{threat.case}-sessions",
        PolicyDocument=write(deny("s3:*")),
    )
    planned = response_world.plan(PLAYBOOK, threat, again="yes")
    assert list_operations(planned) == ["iam.update_access_key"]
    assert any("Look at the inline policy" in step.what for step in planned.steps)


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    threat = response_world.threat("access_key", USER, access_key=key["AccessKeyId"])
    response_world.die_everywhere(PLAYBOOK, threat, lambda: tell_state(response_world), sweep="no")


def tell_state(world: ResponseWorld) -> Any:
    iam = world.client("iam")
    keys = iam.list_access_keys(UserName="ana")["AccessKeyMetadata"]
    return [key["Status"] for key in keys], iam.list_user_policies(UserName="ana")["PolicyNames"]


def look(world: ResponseWorld) -> Any:
    return world.look("iam_user")
