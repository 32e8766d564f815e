"""Automation under enforcement: who may start what, and whose rights its steps have."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.app import Emulator

Principals = Any
"""conftest.py declares it."""
Refused = Callable[..., str]
ACCOUNT = "123456789012"
PLACE = f"arn:aws:ssm:us-east-1:{ACCOUNT}"
BY_SSM = {"Principal": {"Service": "ssm.amazonaws.com"}}
ROLE = f"arn:aws:iam::{ACCOUNT}:role/runs-automations"
TAG = {
    "name": "tag",
    "action": "aws:executeAwsApi",
    "inputs": {
        "Service": "iam",
        "Api": "TagUser",
        "UserName": "victim",
        "Tags": [{"Key": "case", "Value": "1"}],
    },
}
DENIED = "AccessDeniedException"


def allow(*actions: str, resource: str = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


START = allow("ssm:StartAutomationExecution", "ssm:GetAutomationExecution")


def create(principals: Principals, *steps: Any, name: str = "respond", **content: Any) -> None:
    text = json.dumps({"schemaVersion": "0.3", "mainSteps": list(steps), **content})
    principals.client("ssm").create_document(Name=name, Content=text, DocumentType="Automation")


@pytest.fixture
def respond(principals: Principals) -> str:
    """Return a runbook that tags a user, with a role that its parameter names, or without."""
    principals.client("iam").create_user(UserName="victim")
    parameters = {"AutomationAssumeRole": {"type": "String", "default": ""}}
    create(principals, TAG, assumeRole="{{ AutomationAssumeRole }}", parameters=parameters)
    return "respond"


def run(ssm: Any, document: str, **given: Any) -> Any:
    own = ssm.start_automation_execution(DocumentName=document, **given)["AutomationExecutionId"]
    return ssm.get_automation_execution(AutomationExecutionId=own)["AutomationExecution"]


def with_role(role: str) -> dict[str, Any]:
    return {"Parameters": {"AutomationAssumeRole": [role]}}


def test_a_starter_needs_the_document(
    principals: Principals, respond: str, refused: Refused
) -> None:
    other = allow("ssm:StartAutomationExecution", resource=f"{PLACE}:document/other")
    executions = allow("ssm:*", resource=f"{PLACE}:automation-execution/*")
    ssm = principals.client("ssm", *principals.user("ann", other, executions))
    message = refused(ssm.start_automation_execution, DENIED, DocumentName=respond)
    assert message == (
        f"User: arn:aws:iam::{ACCOUNT}:user/ann is not authorized to perform: "
        f"ssm:StartAutomationExecution on resource: {PLACE}:document/respond because no "
        "identity-based policy allows the ssm:StartAutomationExecution action"
    )
    own = allow("ssm:StartAutomationExecution", resource=f"{PLACE}:document/respond")
    ssm = principals.client("ssm", *principals.user("ben", own, executions))
    assert run(ssm, respond)["AutomationExecutionStatus"] == "Failed"


def test_without_a_role_the_starters_rights_decide(principals: Principals, respond: str) -> None:
    ssm = principals.client("ssm", *principals.user("ann", START))
    found = run(ssm, respond)
    (step,) = found["StepExecutions"]
    assert step["StepStatus"] == found["AutomationExecutionStatus"] == "Failed"
    assert step["FailureMessage"] == (
        "Step fails when it is Execute/Cancelling action. An error occurred (AccessDenied) when "
        f"calling the TagUser operation: User: arn:aws:iam::{ACCOUNT}:user/ann is not authorized "
        f"to perform: iam:TagUser on resource: arn:aws:iam::{ACCOUNT}:user/victim because no "
        "identity-based policy allows the iam:TagUser action. Please refer to Automation Service "
        "Troubleshooting Guide for more diagnosis details."
    )
    assert step["FailureDetails"]["FailureType"] == "Permission"
    ssm = principals.client("ssm", *principals.user("ben", START, allow("iam:TagUser")))
    assert run(ssm, respond)["AutomationExecutionStatus"] == "Success"


def test_calls_of_the_starter_go_through_a_service(principals: Principals, respond: str) -> None:
    by_service = allow("iam:TagUser") | {"Condition": {"Bool": {"aws:ViaAWSService": "true"}}}
    keys = principals.user("ann", START, by_service)
    iam = principals.client("iam", *keys)
    with pytest.raises(iam.exceptions.ClientError):
        iam.tag_user(UserName="victim", Tags=[{"Key": "a", "Value": "b"}])
    found = run(principals.client("ssm", *keys), respond)
    assert found["AutomationExecutionStatus"] == "Success"


def test_a_role_has_its_own_rights_and_its_own_name(principals: Principals, respond: str) -> None:
    principals.role("runs-automations", BY_SSM, allow("iam:TagUser"))
    keys = principals.user("ann", START, allow("iam:PassRole", resource=ROLE))
    found = run(principals.client("ssm", *keys), respond, **with_role(ROLE))
    assert found["AutomationExecutionStatus"] == "Success"
    (record,) = [r for r in principals.app.trail if r["eventName"] == "TagUser"]
    identity = record["userIdentity"]
    session = f"Automation-{found['AutomationExecutionId']}"
    assert identity["type"] == "AssumedRole"
    assert identity["arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/runs-automations/{session}"
    assert identity["invokedBy"] == "ssm.amazonaws.com"
    assert record["sourceIPAddress"] == record["userAgent"] == "ssm.amazonaws.com"


def test_a_role_without_the_permission_of_a_step(principals: Principals, respond: str) -> None:
    principals.role("runs-automations", BY_SSM, allow("iam:GetUser"))
    found = run(principals.client("ssm"), respond, **with_role(ROLE))
    assert found["AutomationExecutionStatus"] == "Failed"
    assert "assumed-role/runs-automations/Automation-" in found["FailureMessage"]
    assert "is not authorized to perform: iam:TagUser" in found["FailureMessage"]


def test_a_starter_must_pass_the_role(
    principals: Principals, respond: str, refused: Refused
) -> None:
    principals.role("runs-automations", BY_SSM, allow("iam:TagUser"))
    ssm = principals.client("ssm", *principals.user("ann", START, allow("iam:TagUser")))
    given = {"DocumentName": respond, **with_role(ROLE)}
    message = refused(ssm.start_automation_execution, DENIED, **given)
    assert f"not authorized to perform: iam:PassRole on resource: {ROLE}" in message


@pytest.mark.parametrize("written", [ROLE, "{{ Actor }}"])
def test_a_role_is_passed_however_the_document_names_it(
    principals: Principals, refused: Refused, written: str
) -> None:
    principals.role("runs-automations", BY_SSM, allow("iam:*"))
    parameters = {"Actor": {"type": "String", "default": ROLE}}
    create(principals, TAG, assumeRole=written, parameters=parameters)
    ssm = principals.client("ssm", *principals.user("ann", START))
    message = refused(ssm.start_automation_execution, DENIED, DocumentName="respond")
    assert "iam:PassRole" in message
    to_others = allow("iam:PassRole") | {
        "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
    }
    ssm = principals.client("ssm", *principals.user("ben", START, to_others))
    assert "iam:PassRole" in refused(ssm.start_automation_execution, DENIED, DocumentName="respond")


def test_a_role_that_systems_manager_may_not_assume(
    principals: Principals, respond: str, refused: Refused
) -> None:
    code = "InvalidAutomationExecutionParametersException"
    principals.role("runs-automations", {"Principal": {"Service": "ec2.amazonaws.com"}})
    start = principals.client("ssm").start_automation_execution
    message = refused(start, code, DocumentName=respond, **with_role(ROLE))
    assert message == "The defined assume role is unable to be assumed."
    condition = {"StringEquals": {"aws:SourceAccount": "999999999999"}}
    role = principals.role("elsewhere", {**BY_SSM, "Condition": condition})
    assert refused(start, code, DocumentName=respond, **with_role(role)) == message


def test_a_trust_in_executions_of_the_account_is_enough(
    principals: Principals, respond: str
) -> None:
    condition = {
        "StringEquals": {"aws:SourceAccount": ACCOUNT},
        "ArnLike": {"aws:SourceArn": f"arn:aws:ssm:*:{ACCOUNT}:automation-execution/*"},
    }
    principals.role("runs-automations", {**BY_SSM, "Condition": condition}, allow("iam:TagUser"))
    found = run(principals.client("ssm"), respond, **with_role(ROLE))
    assert found["AutomationExecutionStatus"] == "Success"


@pytest.mark.usefixtures("respond")
def test_rights_that_are_taken_away_meanwhile_are_missed(principals: Principals) -> None:
    principals.role("runs-automations", BY_SSM, allow("iam:TagUser"))
    wait = {"name": "wait", "action": "aws:sleep", "inputs": {"Duration": "PT1M"}}
    parameters = {"AutomationAssumeRole": {"type": "String"}}
    role = "{{ AutomationAssumeRole }}"
    create(principals, wait, TAG, name="slow", assumeRole=role, parameters=parameters)
    ssm = principals.client("ssm")
    started = ssm.start_automation_execution(DocumentName="slow", **with_role(ROLE))
    principals.client("iam").delete_role_policy(RoleName="runs-automations", PolicyName="own")
    principals.app.pass_time(60)
    own = started["AutomationExecutionId"]
    found = ssm.get_automation_execution(AutomationExecutionId=own)["AutomationExecution"]
    assert "is not authorized to perform: iam:TagUser" in found["FailureMessage"]


def test_every_other_operation_is_asked_on_its_resource(
    principals: Principals, respond: str, refused: Refused
) -> None:
    pause = {"name": "wait", "action": "aws:pause", "inputs": {}}
    create(principals, pause, name="pauses")
    operator = principals.client("ssm")
    started = operator.start_automation_execution(DocumentName="pauses")
    own = {"AutomationExecutionId": started["AutomationExecutionId"]}
    execution = f"{PLACE}:automation-execution/{own['AutomationExecutionId']}"
    ssm = principals.client("ssm", *principals.user("ann"))
    document = f"{PLACE}:document/{respond}"
    share = {"Name": respond, "PermissionType": "Share"}
    for call, given, resource in (
        (ssm.get_automation_execution, own, execution),
        (ssm.describe_automation_step_executions, own, execution),
        (ssm.stop_automation_execution, own, execution),
        (ssm.send_automation_signal, {**own, "SignalType": "Resume"}, execution),
        (ssm.describe_automation_executions, {}, "*"),
        (ssm.get_document, {"Name": respond}, document),
        (ssm.describe_document, {"Name": respond}, document),
        (ssm.list_document_versions, {"Name": respond}, document),
        (ssm.list_documents, {}, "*"),
        (ssm.update_document, {"Name": respond, "Content": "{}"}, document),
        (ssm.update_document_default_version, {"Name": respond, "DocumentVersion": "1"}, document),
        (ssm.delete_document, {"Name": respond}, document),
        (ssm.describe_document_permission, share, document),
        (ssm.modify_document_permission, share, document),
        (ssm.create_document, {"Name": respond, "Content": "{}"}, document),
    ):
        assert f"on resource: {resource} because" in refused(call, DENIED, **given)


def member_of(principals: Principals) -> tuple[str, tuple[str, str, str]]:
    """Return a new member account, and keys of an administrator of it."""
    organizations = principals.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    status = organizations.create_account(AccountName="dev", Email="dev@example.com")
    member = status["CreateAccountStatus"]["AccountId"]
    role = f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole"
    return member, principals.assume(role)


def test_a_document_is_used_from_another_account_where_it_is_shared(
    principals: Principals, respond: str, refused: Refused
) -> None:
    member, keys = member_of(principals)
    ssm, arn = principals.client("ssm", *keys), f"{PLACE}:document/{respond}"
    assert "resource-based policy" in refused(ssm.get_document, DENIED, Name=arn)
    principals.client("ssm").modify_document_permission(
        Name=respond, PermissionType="Share", AccountIdsToAdd=[member]
    )
    assert ssm.get_document(Name=arn)["Name"] == respond
    assert run(ssm, arn)["AutomationExecutionStatus"] == "Failed"  # no such user there
    refused(ssm.delete_document, DENIED, Name=arn)


ADMINISTRATION = "AWS-SystemsManager-AutomationAdministrationRole"
EXECUTION = "AWS-SystemsManager-AutomationExecutionRole"


@pytest.fixture
def multi_account(principals: Principals, respond: str) -> str:
    """Return a member account with AWS's roles for automations over accounts."""
    member, keys = member_of(principals)
    assume = allow("sts:AssumeRole", resource=f"arn:aws:iam::*:role/{EXECUTION}")
    principals.role(ADMINISTRATION, BY_SSM, assume)
    iam = principals.client("iam", *keys)
    iam.create_user(UserName="victim")
    admin = f"arn:aws:iam::{ACCOUNT}:role/{ADMINISTRATION}"
    trust = [
        {"Effect": "Allow", "Principal": {"AWS": admin}, "Action": "sts:AssumeRole"},
        {"Effect": "Allow", **BY_SSM, "Action": "sts:AssumeRole"},
    ]
    iam.create_role(
        RoleName=EXECUTION,
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": trust}),
    )
    may = [allow("ssm:StartAutomationExecution", "iam:TagUser"), allow("iam:PassRole")]
    iam.put_role_policy(
        RoleName=EXECUTION,
        PolicyName="own",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": may}),
    )
    principals.client("ssm").modify_document_permission(
        Name=respond, PermissionType="Share", AccountIdsToAdd=[member]
    )
    return member


def run_over(principals: Principals, respond: str, member: str) -> Any:
    admin = f"arn:aws:iam::{ACCOUNT}:role/{ADMINISTRATION}"
    places = [{"Accounts": [member], "Regions": ["us-east-1", "eu-west-1"]}]
    return run(principals.client("ssm"), respond, **with_role(admin), TargetLocations=places)


def test_an_execution_over_accounts_acts_by_aws_roles(
    principals: Principals, respond: str, multi_account: str
) -> None:
    found = run_over(principals, respond, multi_account)
    assert found["AutomationExecutionStatus"] == "Success", found
    tagged = [r for r in principals.app.trail if r["eventName"] == "TagUser"]
    assert {r["recipientAccountId"] for r in tagged} == {multi_account}
    assert len(tagged) == 2
    issuers = [r["userIdentity"]["sessionContext"]["sessionIssuer"]["userName"] for r in tagged]
    assert set(issuers) == {EXECUTION}
    started = [r for r in principals.app.trail if r["eventName"] == "StartAutomationExecution"]
    assert [r["awsRegion"] for r in started] == ["us-east-1", "us-east-1", "eu-west-1"]
    assert [r["userIdentity"].get("invokedBy") for r in started[1:]] == ["ssm.amazonaws.com"] * 2


@pytest.mark.parametrize("missing", ["trust", "assume", "share"])
def test_each_link_of_the_chain_is_needed(
    principals: Principals, respond: str, multi_account: str, missing: str
) -> None:
    role = f"arn:aws:iam::{multi_account}:role/OrganizationAccountAccessRole"
    theirs = principals.client("iam", *principals.assume(role))
    if missing == "trust":
        only = {"Effect": "Allow", **BY_SSM, "Action": "sts:AssumeRole"}
        text = json.dumps({"Version": "2012-10-17", "Statement": [only]})
        theirs.update_assume_role_policy(RoleName=EXECUTION, PolicyDocument=text)
    elif missing == "assume":
        principals.client("iam").delete_role_policy(RoleName=ADMINISTRATION, PolicyName="own")
    else:
        principals.client("ssm").modify_document_permission(
            Name=respond, PermissionType="Share", AccountIdsToRemove=[multi_account]
        )
    found = run_over(principals, respond, multi_account)
    assert found["AutomationExecutionStatus"] == "Failed"
    assert len(found["StepExecutions"]) == 1
    assert "is not authorized to perform" in found["FailureMessage"]


def test_without_enforcement_everything_runs(make_principals: Any) -> None:
    principals = make_principals(Emulator())
    principals.client("iam").create_user(UserName="victim")
    create(principals, TAG)
    assert run(principals.client("ssm"), "respond")["AutomationExecutionStatus"] == "Success"
