"""Findings read from the APIs: each once, and no gap in silence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from reported_records import ANALYZER, CONFIG, CONTROL, GUARDDUTY, INSPECTOR, MACIE, change

from ringwall.collect.findings.files import ReadReports
from ringwall.collect.findings.live import SERVICES, LiveReports, is_off
from ringwall.collect.live import Target
from ringwall.model.errors import AccessDenied, CallFailed, RegionDisabled
from ringwall.model.table import Row

ADMIN, MEMBER, LONER = "111122223333", "222222222222", "333333333333"


@dataclass
class World:
    """Answers by operation: a value, an error, or a function of the reader's place."""

    answers: dict[str, Any]
    calls: list[tuple[str, str, str]] = field(default_factory=list)

    def reader(self, account_id: str, region: str) -> "FakeReader":
        return FakeReader(account_id, region, self)


@dataclass
class FakeReader:
    """A reader of one account and Region."""

    account_id: str
    region: str
    world: World
    partition: str = "aws"

    def call(self, operation: str, **_: Any) -> Row:
        self.world.calls.append((operation, self.account_id, self.region))
        answer = self.world.answers.get(operation, [])
        answer = answer(self) if callable(answer) else answer
        if isinstance(answer, Exception):
            raise answer
        found: Row = answer if isinstance(answer, dict) else {"all": answer}
        return found

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        assert path
        rows = self.call(operation, **parameters).get("all", [])
        yield from rows


def read(
    world: World, *names: str, regions: tuple[str, ...] = ("eu-west-1",), **more: Any
) -> tuple[list[str], LiveReports]:
    accounts = more.pop("accounts", (ADMIN,))
    target = Target(dict.fromkeys(accounts, "x"), regions, **more)
    principals = [s.principal for s in SERVICES if s.principal]
    readers: Any = world.reader
    live = LiveReports(readers, target, ReadReports(), dict.fromkeys(principals, ADMIN))
    services = [service for service in SERVICES if not names or service.name in names]
    return [each.finding.product for each in live.read(services)], live


ANSWERS: dict[str, Any] = {
    "guardduty.list_detectors": ["d"],
    "guardduty.list_findings": [f"f{number}" for number in range(70)],
    "guardduty.get_findings": [GUARDDUTY],
    "inspector2.list_findings": [INSPECTOR],
    "macie2.list_findings": ["a"],
    "macie2.get_findings": [MACIE],
    "accessanalyzer.list_analyzers": [{"arn": "arn:a"}],
    "accessanalyzer.list_findings_v2": [ANALYZER],
    "config.describe_compliance_by_config_rule": [
        {"ConfigRuleName": "r"},
        {"ConfigRuleName": "securityhub-r"},
    ],
    "config.get_compliance_details_by_config_rule": [CONFIG["newEvaluationResult"]],
    "securityhub.get_findings": [CONTROL],
    "securityhub.describe_security_hub_v2": CallFailed("off", "ResourceNotFoundException"),
}


def test_every_service_is_read() -> None:
    world = World(ANSWERS)
    found, live = read(world)
    assert found == [
        *("guardduty", "guardduty", "inspector", "macie", "accessanalyzer", "config"),
        "securityhub",
    ]
    assert (live.told.faults, live.off) == ([], {"securityhub-v2": 1})
    called = [name for name, _, _ in world.calls]
    assert called.count("config.get_compliance_details_by_config_rule") == 1


def test_members_are_read_by_their_administrator_and_others_by_themselves() -> None:
    members = [{"AccountId": MEMBER, "RelationshipStatus": "Enabled"}]
    members += [{"AccountId": LONER, "RelationshipStatus": "Removed"}]
    world = World({**ANSWERS, "guardduty.list_members": members})
    read(world, "guardduty", accounts=(LONER, MEMBER, ADMIN))
    asked = [account for name, account, _ in world.calls if name == "guardduty.list_findings"]
    assert asked == [ADMIN, LONER]


def test_where_members_cannot_be_listed_each_account_is_asked() -> None:
    denied = AccessDenied("is not authorized to perform", "AccessDenied")
    world = World({**ANSWERS, "guardduty.list_members": denied})
    read(world, "guardduty", accounts=(ADMIN, MEMBER))
    asked = [account for name, account, _ in world.calls if name == "guardduty.list_findings"]
    assert asked == [ADMIN, MEMBER]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("ALL_REGIONS", ["eu-west-1"]),
        ("SPECIFIED_REGIONS", ["eu-west-1", "us-east-1"]),
        ("NO_REGIONS", ["eu-west-1", "eu-north-1", "us-east-1"]),
    ],
)
def test_linked_regions_are_read_in_their_home(mode: str, expected: list[str]) -> None:
    arn = "arn:aws:securityhub:eu-west-1:111122223333:finding-aggregator/x"
    one = {"RegionLinkingMode": mode, "FindingAggregationRegion": "eu-west-1"}
    answers = {
        **ANSWERS,
        "securityhub.list_finding_aggregators": [{"FindingAggregatorArn": arn}],
        "securityhub.get_finding_aggregator": {**one, "Regions": ["eu-north-1"]},
    }
    world = World(answers)
    read(world, "securityhub", regions=("eu-west-1", "eu-north-1", "us-east-1"))
    asked = [region for name, _, region in world.calls if name == "securityhub.get_findings"]
    assert asked == expected


@pytest.mark.parametrize(
    ("error", "is_gap"),
    [
        (AccessDenied("x is not authorized to perform inspector2:ListFindings", "AccessDenied"), 1),
        (AccessDenied("no", "AccessDeniedException"), 1),
        (CallFailed("broken", "InternalError"), 1),
        (AccessDenied("Macie is not enabled", "AccessDeniedException"), 0),
        (CallFailed("not subscribed to AWS Security Hub", "InvalidAccessException"), 0),
    ],
)
def test_what_fails_is_told_and_what_is_off_is_counted(error: CallFailed, is_gap: int) -> None:
    found, live = read(World({"inspector2.list_findings": error}), "inspector")
    assert (found, len(live.told.faults), live.off.total()) == ([], is_gap, 1 - is_gap)
    assert is_off(error) == (not is_gap)


def test_a_service_that_a_region_does_not_have_is_counted() -> None:
    _, live = read(World({"inspector2.list_findings": RegionDisabled("no")}), "inspector")
    assert live.off == {"inspector (not in this Region)": 1}


def test_regions_that_are_off_are_not_asked_and_unknown_ones_are_told() -> None:
    world = World(ANSWERS)
    disabled = {ADMIN: frozenset({"eu-west-1"})}
    _, live = read(world, disabled=disabled, unlisted={ADMIN: ("denied", "no")})
    assert world.calls == []
    assert "its Regions are not known" in live.told.faults[0]


def test_a_record_that_is_none_is_told() -> None:
    answers = {"inspector2.list_findings": [{"a": 1}, change(INSPECTOR, status="CLOSED")]}
    found, live = read(World(answers), "inspector")
    assert (found, len(live.told.faults)) == (["inspector"], 1)
