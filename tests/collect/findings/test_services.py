"""Findings of Inspector, Macie, Access Analyzer and AWS Config."""

from collections.abc import Callable
from typing import Any

import pytest
from reported_records import ANALYZER, CONFIG, INSPECTOR, MACIE, change

from ringwall.collect.findings.services import (
    name_evaluation,
    name_resource,
    read_analyzer,
    read_config,
    read_inspector,
    read_macie,
)

READERS: list[tuple[Callable[[Any], Any], dict[str, Any]]] = [
    (read_inspector, INSPECTOR),
    (read_macie, MACIE),
    (read_analyzer, ANALYZER),
    (read_config, CONFIG),
]


def test_a_vulnerability_of_inspector() -> None:
    found = read_inspector(INSPECTOR).finding
    assert (found.rule, found.severity) == ("inspector.CVE-2026-0001", "critical")
    arn = "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0"
    assert (found.resource, found.class_uid, found.layer) == (arn, 2002, "infrastructure")
    assert found.evidence["advice"] == "aws ec2 terminate-instances"
    assert found.remediation.text == "Update the package, or close the path, that Inspector names."


@pytest.mark.parametrize(
    ("status", "expected"),
    [("ACTIVE", "open"), ("SUPPRESSED", "suppressed"), ("CLOSED", "resolved")],
)
def test_a_state_of_inspector(status: str, expected: str) -> None:
    found = read_inspector(change(INSPECTOR, status=status)).finding
    assert found.status == expected
    assert (found.resolved_at > 0) == (expected == "resolved")


def test_sensitive_data_of_macie() -> None:
    found = read_macie(MACIE).finding
    assert (found.rule, found.severity) == ("macie.SensitiveData:S3Object/Personal", "high")
    assert found.resources == ("arn:aws:s3:::customer-data", "customer-data/people.csv")
    assert read_macie(change(MACIE, archived=True)).finding.status == "suppressed"


def test_access_that_access_analyzer_found() -> None:
    found = read_analyzer(ANALYZER).finding
    assert (found.rule, found.severity) == ("accessanalyzer.ExternalAccess", "high")
    assert found.reason == "Anyone has access to *"
    assert read_analyzer(change(ANALYZER, status="ARCHIVED")).finding.status == "suppressed"
    assert read_analyzer(change(ANALYZER, status="RESOLVED")).finding.status == "resolved"


def test_details_of_the_newer_api_tell_who_has_access() -> None:
    detail = {"isPublic": False, "principal": {"AWS": "999999999999"}, "action": ["s3:*"]}
    record = {k: v for k, v in ANALYZER.items() if k not in {"isPublic", "principal", "action"}}
    found = read_analyzer({**record, "findingDetails": [{"externalAccessDetails": detail}]}).finding
    assert found.reason == "Somebody outside has access to 999999999999"


@pytest.mark.parametrize(
    ("verdict", "status", "answer"),
    [
        ("NON_COMPLIANT", "open", "fail"),
        ("COMPLIANT", "resolved", "fail"),
        ("NOT_APPLICABLE", "resolved", "fail"),
        ("INSUFFICIENT_DATA", "open", "unknown"),
    ],
)
def test_a_verdict_of_config(verdict: str, status: str, answer: str) -> None:
    read = read_config(change(CONFIG, newEvaluationResult__complianceType=verdict))
    assert read.finding.rule == "config.rule/s3-bucket-logging-enabled"
    assert read.finding.resource == "arn:aws:s3:::customer-data"
    assert (read.finding.status, read.finding.answer) == (status, answer)
    assert read.is_well == (status == "resolved")


def test_the_api_and_the_event_of_config_name_one_finding() -> None:
    result = CONFIG["newEvaluationResult"]
    asked = {
        "EvaluationResultIdentifier": result["evaluationResultIdentifier"],
        "ComplianceType": "NON_COMPLIANT",
        "ResultRecordedTime": "2026-01-30T00:01:00Z",
        "awsAccountId": "111122223333",
        "awsRegion": "eu-west-1",
    }
    assert read_config(asked).finding.uid == read_config(CONFIG).finding.uid


def test_names_of_resources() -> None:
    assert name_resource("AWS::S3::Bucket", "b", "1", "cn-north-1") == "arn:aws-cn:s3:::b"
    arn = "arn:aws-us-gov:ec2:us-gov-west-1:1:vpc/vpc-1"
    assert name_resource("AWS::EC2::VPC", "vpc-1", "1", "us-gov-west-1") == arn
    assert name_resource("Odd", "x", "1", "eu-west-1") == "x"
    assert name_evaluation("r", "1", "e", arn) == name_evaluation("r", "1", "e", "vpc-1")


@pytest.mark.parametrize(("reader", "record"), READERS)
@pytest.mark.parametrize("strange", [None, 7, 1e300, "x", [], {"a": "b"}, [None], True])
def test_members_of_other_types_are_empty(reader: Any, record: Any, strange: Any) -> None:
    for name in record:
        reader(change(record, **{name: strange}))
