"""Actions on instances, images and tags."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.app import Emulator

Runbooks = Any
Client = Callable[..., Any]


def state_of(client: Client, instance: str) -> str:
    found = client("ec2").describe_instances(InstanceIds=[instance])["Reservations"][0]
    state: str = found["Instances"][0]["State"]["Name"]
    return state


# https://docs.aws.amazon.com/cli/latest/reference/ssm/get-automation-execution.html
def test_aws_document_stops_an_instance_as_its_example_shows(
    runbooks: Runbooks, instance: str, client: Client
) -> None:
    own = runbooks.start("AWS-StopEC2Instance", Parameters={"InstanceId": [instance]})
    found = runbooks.get(own)
    assert state_of(client, instance) == "stopped"
    step = found["StepExecutions"][0]
    assert (step["StepName"], step["Action"]) == ("stopInstances", "aws:changeInstanceState")
    assert step["Inputs"] == {"DesiredState": '"stopped"', "InstanceIds": f'["{instance}"]'}
    assert step["Outputs"] == {"InstanceStates": ["stopped"]}
    assert found["Parameters"] == {"AutomationAssumeRole": [""], "InstanceId": [instance]}
    assert found["ResolvedTargets"] == {"ParameterValues": [], "Truncated": False}
    assert (found["Outputs"], found["Mode"], found["Targets"]) == ({}, "Auto", [])


@pytest.mark.parametrize(
    ("document", "state"),
    [
        ("AWS-StartEC2Instance", "running"),
        ("AWS-RestartEC2Instance", "running"),
        ("AWS-TerminateEC2Instance", "terminated"),
    ],
)
def test_documents_of_aws_run(
    runbooks: Runbooks, instance: str, client: Client, document: str, state: str
) -> None:
    own = runbooks.start(document, Parameters={"InstanceId": [instance]})
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Success"
    assert state_of(client, instance) == state


def test_an_instance_that_is_gone_never_gets_there(runbooks: Runbooks, instance: str) -> None:
    change = {"action": "aws:changeInstanceState"}
    wanted = {"InstanceIds": [instance], "CheckStateOnly": True}
    found = runbooks.run(
        {**change, "inputs": {"InstanceIds": [instance], "DesiredState": "terminated"}},
        {**change, "inputs": {**wanted, "DesiredState": "running"}},
    )
    assert "entered unexpected state: terminated" in found["FailureMessage"]
    runbooks.create("odd", [{**change, "inputs": {**wanted, "DesiredState": "asleep"}}])
    assert "is none of running" in runbooks.wait(runbooks.start("odd"))["FailureMessage"]


def test_instances_are_run_and_tagged(runbooks: Runbooks, client: Client) -> None:
    found = runbooks.run(
        {
            "action": "aws:runInstances",
            "inputs": {"ImageId": "ami-12345678", "MinInstanceCount": 2, "MaxInstanceCount": 2},
        },
        {
            "action": "aws:createTags",
            "inputs": {
                "ResourceIds": "{{ step1.InstanceIds }}",
                "Tags": [{"Key": "case", "Value": "{{ global:ACCOUNT_ID }}"}],
            },
        },
    )
    assert found["AutomationExecutionStatus"] == "Success"
    assert found["StepExecutions"][0]["Outputs"]["InstanceStates"] == ["running", "running"]
    tags = client("ec2").describe_tags()["Tags"]
    assert [tag["Value"] for tag in tags] == ["123456789012"] * 2


def test_parameters_are_tagged_and_other_types_refused(runbooks: Runbooks, client: Client) -> None:
    client("ssm").put_parameter(Name="p", Value="v", Type="String")
    inputs = {"ResourceIds": ["p"], "Tags": [{"Key": "a", "Value": "b"}]}
    tag = {"action": "aws:createTags"}
    found = runbooks.run(
        {**tag, "inputs": {**inputs, "ResourceType": "Parameter"}},
        {**tag, "inputs": {**inputs, "ResourceType": "Bucket"}},
    )
    assert [s["StepStatus"] for s in found["StepExecutions"]] == ["Success", "Failed"]
    listed = client("ssm").list_tags_for_resource(ResourceType="Parameter", ResourceId="p")
    assert listed["TagList"] == inputs["Tags"]


def test_images_are_made_copied_and_deleted(
    emulator: Emulator, runbooks: Runbooks, instance: str
) -> None:
    found = runbooks.run(
        {"action": "aws:createImage", "inputs": {"InstanceId": instance, "ImageName": "first"}},
        {
            "action": "aws:copyImage",
            "inputs": {
                "SourceImageId": "{{ step1.ImageId }}",
                "SourceRegion": "us-east-1",
                "ImageName": "second",
            },
        },
        {"action": "aws:deleteImage", "inputs": {"ImageId": "{{ step1.ImageId }}"}},
    )
    assert found["AutomationExecutionStatus"] == "Success", found["FailureMessage"]
    made, copied = (s["Outputs"]["ImageId"][0] for s in found["StepExecutions"][:2])
    assert made != copied
    assert emulator.calls["ec2:DeregisterImage"] == 1
    assert emulator.calls["ec2:DeleteSnapshot"] == 1
