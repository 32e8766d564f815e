"""Findings in OCSF."""

from typing import Any

import pytest
from reported_records import CONTROL, GUARDDUTY, OCSF, change

from ringwall.collect.findings.asff import read_asff
from ringwall.collect.findings.guardduty import read_guardduty
from ringwall.collect.findings.ocsf import is_ocsf, read_ocsf
from ringwall.model.fields import Fields

CHECK = change(
    OCSF,
    class_uid=2003,
    compliance={"control": "S3.8", "status_id": 3},
    finding_info__uid=CONTROL["Id"],
    metadata__product={"name": "Security Hub CSPM", "vendor_name": "AWS"},
    resources=[{"uid": "arn:aws:s3:::customer-data"}],
)


def test_a_copy_of_guardduty_is_the_finding_of_guardduty() -> None:
    read, own = read_ocsf(OCSF), read_guardduty(GUARDDUTY)
    assert (read.finding.uid, read.finding.rule) == (own.finding.uid, own.finding.rule)
    assert (read.finding.severity, read.finding.class_uid) == ("medium", 2004)
    assert (read.finding.first_seen, read.finding.last_seen) == (1769853600000, 1769855400000)
    assert read.hit
    assert own.hit
    assert (read.hit.uid, read.hit.actor) == (own.hit.uid, own.hit.actor)


def test_a_control_is_the_finding_of_the_older_security_hub() -> None:
    read = read_ocsf(CHECK)
    assert read.finding.uid == read_asff(CONTROL).finding.uid
    assert (read.finding.rule, read.control) == ("securityhub.S3.8", "S3.8")
    assert read_ocsf(change(CHECK, compliance__status_id=1)).is_well
    assert read_ocsf(change(CHECK, compliance__status_id=2)).finding.answer == "unknown"


@pytest.mark.parametrize(
    ("number", "status"), [(1, "open"), (2, "open"), (3, "suppressed"), (4, "resolved")]
)
def test_a_state(number: int, status: str) -> None:
    assert read_ocsf(change(OCSF, status_id=number)).finding.status == status


def test_archived_by_guardduty_is_suppressed_and_by_another_resolved() -> None:
    assert read_ocsf(change(OCSF, status_id=5)).finding.status == "suppressed"
    assert read_ocsf(change(CHECK, status_id=5)).finding.status == "resolved"


def test_another_product_is_named_by_its_name() -> None:
    found = read_ocsf(change(OCSF, metadata__product={"name": "Prowler", "vendor_name": "P"}))
    assert found.finding.rule == "other.Prowler/Stealth:IAMUser/CloudTrailLoggingDisabled"
    assert found.hit is None


@pytest.mark.parametrize("strange", [None, 7, 1e300, "x", [], {"a": "b"}, [None], True])
def test_members_of_other_types_are_empty(strange: Any) -> None:
    assert is_ocsf(Fields(OCSF))
    for name in OCSF:
        read_ocsf(change(OCSF, **{name: strange}))
        read_ocsf(change(CHECK, **{name: strange}))
