"""What all readers of findings have in common: names, severities, and the finding itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ringwall.model.finding import Answer, Finding, FindingStatus, Remediation, fingerprint
from ringwall.model.layer import Layer
from ringwall.model.partition import find_partition
from ringwall.model.reported import AwsProduct
from ringwall.model.rule import Severity

SEVERITIES_OF: Mapping[str, Severity] = {
    "critical": "critical",
    "fatal": "critical",
    "high": "high",
    "medium": "medium",
    "untriaged": "medium",
    "low": "low",
    "informational": "low",
}
LAYERS_OF: Mapping[AwsProduct, Layer] = {
    "guardduty": "detection",
    "securityhub": "detection",
    "inspector": "infrastructure",
    "macie": "data",
    "accessanalyzer": "identity",
    "config": "detection",
    "other": "detection",
}
ADVICE: Mapping[AwsProduct, str] = {
    "guardduty": "Look at what the actor did before and after, and end its access. The page of "
    "GuardDuty on the type says more.",
    "securityhub": "Follow what Security Hub says of the control.",
    "inspector": "Update the package, or close the path, that Inspector names.",
    "macie": "Look at who can read the object, and move or close what should not be there.",
    "accessanalyzer": "Take the access away, or archive the finding where it is meant.",
    "config": "Bring the resource to what the rule wants, or change the rule.",
    "other": "Follow what the product says of it.",
}
"""What to do, in our words: the record's own are in the evidence, as a stranger wrote them."""
_OURS = re.compile(r"[a-z0-9_]+")
_DOCS = re.compile(r"https://[a-z0-9.-]+\.(?:amazon\.com|aws\.amazon\.com|aws)/[\w./?=&#%-]*")
COMPLIANCE, VULNERABILITY, DETECTION = 2003, 2002, 2004
"""OCSF's classes of findings."""


@dataclass(frozen=True)
class ReportedText:
    """What a record says of itself, before it is a finding. Times are in milliseconds."""

    product: AwsProduct
    kind: str
    key: str
    """What identifies the finding among those of its product."""
    title: str
    severity: Severity
    account_id: str
    region: str
    resources: tuple[str, ...]
    first_seen: int
    last_seen: int
    updated_at: int
    why: str = ""
    reason: str = ""
    status: FindingStatus = "open"
    answer: Answer = "fail"
    class_uid: int = COMPLIANCE
    count: int = 1
    url: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)


def build_finding(said: ReportedText, raw: Mapping[str, Any]) -> Finding:
    """Return the finding of what a record says; `raw` is the record."""
    resources = tuple(dict.fromkeys(filter(None, said.resources)))
    last = said.last_seen or said.updated_at
    evidence = {name: value for name, value in said.evidence.items() if value}
    return Finding(
        uid=name_report(said.product, said.key),
        rule=name_kind(said.product, said.kind),
        title=said.title or said.kind or said.product,
        severity=said.severity,
        layer=LAYERS_OF[said.product],
        account_id=said.account_id,
        region=said.region or "global",
        resources=resources or (said.account_id or "unknown",),
        reason=said.reason or said.title,
        first_seen=min(said.first_seen or last, last),
        last_seen=last,
        status=said.status,
        answer=said.answer,
        resolved_at=said.updated_at or last if said.status == "resolved" else 0,
        count=max(1, said.count),
        class_uid=said.class_uid,
        product=said.product,
        why=said.why,
        evidence={**evidence, "updated_at": said.updated_at},
        remediation=Remediation(
            ADVICE[said.product], said.url if _DOCS.fullmatch(said.url) else ""
        ),
        raw=raw,
    )


def name_report(product: AwsProduct, key: str) -> str:
    """Return the uid of a finding, by what identifies it among those of its product."""
    return fingerprint(product, "finding", key)


def name_kind(product: AwsProduct, kind: str) -> str:
    """Return the rule of a kind of finding: never one that Ringwall itself may have."""
    kind = "".join(kind.split()) or "unknown"
    return f"{product}.type/{kind}" if _OURS.fullmatch(kind) else f"{product}.{kind}"


def rate_word(word: str, default: Severity = "medium") -> Severity:
    """Return our severity for a word of AWS's."""
    return SEVERITIES_OF.get(word.lower(), default)


def rate_number(number: float) -> Severity:
    """Return our severity for a number of 0 to 10.

    https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
    """
    levels: tuple[tuple[float, Severity], ...] = ((9, "critical"), (7, "high"), (4, "medium"))
    return next((name for least, name in levels if number >= least), "low")


def write_arn(service: str, region: str, account_id: str, rest: str, *, place: str = "") -> str:
    """Return an ARN in the partition of a Region, '' where `rest` is; `place` names that Region."""
    partition = find_partition(place or region)
    return f"arn:{partition}:{service}:{region}:{account_id}:{rest}" if rest else ""
