"""Runbooks that a blueprint has deployed and shared run in other accounts, as playbooks do."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import trust_principal
from response_world import CASE, REGION
from runbook_world import RunbookWorld, tell_failures

BLUEPRINT = """
blueprint: acme
home_region: eu-west-1
accounts:
  email: aws+{account}@acme.io
  security: management
  log_archive: management
  units:
    Workloads: {accounts: [shop]}
  accounts:
    management: {id: "123456789012"}
    shop: {id: "%s"}
response: {runbooks: {enabled: true, names: [disable-access-key, block-bucket, contain-role]}}
"""
SOON = "2035-01-31T12:00:00Z"


@pytest.fixture
def member(runbook_world: RunbookWorld) -> str:
    """Return the id of a member, where the blueprint's roles are; it shares the documents."""
    world = runbook_world.world.world
    world.make_organization()
    member = world.make_account("shop", "aws+shop@acme.io")
    world.build(BLUEPRINT % member, "response.", most=3)
    return member


def run_there(world: RunbookWorld, member: str, name: str, **given: str) -> Any:
    """Run a runbook in a member by the administration role; return its execution there."""
    role = "AWS-SystemsManager-AutomationAdministrationRole"
    values = {key: [value] for key, value in given.items()}
    values["AutomationAssumeRole"] = [f"arn:aws:iam::{world.world.account_id}:role/{role}"]
    started = world.client("ssm").start_automation_execution(
        DocumentName=f"ringwall-{name}",
        Parameters=values,
        TargetLocations=[{"Accounts": [member], "Regions": [REGION]}],
    )
    found = world.wait(started["AutomationExecutionId"])
    assert tell_failures(found) == []
    (step,) = found["StepExecutions"]
    own = step["Outputs"]["ExecutionId"][0]
    there = world.world.world.enter(member, "ssm")
    return there.get_automation_execution(AutomationExecutionId=own)["AutomationExecution"]


def compare_there(
    world: RunbookWorld,
    act: Callable[[], Any],
    run: Callable[[], Any],
    look: Callable[[], Any],
) -> None:
    """Let the playbook and the runbook act on the same beginning, and compare their ends."""
    start, before = world.world.save(), look()
    act()
    expected = look()
    assert expected != before
    world.world.load(start)
    assert look() == before
    assert run()["AutomationExecutionStatus"] == "Success"
    assert look() == expected


def test_a_bucket_of_a_member_is_blocked(runbook_world: RunbookWorld, member: str) -> None:
    s3 = runbook_world.world.world.enter(member, "s3")
    s3.create_bucket(Bucket="opened", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.delete_public_access_block(Bucket="opened")

    def look() -> Any:
        try:
            found = s3.get_public_access_block(Bucket="opened")
        except s3.exceptions.ClientError as error:
            return error.response["Error"]["Code"]
        return found["PublicAccessBlockConfiguration"]

    threat = runbook_world.world.threat(
        "bucket", "arn:aws:s3:::opened", account_id=member, region=REGION
    )
    compare_there(
        runbook_world,
        lambda: runbook_world.world.respond("s3.close_bucket", threat),
        lambda: run_there(runbook_world, member, "block-bucket", BucketName="opened"),
        look,
    )


def test_a_key_of_a_member_is_switched_off(runbook_world: RunbookWorld, member: str) -> None:
    iam = runbook_world.world.world.enter(member, "iam")
    iam.create_user(UserName="eve")
    key = iam.create_access_key(UserName="eve")["AccessKey"]["AccessKeyId"]

    def look() -> Any:
        listed = iam.list_access_keys(UserName="eve")["AccessKeyMetadata"]
        policies = iam.list_user_policies(UserName="eve")["PolicyNames"]
        return [(one["AccessKeyId"], one["Status"]) for one in listed], policies

    threat = runbook_world.world.threat(
        "access_key", f"arn:aws:iam::{member}:user/eve", access_key=key
    )
    given = {"UserName": "eve", "AccessKeyId": key, "CaseId": CASE, "IssuedBefore": SOON}
    compare_there(
        runbook_world,
        lambda: runbook_world.world.respond("iam.disable_access_key", threat),
        lambda: run_there(runbook_world, member, "disable-access-key", **given),
        look,
    )


def test_a_role_that_governs_a_member_is_not_changed(
    runbook_world: RunbookWorld, member: str
) -> None:
    """Who may start the runbook cannot lock out those who respond."""
    iam = runbook_world.world.world.enter(member, "iam")
    trust = trust_principal(f"arn:aws:iam::{runbook_world.world.account_id}:root")
    iam.create_role(RoleName="ringwall-responder", AssumeRolePolicyDocument=trust)
    with pytest.raises(AssertionError, match="AccessDenied"):
        run_there(
            runbook_world,
            member,
            "contain-role",
            RoleName="ringwall-responder",
            CaseId=CASE,
            IssuedBefore=SOON,
            CloseTrust="true",
        )
    role = iam.get_role(RoleName="ringwall-responder")["Role"]
    assert role["AssumeRolePolicyDocument"] == json.loads(trust)
    assert iam.list_role_policies(RoleName="ringwall-responder")["PolicyNames"] == []
