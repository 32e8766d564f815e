from typing import Any

from ringwall.emulator.app import Emulator

PLACE = ("123456789012", "us-east-1")


def test_console_shows_what_was_recorded_and_nothing_else(
    client: Any, emulator: Emulator, refusal: Any
) -> None:
    ec2 = client("ec2")
    made = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)["Instances"]
    instance = made[0]["InstanceId"]
    assert "Output" not in ec2.get_console_output(InstanceId=instance)
    assert refusal(ec2.get_console_screenshot, InstanceId=instance)[0] == "InternalError"
    emulator.state.settings[*PLACE, "ec2.ConsoleOutput"] = {instance: "login: "}
    emulator.state.settings[*PLACE, "ec2.ConsoleScreenshot"] = {instance: b"\xff\xd8picture"}
    assert ec2.get_console_output(InstanceId=instance)["Output"] == "login: "
    shown = ec2.get_console_screenshot(InstanceId=instance)
    assert shown["ImageData"] == "/9hwaWN0dXJl"
    ec2.stop_instances(InstanceIds=[instance])
    assert refusal(ec2.get_console_screenshot, InstanceId=instance)[0] == "IncorrectInstanceState"
    code, _ = refusal(ec2.get_console_output, InstanceId="i-01234567")
    assert code == "InvalidInstanceID.NotFound"
