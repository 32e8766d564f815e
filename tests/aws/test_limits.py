"""The budget holds back who asks too fast, and nobody else."""

from dataclasses import dataclass, field

import pytest

from ringwall.aws.limits import Limits

HERE = ("111122223333", "us-east-1")


@dataclass
class Clock:
    """Time that passes only while somebody sleeps, or where a test says so."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def limits(clock: Clock, **rates: float) -> Limits:
    return Limits(rates, lambda: clock.now, clock.sleep)


def test_a_burst_is_free_and_then_the_rate_holds() -> None:
    clock = Clock()
    budget = limits(clock, iam=10)
    for _ in range(20):
        budget.wait(*HERE, "iam.get_role")
    assert clock.slept == []
    for _ in range(10):
        budget.wait(*HERE, "iam.get_role")
    assert sum(clock.slept) == pytest.approx(1.0)


def test_a_pause_fills_the_bucket_but_not_beyond_its_rim() -> None:
    clock = Clock()
    budget = limits(clock, iam=10)
    for _ in range(20):
        budget.wait(*HERE, "iam.get_role")
    clock.now += 3600
    for _ in range(20):
        budget.wait(*HERE, "iam.get_role")
    assert clock.slept == []
    assert budget.wait(*HERE, "iam.get_role") == pytest.approx(0.1)


def test_accounts_regions_and_services_have_buckets_of_their_own() -> None:
    clock = Clock()
    budget = limits(clock, iam=1, config=1)
    for account in ("1", "2"):
        for region in ("a", "b"):
            for service in ("iam", "config"):
                assert budget.wait(account, region, f"{service}.list") == 0
                assert budget.wait(account, region, f"{service}.list") == 0
    assert budget.wait("1", "a", "iam.list") > 0


def test_an_operation_may_have_a_rate_of_its_own() -> None:
    clock = Clock()
    budget = Limits(
        {"cloudtrail": 10, "cloudtrail.lookup_events": 1}, lambda: clock.now, clock.sleep
    )
    waits = [budget.wait(*HERE, "cloudtrail.lookup_events") for _ in range(4)]
    assert waits == [0, 0, 1, 1]
    assert budget.wait(*HERE, "cloudtrail.describe_trails") == 0


def test_services_without_a_rate_are_not_held_back() -> None:
    clock = Clock()
    budget = limits(clock, iam=1)
    assert sum(budget.wait(*HERE, "ec2.describe_instances") for _ in range(1000)) == 0


def test_those_who_wait_queue_up_behind_each_other() -> None:
    slept: list[float] = []
    budget = Limits({"iam": 1}, lambda: 0.0, slept.append)
    for _ in range(5):
        budget.wait(*HERE, "iam.get_role")
    assert slept == [1, 2, 3]


def test_an_account_that_is_done_leaves_nothing_behind() -> None:
    slept: list[float] = []
    limits = Limits({"iam": 1.0}, lambda: 0.0, slept.append)
    for account in ("a", "b"):
        for _ in range(2):
            limits.wait(account, "r", "iam.list_users")
    limits.forget("a")
    limits.wait("a", "r", "iam.list_users")
    assert slept == []
    limits.wait("b", "r", "iam.list_users")
    assert slept == [1.0]
