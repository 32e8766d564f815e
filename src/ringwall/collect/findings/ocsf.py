"""Findings in OCSF: those of the newer Security Hub, and of whoever else writes them.

https://docs.aws.amazon.com/securityhub/latest/userguide/security-hub-ocsf-findings.html
https://schema.ocsf.io/classes/detection_finding
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.collect.findings.build import (
    COMPLIANCE,
    DETECTION,
    ReportedText,
    build_finding,
    name_kind,
)
from ringwall.collect.findings.guardduty import name_native
from ringwall.collect.findings.services import name_evaluation
from ringwall.model.detection import Hit
from ringwall.model.fields import Fields
from ringwall.model.finding import Answer, Finding, FindingStatus
from ringwall.model.reported import AwsProduct, ReportedFinding
from ringwall.model.rule import Severity

CLASSES = range(2001, 2008)
"""The classes of findings, https://schema.ocsf.io/categories/findings."""
SEVERITIES_BY_ID: Mapping[int, Severity] = {
    1: "low",
    2: "low",
    3: "medium",
    4: "high",
    5: "critical",
    6: "critical",
}
STATES: Mapping[int, FindingStatus] = {3: "suppressed", 4: "resolved", 5: "resolved"}
PASSED, WARNING = 1, 2
PRODUCTS: Mapping[str, AwsProduct] = {
    "guardduty": "guardduty",
    "inspector": "inspector",
    "macie": "macie",
    "config": "config",
    "accessanalyzer": "accessanalyzer",
    "iamaccessanalyzer": "accessanalyzer",
    "securityhub": "securityhub",
    "securityhubcspm": "securityhub",
}


def is_ocsf(said: Fields) -> bool:
    """Whether a record is a finding in OCSF."""
    return int(said.number("class_uid")) in CLASSES and bool(said.inner("finding_info"))


def read_ocsf(record: dict[str, Any]) -> ReportedFinding:
    """Return the finding of a record in OCSF."""
    said = Fields(record)
    info, product = said.inner("finding_info"), _find_product(said)
    updated = _time(info, "modified_time") or _time(said, "time") or _time(info, "created_time")
    verdict = int(said.number("compliance.status_id")) or _read_verdict(said)
    answer: Answer = "unknown" if verdict == WARNING else "fail"
    control = said.text("compliance.control") if product == "securityhub" else ""
    kind = _find_kind(said, product, control)
    resources = tuple(each.text("uid", "name") for each in said.items("resources"))
    finding = build_finding(
        ReportedText(
            product=product,
            kind=kind,
            key=_find_key(said, product),
            title=info.text("title"),
            why=info.text("desc"),
            reason=info.text("title", "desc") or said.text("message"),
            severity=SEVERITIES_BY_ID.get(int(said.number("severity_id")), "medium"),
            account_id=said.text("cloud.account.uid"),
            region=said.text("cloud.region"),
            resources=resources,
            first_seen=_time(info, "first_seen_time") or _time(info, "created_time"),
            last_seen=_time(info, "last_seen_time") or updated,
            updated_at=updated,
            status="resolved"
            if verdict == PASSED
            else _find_status(said, archived=product in {"guardduty", "macie"}),
            answer=answer,
            class_uid=int(said.number("class_uid")),
            count=int(said.number("count")),
            evidence={
                "arn": info.text("uid"),
                "product": said.text("metadata.product.name") if product == "other" else "",
                "advice": said.text("remediation.desc"),
            },
        ),
        record,
    )
    return ReportedFinding(
        finding,
        updated,
        is_copy=product not in {"securityhub", "other"},
        is_well=verdict == PASSED,
        control=control,
        kind=kind if product == "guardduty" else "",
        hit=_make_hit(finding, said, kind) if product == "guardduty" else None,
    )


def _find_product(said: Fields) -> AwsProduct:
    product = said.inner("metadata.product")
    if product.text("vendor_name").lower() not in {"aws", "amazon"}:
        return "other"
    ends = (product.text("uid").rpartition("/")[2], product.text("name"))
    names = [name.lower().replace(" ", "").replace("-", "") for name in ends]
    for name in names:
        short = name.removeprefix("amazon").removeprefix("aws")
        if found := PRODUCTS.get(short):
            return found
    is_check = int(said.number("class_uid")) == COMPLIANCE
    return "securityhub" if is_check and said.text("compliance.control") else "other"


def _find_kind(said: Fields, product: AwsProduct, control: str) -> str:
    info = said.inner("finding_info")
    types = info.texts("types")
    if product == "inspector":
        weak = (each.text("cve.uid", "title") for each in said.items("vulnerabilities"))
        return next(filter(None, weak), "finding")
    if product == "config":
        return f"rule/{info.text('title')}"
    if product == "other":
        name = said.text("metadata.product.name") or "product"
        return f"{name}/{types[0] if types else info.text('title')}"
    return control or (types[0] if types else "") or info.text("analytic.name") or "finding"


def _find_key(said: Fields, product: AwsProduct) -> str:
    key = said.text("finding_info.uid") or said.text("metadata.uid")
    if product == "guardduty":
        return name_native(key)
    if product == "macie":
        return key.rpartition("/")[2]
    if product == "config":
        place = said.text("cloud.account.uid"), said.text("cloud.region")
        resource = next((each.text("uid") for each in said.items("resources")), "")
        return name_evaluation(said.text("finding_info.title"), *place, resource)
    return f"{said.text('metadata.product.name')} {key}" if product == "other" else key


def _find_status(said: Fields, *, archived: bool) -> FindingStatus:
    number = int(said.number("status_id"))
    words: Mapping[str, int] = {"suppressed": 3, "resolved": 4, "archived": 5}
    number = number or words.get(said.text("status").lower(), 0)
    if number == 5 and archived:  # noqa: PLR2004 - OCSF's Archived: there by somebody's choice
        return "suppressed"
    return STATES.get(number, "open")


def _read_verdict(said: Fields) -> int:
    word = said.text("compliance.status").lower()
    return {"pass": PASSED, "passed": PASSED, "warning": WARNING}.get(word, 0)


def _time(said: Fields, name: str) -> int:
    return said.time(name, f"{name}_dt")


def _make_hit(finding: Finding, said: Fields, kind: str) -> Hit | None:
    """Return the act that a finding of GuardDuty tells of, as far as OCSF has it."""
    is_act = finding.status == "open" and finding.class_uid == DETECTION
    if not is_act or finding.title.startswith("[SAMPLE]"):
        return None
    actor = address = key = ""
    for evidence in said.items("evidences"):
        user = evidence.inner("actor.user")
        actor = actor or user.text("uid_alt", "uid")
        key = key or user.text("credential_uid")
        address = address or evidence.text("src_endpoint.ip", "query.hostname")
    return Hit(
        rule=name_kind("guardduty", kind),
        at=datetime.fromtimestamp(finding.first_seen / 1000, UTC).replace(tzinfo=None),
        act=_find_key(said, "guardduty"),
        account_id=finding.account_id,
        region=finding.region,
        actor=actor if actor.startswith("arn:") else finding.resource,
        resource=finding.resource,
        reason=finding.reason,
        access_key=key,
        address=address,
        entities=finding.resources[1:],
        count=finding.count,
        evidence={"guardduty": _find_key(said, "guardduty")},
    )
