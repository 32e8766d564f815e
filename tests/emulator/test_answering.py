"""Preconditions, our handlers, moto and the completion answer in this order."""

from typing import Any

import pytest

from ringwall.emulator.app import Emulator


def test_what_stands_against_a_call_comes_before_its_answer(
    client: Any, refusal: Any, emulator: Emulator
) -> None:
    s3 = client("s3")
    assert refusal(s3.create_bucket, Bucket="xn--mine")[0] == "InvalidBucketName"
    with emulator.mounted():
        assert s3.list_buckets()["Buckets"] == []


def test_moto_answers_what_no_handler_does(client: Any) -> None:
    sqs = client("sqs")
    sqs.create_queue(QueueName="q")
    assert len(sqs.list_queues()["QueueUrls"]) == 1


def test_what_nobody_answers_is_said_to_be_missing(client: Any, refusal: Any) -> None:
    found = refusal(client("resource-groups").list_group_resources, Group="a")
    assert found == ("UnknownOperationException", 501)


@pytest.mark.parametrize(
    ("call", "asked"),
    [
        ("create_vpc", {"CidrBlock": "10.0.0.0/16"}),
        ("create_volume", {"AvailabilityZone": "us-east-1a", "Size": 1}),
        ("run_instances", {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1}),
        ("create_transit_gateway", {}),
        ("describe_vpcs", {}),
    ],
)
def test_a_dry_run_of_ec2_does_nothing(client: Any, refusal: Any, call: str, asked: Any) -> None:
    ec2 = client("ec2")
    before = ec2.describe_vpcs()["Vpcs"], ec2.describe_volumes()["Volumes"]
    assert refusal(getattr(ec2, call), DryRun=True, **asked) == ("DryRunOperation", 412)
    assert before == (ec2.describe_vpcs()["Vpcs"], ec2.describe_volumes()["Volumes"])
    assert ec2.describe_transit_gateways()["TransitGateways"] == []
