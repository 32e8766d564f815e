"""OCSF 1.8, one event a line; times are in milliseconds.

What a control finds is a Compliance Finding (class 2003), what a detection finds a Detection
Finding (2004).

A finding that opens is a Create, one that is seen again an Update, one that is resolved a Close.
What OCSF has no attribute for is in `unmapped`, so that the finding can be restored from it.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from ringwall import __version__
from ringwall.hub.formats.context import ReportContext
from ringwall.hub.resource import split_arn
from ringwall.model.finding import Finding, FindingStatus
from ringwall.model.rule import Severity

VERSION = "1.8.0"
SEVERITIES: Mapping[Severity, tuple[int, str]] = {
    "low": (2, "Low"),
    "medium": (3, "Medium"),
    "high": (4, "High"),
    "critical": (5, "Critical"),
}
STATUSES: Mapping[FindingStatus, tuple[int, str]] = {
    "open": (1, "New"),
    "suppressed": (3, "Suppressed"),
    "resolved": (4, "Resolved"),
}
CONFIDENCES = ((67, 3, "High"), (34, 2, "Medium"), (0, 1, "Low"))
CLASSES: Mapping[int, str] = {2003: "Compliance Finding", 2004: "Detection Finding"}
UNMAPPED = (
    "product",
    "class_uid",
    "layer",
    "answer",
    "rule_version",
    "resolved_at",
    "reopened",
    "count",
    "risk",
    "evidence",
    "owner",
    "due",
    "ticket",
    "raw",
    "suppression",
)
"""Members of a finding for which OCSF has no attribute, or none that keeps every value."""


def write(findings: Iterable[Finding], out: TextIO, context: ReportContext) -> None:
    """Write each finding as it comes."""
    out.writelines(json.dumps(_event(finding, context)) + "\n" for finding in findings)


def _event(finding: Finding, context: ReportContext) -> dict[str, Any]:
    activity_id, activity = _activity(finding)
    severity_id, severity = SEVERITIES[finding.severity]
    status_id, status = STATUSES[finding.status]
    _, confidence_id, confidence = next(c for c in CONFIDENCES if finding.confidence >= c[0])
    class_uid = finding.class_uid if finding.class_uid in CLASSES else 2003
    event = {
        "activity_id": activity_id,
        "activity_name": activity,
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": class_uid,
        "class_name": CLASSES[class_uid],
        "type_uid": class_uid * 100 + activity_id,
        "type_name": f"{CLASSES[class_uid]}: {activity}",
        "time": finding.resolved_at or finding.last_seen,
        "severity_id": severity_id,
        "severity": severity,
        "status_id": status_id,
        "status": status,
        "confidence_id": confidence_id,
        "confidence": confidence,
        "confidence_score": finding.confidence,
        "message": f"{finding.title}: {finding.reason}",
        "metadata": _metadata(finding),
        "finding_info": _finding_info(finding),
        "resources": [_resource(arn, finding) for arn in finding.resources],
        "cloud": _cloud(finding, context),
        "unmapped": {name: getattr(finding, name) for name in UNMAPPED}
        | {"playbook": finding.remediation.playbook, "compliance": finding.compliance},
    }
    if class_uid == 2003:  # noqa: PLR2004 - OCSF's own number
        event["compliance"] = _compliance(finding)
    if remediation := _remediation(finding):
        event["remediation"] = remediation
    return event


def _activity(finding: Finding) -> tuple[int, str]:
    if finding.status == "resolved":
        return 3, "Close"
    return (1, "Create") if finding.first_seen == finding.last_seen else (2, "Update")


def _metadata(finding: Finding) -> dict[str, Any]:
    return {
        "version": VERSION,
        "profiles": ["cloud"],
        "event_code": finding.rule,
        "product": {"name": "Ringwall", "vendor_name": "Ringwall", "version": __version__},
    }


def _finding_info(finding: Finding) -> dict[str, Any]:
    info: dict[str, Any] = {
        "uid": finding.uid,
        "title": finding.title,
        "desc": finding.why,
        "created_time": finding.first_seen,
        "first_seen_time": finding.first_seen,
        "last_seen_time": finding.last_seen,
        "modified_time": finding.resolved_at or finding.last_seen,
        "analytic": {"type_id": 1, "type": "Rule", "uid": finding.rule, "name": finding.title},
    }
    if finding.attacks:
        info["attacks"] = [{"technique": {"uid": technique}} for technique in finding.attacks]
    return info


def _compliance(finding: Finding) -> dict[str, Any]:
    status_id, status = (0, "Unknown") if finding.answer == "unknown" else (3, "Fail")
    if finding.status == "resolved":
        # It passes now, or the resource is gone; the history in the ledger says which.
        status_id, status = 1, "Pass"
    return {
        "control": finding.rule,
        "status_id": status_id,
        "status": status,
        "status_details": [finding.reason],
        "standards": sorted({entry.rpartition("/")[0] for entry in finding.compliance}),
        "requirements": [entry.rpartition("/")[2] for entry in finding.compliance],
    }


def _resource(arn: str, finding: Finding) -> dict[str, Any]:
    name = split_arn(arn, finding.region)
    return {
        "uid": arn,
        "name": name.id,
        "type": ":".join(part for part in (name.service, name.kind) if part) or "other",
        "region": finding.region,
        "cloud_partition": name.partition,
        "provider": "AWS",
        "role_id": 3,
        "role": "Affected",
    }


def _cloud(finding: Finding, context: ReportContext) -> dict[str, Any]:
    account = {"uid": finding.account_id, "type_id": 10, "type": "AWS Account"}
    if name := context.summary.accounts.get(finding.account_id):
        account["name"] = name
    return {
        "provider": "AWS",
        "cloud_partition": split_arn(finding.resource, finding.region).partition,
        "region": finding.region,
        "account": account,
    }


def _remediation(finding: Finding) -> dict[str, Any]:
    remediation = finding.remediation
    if not remediation.text and not remediation.url:
        return {}
    return {"desc": remediation.text, "references": [remediation.url] if remediation.url else []}
