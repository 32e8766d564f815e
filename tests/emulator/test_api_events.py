"""What EventBridge is told of calls."""

from collections.abc import Callable
from typing import Any

import pytest
from log_targets import make_log_bucket

from ringwall.emulator.app import Emulator
from ringwall.emulator.console import ConsoleSignIn

ACCOUNT = "123456789012"
BY_TRAIL = "AWS API Call via CloudTrail"


@pytest.fixture
def rule(client: Any) -> Callable[..., None]:
    """Return a function that makes a rule, where a trail is logging."""
    make_log_bucket(client("s3"), "trail-logs", "cloudtrail")
    client("cloudtrail").create_trail(
        Name="main", S3BucketName="trail-logs", IsMultiRegionTrail=True
    )
    client("cloudtrail").start_logging(Name="main")

    def make(region: str = "", state: str = "ENABLED") -> None:
        client("events", "", region).put_rule(
            Name="all", EventPattern='{"source":[{"prefix":""}]}', State=state
        )

    return make


def told(emulator: Emulator, kind: str = BY_TRAIL) -> list[Any]:
    return [event for event in emulator.state.published if event.detail_type == kind]


def test_without_a_rule_nothing_is_published(client: Any, emulator: Emulator) -> None:
    client("sqs").create_queue(QueueName="q")
    assert emulator.state.published == []


def test_write_is_published_with_its_record(client: Any, emulator: Emulator, rule: Any) -> None:
    rule()
    client("sqs").create_queue(QueueName="q")
    event = told(emulator)[-1]
    assert (event.account_id, event.region, event.source) == (ACCOUNT, "us-east-1", "aws.sqs")
    assert event.detail == emulator.trail[-1]
    assert event.detail["eventName"] == "CreateQueue"


def test_read_is_published_where_a_rule_wants_all(
    client: Any, emulator: Emulator, rule: Any
) -> None:
    rule()
    client("sqs").list_queues()
    names = [event.detail["eventName"] for event in told(emulator)]
    assert "ListQueues" not in names
    rule(state="ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
    client("sqs").list_queues()
    assert told(emulator)[-1].detail["eventName"] == "ListQueues"


def test_global_services_are_in_their_home(client: Any, emulator: Emulator, rule: Any) -> None:
    rule("eu-west-1")
    client("iam").create_user(UserName="ana")
    assert [e.detail["eventName"] for e in told(emulator)] == ["PutRule"]
    rule()
    client("iam").create_user(UserName="eve")
    assert told(emulator)[-1].source == "aws.iam"


def test_call_is_published_where_a_trail_logs(client: Any, emulator: Emulator, rule: Any) -> None:
    rule()
    client("cloudtrail").stop_logging(Name="main")
    before = len(told(emulator))
    client("sqs").create_queue(QueueName="q")
    assert len(told(emulator)) == before


def test_sign_in_is_published(emulator: Emulator, rule: Any) -> None:
    rule()
    emulator.sign_in(ConsoleSignIn(ACCOUNT))
    (event,) = told(emulator, "AWS Console Sign In via CloudTrail")
    assert (event.source, event.detail["eventName"]) == ("aws.signin", "ConsoleLogin")
