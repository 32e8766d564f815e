"""A call that succeeded has consequences; one that failed has its record alone."""

from typing import Any

from ringwall.emulator.app import Emulator


def test_a_failed_call_is_recorded_and_makes_no_role(
    client: Any, refusal: Any, emulator: Emulator
) -> None:
    iam, groups = client("iam"), client("autoscaling")
    emulator.trail.clear()
    code, _ = refusal(
        groups.create_auto_scaling_group, AutoScalingGroupName="a", MinSize=0, MaxSize=1
    )
    assert code
    assert [r["eventName"] for r in emulator.trail] == ["CreateAutoScalingGroup"]
    names = {role["RoleName"] for role in iam.list_roles()["Roles"]}
    assert "AWSServiceRoleForAutoScaling" not in names


def test_a_call_that_succeeded_makes_the_role_of_its_service(client: Any) -> None:
    iam, ec2, groups = client("iam"), client("ec2"), client("autoscaling")
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    groups.create_launch_configuration(
        LaunchConfigurationName="c", ImageId="ami-12345678", InstanceType="t3.micro"
    )
    groups.create_auto_scaling_group(
        AutoScalingGroupName="a", MinSize=0, MaxSize=1, LaunchConfigurationName="c",
        VPCZoneIdentifier=subnet,
    )  # fmt: skip
    names = {role["RoleName"] for role in iam.list_roles()["Roles"]}
    assert "AWSServiceRoleForAutoScaling" in names
