from collections.abc import Iterator
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.retries.adaptive import ClientRateLimiter, RateClocker
from botocore.retries.bucket import Clock, TokenBucket
from botocore.retries.standard import RetryEventAdapter, ThrottlingErrorDetector
from botocore.retries.throttling import CubicCalculator

from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach


def make(entrance: Any, app: Emulator, service: str, **retries: Any) -> Any:
    session = entrance.session(app)
    asked: Any = retries
    config = Config(retries=asked)
    return session.create_client(service, region_name="us-east-1", config=config)


def count_answers(call: Any, times: int) -> Iterator[str]:
    for _ in range(times):
        try:
            call()
            yield "ok"
        except ClientError as error:
            yield error.response["Error"]["Code"]


def test_a_burst_is_answered_and_then_every_second_call(
    emulator: Emulator, entrance: Any, behave: Any
) -> None:
    behave(burst=10)
    ec2 = make(entrance, emulator, "ec2", total_max_attempts=1)
    found = list(count_answers(ec2.describe_vpcs, 60))
    assert found[:10] == ["ok"] * 10
    assert set(found[30:]) == {"ok", "RequestLimitExceeded"}
    assert found[30:].count("ok") == 15


def test_buckets_are_apart_by_service_region_account_and_kind(
    emulator: Emulator, entrance: Any, behave: Any, client: Any, member: str
) -> None:
    behave(burst=1)
    ec2 = make(entrance, emulator, "ec2", total_max_attempts=1)
    assert "RequestLimitExceeded" in list(count_answers(ec2.describe_vpcs, 4))
    ec2.create_vpc(CidrBlock="10.0.0.0/16")
    make(entrance, emulator, "sqs", total_max_attempts=1).list_queues()
    client("ec2", "", "eu-west-1").describe_vpcs()
    client("ec2", member).describe_vpcs()


def test_equal_seeds_throttle_alike(emulator: Emulator, entrance: Any, behave: Any) -> None:
    def run(seed: int) -> list[str]:
        emulator.reset()
        behave(burst=20, seed=seed)
        ec2 = make(entrance, emulator, "ec2", total_max_attempts=1)
        return list(count_answers(ec2.describe_vpcs, 80))

    assert run(1) == run(1)
    assert run(1) != run(3)


@pytest.mark.usefixtures("no_sleep")
@pytest.mark.parametrize("mode", ["legacy", "standard"])
@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("ec2", "describe_vpcs"),
        ("iam", "list_users"),
        ("organizations", "describe_organization"),
        ("s3", "list_buckets"),
        ("guardduty", "list_detectors"),
        ("kms", "list_keys"),
        ("sqs", "list_queues"),
        ("lambda", "list_functions"),
    ],
)
def test_retries_get_through(  # noqa: PLR0917 - a case is three
    emulator: Emulator, entrance: Any, behave: Any, mode: str, service: str, operation: str
) -> None:
    make(entrance, emulator, "organizations").create_organization()
    behave(burst=1)
    client = make(entrance, emulator, service, mode=mode)
    for _ in range(12):
        getattr(client, operation)()
    assert sum(emulator.calls.values()) > 15


def test_a_throttled_call_changes_nothing(emulator: Emulator, entrance: Any, behave: Any) -> None:
    behave(burst=1)
    sqs = make(entrance, emulator, "sqs", total_max_attempts=1)
    numbers = iter(range(9))
    found = list(count_answers(lambda: sqs.create_queue(QueueName=f"q{next(numbers)}"), 6))
    behave(burst=0)
    assert len(sqs.list_queues()["QueueUrls"]) == found.count("ok") < 6


def test_buckets_are_saved(emulator: Emulator, entrance: Any, behave: Any) -> None:
    behave(burst=1)
    ec2 = make(entrance, emulator, "ec2", total_max_attempts=1)
    list(count_answers(ec2.describe_vpcs, 2))
    other = Emulator(behavior=emulator.behavior)
    other.load(emulator.save())
    session = entrance.session(other)
    attach(session, other)
    found = make(entrance, other, "ec2", total_max_attempts=1).describe_vpcs
    assert list(count_answers(found, 3)) == list(count_answers(ec2.describe_vpcs, 3))


@pytest.mark.usefixtures("no_sleep")
def test_adaptive_retries_slow_down_and_get_through(
    emulator: Emulator, entrance: Any, behave: Any
) -> None:
    behave(burst=2)
    ec2 = make(entrance, emulator, "ec2", mode="standard")
    limiter = limit_by(ec2, FastClock())
    for _ in range(12):
        ec2.describe_vpcs()
    assert emulator.calls["ec2:DescribeVpcs"] > 15
    assert limiter.enabled_by_throttling


class FastClock(Clock):
    """A minute passes between two looks at it: nothing ever waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def current_time(self) -> float:
        self.now += 60
        return self.now

    def sleep(self, amount: float) -> None:
        self.now += amount


class Limiter(ClientRateLimiter):
    """What botocore's adaptive mode adds to the standard one."""

    @property
    def enabled_by_throttling(self) -> bool:
        known: Any = self
        return bool(known._enabled)  # noqa: SLF001 - botocore shows it nowhere


def limit_by(client: Any, clock: Clock) -> Limiter:
    """Let a client be adaptive by a clock of ours: as `adaptive.register_retry_handler` does."""
    limiter = Limiter(
        rate_adjustor=CubicCalculator(starting_max_rate=0, start_time=clock.current_time()),
        rate_clocker=RateClocker(clock),
        token_bucket=TokenBucket(max_rate=1, clock=clock),
        throttling_detector=ThrottlingErrorDetector(RetryEventAdapter()),
        clock=clock,
    )
    client.meta.events.register_first("before-send", limiter.on_sending_request)
    client.meta.events.register("needs-retry", limiter.on_receiving_response)
    return limiter
