"""Actions that call services: what they send, what they select, what they wait for."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.app import Emulator

Runbooks = Any
STATE = "$.Reservations[0].Instances[0].State.Name"
ID = {"InstanceId": {"type": "AWS::EC2::Instance::Id"}}


def step_of(execution: Any, number: int = 0) -> Any:
    return execution["StepExecutions"][number]


@pytest.mark.parametrize("api", ["DescribeInstances", "describe_instances"])
def test_a_call_is_made_and_outputs_are_selected(
    runbooks: Runbooks, instance: str, api: str
) -> None:
    outputs = [
        {"Name": "State", "Selector": STATE, "Type": "String"},
        {
            "Name": "Ids",
            "Selector": "$.Reservations[*].Instances[*].InstanceId",
            "Type": "StringList",
        },
        {
            "Name": "Code",
            "Selector": "$.Reservations[0].Instances[0].State.Code",
            "Type": "Integer",
        },
        {"Name": "Optimized", "Selector": "$..EbsOptimized", "Type": "StringList"},
        {"Name": "States", "Selector": "$.Reservations[0].Instances[0].State", "Type": "StringMap"},
        {"Name": "Instances", "Selector": "$.Reservations[0].Instances", "Type": "MapList"},
        {"Name": "Absent", "Selector": "$.Reservations[7]", "Type": "String"},
    ]
    inputs = {"Service": "ec2", "Api": api, "InstanceIds": ["{{ InstanceId }}"]}
    found = runbooks.run(
        {"action": "aws:executeAwsApi", "inputs": inputs, "outputs": outputs},
        parameters=ID,
        given={"InstanceId": [instance]},
        outputs=["step1.State", "step1.Absent"],
    )
    shown = step_of(found)["Outputs"]
    assert shown["State"] == ["running"]
    assert shown["Ids"] == [instance]
    assert shown["Code"] == ["16"]
    assert shown["States"] == ['{"Code": 16, "Name": "running"}']
    assert len(shown["Instances"]) == 1
    assert "Absent" not in shown
    assert step_of(found)["Inputs"]["InstanceIds"] == f'["{instance}"]'
    missing = "No output available yet because the step is not successfully executed"
    assert found["Outputs"] == {"step1.State": ["running"], "step1.Absent": [missing]}


def test_texts_become_what_the_api_takes(runbooks: Runbooks, client: Callable[..., Any]) -> None:
    inputs = {
        "Service": "sqs",
        "Api": "CreateQueue",
        "QueueName": "case-{{ automation:EXECUTION_ID }}",
        "Attributes": {"DelaySeconds": 5},
    }
    rule = {
        "Service": "ec2",
        "Api": "CreateVolume",
        "AvailabilityZone": "{{ global:REGION }}a",
        "Size": "8",
        "Encrypted": "true",
    }
    found = runbooks.run(
        {"action": "aws:executeAwsApi", "inputs": inputs},
        {"action": "aws:executeAwsApi", "inputs": rule},
    )
    assert found["AutomationExecutionStatus"] == "Success"
    (url,) = client("sqs").list_queues()["QueueUrls"]
    assert url.endswith(f"case-{found['AutomationExecutionId']}")
    (volume,) = client("ec2").describe_volumes()["Volumes"]
    assert (volume["Size"], volume["Encrypted"]) == (8, True)


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"Service": "ec3", "Api": "DescribeInstances"}, "there is no service ec3"),
        ({"Service": "ec2", "Api": "EnslaveInstances"}, "ec2 has no API EnslaveInstances"),
        ({"Service": "s3", "Api": "GetObject", "Bucket": "abc", "Key": "k"}, "streaming API"),
        ({"Service": "ec2", "Api": "RunInstances", "Imagine": "a"}, "Unknown parameter in input"),
    ],
)
def test_calls_that_cannot_be_made(runbooks: Runbooks, inputs: Any, message: str) -> None:
    found = runbooks.run({"action": "aws:executeAwsApi", "inputs": inputs})
    assert message in found["FailureMessage"]
    assert step_of(found)["FailureDetails"]["FailureStage"] == "InputValidation"


def check(action: str, instance: str, value: str) -> dict[str, Any]:
    inputs = {"Service": "ec2", "Api": "DescribeInstances", "InstanceIds": [instance]}
    wanted = {"PropertySelector": STATE, "DesiredValues": [value]}
    return {"action": f"aws:{action}", "inputs": {**inputs, **wanted}}


def test_a_property_is_asserted(runbooks: Runbooks, instance: str) -> None:
    found = runbooks.run(
        check("assertAwsResourceProperty", instance, "running"),
        check("assertAwsResourceProperty", instance, "stopped"),
    )
    assert [s["StepStatus"] for s in found["StepExecutions"]] == ["Success", "Failed"]
    assert "has the value running" in found["FailureMessage"]
    assert step_of(found, 1)["FailureDetails"]["FailureType"] == "Verification"


def test_a_property_is_waited_for(
    emulator: Emulator, runbooks: Runbooks, instance: str, client: Callable[..., Any]
) -> None:
    runbooks.create("runbook", [check("waitForAwsResourceProperty", instance, "stopped")])
    own = runbooks.start("runbook")
    assert runbooks.get(own)["AutomationExecutionStatus"] == "InProgress"
    client("ec2").stop_instances(InstanceIds=[instance])
    emulator.pass_time(60)
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Success"


def test_another_automation_runs_and_hands_its_outputs_on(runbooks: Runbooks) -> None:
    output = {"Name": "Account", "Selector": "$.Account", "Type": "String"}
    call = {"Service": "sts", "Api": "GetCallerIdentity"}
    runbooks.create(
        "inner",
        [{"action": "aws:executeAwsApi", "inputs": call, "outputs": [output]}],
        outputs=["step1.Account"],
        parameters={"Name": {"type": "String"}},
    )
    inputs = {"DocumentName": "inner", "RuntimeParameters": {"Name": "a"}}
    found = runbooks.run({"action": "aws:executeAutomation", "inputs": inputs})
    assert found["AutomationExecutionStatus"] == "Success"
    shown = step_of(found)["Outputs"]
    assert shown["Status"] == ["Success"]
    assert "123456789012" in shown["Output"][0]
    child = runbooks.get(shown["ExecutionId"][0])
    assert child["ParentAutomationExecutionId"] == found["AutomationExecutionId"]


def test_the_failure_of_another_automation_is_a_failure(runbooks: Runbooks) -> None:
    gone = {"Service": "iam", "Api": "GetUser", "UserName": "gone"}
    runbooks.create("inner", [{"action": "aws:executeAwsApi", "inputs": gone}])
    found = runbooks.run({"action": "aws:executeAutomation", "inputs": {"DocumentName": "inner"}})
    assert "ended as Failed" in found["FailureMessage"]
    runbooks.create(
        "outer", [{"action": "aws:executeAutomation", "inputs": {"DocumentName": "no"}}]
    )
    found = runbooks.wait(runbooks.start("outer"))
    assert "AutomationDefinitionNotFoundException" in found["FailureMessage"]


def test_a_parent_waits_for_a_sleeping_child_and_is_cancelled_with_it(runbooks: Runbooks) -> None:
    runbooks.create("inner", [{"action": "aws:sleep", "inputs": {"Duration": "PT30M"}}])
    runbooks.create(
        "outer", [{"action": "aws:executeAutomation", "inputs": {"DocumentName": "inner"}}]
    )
    own = runbooks.start("outer")
    assert runbooks.get(own)["AutomationExecutionStatus"] == "InProgress"
    assert runbooks.wait(own)["AutomationExecutionStatus"] == "Success"
    own = runbooks.start("outer")
    runbooks.ssm.stop_automation_execution(AutomationExecutionId=own)
    listed = runbooks.ssm.describe_automation_executions(
        Filters=[{"Key": "ParentExecutionId", "Values": [own]}]
    )["AutomationExecutionMetadataList"]
    assert [found["AutomationExecutionStatus"] for found in listed] == ["Cancelled"]
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Cancelled"
