"""Commands reach managed instances, which answer what a test gave them, and nothing else."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.app import Emulator

Client = Callable[..., Any]
SHELL = "AWS-RunShellScript"
CORE = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
TRUST = {
    "Effect": "Allow",
    "Principal": {"Service": "ec2.amazonaws.com"},
    "Action": "sts:AssumeRole",
}


def run_instance(client: Client, profile: str = "") -> str:
    given = {"IamInstanceProfile": {"Name": profile}} if profile else {}
    found = client("ec2").run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1, **given)
    own: str = found["Instances"][0]["InstanceId"]
    return own


@pytest.fixture
def node(client: Client) -> str:
    """Return the id of an instance whose role lets the agent report."""
    iam = client("iam")
    text = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
    for name in ("managed", "other"):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=text)
        iam.create_instance_profile(InstanceProfileName=name)
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    iam.attach_role_policy(RoleName="managed", PolicyArn=CORE)
    return run_instance(client, "managed")


def send(ssm: Any, *nodes: str, script: str = "id", **more: Any) -> str:
    given = {"DocumentName": SHELL, "Parameters": {"commands": [script]}, **more}
    if nodes:
        given["InstanceIds"] = list(nodes)
    own: str = ssm.send_command(**given)["Command"]["CommandId"]
    return own


def test_instances_are_managed_by_their_role(client: Client, node: str) -> None:
    run_instance(client)
    run_instance(client, "other")
    ssm = client("ssm")
    (found,) = ssm.describe_instance_information()["InstanceInformationList"]
    assert (found["InstanceId"], found["PingStatus"]) == (node, "Online")
    assert (found["IamRole"], found["PlatformType"]) == ("managed", "Linux")
    client("ec2").stop_instances(InstanceIds=[node])
    lost = [{"Key": "PingStatus", "Values": ["ConnectionLost"]}]
    (found,) = ssm.describe_instance_information(Filters=lost)["InstanceInformationList"]
    assert "LastPingDateTime" not in found
    client("ec2").terminate_instances(InstanceIds=[node])
    assert ssm.describe_instance_information()["InstanceInformationList"] == []


def test_an_instance_answers_what_it_was_given(
    emulator: Emulator, client: Client, node: str
) -> None:
    ssm = client("ssm")
    own = send(ssm, node)
    waits = ssm.get_command_invocation(CommandId=own, InstanceId=node)
    assert (waits["Status"], waits["ResponseCode"], waits["StandardOutputContent"]) == (
        "Pending",
        -1,
        "",
    )
    emulator.answer_commands(node, "uid=0(root)", to="id")
    emulator.answer_commands(node, "", error="not found", code=127, to="lsof")
    found = ssm.get_command_invocation(CommandId=own, InstanceId=node)
    assert (found["Status"], found["StandardOutputContent"]) == ("Success", "uid=0(root)")
    assert found["PluginName"] == "aws:runShellScript"
    other = send(ssm, node, script="lsof -i", Comment="case 1")
    (run,) = ssm.list_command_invocations(CommandId=other, Details=True)["CommandInvocations"]
    (plugin,) = run["CommandPlugins"]
    assert (run["Status"], run["Comment"], plugin["ResponseCode"]) == ("Failed", "case 1", 127)
    assert "not found" in plugin["Output"]
    listed = ssm.list_commands(InstanceId=node)["Commands"]
    assert [(c["CommandId"], c["Status"], c["ErrorCount"]) for c in listed] == [
        (other, "Failed", 1),
        (own, "Success", 0),
    ]
    failed = ssm.list_commands(Filters=[{"key": "Status", "value": "Failed"}])["Commands"]
    assert [c["CommandId"] for c in failed] == [other]


def test_a_command_that_nothing_answers_is_given_up_or_cancelled(
    emulator: Emulator, client: Client, node: str
) -> None:
    ssm = client("ssm")
    late, gone = send(ssm, node, TimeoutSeconds=60), send(ssm, node)
    ssm.cancel_command(CommandId=gone)
    emulator.pass_time(60)
    emulator.answer_commands(node, "too late")
    found = ssm.get_command_invocation(CommandId=late, InstanceId=node)
    assert (found["Status"], found["StatusDetails"]) == ("TimedOut", "DeliveryTimedOut")
    heard = send(ssm, node, TimeoutSeconds=60)
    assert ssm.list_commands(CommandId=gone)["Commands"][0]["Status"] == "Cancelled"
    assert ssm.list_commands(CommandId=heard)["Commands"][0]["Status"] == "Success"


def test_what_cannot_be_sent(client: Client, node: str, refusal: Any) -> None:
    ssm = client("ssm")
    bare = run_instance(client)
    shell: dict[str, Any] = {"DocumentName": SHELL, "Parameters": {"commands": ["id"]}}
    for given, code in (
        ({**shell, "InstanceIds": [bare]}, "InvalidInstanceId"),
        ({**shell, "InstanceIds": [node, node]}, "DuplicateInstanceId"),
        ({**shell, "InstanceIds": [node], "Parameters": {}}, "InvalidParameters"),
        ({**shell, "InstanceIds": [node], "DocumentVersion": "9"}, "InvalidDocumentVersion"),
        ({**shell, "InstanceIds": [node], "DocumentName": "gone"}, "InvalidDocument"),
        (
            {**shell, "InstanceIds": [node], "DocumentName": "AWS-StopEC2Instance"},
            "InvalidDocument",
        ),
        ({**shell, "Targets": [{"Key": "name", "Values": ["a"]}]}, "InvalidTarget"),
    ):
        assert refusal(ssm.send_command, **given) == (code, 400)
    own = send(ssm, node)
    ask = ssm.get_command_invocation
    unknown = {"CommandId": own, "InstanceId": bare}
    assert refusal(ask, **unknown)[0] == "InvocationDoesNotExist"
    plugin = {"CommandId": own, "InstanceId": node, "PluginName": "aws:runDocker"}
    assert refusal(ask, **plugin)[0] == "InvalidPluginName"
    assert refusal(ssm.list_commands, CommandId="0" * 36)[0] == "InvalidCommandId"
    filters = [{"key": "ExecutionStage", "value": "Complete"}]
    assert refusal(ssm.list_commands, Filters=filters)[0] == "InvalidFilterKey"


def test_instances_are_targeted_by_tag(client: Client, node: str) -> None:
    client("ec2").create_tags(Resources=[node], Tags=[{"Key": "case", "Value": "1"}])
    ssm = client("ssm")
    own = send(ssm, Targets=[{"Key": "tag:case", "Values": ["1"]}])
    (run,) = ssm.list_command_invocations(CommandId=own)["CommandInvocations"]
    assert run["InstanceId"] == node
    assert ssm.list_commands(CommandId=own)["Commands"][0]["TargetCount"] == 1


def test_a_runbook_waits_for_the_answer_of_an_instance(
    emulator: Emulator, client: Client, node: str
) -> None:
    ssm = client("ssm")
    inputs = {"DocumentName": SHELL, "InstanceIds": [node], "Parameters": {"commands": ["id"]}}
    step = {"name": "look", "action": "aws:runCommand", "inputs": inputs}
    text = json.dumps({"schemaVersion": "0.3", "mainSteps": [step], "outputs": ["look.Output"]})
    ssm.create_document(Name="looks", Content=text, DocumentType="Automation")
    own = ssm.start_automation_execution(DocumentName="looks")["AutomationExecutionId"]

    def get() -> Any:
        return ssm.get_automation_execution(AutomationExecutionId=own)["AutomationExecution"]

    assert get()["AutomationExecutionStatus"] == "InProgress"
    emulator.answer_commands(node, "uid=0(root)")
    get()
    found = get()
    assert found["AutomationExecutionStatus"] == "Success"
    assert found["Outputs"] == {"look.Output": ["uid=0(root)"]}
    emulator.answer_commands(node, "", code=1)
    own = ssm.start_automation_execution(DocumentName="looks")["AutomationExecutionId"]
    assert "returned Failed" in get()["FailureMessage"]
