from typing import Any

import pytest

from ringwall.emulator.app import Emulator

PLACE = ("123456789012", "us-east-1")


@pytest.fixture
def node(client: Any, emulator: Emulator) -> str:
    """Return an instance that Systems Manager manages."""
    made = client("ec2").run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)["Instances"]
    instance: str = made[0]["InstanceId"]
    emulator.state.settings[*PLACE, "ssm.Nodes"] = {instance: {"PlatformType": "Linux"}}
    return instance


def test_session_is_ended(client: Any, node: str, refusal: Any) -> None:
    ssm = client("ssm")
    session = ssm.start_session(Target=node, Reason="look")["SessionId"]
    (shown,) = ssm.describe_sessions(State="Active")["Sessions"]
    assert (shown["SessionId"], shown["Target"], shown["Reason"]) == (session, node, "look")
    assert ssm.describe_sessions(State="History")["Sessions"] == []
    for _ in range(2):
        assert ssm.terminate_session(SessionId=session)["SessionId"] == session
    assert ssm.describe_sessions(State="Active")["Sessions"] == []
    target = [{"key": "Target", "value": node}]
    (shown,) = ssm.describe_sessions(State="History", Filters=target)["Sessions"]
    assert shown["Status"] == "Terminated"
    assert refusal(ssm.start_session, Target="i-0123")[0] == "TargetNotConnected"


def test_session_ends_with_its_instance(client: Any, node: str) -> None:
    ssm = client("ssm")
    ssm.start_session(Target=node)
    assert ssm.get_connection_status(Target=node)["Status"] == "connected"
    client("ec2").stop_instances(InstanceIds=[node])
    assert ssm.get_connection_status(Target=node)["Status"] == "notconnected"
    assert ssm.describe_sessions(State="Active")["Sessions"] == []


def test_only_what_was_recorded_is_managed(client: Any, node: str) -> None:
    client("ec2").run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)
    (shown,) = client("ssm").describe_instance_information()["InstanceInformationList"]
    assert (shown["InstanceId"], shown["PlatformType"], shown["PingStatus"]) == (
        node,
        "Linux",
        "Online",
    )


def test_service_setting_is_set_and_reset(client: Any, refusal: Any) -> None:
    ssm = client("ssm")
    name = {"SettingId": "/ssm/documents/console/public-sharing-permission"}

    def show() -> tuple[str, str]:
        found = ssm.get_service_setting(**name)["ServiceSetting"]
        return found["SettingValue"], found["Status"]

    assert show() == ("Enable", "Default")
    ssm.update_service_setting(SettingValue="Disable", **name)
    assert show() == ("Disable", "Customized")
    ssm.reset_service_setting(**name)
    assert show() == ("Enable", "Default")
    code, _ = refusal(ssm.get_service_setting, SettingId="/ssm/none")
    assert code == "ServiceSettingNotFound"
