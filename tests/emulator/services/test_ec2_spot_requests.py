from datetime import UTC, datetime, timedelta
from typing import Any

CONFIG: dict[str, Any] = {
    "IamFleetRole": "arn:aws:iam::123456789012:role/fleet",
    "TargetCapacity": 2,
    "LaunchSpecifications": [{"ImageId": "ami-12c6146b", "InstanceType": "t3.micro"}],
}


def test_a_request_tells_when_it_was_made_and_of_which_type(client: Any) -> None:
    ec2 = client("ec2")
    first = ec2.request_spot_fleet(SpotFleetRequestConfig=CONFIG)["SpotFleetRequestId"]
    ec2.request_spot_fleet(SpotFleetRequestConfig={**CONFIG, "Type": "request"})
    found = ec2.describe_spot_fleet_requests()["SpotFleetRequestConfigs"]
    configs = {one["SpotFleetRequestId"]: one["SpotFleetRequestConfig"] for one in found}
    assert sorted(one["Type"] for one in configs.values()) == ["maintain", "request"]
    assert configs[first]["Type"] == "maintain"
    assert configs[first]["AllocationStrategy"] == "lowestPrice"
    assert all(datetime.now(UTC) - one["CreateTime"] < timedelta(minutes=5) for one in found)
    policy = "NoTermination"
    ec2.modify_spot_fleet_request(
        SpotFleetRequestId=first, TargetCapacity=0, ExcessCapacityTerminationPolicy=policy
    )
    found = ec2.describe_spot_fleet_requests(SpotFleetRequestIds=[first])
    config = found["SpotFleetRequestConfigs"][0]["SpotFleetRequestConfig"]
    assert (config["TargetCapacity"], config["Type"]) == (0, "maintain")


def test_a_request_shows_what_it_launches(client: Any) -> None:
    ec2 = client("ec2")
    disk = {"DeviceName": "/dev/xvdf", "Ebs": {"VolumeSize": 8, "Encrypted": False}}
    launch = {**CONFIG["LaunchSpecifications"][0], "BlockDeviceMappings": [disk]}
    ec2.request_spot_fleet(SpotFleetRequestConfig={**CONFIG, "LaunchSpecifications": [launch]})
    (shown,) = ec2.describe_spot_fleet_requests()["SpotFleetRequestConfigs"]
    assert shown["SpotFleetRequestConfig"]["LaunchSpecifications"] == [launch]


def test_a_spot_instance_request_tells_when_it_was_made(client: Any) -> None:
    ec2 = client("ec2")
    launch = CONFIG["LaunchSpecifications"][0]
    made = ec2.request_spot_instances(InstanceCount=1, LaunchSpecification=launch)
    shown = ec2.describe_spot_instance_requests()["SpotInstanceRequests"]
    assert datetime.now(UTC) - shown[0]["CreateTime"] < timedelta(minutes=5)
    assert made["SpotInstanceRequests"][0]["CreateTime"] == shown[0]["CreateTime"]
