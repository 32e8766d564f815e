"""SARIF 2.1.0: one run, for code scanning and editors.

An unknown is a result of kind `open`. A cloud resource is no file: its location is a path made of
the ARN's pieces, and a logical location that holds the ARN itself.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TextIO
from urllib.parse import quote

from ringwall import __version__
from ringwall.hub.formats.context import ReportContext
from ringwall.hub.resource import split_arn
from ringwall.model.finding import Finding, tell_suppression
from ringwall.model.rule import Severity

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS: Mapping[Severity, str] = {
    "low": "note",
    "medium": "warning",
    "high": "error",
    "critical": "error",
}
SECURITY_SEVERITIES: Mapping[Severity, str] = {
    "low": "3.0",
    "medium": "5.5",
    "high": "8.0",
    "critical": "9.5",
}
"""What code scanning sorts by: over 9.0 is critical, 7.0 high, 4.0 medium."""


def write(findings: Iterable[Finding], out: TextIO, _: ReportContext) -> None:
    """Write the log, one result a line as it comes; the rules follow the results."""
    rules: dict[str, dict[str, Any]] = {}
    out.write(f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{"results": [')
    separator = "\n"
    for finding in findings:
        if finding.rule not in rules:
            rules[finding.rule] = _rule(finding)
        out.write(separator + json.dumps(_result(finding)))
        separator = ",\n"
    driver = {
        "name": "Ringwall",
        "semanticVersion": __version__,
        "shortDescription": {"text": "Defense in depth for AWS"},
        "rules": list(rules.values()),
    }
    out.write('\n], "columnKind": "unicodeCodePoints", "tool": ')
    out.write(json.dumps({"driver": driver}) + "}]}\n")


def _rule(finding: Finding) -> dict[str, Any]:
    remediation = finding.remediation
    rule: dict[str, Any] = {
        "id": finding.rule,
        "name": finding.rule,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": finding.why or finding.title},
        "help": {"text": f"{finding.why}\n\n{remediation.text}".strip() or finding.title},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {
            "security-severity": SECURITY_SEVERITIES[finding.severity],
            "precision": "very-high",
            "tags": ["security", finding.layer, *finding.compliance, *finding.attacks],
        },
    }
    # SARIF wants unique tags; a requirement may be named like a layer.
    rule["properties"]["tags"] = list(dict.fromkeys(rule["properties"]["tags"]))
    if remediation.url.startswith("https://"):
        rule["helpUri"] = quote(remediation.url, safe="/:?#[]@!$&'()*+,;=%~")
    return rule


def _result(finding: Finding) -> dict[str, Any]:
    is_unknown = finding.answer == "unknown"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "kind": "open" if is_unknown else "fail",
        "level": "none" if is_unknown else LEVELS[finding.severity],
        "message": {"text": _escape_links(finding.reason or finding.title)},
        "locations": [_location(arn, finding) for arn in finding.resources],
        "partialFingerprints": {"ringwall/v1": finding.uid},
        "baselineState": _baseline(finding),
        "properties": {
            "severity": finding.severity,
            "layer": finding.layer,
            "accountId": finding.account_id,
            "region": finding.region,
            "firstSeen": finding.first_seen,
            "lastSeen": finding.last_seen,
            "count": finding.count,
            "reopened": finding.reopened,
        },
    }
    if finding.status == "suppressed":
        suppression = {"kind": "external", "status": "accepted"}
        if finding.suppression:
            suppression["justification"] = tell_suppression(finding)
        result["suppressions"] = [suppression]
    return result


def _escape_links(text: str) -> str:
    r"""Return a message in which no `[text](destination)` is a link.

    SARIF 2.1.0, 3.11.6: brackets that are no link are escaped by a backslash, and so is that.
    """
    return re.sub(r"[\\\[\]]", r"\\\g<0>", text)


def _baseline(finding: Finding) -> str:
    if finding.status == "resolved":
        return "absent"
    return "new" if finding.first_seen == finding.last_seen else "unchanged"


def _location(arn: str, finding: Finding) -> dict[str, Any]:
    name = split_arn(arn)
    pieces = (finding.account_id, finding.region or "global", name.service, name.kind, name.id)
    path = "/".join(_quote_piece(piece) for piece in pieces if piece)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": f"aws/{path}"},
            "region": {"startLine": 1},
        },
        "logicalLocations": [{"name": name.id, "fullyQualifiedName": arn, "kind": "resource"}],
    }


def _quote_piece(piece: str) -> str:
    if piece in {".", ".."}:  # no way up and out for a resource of that name
        return piece.replace(".", "%2E")
    return quote(piece, safe="", errors="replace")
