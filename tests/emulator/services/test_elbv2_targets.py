from typing import Any

import pytest


@pytest.fixture
def vpc(client: Any) -> Any:
    ec2 = client("ec2")
    made = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    zones = ("us-east-1a", "us-east-1b")
    subnets = [
        ec2.create_subnet(VpcId=made, CidrBlock=f"10.0.{i}.0/24", AvailabilityZone=z)["Subnet"]
        for i, z in enumerate(zones)
    ]
    return made, [s["SubnetId"] for s in subnets]


def test_targets_come_and_go(client: Any, vpc: Any, refusal: Any) -> None:
    ec2, elb = client("ec2"), client("elbv2")
    vpc_id, subnets = vpc
    made = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, SubnetId=subnets[0])
    instance = made["Instances"][0]["InstanceId"]
    group = elb.create_target_group(Name="t", Protocol="HTTP", Port=80, VpcId=vpc_id)
    arn = group["TargetGroups"][0]["TargetGroupArn"]
    given = {"TargetGroupArn": arn, "Targets": [{"Id": instance}]}

    def health() -> list[Any]:
        found = elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
        return [f["TargetHealth"].get("Reason", f["TargetHealth"]["State"]) for f in found]

    unknown = given | {"Targets": [{"Id": "i-0123"}]}
    assert refusal(elb.register_targets, **unknown)[0] == "InvalidTarget"
    elb.register_targets(**given)
    assert health() == ["Target.NotInUse"]
    balancer = elb.create_load_balancer(Name="b", Subnets=subnets)["LoadBalancers"][0]
    elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": arn}],
    )  # fmt: skip
    assert health() == ["healthy"]
    for _ in range(2):
        elb.deregister_targets(**given)
        assert health() == []
    other = {"TargetGroupArn": arn.replace("/t/", "/u/"), "Targets": []}
    assert refusal(elb.deregister_targets, **other)[0] == "TargetGroupNotFound"
