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
