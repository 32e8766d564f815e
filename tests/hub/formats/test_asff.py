import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ringwall.hub.formats import write_findings
from ringwall.hub.formats.asff import RESOURCE_TYPES
from ringwall.hub.summary import Summary
from ringwall.model.finding import Finding

MODEL = botocore.session.get_session().get_service_model("securityhub")
IMPORT = MODEL.shape_for("BatchImportFindingsRequest")
LIMITS = {
    "Id": 512,
    "ProductArn": 2048,
    "GeneratorId": 512,
    "Title": 256,
    "Description": 1024,
    "Region": 16,
    "ProductName": 128,
    "CompanyName": 128,
    "AwsAccountName": 50,
}


def _write(findings: list[Finding], summary: Summary) -> list[dict[str, Any]]:
    out = StringIO()
    write_findings("asff", findings, out, summary)
    written: list[dict[str, Any]] = json.loads(out.getvalue())
    for finding in written:
        _check(finding)
    return written


def _check(finding: dict[str, Any]) -> None:
    report = ParamValidator().validate({"Findings": [finding]}, IMPORT)
    assert not report.has_errors(), report.generate_report()
    for name, limit in LIMITS.items():
        assert 1 <= len(finding.get(name, "x")) <= limit, name
    assert len(finding["AwsAccountId"]) == 12
    assert 1 <= len(finding["Resources"]) <= 32
    assert len(finding["ProductFields"]) <= 50
    assert all(len(value) <= 2048 for value in finding["ProductFields"].values())
    requirements = finding["Compliance"].get("RelatedRequirements", ["x"])
    assert 1 <= len(requirements) <= 32
    assert all(len(text) <= 64 for text in requirements)
    _check_patterns(finding, MODEL.shape_for("AwsSecurityFinding"))


def _check_patterns(value: Any, shape: Any) -> None:
    r"""Nearly all strings of ASFF are `.*\S.*`: botocore does not look, Security Hub does."""
    if shape.type_name == "structure":
        for name, member in value.items():
            _check_patterns(member, shape.members[name])
    elif shape.type_name == "list":
        for item in value:
            _check_patterns(item, shape.member)
    elif shape.type_name == "map":
        for item in value.values():
            _check_patterns(item, shape.value)
    elif shape.metadata.get("enum"):
        assert value in shape.metadata["enum"]
    elif shape.metadata.get("pattern"):
        assert value.strip()


def test_a_finding_has_what_security_hub_wants(finding: Finding, summary: Summary) -> None:
    (asff,) = _write([finding], summary)
    assert asff["ProductArn"] == (
        "arn:aws:securityhub:eu-west-1:111111111111:product/111111111111/default"
    )
    assert (asff["CreatedAt"], asff["UpdatedAt"]) == (
        "2023-11-14T22:13:20.123Z",
        "2023-11-14T22:21:40.456Z",
    )
    assert asff["Severity"]["Label"] == "HIGH"
    assert asff["Compliance"] == {
        "Status": "FAILED",
        "RelatedRequirements": ["CIS AWS Foundations 7.0.0/2.1.4", "FSBP/S3.8"],
    }
    assert asff["Resources"] == [
        {
            "Type": "AwsS3Bucket",
            "Id": "arn:aws:s3:::acme-payroll",
            "Partition": "aws",
            "Region": "eu-west-1",
        }
    ]
    assert asff["Remediation"]["Recommendation"] == {
        "Text": "Turn on all four settings.",
        "Url": "https://docs.aws.amazon.com/s3",
    }
    assert asff["RecordState"] == "ACTIVE"
    assert asff["AwsAccountName"] == "prod"


def test_a_resolved_finding_is_archived(finding: Finding, summary: Summary) -> None:
    (asff,) = _write([replace(finding, status="resolved", resolved_at=1_700_000_900_000)], summary)
    assert (asff["RecordState"], asff["Compliance"]["Status"]) == ("ARCHIVED", "PASSED")
    assert asff["UpdatedAt"] == "2023-11-14T22:28:20.000Z"


def test_an_unknown_is_not_available(unknown: Finding, summary: Summary) -> None:
    (asff,) = _write([unknown], summary)
    assert asff["Compliance"]["Status"] == "NOT_AVAILABLE"


@pytest.mark.parametrize(
    ("arn", "region"),
    [
        ("arn:aws:iam::111111111111:user/ann", "us-east-1"),
        ("arn:aws-cn:iam::111111111111:user/ann", "cn-north-1"),
        ("arn:aws-eusc:iam::111111111111:user/ann", "eusc-de-east-1"),
        ("arn:aws-us-gov:iam::111111111111:user/ann", "us-gov-west-1"),
    ],
)
def test_a_global_finding_goes_to_its_partitions_home(
    finding: Finding, summary: Summary, arn: str, region: str
) -> None:
    (asff,) = _write([replace(finding, region="global", resources=(arn,))], summary)
    assert (asff["Region"], asff["Resources"][0]["Region"]) == (region, region)
    assert asff["Resources"][0]["Type"] == "AwsIamUser"


def test_what_is_too_long_is_cut_and_shows_it(finding: Finding, summary: Summary) -> None:
    (asff,) = _write([replace(finding, title="t" * 300)], summary)
    assert asff["Title"] == "t" * 255 + "…"


def test_no_more_resources_than_security_hub_takes(finding: Finding, summary: Summary) -> None:
    many = tuple(f"arn:aws:s3:::{number}" for number in range(40))
    (asff,) = _write([replace(finding, resources=many)], summary)
    assert [resource["Id"] for resource in asff["Resources"]] == list(many[:32])


def test_resource_types_are_those_of_asff() -> None:
    details: Any = MODEL.shape_for("ResourceDetails")
    assert set(RESOURCE_TYPES.values()) <= set(details.members)


def test_no_findings_are_an_empty_array(summary: Summary) -> None:
    assert _write([], summary) == []


# Shrinking hostile findings takes minutes and says little more.
@settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data())
def test_any_finding_is_accepted(
    data: st.DataObject, draw_hostile: Callable[[st.DataObject], list[Finding]], summary: Summary
) -> None:
    findings = draw_hostile(data)
    written = _write(findings, summary)
    assert [asff["Id"] for asff in written] == [finding.uid for finding in findings]
