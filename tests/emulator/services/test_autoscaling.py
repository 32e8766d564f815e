from typing import Any

import pytest


@pytest.fixture
def group(client: Any) -> Any:
    """Return a client, and a function that returns the desired capacity and the members."""
    ec2, scaling = client("ec2"), client("autoscaling")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    given = {"LaunchConfigurationName": "l", "ImageId": "ami-1", "InstanceType": "t3.micro"}
    scaling.create_launch_configuration(**given)
    target = client("elbv2").create_target_group(Name="t", Protocol="HTTP", Port=80, VpcId=vpc)
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="g", LaunchConfigurationName="l", MinSize=1, MaxSize=2,
        DesiredCapacity=1, VPCZoneIdentifier=subnet,
        TargetGroupARNs=[target["TargetGroups"][0]["TargetGroupArn"]],
    )  # fmt: skip

    def show() -> tuple[int, list[str]]:
        (found,) = scaling.describe_auto_scaling_groups()["AutoScalingGroups"]
        return found["DesiredCapacity"], [i["InstanceId"] for i in found["Instances"]]

    return scaling, show


def test_group_replaces_what_is_detached(client: Any, group: Any) -> None:
    scaling, show = group
    _, (old,) = show()
    given = {"AutoScalingGroupName": "g", "InstanceIds": [old]}
    scaling.detach_instances(ShouldDecrementDesiredCapacity=False, **given)
    desired, (new,) = show()
    assert desired == 1
    assert new != old
    elb = client("elbv2")
    arn = elb.describe_target_groups()["TargetGroups"][0]["TargetGroupArn"]
    found = elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    assert [f["Target"]["Id"] for f in found] == [new]
    scaling.attach_instances(**given)
    assert show() == (2, [new, old])


@pytest.mark.parametrize("verb", ["detach_instances", "enter_standby"])
def test_group_does_not_fall_below_its_least_size(group: Any, refusal: Any, verb: str) -> None:
    scaling, show = group
    before = show()
    given = {"AutoScalingGroupName": "g", "ShouldDecrementDesiredCapacity": True}
    for members in (before[1], ["i-0123"]):
        code, _ = refusal(getattr(scaling, verb), InstanceIds=members, **given)
        assert code == "ValidationError"
    last = {"InstanceId": before[1][0], "ShouldDecrementDesiredCapacity": True}
    code, _ = refusal(scaling.terminate_instance_in_auto_scaling_group, **last)
    assert code == "ValidationError"
    assert show() == before


def test_nothing_starts_while_launch_is_suspended(client: Any, group: Any) -> None:
    scaling, show = group
    scaling.suspend_processes(AutoScalingGroupName="g", ScalingProcesses=["Launch"])
    given = {"AutoScalingGroupName": "g", "InstanceIds": show()[1]}
    scaling.detach_instances(ShouldDecrementDesiredCapacity=False, **given)
    assert show() == (1, [])
    reservations = client("ec2").describe_instances()["Reservations"]
    assert sum(len(r["Instances"]) for r in reservations) == 1


def test_group_takes_no_more_than_it_holds(client: Any, group: Any, refusal: Any) -> None:
    scaling, show = group
    made = client("ec2").run_instances(ImageId="ami-1", MinCount=2, MaxCount=2)["Instances"]
    ids = [m["InstanceId"] for m in made]
    for members in (ids, ["i-0123"], show()[1]):
        given = {"AutoScalingGroupName": "g", "InstanceIds": members}
        assert refusal(scaling.attach_instances, **given)[0] == "ValidationError"
    unknown = {"AutoScalingGroupName": "h", "InstanceIds": ids}
    assert refusal(scaling.attach_instances, **unknown)[0] == "ValidationError"
