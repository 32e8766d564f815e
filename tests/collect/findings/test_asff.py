"""Findings of Security Hub in ASFF."""

from typing import Any

import pytest
from reported_records import CONTROL, GUARDDUTY, INSPECTOR, change, copy_guardduty

from ringwall.collect.findings.asff import is_asff, read_asff
from ringwall.collect.findings.guardduty import read_guardduty
from ringwall.collect.findings.services import read_inspector
from ringwall.model.fields import Fields


def test_a_control_has_its_id_and_its_resource() -> None:
    read = read_asff(CONTROL)
    found = read.finding
    assert (found.rule, found.severity, found.class_uid) == ("securityhub.S3.8", "high", 2003)
    assert (found.resource, found.product) == ("arn:aws:s3:::customer-data", "securityhub")
    assert found.remediation.url == CONTROL["Remediation"]["Recommendation"]["Url"]
    assert (read.control, read.is_copy, found.raw) == ("S3.8", False, CONTROL)


@pytest.mark.parametrize(
    ("members", "status", "answer"),
    [
        ({}, "open", "fail"),
        ({"Workflow__Status": "NOTIFIED"}, "open", "fail"),
        ({"Workflow__Status": "SUPPRESSED"}, "suppressed", "fail"),
        ({"Workflow__Status": "RESOLVED"}, "resolved", "fail"),
        ({"RecordState": "ARCHIVED"}, "resolved", "fail"),
        ({"Compliance__Status": "PASSED"}, "resolved", "fail"),
        ({"Compliance__Status": "WARNING"}, "open", "unknown"),
        ({"Compliance__Status": "NOT_AVAILABLE"}, "open", "unknown"),
    ],
)
def test_a_state_of_a_record(members: dict[str, Any], status: str, answer: str) -> None:
    found = read_asff(change(CONTROL, **members)).finding
    assert (found.status, found.answer) == (status, answer)


def test_a_copy_of_guardduty_is_the_finding_of_guardduty() -> None:
    copy, own = read_asff(copy_guardduty(GUARDDUTY)), read_guardduty(GUARDDUTY)
    assert (copy.finding.uid, copy.finding.rule) == (own.finding.uid, own.finding.rule)
    assert copy.is_copy
    assert copy.hit
    assert own.hit
    assert copy.hit.uid == own.hit.uid
    assert (copy.hit.actor, copy.hit.address, copy.hit.count) == (
        own.hit.actor,
        own.hit.address,
        own.hit.count,
    )
    archived = read_asff(copy_guardduty(GUARDDUTY, RecordState="ARCHIVED"))
    assert (archived.finding.status, archived.hit) == ("suppressed", None)


def test_a_copy_of_inspector_is_the_finding_of_inspector() -> None:
    copy = change(
        CONTROL,
        Id=INSPECTOR["findingArn"],
        ProductArn="arn:aws:securityhub:eu-west-1::product/aws/inspector",
        Vulnerabilities=[{"Id": "CVE-2026-0001"}],
    )
    read = read_asff(copy)
    own = read_inspector(INSPECTOR).finding
    assert (read.finding.uid, read.finding.rule) == (own.uid, own.rule)
    assert read.finding.class_uid == 2002


def test_what_calls_itself_a_product_of_aws_and_is_none_is_another() -> None:
    arn = "arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/guardduty"
    found = read_asff(change(CONTROL, ProductArn=arn, ProductName="x")).finding
    assert (found.product, found.rule) == ("other", "other.x/security-control/S3.8")


@pytest.mark.parametrize(
    ("partition", "region"), [("aws-us-gov", "us-gov-west-1"), ("aws-cn", "cn-north-1")]
)
def test_other_partitions(partition: str, region: str) -> None:
    arn = f"arn:{partition}:securityhub:{region}::product/aws/securityhub"
    record = {k: v for k, v in CONTROL.items() if k != "Region"}
    found = read_asff(change(record, ProductArn=arn)).finding
    assert (found.product, found.region) == ("securityhub", region)


@pytest.mark.parametrize("strange", [None, 7, 1e300, "x", [], {"a": "b"}, [None], True])
def test_members_of_other_types_are_empty(strange: Any) -> None:
    assert is_asff(Fields(CONTROL))
    for record in (CONTROL, copy_guardduty(GUARDDUTY)):
        for name in record:
            read_asff(change(record, **{name: strange}))
