"""Children: for each target, with a limit of errors and of those that run at once."""

from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import allow, write

Runbooks = Any
Client = Callable[..., Any]
NAME = {"Name": {"type": "String"}}
WAIT = {"action": "aws:pause", "inputs": {}}


def make_queue(name: str = "{{ Name }}") -> dict[str, Any]:
    inputs = {"Service": "sqs", "Api": "CreateQueue", "QueueName": name}
    return {"action": "aws:executeAwsApi", "inputs": inputs}


def by_values(*values: str, **more: Any) -> dict[str, Any]:
    targets = [{"Key": "ParameterValues", "Values": list(values)}]
    return {"TargetParameterName": "Name", "Targets": targets, **more}


def queues(client: Client, *where: str) -> set[str]:
    found = client("sqs", *where).list_queues().get("QueueUrls", [])
    return {url.rpartition("/")[2] for url in found}


def children(runbooks: Runbooks, own: str) -> list[Any]:
    filters = [{"Key": "ParentExecutionId", "Values": [own]}]
    listed = runbooks.ssm.describe_automation_executions(Filters=filters)
    found: list[Any] = listed["AutomationExecutionMetadataList"]
    return found


def test_an_execution_is_started_for_each_value(runbooks: Runbooks, client: Client) -> None:
    runbooks.create("runbook", [make_queue()], parameters=NAME)
    own = runbooks.start("runbook", **by_values("a", "b", "c"))
    found = runbooks.get(own)
    assert found["AutomationExecutionStatus"] == "Success"
    assert found["ResolvedTargets"]["ParameterValues"] == ["a", "b", "c"]
    assert queues(client) == {"a", "b", "c"}
    assert {s["Outputs"]["Status"][0] for s in found["StepExecutions"]} == {"Success"}
    assert len(children(runbooks, own)) == 3


def test_maps_give_each_child_its_parameters(runbooks: Runbooks, client: Client) -> None:
    runbooks.create("runbook", [make_queue()], parameters=NAME)
    own = runbooks.start("runbook", TargetMaps=[{"Name": ["a"]}, {"Name": ["b"]}])
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Success"
    assert queues(client) == {"a", "b"}


@pytest.mark.parametrize(
    ("limit", "started"),
    [({}, {"a!"}), ({"MaxErrors": "1"}, {"a!", "b!"}), ({"MaxErrors": "50%"}, {"a!", "b!", "c!"})],
)
def test_too_many_errors_stop_what_has_not_started(
    runbooks: Runbooks, limit: dict[str, str], started: set[str]
) -> None:
    runbooks.create("runbook", [make_queue()], parameters=NAME)
    given = by_values("a!", "b!", "c!", "d", MaxConcurrency="1", **limit)
    found = runbooks.get(runbooks.start("runbook", **given))
    assert found["AutomationExecutionStatus"] == "Failed"
    assert len(found["StepExecutions"]) == len(started)


def test_no_more_run_at_once_than_is_said(runbooks: Runbooks) -> None:
    runbooks.create("runbook", [WAIT], parameters=NAME)
    own = runbooks.start("runbook", **by_values("a", "b", "c", "d", MaxConcurrency="50%"))
    assert len(children(runbooks, own)) == 2
    first = children(runbooks, own)[0]["AutomationExecutionId"]
    resume = {"SignalType": "Resume", "Payload": {"StepName": ["step1"]}}
    runbooks.ssm.send_automation_signal(AutomationExecutionId=first, **resume)
    assert len(children(runbooks, own)) == 3
    runbooks.ssm.stop_automation_execution(AutomationExecutionId=own)
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Cancelled"
    ended = [child["AutomationExecutionStatus"] for child in children(runbooks, own)]
    assert sorted(ended) == ["Cancelled", "Cancelled", "Success"]


# https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-multiple-accounts-regions.html
OWNER = {"AWS": "arn:aws:iam::123456789012:root", "Service": "ssm.amazonaws.com"}
TRUST = write({"Effect": "Allow", "Principal": OWNER, "Action": "sts:AssumeRole"})
MAY = allow("ssm:StartAutomationExecution", "iam:PassRole", "sqs:CreateQueue")


def test_an_execution_runs_in_accounts_and_regions(
    runbooks: Runbooks, client: Client, member: str
) -> None:
    role = "AWS-SystemsManager-AutomationExecutionRole"
    for account in ("", member):
        iam = client("iam", account)
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)
        iam.put_role_policy(RoleName=role, PolicyName="own", PolicyDocument=write(MAY))
    parameters = {**NAME, "AutomationAssumeRole": {"type": "String", "default": ""}}
    runbooks.create(
        "runbook", [make_queue()], parameters=parameters, assumeRole="{{ AutomationAssumeRole }}"
    )
    runbooks.ssm.modify_document_permission(
        Name="runbook", PermissionType="Share", AccountIdsToAdd=[member]
    )
    places = {"Accounts": ["123456789012", member], "Regions": ["us-east-1", "eu-west-1"]}
    own = runbooks.start("runbook", Parameters={"Name": ["case"]}, TargetLocations=[places])
    found = runbooks.get(own)
    assert found["AutomationExecutionStatus"] == "Success", found
    shown = [(s["StepName"], s["TargetLocation"]["Regions"]) for s in found["StepExecutions"]]
    assert shown == [
        ("123456789012_us-east-1", ["us-east-1"]),
        ("123456789012_eu-west-1", ["eu-west-1"]),
        (f"{member}_us-east-1", ["us-east-1"]),
        (f"{member}_eu-west-1", ["eu-west-1"]),
    ]
    for account in ("", member):
        for region in ("us-east-1", "eu-west-1"):
            assert queues(client, account, region) == {"case"}
    (child,) = client("ssm", member, "eu-west-1").describe_automation_executions()[
        "AutomationExecutionMetadataList"
    ]
    assert child["ParentAutomationExecutionId"] == own
    assert f":assumed-role/{role}/" in child["ExecutedBy"]


def test_a_unit_stands_for_its_accounts(runbooks: Runbooks, client: Client, member: str) -> None:
    organizations = client("organizations")
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="prod")
    own = unit["OrganizationalUnit"]["Id"]
    organizations.move_account(AccountId=member, SourceParentId=root, DestinationParentId=own)
    runbooks.create("runbook", [make_queue("a")])
    given = {"Accounts": [root], "IncludeChildOrganizationUnits": True, "Regions": ["us-east-1"]}
    given |= {"ExcludeAccounts": ["123456789012"], "ExecutionRoleName": "Gone"}
    found = runbooks.get(runbooks.start("runbook", TargetLocations=[given]))
    assert [s["TargetLocation"]["Accounts"] for s in found["StepExecutions"]] == [[member]]
    assert found["AutomationExecutionStatus"] == "Failed"


@pytest.fixture
def open_role(runbooks: Runbooks, client: Client, member: str) -> str:
    """Return a role that this account and a member have, and may start runbooks with."""
    role = "AWS-SystemsManager-AutomationExecutionRole"
    for account in ("", member):
        iam = client("iam", account)
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)
        iam.put_role_policy(RoleName=role, PolicyName="own", PolicyDocument=write(MAY))
    runbooks.create("runbook", [make_queue("case")])
    return role


def run_at(runbooks: Runbooks, **location: Any) -> Any:
    """Return an execution in one place."""
    location = {"Regions": ["eu-west-1"], **location}
    return runbooks.get(runbooks.start("runbook", TargetLocations=[location]))


def test_a_document_that_is_not_shared_does_not_run_elsewhere(
    runbooks: Runbooks, client: Client, member: str, open_role: str
) -> None:
    found = run_at(runbooks, Accounts=[member], ExecutionRoleName=open_role)
    assert found["AutomationExecutionStatus"] == "Failed"
    assert "(AccessDeniedException)" in found["FailureMessage"]
    assert queues(client, member, "eu-west-1") == set()


@pytest.mark.usefixtures("open_role")
def test_no_role_of_another_account_is_taken_and_no_path_out_of_it(
    runbooks: Runbooks, client: Client, member: str
) -> None:
    runbooks.ssm.modify_document_permission(
        Name="runbook", PermissionType="Share", AccountIdsToAdd=[member]
    )
    for name in ("Unknown", f"x:arn:aws:iam::{member}:role", "../Admin"):
        try:
            found = run_at(runbooks, Accounts=[member], ExecutionRoleName=name)
        except runbooks.ssm.exceptions.ClientError as error:  # its form is refused at once
            assert "ValidationException" in str(error)  # noqa: PT017 - one of two ways out
        else:
            assert found["AutomationExecutionStatus"] == "Failed", name
    assert queues(client, member, "eu-west-1") == set()


@pytest.mark.parametrize("place", [{"Accounts": ["999999999999"]}, {"Regions": ["af-south-1"]}])
def test_what_is_out_of_reach_fails_alone(
    runbooks: Runbooks, client: Client, member: str, open_role: str, place: dict[str, Any]
) -> None:
    runbooks.ssm.modify_document_permission(
        Name="runbook", PermissionType="Share", AccountIdsToAdd=[member]
    )
    bad = {"Accounts": [member], "Regions": ["eu-west-1"], "ExecutionRoleName": open_role, **place}
    good = {"Accounts": [member], "Regions": ["eu-west-1"], "ExecutionRoleName": open_role}
    bad |= {"TargetLocationMaxErrors": "1"}
    found = runbooks.get(runbooks.start("runbook", TargetLocations=[bad, good]))
    assert [s["StepStatus"] for s in found["StepExecutions"]] == ["Failed", "Success"]
    assert queues(client, member, "eu-west-1") == {"case"}


@pytest.mark.parametrize("value", ["abc", "-1", "0", "101%", "1e3", "9" * 30])
def test_a_limit_is_a_number_or_a_percentage(
    runbooks: Runbooks, member: str, open_role: str, value: str
) -> None:
    location = {"Accounts": [member], "Regions": ["eu-west-1"], "ExecutionRoleName": open_role}
    for name in ("TargetLocationMaxConcurrency", "TargetsMaxConcurrency"):
        with pytest.raises(runbooks.ssm.exceptions.ClientError, match="ValidationException"):
            runbooks.start("runbook", TargetLocations=[{**location, name: value}])
