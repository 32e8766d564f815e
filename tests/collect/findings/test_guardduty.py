"""Findings of GuardDuty."""

from typing import Any

import pytest
from reported_records import GUARDDUTY, change

from ringwall.collect.findings.guardduty import read_guardduty

INSTANCE = {"resourceType": "Instance", "instanceDetails": {"instanceId": "i-0123456789abcdef0"}}


def pascal(value: Any) -> Any:
    """Return a record as the API has it: each name with a capital letter."""
    if isinstance(value, dict):
        return {name[:1].upper() + name[1:]: pascal(inner) for name, inner in value.items()}
    return [pascal(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("write", [dict, pascal])
def test_a_finding_is_read_from_the_api_and_from_an_event(write: Any) -> None:
    read = read_guardduty(write(GUARDDUTY))
    found = read.finding
    assert found.rule == "guardduty.Stealth:IAMUser/CloudTrailLoggingDisabled"
    assert (found.severity, found.class_uid, found.product) == ("medium", 2004, "guardduty")
    assert (found.account_id, found.region, found.count) == ("111122223333", "eu-west-1", 3)
    assert (found.first_seen, found.last_seen) == (1769853600000, 1769855400000)
    assert found.raw == write(GUARDDUTY)
    assert read.hit
    assert read.hit.actor == "arn:aws:iam::111122223333:user/ann"
    assert (read.hit.address, read.hit.access_key) == ("198.51.100.7", "ASIAIOSFODNN7EXAMPLE")
    assert read.hit.entities == ("arn:aws:cloudtrail:eu-west-1:111122223333:trail/t",)


@pytest.mark.parametrize(
    ("number", "severity"),
    [(9.1, "critical"), (8, "high"), (4, "medium"), (2, "low"), ("x", "low")],
)
def test_a_severity_has_the_word_that_guardduty_gives_it(number: Any, severity: str) -> None:
    assert read_guardduty(change(GUARDDUTY, severity=number)).finding.severity == severity


@pytest.mark.parametrize(
    ("region", "partition"), [("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn")]
)
def test_arns_are_of_the_partition(region: str, partition: str) -> None:
    read = read_guardduty(change(GUARDDUTY, region=region))
    assert read.hit
    assert read.hit.actor == f"arn:{partition}:iam::111122223333:user/ann"
    read = read_guardduty(change(GUARDDUTY, region=region, resource=INSTANCE))
    arn = f"arn:{partition}:ec2:{region}:111122223333:instance/i-0123456789abcdef0"
    assert read.finding.resource == arn


@pytest.mark.parametrize(
    "members",
    [
        {"service__archived": True},
        {"service__additionalInfo": {"value": '{"sample": true}'}},
        {"title": "[SAMPLE] x"},
    ],
)
def test_what_is_archived_or_a_sample_is_no_act(members: dict[str, Any]) -> None:
    read = read_guardduty(change(GUARDDUTY, **members))
    assert read.hit is None
    expected = "suppressed" if "service__archived" in members else "open"
    assert read.finding.status == expected


@pytest.mark.parametrize("strange", [None, 7, "x", [], {"a": "b"}, [None], True])
def test_members_of_other_types_are_empty(strange: Any) -> None:
    for name in GUARDDUTY:
        read_guardduty(change(GUARDDUTY, **{name: strange}))
    read_guardduty(change(GUARDDUTY, service__action=strange, resource__accessKeyDetails=strange))


def test_no_text_acts_on_a_screen_or_is_a_command() -> None:
    read = read_guardduty(change(GUARDDUTY, title="a\x1b[2Jb\nc", description="\x00x"))
    assert read.finding.title == "a\\x1b[2Jb\\nc"
    assert "aws " not in read.finding.remediation.text
