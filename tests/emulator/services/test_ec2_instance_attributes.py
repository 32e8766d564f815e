from typing import Any

import pytest


def run(ec2: Any, **more: Any) -> str:
    made = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, **more)["Instances"]
    instance_id: str = made[0]["InstanceId"]
    return instance_id


def state_of(ec2: Any, instance: str) -> str:
    found = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]
    name: str = found["State"]["Name"]
    return name


def test_protected_instances_stay_and_the_others_with_them(client: Any, refusal: Any) -> None:
    ec2 = client("ec2")
    free, held = run(ec2), run(ec2, DisableApiTermination=True)
    ec2.modify_instance_attribute(InstanceId=held, DisableApiStop={"Value": True})
    for call in (ec2.stop_instances, ec2.terminate_instances):
        assert refusal(call, InstanceIds=[free, held])[0] == "OperationNotPermitted"
        assert {state_of(ec2, free), state_of(ec2, held)} == {"running"}
    ec2.modify_instance_attribute(InstanceId=held, DisableApiTermination={"Value": False})
    ec2.terminate_instances(InstanceIds=[free, held])
    assert state_of(ec2, held) == "terminated"


def test_disk_stays_after_termination_where_it_is_told_to(client: Any, refusal: Any) -> None:
    ec2 = client("ec2")
    instance = run(ec2)
    change = {"DeviceName": "/dev/sda1", "Ebs": {"DeleteOnTermination": False}}
    ec2.modify_instance_attribute(InstanceId=instance, BlockDeviceMappings=[change])
    shown = ec2.describe_instance_attribute(InstanceId=instance, Attribute="blockDeviceMapping")
    (device,) = shown["BlockDeviceMappings"]
    assert device["Ebs"]["DeleteOnTermination"] is False
    ec2.terminate_instances(InstanceIds=[instance])
    assert [v["State"] for v in ec2.describe_volumes()["Volumes"]] == ["available"]
    change["DeviceName"] = "/dev/none"
    other = run(ec2)
    code, _ = refusal(ec2.modify_instance_attribute, InstanceId=other, BlockDeviceMappings=[change])
    assert code == "InvalidInstanceAttributeValue"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"InstanceInitiatedShutdownBehavior": {"Value": "explode"}}, "InvalidParameterValue"),
        ({"UserData": {"Value": b"x"}}, "IncorrectInstanceState"),
        (
            {"DisableApiStop": {"Value": True}, "SourceDestCheck": {"Value": False}},
            "InvalidParameterCombination",
        ),
    ],
)
def test_changes_that_aws_does_not_take(client: Any, refusal: Any, change: Any, code: str) -> None:
    ec2 = client("ec2")
    instance = run(ec2)
    assert refusal(ec2.modify_instance_attribute, InstanceId=instance, **change)[0] == code
    code, _ = refusal(ec2.modify_instance_attribute, InstanceId="i-0123", Groups=["sg-1"])
    assert code == "InvalidInstanceID.NotFound"


def test_shutdown_behavior_and_source_check_are_read_back(client: Any) -> None:
    ec2 = client("ec2")
    instance = run(ec2)
    change = {"InstanceInitiatedShutdownBehavior": {"Value": "terminate"}}
    ec2.modify_instance_attribute(InstanceId=instance, **change)
    name = "instanceInitiatedShutdownBehavior"
    shown = ec2.describe_instance_attribute(InstanceId=instance, Attribute=name)
    assert shown["InstanceInitiatedShutdownBehavior"]["Value"] == "terminate"
    ec2.modify_instance_attribute(InstanceId=instance, SourceDestCheck={"Value": False})
    (interface,) = ec2.describe_network_interfaces()["NetworkInterfaces"]
    assert interface["SourceDestCheck"] is False
