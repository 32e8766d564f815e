from datetime import UTC, datetime
from typing import Any

import botocore.session
import pytest
from asff_findings import make_finding

from ringwall.emulator.security.asff import find_asff_fault, find_product_fault
from ringwall.emulator.security.hubs import Hub

SHAPE: Any = (
    botocore.session.get_session().get_service_model("securityhub").shape_for("AwsSecurityFinding")
)


def test_finding_with_what_is_required_is_right() -> None:
    assert find_asff_fault(SHAPE, make_finding()) == ""
    provided = make_finding(FindingProviderFields={"Severity": {"Label": "LOW"}})
    del provided["Severity"]
    assert find_asff_fault(SHAPE, provided) == ""


@pytest.mark.parametrize("name", sorted({*SHAPE.required_members, "Severity"}))
def test_each_required_member_is_missed(name: str) -> None:
    finding = make_finding()
    del finding[name]
    assert f"required property '{name}'" in find_asff_fault(SHAPE, finding)


@pytest.mark.parametrize(
    "change",
    [
        {"Title": 1},
        {"Confidence": "high"},
        {"Resources": "bucket"},
        {"Resources": [{"Type": "AwsS3Bucket"}]},
        {"ProductFields": {"a": 1}},
        {"Severity": "HIGH"},
        {"Resources": [{"Type": "Other", "Id": str(n)} for n in range(33)]},
    ],
)
def test_wrong_types_are_named(change: Any) -> None:
    fault = find_asff_fault(SHAPE, make_finding() | change)
    assert f"data.{next(iter(change))}" in fault


def test_account_imports_for_its_own_product_alone() -> None:
    hub = Hub("123456789012", "us-east-1", datetime.now(UTC))
    assert find_product_fault(hub, make_finding()) == ""
    assert find_product_fault(hub, make_finding(account="210987654321"))
    assert find_product_fault(hub, make_finding(AwsAccountId="210987654321"))
