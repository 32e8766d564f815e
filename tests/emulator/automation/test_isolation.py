"""A whole runbook: it isolates an instance, step by step, and checks what it did."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ringwall.emulator.app import Emulator

Runbooks = Any
Client = Callable[..., Any]
Step = Mapping[str, Any]
ONE = "$.Reservations[0].Instances[0]"


def call(name: str, api: str, *outputs: tuple[str, str, str], **inputs: Any) -> Step:
    return {
        "name": name,
        "action": "aws:executeAwsApi",
        "inputs": {"Service": "ec2", "Api": api, **inputs},
        "outputs": [{"Name": n, "Selector": s, "Type": t} for n, s, t in outputs],
    }


STEPS = (
    call(
        "find",
        "DescribeInstances",
        ("Vpc", f"{ONE}.VpcId", "String"),
        ("Groups", f"{ONE}.SecurityGroups[*].GroupId", "StringList"),
        ("Role", f"{ONE}.IamInstanceProfile.Arn", "String"),
        ("Interface", f"{ONE}.NetworkInterfaces[0].NetworkInterfaceId", "String"),
        InstanceIds=["{{ InstanceId }}"],
    ),
    {
        "name": "markCase",
        "action": "aws:createTags",
        "inputs": {
            "ResourceIds": ["{{ InstanceId }}"],
            "Tags": [
                {"Key": "case", "Value": "{{ CaseId }}"},
                {"Key": "groups", "Value": "was {{ find.Groups }}"},
            ],
        },
    },
    call(
        "protect",
        "ModifyInstanceAttribute",
        InstanceId="{{ InstanceId }}",
        DisableApiTermination={"Value": "true"},
    ),
    call(
        "makeQuarantine",
        "CreateSecurityGroup",
        ("Group", "$.GroupId", "String"),
        GroupName="quarantine-{{ CaseId }}",
        Description="Lets nothing pass",
        VpcId="{{ find.Vpc }}",
    ),
    call(
        "empty",
        "RevokeSecurityGroupEgress",
        GroupId="{{ makeQuarantine.Group }}",
        IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}],
    ),
    {
        "name": "askPeople",
        "action": "aws:approve",
        "inputs": {"Approvers": ["operator"], "Message": "Isolate {{ InstanceId }}?"},
    },
    call(
        "swapGroups",
        "ModifyNetworkInterfaceAttribute",
        NetworkInterfaceId="{{ find.Interface }}",
        Groups=["{{ makeQuarantine.Group }}"],
    ),
    call(
        "snapshots",
        "CreateSnapshots",
        ("Ids", "$.Snapshots[*].SnapshotId", "StringList"),
        InstanceSpecification={"InstanceId": "{{ InstanceId }}"},
        Description="Case {{ CaseId }} of {{ global:DATE }}",
        TagSpecifications=[
            {"ResourceType": "snapshot", "Tags": [{"Key": "case", "Value": "{{ CaseId }}"}]}
        ],
    ),
    {
        "name": "waitForSnapshots",
        "action": "aws:waitForAwsResourceProperty",
        "timeoutSeconds": 3600,
        "inputs": {
            "Service": "ec2",
            "Api": "DescribeSnapshots",
            "SnapshotIds": "{{ snapshots.Ids }}",
            "PropertySelector": "$.Snapshots[*].State",
            "DesiredValues": ["completed"],
        },
    },
    {
        "name": "checkGroups",
        "action": "aws:assertAwsResourceProperty",
        "inputs": {
            "Service": "ec2",
            "Api": "DescribeInstances",
            "InstanceIds": ["{{ InstanceId }}"],
            "PropertySelector": f"{ONE}.SecurityGroups[*].GroupId",
            "DesiredValues": ["{{ makeQuarantine.Group }}"],
        },
    },
    {
        "name": "stopIfAsked",
        "action": "aws:branch",
        "inputs": {
            "Choices": [{"NextStep": "stop", "Variable": "{{ Stop }}", "BooleanEquals": True}]
        },
        "isEnd": True,
    },
    {
        "name": "stop",
        "action": "aws:changeInstanceState",
        "inputs": {"InstanceIds": ["{{ InstanceId }}"], "DesiredState": "stopped"},
    },
)
PARAMETERS = {
    "InstanceId": {"type": "AWS::EC2::Instance::Id"},
    "CaseId": {"type": "String", "allowedPattern": "[A-Z]+-[0-9]+"},
    "Stop": {"type": "Boolean", "default": False},
}


@pytest.fixture
def instance(client: Client) -> str:
    """Return the id of an instance in a subnet, with a group of its own."""
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="web", Description="-", VpcId=vpc)["GroupId"]
    place = {"SubnetId": subnet, "SecurityGroupIds": [group]}
    found = ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1, **place)
    own: str = found["Instances"][0]["InstanceId"]
    return own


def test_an_instance_is_isolated_and_preserved(
    emulator: Emulator, runbooks: Runbooks, instance: str, client: Client
) -> None:
    outputs = ["snapshots.Ids", "makeQuarantine.Group"]
    runbooks.create("isolate", STEPS, parameters=PARAMETERS, outputs=outputs)
    given = {"InstanceId": [instance], "CaseId": ["IR-7"], "Stop": ["true"]}
    own = runbooks.start("isolate", Parameters=given)
    waiting = runbooks.get(own)
    assert waiting["AutomationExecutionStatus"] == "Waiting", waiting.get("FailureMessage")
    assert waiting["CurrentStepName"] == "askPeople"
    runbooks.ssm.send_automation_signal(AutomationExecutionId=own, SignalType="Approve")
    found = runbooks.wait(own)
    assert found["AutomationExecutionStatus"] == "Success", found.get("FailureMessage")
    assert {step["StepStatus"] for step in found["StepExecutions"]} == {"Success"}
    ec2 = client("ec2")
    shown = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]
    (group,) = found["Outputs"]["makeQuarantine.Group"]
    assert [g["GroupId"] for g in shown["SecurityGroups"]] == [group]
    assert shown["State"]["Name"] == "stopped"
    assert {"Key": "case", "Value": "IR-7"} in shown["Tags"]
    rules = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
    assert rules["IpPermissions"] == rules["IpPermissionsEgress"] == []
    asked = {"InstanceId": instance, "Attribute": "disableApiTermination"}
    assert ec2.describe_instance_attribute(**asked)["DisableApiTermination"]["Value"] is True
    snapshots = ec2.describe_snapshots(SnapshotIds=found["Outputs"]["snapshots.Ids"])["Snapshots"]
    assert {tag["Value"] for s in snapshots for tag in s["Tags"]} == {"IR-7"}
    assert emulator.guesses == []
    names = {"ModifyNetworkInterfaceAttribute", "CreateSnapshots", "StopInstances"}
    written = [record for record in emulator.trail if record["eventName"] in names]
    assert {record["userIdentity"].get("invokedBy") for record in written} == {"ssm.amazonaws.com"}
    assert {record["eventName"] for record in written} == names


def test_an_isolation_that_is_rejected_leaves_the_network_alone(
    runbooks: Runbooks, instance: str, client: Client
) -> None:
    runbooks.create("isolate", STEPS, parameters=PARAMETERS)
    own = runbooks.start("isolate", Parameters={"InstanceId": [instance], "CaseId": ["IR-7"]})
    before = client("ec2").describe_instances(InstanceIds=[instance])
    runbooks.ssm.send_automation_signal(AutomationExecutionId=own, SignalType="Reject")
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Failed"
    after = client("ec2").describe_instances(InstanceIds=[instance])
    assert after["Reservations"] == before["Reservations"]
