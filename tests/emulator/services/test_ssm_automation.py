"""Executions through the API: what a start takes, what is told of them, filters and pages."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ringwall.emulator.app import Emulator

Client = Callable[..., Any]
PAUSE = {"name": "wait", "action": "aws:pause", "inputs": {}}
NAME = {"Name": {"type": "String", "allowedValues": ["a", "b"]}}
TOKEN = "8d3d8b3c-3b0e-4a4e-9f5e-0123456789ab"


@pytest.fixture
def ssm(client: Client) -> Any:
    """Return a client of an account with the document `own`."""
    made = client("ssm")
    content = {"schemaVersion": "0.3", "mainSteps": [PAUSE], "parameters": NAME}
    made.create_document(Name="own", Content=json.dumps(content), DocumentType="Automation")
    return made


def start(ssm: Any, **given: Any) -> str:
    asked = {"DocumentName": "own", "Parameters": {"Name": ["a"]}, **given}
    own: str = ssm.start_automation_execution(**asked)["AutomationExecutionId"]
    return own


def fail(ssm: Any, **given: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        start(ssm, **given)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


BAD = "InvalidAutomationExecutionParametersException"


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        ({"DocumentName": "gone"}, "AutomationDefinitionNotFoundException", "couldn't be found"),
        (
            {"DocumentName": "AWS-RunShellScript"},
            "AutomationDefinitionNotFoundException",
            "couldn't be found",
        ),
        (
            {"DocumentVersion": "7"},
            "AutomationDefinitionVersionNotFoundException",
            "couldn't be found",
        ),
        ({"Parameters": {}}, BAD, "Missing required parameter: Name in user inputs."),
        ({"Parameters": {"Name": ["c"]}}, BAD, 'has value "c" not found in [a, b].'),
        ({"TargetParameterName": "Name"}, BAD, "must be specified together"),
        (
            {"TargetParameterName": "Id", "Targets": [{"Key": "tag:a", "Values": ["b"]}]},
            BAD,
            "The target parameter Id is not defined",
        ),
        ({"TargetLocations": [{"Accounts": ["1" * 12]}]}, BAD, "must have Accounts and Regions"),
        (
            {"AlarmConfiguration": {"Alarms": [{"Name": "a"}]}},
            BAD,
            "AlarmConfiguration is not emulated",
        ),
        ({"Tags": [{"Key": k, "Value": ""} for k in "abcdef"]}, BAD, "at most 5 tags"),
    ],
)
def test_starts_that_are_refused(ssm: Any, given: Any, code: str, message: str) -> None:
    found = fail(ssm, **given)
    assert found[0] == code
    assert message in found[1]


def test_only_one_tag_can_be_targeted(ssm: Any) -> None:
    # https://github.com/aws/aws-sdk/issues/717
    targets = [{"Key": f"tag:{name}", "Values": ["a"]} for name in "ab"]
    message = "Only one resource group or tag can be specified at a time"
    assert fail(ssm, TargetParameterName="Name", Targets=targets) == (BAD, message)


def test_roles_are_checked_when_an_execution_starts(ssm: Any) -> None:
    declared = {"Role": {"type": "String", "default": ""}}
    content = {"schemaVersion": "0.3", "assumeRole": "{{ Role }}", "mainSteps": [PAUSE]}
    text = json.dumps(content | {"parameters": declared})
    ssm.create_document(Name="acts", Content=text, DocumentType="Automation")
    given = {"DocumentName": "acts"}
    malformed = fail(ssm, **given, Parameters={"Role": ["admin"]})
    assert malformed == (BAD, "The format of the supplied assume role ARN is invalid.")
    gone = {"Role": ["arn:aws:iam::123456789012:role/gone"]}
    unable = fail(ssm, **given, Parameters=gone)
    assert unable == (BAD, "The defined assume role is unable to be assumed.")
    assert ssm.describe_automation_executions()["AutomationExecutionMetadataList"] == []


def test_a_token_starts_one_execution(ssm: Any) -> None:
    own = start(ssm, ClientToken=TOKEN)
    assert start(ssm, ClientToken=TOKEN.upper()) == own
    other = fail(ssm, ClientToken=TOKEN, Parameters={"Name": ["b"]})
    assert other[0] == "IdempotentParameterMismatch"


def test_executions_are_listed_by_filters(ssm: Any) -> None:
    first, second = start(ssm), start(ssm, Tags=[{"Key": "case", "Value": "1"}])
    ssm.stop_automation_execution(AutomationExecutionId=first)

    def listed(**filters: str) -> list[str]:
        given = [{"Key": key, "Values": [value]} for key, value in filters.items()]
        found = ssm.describe_automation_executions(**({"Filters": given} if given else {}))
        return [e["AutomationExecutionId"] for e in found["AutomationExecutionMetadataList"]]

    assert listed() == [second, first]
    assert listed(ExecutionStatus="Waiting") == [second]
    assert listed(ExecutionId=first) == [first]
    assert listed(CurrentAction="aws:pause") == [second]
    assert listed(TagKey="case") == [second]
    assert listed(AutomationType="CrossAccount") == []
    assert listed(DocumentNamePrefix="ow", AutomationType="Local") == [second, first]
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    assert listed(StartTimeBefore=later) == [second, first]
    assert listed(StartTimeAfter=later) == []


def test_filters_and_tokens_that_mean_nothing_are_refused(
    ssm: Any, refusal: Callable[..., tuple[str, int]]
) -> None:
    start(ssm)
    ask = ssm.describe_automation_executions
    for key, value, code in (
        ("OpsItemId", "a", "InvalidFilterKey"),
        ("StartTimeAfter", "yesterday", "InvalidFilterValue"),
    ):
        assert refusal(ask, Filters=[{"Key": key, "Values": [value]}]) == (code, 400)
    assert refusal(ask, NextToken="page 2") == ("InvalidNextToken", 400)


def test_pages_of_steps_and_executions(ssm: Any) -> None:
    sleep = {"action": "aws:sleep", "inputs": {"Timestamp": "2020-01-01T00:00:00Z"}}
    steps = [{**sleep, "name": f"step{n:03}"} for n in range(120)]
    content = {"schemaVersion": "0.3", "mainSteps": steps}
    ssm.create_document(Name="long", Content=json.dumps(content), DocumentType="Automation")
    own = start(ssm, DocumentName="long", Parameters={})
    got = ssm.get_automation_execution(AutomationExecutionId=own)["AutomationExecution"]
    assert (len(got["StepExecutions"]), got["StepExecutionsTruncated"]) == (100, True)
    paginator = ssm.get_paginator("describe_automation_step_executions")
    pages = list(paginator.paginate(AutomationExecutionId=own))
    names = [step["StepName"] for page in pages for step in page["StepExecutions"]]
    assert (len(pages), names) == (3, [f"step{n:03}" for n in range(120)])
    chosen = ssm.describe_automation_step_executions(
        AutomationExecutionId=own,
        Filters=[{"Key": "StepName", "Values": ["step003", "step007"]}],
        ReverseOrder=True,
    )
    assert [step["StepName"] for step in chosen["StepExecutions"]] == ["step007", "step003"]


def test_what_is_not_emulated_is_refused(ssm: Any, refusal: Callable[..., tuple[str, int]]) -> None:
    runbooks = [{"DocumentName": "own"}]
    call = ssm.start_change_request_execution
    assert refusal(call, DocumentName="own", Runbooks=runbooks)[0] == "UnknownOperationException"
    unknown = {"AutomationExecutionId": "0" * 36}
    assert (
        refusal(ssm.get_automation_execution, **unknown)[0]
        == "AutomationExecutionNotFoundException"
    )


# https://github.com/CrowdStrike/aws-ssm-distributor/issues/135 has such a record.
def test_cloudtrail_hides_the_values_of_parameters(ssm: Any, emulator: Emulator) -> None:
    own = start(ssm)
    (record,) = [r for r in emulator.trail if r["eventName"] == "StartAutomationExecution"]
    assert record["requestParameters"] == {
        "documentName": "own",
        "parameters": {"Name": ["HIDDEN_DUE_TO_SECURITY_REASONS"]},
    }
    assert record["responseElements"] == {"automationExecutionId": own}
