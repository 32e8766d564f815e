"""Whose finding a record is."""

from typing import Any

import pytest
from reported_records import (
    ANALYZER,
    CONFIG,
    CONTROL,
    GUARDDUTY,
    INSPECTOR,
    MACIE,
    OCSF,
    change,
)

from ringwall.collect.findings.recognize import NotAFinding, open_record, read_report

RECORDS = [
    (GUARDDUTY, "guardduty"),
    (INSPECTOR, "inspector"),
    (MACIE, "macie"),
    (ANALYZER, "accessanalyzer"),
    (CONFIG, "config"),
    (CONTROL, "securityhub"),
    (OCSF, "guardduty"),
]


@pytest.mark.parametrize(("record", "product"), RECORDS)
def test_a_record_is_known_by_its_members(record: dict[str, Any], product: str) -> None:
    read = read_report(record)
    assert read
    assert read.finding.product == product


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({}, "no finding of"),
        ({"eventName": "GetObject"}, "no finding of"),
        (change(GUARDDUTY, accountId=""), "no account"),
        (change(CONTROL, UpdatedAt="soon", LastObservedAt=None, CreatedAt=1e300), "no time"),
    ],
)
def test_what_is_none_says_why(record: dict[str, Any], message: str) -> None:
    with pytest.raises(NotAFinding, match=message):
        read_report(record)


def test_our_own_findings_come_back_as_nothing() -> None:
    assert read_report(change(CONTROL, ProductName="Ringwall")) is None


def test_lists_in_a_record_are_opened() -> None:
    assert list(open_record({"findings": [CONTROL, CONTROL]})) == [CONTROL, CONTROL]
    assert list(open_record({"Findings": [7]})) == [{}]
    assert list(open_record(CONTROL)) == [CONTROL]
