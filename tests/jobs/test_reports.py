"""Findings of AWS's services into a home folder, from files and from the emulator."""

import json
from pathlib import Path
from typing import Any

import pytest
from reported_records import CONTROL, GUARDDUTY, change

from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.findings import FindingsRequest, find_findings, show_finding
from ringwall.jobs.incidents import IncidentsRequest, list_incidents
from ringwall.jobs.reports import ReportsRequest, import_reports, read_same
from ringwall.model.errors import BadInput

SERVICES = ("guardduty", "inspector", "macie", "accessanalyzer", "config", "securityhub")


def test_files_become_findings_and_incidents(tmp_path: Path, events: Any) -> None:
    path = tmp_path / "found.json"
    path.write_text(json.dumps([GUARDDUTY, CONTROL]))
    home = tmp_path / "home"
    result = import_reports(home, ReportsRequest((path,)), AwsAccess(), events)
    assert (result.changed.new, result.grave, result.outcome) == (2, 2, "findings")
    listed = find_findings(home, FindingsRequest(rule="guardduty.Stealth:*"))
    assert listed.count == 1
    shown = show_finding(home, next(listed.ledger.findings(listed.chosen)).uid)
    assert shown.finding.raw == GUARDDUTY
    assert len(list_incidents(home, IncidentsRequest()).shown) == 1
    again = import_reports(home, ReportsRequest((path,)), AwsAccess(), events)
    assert (again.changed.new, again.changed.unchanged) == (0, 2)


def test_only_grave_findings_count_where_that_is_asked(tmp_path: Path, events: Any) -> None:
    path = tmp_path / "found.json"
    path.write_text(json.dumps(GUARDDUTY))
    request = ReportsRequest((path,), fail_on="high")
    assert import_reports(tmp_path / "home", request, AwsAccess(), events).outcome == "clean"
    path.write_text(json.dumps([GUARDDUTY, {"a": 1}]))
    assert import_reports(tmp_path / "home", request, AwsAccess(), events).outcome == "unknown"


def test_choices_that_do_not_fit_are_refused(tmp_path: Path, events: Any) -> None:
    for request in (
        ReportsRequest((tmp_path,), regions=("eu-west-1",)),
        ReportsRequest(services=("guard",)),
    ):
        with pytest.raises(BadInput):
            import_reports(tmp_path / "home", request, AwsAccess(), events)


def test_the_catalog_says_what_is_the_same() -> None:
    same = read_same()
    kind = "guardduty.Policy:S3/AccountBlockPublicAccessDisabled"
    assert any(rule.startswith("s3.") for rule in same.detections[kind])
    assert same.controls["securityhub.ACM.1"] == {
        "certificatemanager.certificate_is_renewed_in_time"
    }


def test_the_services_of_an_account_are_read(
    tmp_path: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    guardduty = account.client("guardduty")
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    kind = "Recon:EC2/PortProbeUnprotectedPort"
    guardduty.create_sample_findings(DetectorId=detector, FindingTypes=[kind])
    hub = account.client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    own = "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default"
    finding = change(CONTROL, AwsAccountId="123456789012", ProductArn=own)
    hub.batch_import_findings(Findings=[{k: v for k, v in finding.items() if k != "Region"}])
    request = ReportsRequest(regions=("us-east-1",), services=SERVICES)
    result = import_reports(tmp_path, request, connection, events)
    assert result.told.faults == []
    assert result.read["guardduty"] >= 1
    assert result.read["other"] == 1
    listed = find_findings(tmp_path, FindingsRequest(rule=f"guardduty.{kind}"))
    (found,) = listed.ledger.findings(listed.chosen)
    assert found.raw["Type"] == kind
    assert result.changed.hits == 0  # samples are no acts
    assert import_reports(tmp_path, request, connection, events).changed.new == 0


def test_what_is_denied_is_a_gap(
    tmp_path: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    account.app.deny("inspector2:ListFindings")
    request = ReportsRequest(regions=("us-east-1",), services=("inspector",))
    result = import_reports(tmp_path, request, connection, events)
    assert result.outcome == "unknown"
    assert "inspector2.list_findings" in result.told.faults[0]
