"""Runbooks for identities end where the playbooks do, on the same beginning."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from policy_texts import allow, trust_principal, write
from response_world import CASE
from runbook_world import RunbookWorld, tell_failures

USER = "arn:aws:iam::123456789012:user/eve"
ROLE = "arn:aws:iam::123456789012:role/app"
SOON = (datetime.now(UTC) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")


def look_at_policies(iam: Any, kind: str, name: str) -> dict[str, Any]:
    """Return inline policies; times are not compared."""
    which = {f"{kind.title()}Name": name}
    names = getattr(iam, f"list_{kind}_policies")(**which)["PolicyNames"]
    found = {}
    for one in names:
        answer = getattr(iam, f"get_{kind}_policy")(**which, PolicyName=one)
        text = json.dumps(answer["PolicyDocument"], sort_keys=True)
        found[one] = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "MOMENT", text)
    return found


@pytest.fixture
def key(runbook_world: RunbookWorld) -> str:
    """Return the id of a key of a user who has a password, and other credentials."""
    iam = runbook_world.client("iam")
    iam.create_user(UserName="eve")
    iam.put_user_policy(
        UserName="eve", PolicyName="own", PolicyDocument=write(allow("s3:ListAllMyBuckets"))
    )
    iam.create_login_profile(UserName="eve", Password="Made-up-1!")
    iam.upload_ssh_public_key(UserName="eve", SSHPublicKeyBody="ssh-rsa AAAAB3NzaC1yc2E eve")
    iam.create_service_specific_credential(UserName="eve", ServiceName="codecommit.amazonaws.com")
    off = iam.create_access_key(UserName="eve")["AccessKey"]["AccessKeyId"]
    iam.update_access_key(UserName="eve", AccessKeyId=off, Status="Inactive")
    return str(iam.create_access_key(UserName="eve")["AccessKey"]["AccessKeyId"])


def look_at_user(world: RunbookWorld) -> dict[str, Any]:
    iam = world.client("iam")
    which = {"UserName": "eve"}
    try:
        has_password = bool(iam.get_login_profile(**which))
    except iam.exceptions.NoSuchEntityException:
        has_password = False
    credentials = iam.list_service_specific_credentials(**which)["ServiceSpecificCredentials"]
    return {
        "policies": look_at_policies(iam, "user", "eve"),
        "keys": {
            one["AccessKeyId"]: one["Status"]
            for one in iam.list_access_keys(**which)["AccessKeyMetadata"]
        },
        "password": has_password,
        "ssh": [one["Status"] for one in iam.list_ssh_public_keys(**which)["SSHPublicKeys"]],
        "credentials": [one["Status"] for one in credentials],
    }


def test_a_user_is_contained(runbook_world: RunbookWorld, key: str) -> None:
    threat = runbook_world.world.threat("user", USER)
    given = {"UserName": "eve", "CaseId": CASE}
    found = runbook_world.compare(
        "iam.contain_user",
        threat,
        "contain-user",
        given,
        lambda: look_at_user(runbook_world),
        unasked=frozenset({"iam:UpdateSigningCertificate"}),  # the user has none
    )
    assert found["Outputs"]["listKeys.Ids"] == [key]
    assert found["AutomationExecutionStatus"] == "Success"


def test_a_user_without_a_password_is_contained(runbook_world: RunbookWorld, key: str) -> None:
    runbook_world.client("iam").delete_login_profile(UserName="eve")
    found = runbook_world.run("contain-user", UserName="eve", CaseId=CASE)
    assert found["AutomationExecutionStatus"] == "Success"
    assert look_at_user(runbook_world)["keys"][key] == "Inactive"
    assert look_at_user(runbook_world)["credentials"] == ["Inactive"]


def test_a_password_is_kept_where_that_is_wanted(runbook_world: RunbookWorld, key: str) -> None:
    runbook_world.compare(
        "iam.contain_user",
        runbook_world.world.threat("user", USER),
        "contain-user",
        {"UserName": "eve", "CaseId": CASE, "KeepPassword": True},
        lambda: look_at_user(runbook_world),
        unasked=frozenset(
            {"iam:UpdateSigningCertificate", "iam:DeleteLoginProfile", "iam:GetLoginProfile"}
        ),
        keep_password="yes",
    )
    assert look_at_user(runbook_world)["password"]
    assert look_at_user(runbook_world)["keys"][key] == "Inactive"


@pytest.mark.usefixtures("key")
def test_nothing_is_done_to_a_user_that_is_gone(runbook_world: RunbookWorld) -> None:
    found = runbook_world.run("contain-user", UserName="nobody", CaseId=CASE)
    assert [name for name, _ in tell_failures(found)] == ["describeUser"]
    assert found["AutomationExecutionStatus"] == "Failed"


def test_an_access_key_is_switched_off(runbook_world: RunbookWorld, key: str) -> None:
    given = {"UserName": "eve", "AccessKeyId": key, "CaseId": CASE, "IssuedBefore": SOON}
    runbook_world.compare(
        "iam.disable_access_key",
        runbook_world.world.threat("access_key", USER, access_key=key),
        "disable-access-key",
        given,
        lambda: look_at_user(runbook_world),
    )


def look_at_role(world: RunbookWorld) -> dict[str, Any]:
    iam = world.client("iam")
    role = iam.get_role(RoleName="app")["Role"]
    return {
        "policies": look_at_policies(iam, "role", "app"),
        "trust": role["AssumeRolePolicyDocument"],
    }


@pytest.fixture
def role(runbook_world: RunbookWorld) -> str:
    iam = runbook_world.client("iam")
    trust = trust_principal("arn:aws:iam::210987654321:root")
    iam.create_role(RoleName="app", AssumeRolePolicyDocument=trust)
    return ROLE


def test_a_role_is_contained(runbook_world: RunbookWorld, role: str) -> None:
    given = {"RoleName": "app", "CaseId": CASE, "IssuedBefore": SOON, "CloseTrust": True}
    found = runbook_world.compare(
        "iam.contain_role",
        runbook_world.world.threat("role", role),
        "contain-role",
        given,
        lambda: look_at_role(runbook_world),
        trust="all",
    )
    assert "210987654321" in found["Outputs"]["describeRole.Trust"][0]


def test_a_role_keeps_its_trust_unless_it_is_to_be_closed(
    runbook_world: RunbookWorld, role: str
) -> None:
    runbook_world.compare(
        "iam.contain_role",
        runbook_world.world.threat("role", role),
        "contain-role",
        {"RoleName": "app", "CaseId": CASE, "IssuedBefore": SOON},
        lambda: look_at_role(runbook_world),
        unasked=frozenset({"iam:UpdateAssumeRolePolicy"}),
        trust="keep",
    )


@pytest.mark.parametrize("signal", ["Approve", "Reject"])
def test_nothing_is_changed_before_somebody_agrees(
    runbook_world: RunbookWorld, role: str, signal: Any
) -> None:
    before = look_at_role(runbook_world)
    runbook_world.client("iam").create_role(
        RoleName="boss", AssumeRolePolicyDocument=trust_principal("arn:aws:iam::123456789012:root")
    )
    runbook_world.client("iam").put_role_policy(
        RoleName="boss", PolicyName="p", PolicyDocument=write(allow("ssm:SendAutomationSignal"))
    )
    boss = role.replace("/app", "/boss")
    own = runbook_world.start(
        "contain-role", RoleName="app", CaseId=CASE, IssuedBefore=SOON, Approver=boss
    )
    ssm = runbook_world.client("ssm")
    found = ssm.get_automation_execution(AutomationExecutionId=own)["AutomationExecution"]
    assert (found["AutomationExecutionStatus"], found["CurrentStepName"]) == ("Waiting", "approve")
    assert look_at_role(runbook_world) == before
    keys = runbook_world.client("sts").assume_role(RoleArn=boss, RoleSessionName="boss")[
        "Credentials"
    ]
    mine = runbook_world.world.world.team.create_client(
        "ssm",
        region_name="eu-west-1",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    mine.send_automation_signal(AutomationExecutionId=own, SignalType=signal)
    ended = runbook_world.wait(own)
    agreed = signal == "Approve"
    assert ended["AutomationExecutionStatus"] == ("Success" if agreed else "Failed")
    assert (look_at_role(runbook_world) != before) is agreed
