from typing import Any

import pytest

from ringwall.emulator.app import Emulator

PLACE = ("123456789012", "us-east-1")
SHELL = {"DocumentName": "AWS-RunShellScript", "Parameters": {"commands": ["id"]}}


@pytest.fixture
def nodes(client: Any, emulator: Emulator) -> list[str]:
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "shop"}]}]
    ec2 = client("ec2")
    made = [
        ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, **more)["Instances"][0]
        for more in ({"TagSpecifications": tags}, {})
    ]
    found: list[str] = [m["InstanceId"] for m in made]
    emulator.state.settings[*PLACE, "ssm.Nodes"] = {name: {} for name in found}
    return found


def test_command_waits_for_the_result_that_is_recorded(
    client: Any, nodes: list[str], emulator: Emulator
) -> None:
    ssm = client("ssm")
    sent = ssm.send_command(InstanceIds=nodes, **SHELL)["Command"]
    name = {"CommandId": sent["CommandId"], "InstanceId": nodes[0]}
    shown = ssm.get_command_invocation(**name)
    assert (shown["Status"], shown["ResponseCode"], shown["StandardOutputContent"]) == (
        "Pending",
        -1,
        "",
    )
    result = {"Status": "Success", "StandardOutputContent": "uid=0(root)"}
    emulator.state.settings[*PLACE, "ssm.CommandResults"] = {
        ("AWS-RunShellScript", nodes[0]): result
    }
    shown = ssm.get_command_invocation(**name)
    assert (shown["Status"], shown["StandardOutputContent"]) == ("Success", "uid=0(root)")
    (command,) = ssm.list_commands()["Commands"]
    assert (command["Status"], command["TargetCount"], command["CompletedCount"]) == (
        "Pending",
        2,
        1,
    )
    ssm.cancel_command(CommandId=sent["CommandId"])
    listed = ssm.list_command_invocations(CommandId=sent["CommandId"])["CommandInvocations"]
    assert {i["InstanceId"]: i["Status"] for i in listed} == {
        nodes[0]: "Success",
        nodes[1]: "Cancelled",
    }


def test_targets_are_nodes_of_a_tag(client: Any, nodes: list[str], refusal: Any) -> None:
    ssm = client("ssm")
    target = [{"Key": "tag:team", "Values": ["shop"]}]
    sent = ssm.send_command(Targets=target, **SHELL)["Command"]
    listed = ssm.list_command_invocations(CommandId=sent["CommandId"])["CommandInvocations"]
    assert [i["InstanceId"] for i in listed] == nodes[:1]
    other = {"CommandId": sent["CommandId"], "InstanceId": nodes[1]}
    assert refusal(ssm.get_command_invocation, **other)[0] == "InvocationDoesNotExist"


def test_nodes_and_documents_must_exist(client: Any, nodes: list[str], refusal: Any) -> None:
    ssm = client("ssm")
    code, _ = refusal(ssm.send_command, InstanceIds=["i-0123"], **SHELL)
    assert code == "InvalidInstanceId"
    code, _ = refusal(ssm.send_command, InstanceIds=nodes, DocumentName="none")
    assert code == "InvalidDocument"
    unknown = "11111111-0000-4000-8000-000000000000"
    code, _ = refusal(ssm.cancel_command, CommandId=unknown)
    assert code == "InvalidCommandId"
