from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError

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
    assert emulator.trail[0]["errorCode"] == "Client.RequestLimitExceeded"


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


@pytest.mark.parametrize(
    ("operation", "parameters", "error"),
    [
        ("s3.get_bucket_policy", {"Bucket": "b-1"}, ("SlowDown", 503)),
        ("ec2.describe_vpcs", {}, ("RequestLimitExceeded", 503)),
        ("iam.list_users", {}, ("Throttling", 400)),
        ("organizations.list_roots", {}, ("TooManyRequestsException", 400)),
        ("guardduty.list_detectors", {}, ("TooManyRequestsException", 429)),
    ],
)
def test_throttled_call_is_answered_as_its_service_does(
    aws: Aws,
    monkeypatch: pytest.MonkeyPatch,
    operation: str,
    parameters: dict[str, str],
    error: tuple[str, int],
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    service, _, name = operation.partition(".")
    aws.emulator.throttle(f"{service}:*", 1)
    assert aws.refusal(getattr(aws.client(service), name), **parameters) == error


def test_call_is_throttled_as_often_as_was_said(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    aws.emulator.throttle("iam:ListUsers", 2)
    iam = aws.client("iam")
    assert [aws.refusal(iam.list_users) for _ in "12"] == [("Throttling", 400)] * 2
    iam.list_roles()
    iam.list_users()
    assert [record.get("errorCode") for record in aws.emulator.trail] == [
        *("Throttling", "Throttling"),
        *(None, None),
    ]


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("EC2:describevpcs", True),
        ("ec2:Describe*", True),
        ("ec2:Describe", False),
        ("*:*", True),
        ("ec2:DescribeVpcs@111122223333", False),
        ("ec2:DescribeVpcs@123456789012/us-east-1", True),
        ("ec2:DescribeVpcs@123456789012/eu-west-1", False),
        ("ec2:DescribeVpcs@*/us-*", True),
        ("ec2:DescribeVpcs@/", True),
        ("rds:Describe*", False),
    ],
)
def test_pattern_matches_by_operation_account_and_region(
    aws: Aws, pattern: str, *, matches: bool
) -> None:
    aws.emulator.deny(pattern)
    ec2 = aws.client("ec2")
    if matches:
        assert aws.refusal(ec2.describe_vpcs)[0] == "UnauthorizedOperation"
    else:
        assert ec2.describe_vpcs()["Vpcs"]


def test_region_is_checked_before_denials_and_rates(aws: Aws) -> None:
    aws.emulator.disable_region("123456789012", "eu-west-1")
    aws.emulator.deny("ec2:*")
    aws.emulator.throttle("ec2:*", 5)
    assert aws.refusal(aws.client("ec2", "", "eu-west-1").describe_vpcs)[0] == "AuthFailure"
    aws.client("sts").get_caller_identity()


def test_pattern_is_taken_back_only_as_it_was_written(aws: Aws) -> None:
    aws.emulator.deny("sqs:ListQueues", "sqs:ListQueues@123456789012")
    aws.emulator.allow("sqs:*")
    aws.emulator.allow("sqs:ListQueues")
    assert aws.refusal(aws.client("sqs").list_queues)[0] == "AccessDeniedException"
    aws.emulator.allow("sqs:ListQueues@123456789012")
    aws.client("sqs").list_queues()


@pytest.mark.parametrize("text", ["", "@", "GetBucketPolicy@1", "s3"])
def test_nothing_is_denied_by_a_pattern_that_is_none(aws: Aws, text: str) -> None:
    for refuse in (aws.emulator.deny, aws.emulator.allow):
        with pytest.raises(ValueError, match="write service:Operation"):
            refuse(text)
    with pytest.raises(ValueError, match="write service:Operation"):
        aws.emulator.throttle(text, 1)
    aws.client("sqs").list_queues()


def test_message_names_the_action(client: Any, emulator: Emulator) -> None:
    emulator.deny("iam:ListUsers")
    with pytest.raises(ClientError, match="not authorized to perform: iam:ListUsers"):
        client("iam").list_users()
