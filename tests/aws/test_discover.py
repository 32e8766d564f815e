"""Which accounts and regions there are, and by whose word."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.aws.discover import discover, discover_regions
from ringwall.aws.session import CallerIdentity, Sessions
from ringwall.emulator.app import Emulator
from ringwall.model.errors import AccessDenied, CallFailed

MANAGEMENT = "123456789012"
Enter = Callable[..., Sessions]


def test_the_organization_names_its_accounts(enter: Enter, member: str) -> None:
    found = discover(enter())
    assert (found.source, found.caller, found.management) == (
        "organization",
        MANAGEMENT,
        MANAGEMENT,
    )
    assert {account.id: account.is_management for account in found.accounts} == {
        MANAGEMENT: True,
        member: False,
    }
    assert {account.name for account in found.active} >= {"audit"}
    assert found.reason == ""


def test_without_an_organization_there_is_the_caller(enter: Enter, emulator: Emulator) -> None:
    found = discover(enter())
    assert (found.source, found.reason) == ("caller", "")
    assert [account.id for account in found.accounts] == [MANAGEMENT]
    assert emulator.calls["organizations:DescribeOrganization"] == 1


def test_who_may_not_list_is_told_why_there_is_only_one(
    enter: Enter, emulator: Emulator, member: str
) -> None:
    emulator.deny("organizations:ListAccounts")
    found = discover(enter())
    assert found.source == "caller"
    assert member not in {account.id for account in found.accounts}
    assert "organizations.list_accounts" in found.reason


def test_a_busy_organization_is_not_mistaken_for_none(
    enter: Enter, emulator: Emulator, member: str
) -> None:
    assert member
    emulator.throttle("organizations:ListAccounts", 99)
    found = discover(enter(attempts=1))
    assert (found.source, len(found.accounts)) == ("caller", 1)
    assert "TooManyRequestsException" in found.reason


def test_regions_are_enabled_or_disabled(enter: Enter, emulator: Emulator) -> None:
    emulator.enable_region(MANAGEMENT, "af-south-1")
    emulator.disable_region(MANAGEMENT, "me-south-1")
    regions = discover_regions(enter(), MANAGEMENT)
    assert {"us-east-1", "af-south-1"} <= set(regions.enabled)
    assert "me-south-1" in regions.disabled
    assert not set(regions.enabled) & set(regions.disabled)


def test_a_role_that_may_not_list_regions_asks_ec2(enter: Enter, emulator: Emulator) -> None:
    emulator.deny("account:ListRegions")
    regions = discover_regions(enter(), MANAGEMENT)
    assert "us-east-1" in regions.enabled
    assert emulator.calls["ec2:DescribeRegions"] == 1


def test_where_regions_cannot_be_listed_both_refusals_are_told(
    enter: Enter, emulator: Emulator
) -> None:
    emulator.deny("account:ListRegions", "ec2:DescribeRegions")
    with pytest.raises(AccessDenied, match=r"account\.list_regions.*ec2\.describe_regions"):
        discover_regions(enter(), MANAGEMENT)


class Garbled:
    """Sessions of one account to which AWS answers other than it documents."""

    home_region = "eu-west-1"

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers

    def identity(self) -> CallerIdentity:
        return CallerIdentity(MANAGEMENT, f"arn:aws:iam::{MANAGEMENT}:user/ann", "aws")

    def reader(self, account_id: str, region: str) -> "Garbled":
        self.account_id, self.region = account_id, region
        return self

    def call(self, operation: str, **_: Any) -> Any:
        return self.answers.get(operation, {})

    def items(self, operation: str, path: str, **_: Any) -> Any:
        return self.call(operation)[path]


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"organizations.describe_organization": {"Organization": {}}},
        {"organizations.describe_organization": {"Organization": None}},
        {"organizations.describe_organization": {"Organization": {"MasterAccountId": MANAGEMENT}}},
        {
            "organizations.describe_organization": {
                "Organization": {"MasterAccountId": MANAGEMENT}
            },
            "organizations.list_accounts": {"Accounts": [{}]},
        },
    ],
)
def test_a_garbled_organization_is_a_reason_and_no_crash(answers: dict[str, Any]) -> None:
    sessions: Any = Garbled(answers)
    found = discover(sessions)
    assert (found.source, len(found.accounts)) == ("caller", 1)
    assert "unreadable answer" in found.reason


@pytest.mark.parametrize(
    "regions",
    [{}, {"Regions": []}, {"Regions": [{}]}, {"Regions": [{"RegionName": "eu-west-1"}]}],
)
def test_a_garbled_list_of_regions_is_no_list(regions: dict[str, Any]) -> None:
    sessions: Any = Garbled({"account.list_regions": regions, "ec2.describe_regions": regions})
    with pytest.raises(CallFailed, match="unreadable answer"):
        discover_regions(sessions, MANAGEMENT)
