from typing import Any, NamedTuple

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.refusals import CallPattern, read_pattern


class Aws(NamedTuple):
    emulator: Emulator
    client: Any
    refusal: Any


@pytest.fixture
def aws(emulator: Emulator, client: Any, refusal: Any) -> Aws:
    return Aws(emulator, client, refusal)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("s3:GetBucketPolicy", CallPattern("s3:GetBucketPolicy")),
        ("s3:*@111122223333", CallPattern("s3:*", "111122223333")),
        ("ec2:*@*/eu-west-1", CallPattern("ec2:*", "*", "eu-west-1")),
    ],
)
def test_pattern_is_read(text: str, pattern: CallPattern) -> None:
    assert read_pattern(text) == pattern


def test_pattern_without_an_operation_is_an_error() -> None:
    with pytest.raises(ValueError, match="service:Operation"):
        read_pattern("GetBucketPolicy")


@pytest.mark.parametrize(
    ("operation", "parameters", "error"),
    [
        ("s3.get_bucket_policy", {"Bucket": "b-1"}, ("AccessDenied", 403)),
        ("ec2.describe_vpcs", {}, ("UnauthorizedOperation", 403)),
        ("iam.list_users", {}, ("AccessDenied", 403)),
        ("organizations.list_roots", {}, ("AccessDeniedException", 400)),
        ("guardduty.list_detectors", {}, ("AccessDeniedException", 403)),
        ("s3control.get_public_access_block", {"AccountId": "1" * 12}, ("AccessDenied", 403)),
    ],
)
def test_denied_call_is_answered_in_the_services_words(
    aws: Aws, operation: str, parameters: dict[str, str], error: tuple[str, int]
) -> None:
    service, _, name = operation.partition(".")
    aws.emulator.deny(f"{service}:*")
    assert aws.refusal(getattr(aws.client(service), name), **parameters) == error


def test_denial_holds_for_one_account(
    client: Any, emulator: Emulator, refusal: Any, member: str
) -> None:
    emulator.deny(f"sqs:ListQueues@{member}")
    assert refusal(client("sqs", member).list_queues)[0] == "AccessDeniedException"
    client("sqs").list_queues()


def test_denial_holds_for_one_region(client: Any, emulator: Emulator, refusal: Any) -> None:
    emulator.deny("ec2:DescribeFlowLogs@*/eu-west-1")
    assert refusal(client("ec2", "", "eu-west-1").describe_flow_logs)[0] == "UnauthorizedOperation"
    client("ec2", "", "us-east-1").describe_flow_logs()
    client("ec2", "", "eu-west-1").describe_vpcs()


def test_denied_write_changes_nothing(client: Any, emulator: Emulator, refusal: Any) -> None:
    emulator.deny("s3:CreateBucket")
    s3 = client("s3")
    refusal(s3.create_bucket, Bucket="never-made")
    assert s3.list_buckets()["Buckets"] == []


def test_allow_takes_back_one_or_all(client: Any, emulator: Emulator, refusal: Any) -> None:
    emulator.deny("sqs:*", "ec2:*")
    emulator.allow("sqs:*")
    client("sqs").list_queues()
    refusal(client("ec2").describe_vpcs)
    emulator.allow()
    client("ec2").describe_vpcs()


def test_throttled_call_succeeds_on_the_next_try(client: Any, emulator: Emulator) -> None:
    emulator.throttle("ec2:DescribeVpcs", 1)
    assert client("ec2").describe_vpcs()["Vpcs"]
    assert emulator.calls["ec2:DescribeVpcs"] == 2
    assert emulator.trail[0]["errorCode"] == "RequestLimitExceeded"


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [
        ("ec2", "describe_vpcs", "AuthFailure"),
        ("sqs", "list_queues", "UnrecognizedClientException"),
        ("guardduty", "list_detectors", "UnrecognizedClientException"),
        ("rds", "describe_db_instances", "InvalidClientTokenId"),
        ("s3", "list_buckets", "InvalidToken"),
    ],
)
def test_region_that_is_not_enabled_knows_no_credentials(
    client: Any, refusal: Any, service: str, operation: str, code: str
) -> None:
    assert refusal(getattr(client(service, "", "af-south-1"), operation))[0] == code


def test_region_is_enabled_for_one_account(
    client: Any, emulator: Emulator, refusal: Any, member: str
) -> None:
    emulator.enable_region(member, "af-south-1")
    client("ec2", member, "af-south-1").describe_vpcs()
    refusal(client("ec2", "", "af-south-1").describe_vpcs)
    emulator.disable_region(member, "eu-west-1")
    refusal(client("ec2", member, "eu-west-1").describe_vpcs)
