"""Auto Scaling: groups, and the launch configurations of the past."""

import base64
import json
from collections.abc import Callable
from typing import Any

from aws_examples import read_example

from ringwall.model.table import Reader

GROUP, CONFIGURATION = "autoscaling_auto_scaling_group", "autoscaling_launch_configuration"
GROUPS, CONFIGURATIONS = (
    "autoscaling.describe_auto_scaling_groups",
    "autoscaling.describe_launch_configurations",
)


def test_a_group_is_read_as_aws_shows_it(canned: Any, collect: Any) -> None:
    answers = {GROUPS: read_example("autoscaling", "DescribeAutoScalingGroups")}
    rows, gaps = collect(canned(answers), GROUP)
    (group,) = rows[GROUP]
    assert gaps == []
    assert group["availability_zones"] == ["us-west-2a", "us-west-2b", "us-west-2c"]
    assert (group["health_check_type"], group["target_group_arns"]) == ("EC2", [])
    assert group["launch_configuration_name"] == "my-launch-config"
    assert (group["launch_template_id"], group["instance_types"]) == ("", [])
    assert group["chooses_by_requirements"] is False


def test_a_launch_configuration_is_read_as_aws_shows_it(canned: Any, collect: Any) -> None:
    answers = {CONFIGURATIONS: read_example("autoscaling", "DescribeLaunchConfigurations")}
    rows, gaps = collect(canned(answers), CONFIGURATION)
    (found,) = rows[CONFIGURATION]
    assert gaps == []
    assert (found["associate_public_ip_address"], found["http_tokens"]) == ("true", "")
    assert found["plaintext_credentials"] == []


def test_an_address_may_be_left_to_the_subnet(canned: Any, collect: Any) -> None:
    (shown,) = read_example("autoscaling", "DescribeLaunchConfigurations")["LaunchConfigurations"]
    unsaid = {name: value for name, value in shown.items() if name != "AssociatePublicIpAddress"}
    for given, expected in ((unsaid, ""), (shown | {"AssociatePublicIpAddress": False}, "false")):
        answers = {CONFIGURATIONS: {"LaunchConfigurations": [given]}}
        rows, _ = collect(canned(answers), CONFIGURATION)
        (found,) = rows[CONFIGURATION]
        assert found["associate_public_ip_address"] == expected


def test_user_data_is_searched_and_not_kept(canned: Any, collect: Any) -> None:
    (shown,) = read_example("autoscaling", "DescribeLaunchConfigurations")["LaunchConfigurations"]
    script = base64.b64encode(b"#!/bin/sh\nexport DB_PASSWORD=hunter2\n").decode()
    answers = {CONFIGURATIONS: {"LaunchConfigurations": [shown | {"UserData": script}]}}
    rows, gaps = collect(canned(answers), CONFIGURATION)
    assert gaps == []
    assert rows[CONFIGURATION][0]["plaintext_credentials"] != []
    assert [row["name"] for row in rows["plaintext_credential"]] == ["DB_PASSWORD"]
    said = json.dumps(rows, default=str)
    assert "hunter2" not in said
    assert script not in said


def test_the_service_reads_groups(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    autoscaling = aws("autoscaling")
    subnet = aws("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
    autoscaling.create_launch_configuration(
        LaunchConfigurationName="old", ImageId="ami-12c6146b", InstanceType="t3.micro"
    )
    autoscaling.create_auto_scaling_group(
        AutoScalingGroupName="old",
        LaunchConfigurationName="old",
        MinSize=0,
        MaxSize=1,
        VPCZoneIdentifier=subnet,
    )
    rows, gaps = collect(live, GROUP, CONFIGURATION)
    assert gaps == []
    assert [row["launch_configuration_name"] for row in rows[GROUP]] == ["old"]
    assert len(rows[GROUP][0]["availability_zones"]) == 1
    assert [row["http_tokens"] for row in rows[CONFIGURATION]] == [""]
