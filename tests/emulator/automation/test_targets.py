"""Targets by tag and by resource group."""

from collections.abc import Callable
from typing import Any

Runbooks = Any


def test_instances_are_found_by_their_tag(
    runbooks: Runbooks, instance: str, client: Callable[..., Any]
) -> None:
    ec2 = client("ec2")
    other = ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1)
    ec2.create_tags(Resources=[instance], Tags=[{"Key": "case", "Value": "1"}])
    targets = [{"Key": "tag:case", "Values": ["1"]}]
    given = {"Targets": targets, "TargetParameterName": "InstanceId"}
    found = runbooks.get(runbooks.start("AWS-StopEC2Instance", **given))
    assert found["ResolvedTargets"]["ParameterValues"] == [instance]
    assert found["AutomationExecutionStatus"] == "Success"
    states = {
        i["InstanceId"]: i["State"]["Name"]
        for reservation in ec2.describe_instances()["Reservations"]
        for i in reservation["Instances"]
    }
    assert states == {instance: "stopped", other["Instances"][0]["InstanceId"]: "running"}


def test_targets_that_nothing_matches_are_a_failure(runbooks: Runbooks) -> None:
    for key, message in (("tag:case", "No resource matches"), ("Color", "are not supported")):
        targets = [{"Key": key, "Values": ["1"]}]
        given = {"Targets": targets, "TargetParameterName": "InstanceId"}
        found = runbooks.get(runbooks.start("AWS-StopEC2Instance", **given))
        assert found["AutomationExecutionStatus"] == "Failed"
        assert message in found["FailureMessage"]
