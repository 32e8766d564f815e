"""Containing a role of IAM: acted, verified, killed and undone."""

import json
import time
from typing import Any

import pytest
from assumed_role import FOREIGN, OWN, assume, make_shared_role
from botocore.exceptions import ClientError
from policy_texts import trust, write
from response_callers import connect, may_list
from response_world import ResponseWorld, list_operations

PLAYBOOK = "iam.contain_role"
TABLES = ("iam_role", "iam_role_policy")
USED = ("last_used", "last_used_region")


@pytest.fixture
def role(response_world: ResponseWorld) -> str:
    """Return the ARN of a role that its own account and a foreign one may assume."""
    return make_shared_role(response_world)


def may_assume(world: ResponseWorld) -> bool:
    try:
        assume(world)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDenied":
            raise
        return False
    return True


def read_trust(world: ResponseWorld) -> Any:
    return world.client("iam").get_role(RoleName="app")["Role"]["AssumeRolePolicyDocument"]


def test_a_foreign_account_and_old_sessions_lose_the_role(
    response_world: ResponseWorld, role: str
) -> None:
    session = assume(response_world)
    assert may_list(response_world, session)
    before, document = response_world.look(*TABLES, without=USED), read_trust(response_world)
    threat = response_world.threat("role", role, actor=f"arn:aws:iam::{FOREIGN}:user/eve")
    planned = response_world.plan(PLAYBOOK, threat)
    assert list_operations(planned) == ["iam.update_assume_role_policy", "iam.put_role_policy"]
    report = response_world.respond(PLAYBOOK, threat, margin="0")
    assert not may_list(response_world, session)
    principals = [one["Principal"] for one in read_trust(response_world)["Statement"]]
    assert principals == [
        {"AWS": f"arn:aws:iam::{OWN}:root"},
        {"Service": ["lambda.amazonaws.com"]},
    ]
    assert response_world.plan(PLAYBOOK, threat).changes == ()
    time.sleep(2.1)  # the time at which a session began is in whole seconds
    assert may_list(response_world, assume(response_world))
    response_world.undo(report.run.id)
    assert response_world.look(*TABLES, without=USED) == before
    assert read_trust(response_world) == document
    assert may_list(response_world, session)


def test_nobody_assumes_a_closed_role(response_world: ResponseWorld, role: str) -> None:
    before = response_world.look(*TABLES, without=USED)
    threat = response_world.threat("role", role)
    report = response_world.respond(PLAYBOOK, threat, trust="all")
    assert not may_assume(response_world)
    assert response_world.plan(PLAYBOOK, threat, trust="all").changes == ()
    response_world.undo(report.run.id)
    assert may_assume(response_world)
    assert response_world.look(*TABLES, without=USED) == before


def test_the_trust_stays_where_nobody_foreign_is_known(
    response_world: ResponseWorld, role: str
) -> None:
    for options in ({}, {"trust": "keep", "remove": FOREIGN}):
        planned = response_world.plan(PLAYBOOK, response_world.threat("role", role), **options)
        assert list_operations(planned) == ["iam.put_role_policy"]
        assert any("Look at who may assume app" in step.what for step in planned.steps)
    planned = response_world.plan(PLAYBOOK, response_world.threat("role", role), remove=FOREIGN)
    assert "iam.update_assume_role_policy" in list_operations(planned)


@pytest.mark.parametrize(
    ("rule", "evidence", "is_tightened"),
    [
        ("iam.role_trusts_foreign_account", {"policy": f"arn:aws:iam::{FOREIGN}:root"}, True),
        ("iam.role_trusts_foreign_account", {"policy": f"1{FOREIGN}"}, False),
        ("iam.role_is_created", {"policy": f"arn:aws:iam::{FOREIGN}:root"}, False),
    ],
)
def test_the_evidence_names_the_foreign_account(
    response_world: ResponseWorld,
    role: str,
    rule: str,
    evidence: dict[str, str],
    *,
    is_tightened: bool,
) -> None:
    threat = response_world.threat("role", role, rule=rule, evidence=evidence)
    operations = list_operations(response_world.plan(PLAYBOOK, threat))
    assert ("iam.update_assume_role_policy" in operations) is is_tightened


def test_one_session_alone_is_denied(response_world: ResponseWorld, role: str) -> None:
    mine, other = assume(response_world, "thief"), assume(response_world, "owner")
    del role
    arn = f"arn:aws:sts::{OWN}:assumed-role/app/thief"
    report = response_world.respond(PLAYBOOK, response_world.threat("session", arn), sessions="own")
    assert not may_list(response_world, mine)
    assert may_list(response_world, other)
    response_world.undo(report.run.id)
    assert may_list(response_world, mine)


@pytest.mark.parametrize("by", ["key", "session", "role"])
def test_the_roles_that_it_went_on_to_are_told(
    response_world: ResponseWorld, role: str, by: str
) -> None:
    iam = response_world.client("iam")
    document = write({"Effect": "Allow", "Principal": {"AWS": role}, "Action": "sts:AssumeRole"})
    iam.create_role(RoleName="next", AssumeRolePolicyDocument=document)
    session = assume(response_world)
    arn = f"arn:aws:iam::{OWN}:role/next"
    connect(response_world, session, "sts").assume_role(RoleArn=arn, RoleSessionName="thief")
    threat = {
        "key": response_world.threat("role", role, access_key=session["AccessKeyId"]),
        "session": response_world.threat("session", f"arn:aws:sts::{OWN}:assumed-role/app/thief"),
        "role": response_world.threat("role", role),
    }[by]
    planned = response_world.plan(PLAYBOOK, threat)
    assert [step.resource for step in planned.steps if "iam.contain_role" in step.what] == [arn]
    planned = response_world.plan(PLAYBOOK, threat, sweep="no")
    assert not any("iam.contain_role" in step.what for step in planned.steps)


def test_providers_are_told(response_world: ResponseWorld, role: str) -> None:
    document = write(
        {
            "Effect": "Allow",
            "Principal": {"Federated": "cognito-identity.amazonaws.com"},
            "Action": "sts:AssumeRoleWithWebIdentity",
        },
        json.loads(trust("rolesanywhere"))["Statement"][0],
    )
    response_world.client("iam").update_assume_role_policy(RoleName="app", PolicyDocument=document)
    steps = response_world.plan(PLAYBOOK, response_world.threat("role", role)).steps
    told = [step.what.rpartition(" ")[2] for step in steps if "who signs in" in step.what]
    assert told == ["cognito-identity.amazonaws.com", "rolesanywhere.amazonaws.com"]


def test_who_was_deleted_does_not_come_back() -> None:
    from ringwall.catalog.iam.trust import CLOSED, has_deleted, remove_accounts  # noqa: PLC0415

    deleted = {"Effect": "Allow", "Principal": {"AWS": "AROAABCDEFGHIJKLMNOPQ"}, "Action": "*"}
    everyone = {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}
    assert has_deleted({"Statement": deleted})
    assert not has_deleted({"Statement": [everyone]})
    assert remove_accounts({"Statement": [deleted]}, {FOREIGN}) == CLOSED
    assert remove_accounts({"Statement": [everyone]}, {"*"}) == CLOSED
    assert remove_accounts({"Statement": [everyone]}, {OWN}) == {"Statement": [everyone]}


def test_roles_that_nobody_edits_are_left_to_a_person(response_world: ResponseWorld) -> None:
    iam = response_world.client("iam")
    iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    linked = "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    for resource, told in (
        (f"arn:aws:iam::{OWN}:{linked}", "is the role of a service"),
        (f"arn:aws:iam::{OWN}:role/nobody", "is not there any more"),
        (f"arn:aws:iam::{OWN}:user/ana", "use iam.contain_user"),
        (f"arn:aws:sts::{OWN}:assumed-role/app/a b", "is no role of IAM"),
        (f"arn:aws:sts::{OWN}:assumed-role/app/*", "is no role of IAM"),
        ("app", "is no role of IAM"),
    ):
        planned = response_world.plan(PLAYBOOK, response_world.threat("role", resource))
        assert planned.changes == ()
        assert told in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, role: str
) -> None:
    threat = response_world.threat("role", role)

    def look() -> Any:
        found = response_world.client("iam").list_role_policies(RoleName="app")["PolicyNames"]
        return read_trust(response_world), found

    response_world.die_everywhere(PLAYBOOK, threat, look, trust="all", sweep="no")
