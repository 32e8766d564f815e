"""Access Analyzer's analyzers, their archive rules, and findings that were put in.

Findings are computed elsewhere: `put_analyzer_finding` takes them, and none is invented here.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.published_events import publish
from ringwall.emulator.security.finding_criteria import find_values
from ringwall.emulator.security.hub_findings import receive_from_service
from ringwall.emulator.security.hubs import product_arn
from ringwall.emulator.security.wire import write_moment
from ringwall.emulator.state import EmulatorState

PRINCIPAL = "access-analyzer.amazonaws.com"


@dataclass
class Analyzer:
    """An analyzer of an account or of the organization."""

    arn: str
    name: str
    kind: str
    account_id: str
    region: str
    created: datetime
    configuration: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    findings: dict[str, dict[str, Any]] = field(default_factory=dict)


def find_analyzers(state: EmulatorState, account_id: str, region: str) -> dict[str, Analyzer]:
    """Return the analyzers of an account and Region by name."""
    key = (account_id, region, "accessanalyzer.analyzers")
    found: dict[str, Analyzer] = state.settings.setdefault(key, {})
    return found


def may_analyze_organization(account_id: str) -> bool:
    """Whether an account may have analyzers of the organization: management, or its delegate."""
    organization = find_organization(account_id)
    if organization is None:
        return False
    trusted = {found["ServicePrincipal"] for found in organization.services}
    delegates = {a.account.id for a in organization.admins if PRINCIPAL in a.services}
    return PRINCIPAL in trusted and account_id in delegates | {organization.org.master_account_id}


def show_analyzer_status(_analyzer: Analyzer) -> str:
    """Return the status of an analyzer: it is active at once."""
    return "ACTIVE"


def match_rule(criteria: Mapping[str, Mapping[str, Any]], finding: Mapping[str, Any]) -> bool:
    """Whether a finding meets all criteria of a filter or an archive rule.

    https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_Criterion.html
    """
    return all(_meets(name, criterion, finding) for name, criterion in criteria.items())


def _meets(name: str, criterion: Mapping[str, Any], finding: Mapping[str, Any]) -> bool:
    # A principal's kind and a condition's key are parts of the name: `principal.AWS`.
    texts = {str(v).lower() if isinstance(v, bool) else str(v) for v in find_values(finding, name)}
    eq, neq, contains, exists = (criterion.get(n) for n in ("eq", "neq", "contains", "exists"))
    return (
        (not eq or bool(texts & set(eq)))
        and (not neq or not texts & set(neq))
        and (not contains or any(w in text for w in contains for text in texts))
        and (exists is None or bool(texts) == exists)
    )


def put_analyzer_finding(
    state: EmulatorState, analyzer: Analyzer, finding: Mapping[str, Any]
) -> str:
    """Take a finding in the shape of GetFinding, times as datetimes; return its id."""
    now = datetime.now(UTC)
    made = {
        "id": str(mock_random.uuid4()),
        "analyzedAt": now,
        "createdAt": now,
        "updatedAt": now,
        "status": "ACTIVE",
        "resourceOwnerAccount": analyzer.account_id,
        "condition": {},
        **finding,
    }
    if any(match_rule(rule["filter"], made) for rule in analyzer.rules.values()):
        made["status"] = "ARCHIVED"
    analyzer.findings[made["id"]] = made
    tell_analyzer_finding(state, analyzer, made)
    return str(made["id"])


def tell_analyzer_finding(
    state: EmulatorState, analyzer: Analyzer, finding: Mapping[str, Any]
) -> None:
    """Publish a finding, and send it to Security Hub.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html
    """
    times = {n: write_moment(v) for n, v in finding.items() if isinstance(v, datetime)}
    detail = copy.deepcopy({**finding, **times})
    detail["accountId"] = detail.pop("resourceOwnerAccount")
    detail |= {"version": "1.0", "region": analyzer.region, "isDeleted": False}
    publish(
        state,
        analyzer.account_id,
        analyzer.region,
        "aws.access-analyzer",
        "Access Analyzer Finding",
        detail,
        (analyzer.arn,),
        time=datetime.now(UTC),
    )
    found = _write_asff(analyzer, finding)
    receive_from_service(state, analyzer.account_id, analyzer.region, found)


def _write_asff(analyzer: Analyzer, finding: Mapping[str, Any]) -> dict[str, Any]:
    product = product_arn(analyzer.region, "access-analyzer")
    resource = str(finding.get("resource") or "")
    kind = "".join(
        part for part in str(finding["resourceType"]).replace("AWS::", "Aws").split("::")
    )
    title = f"{finding['resourceType']} {resource} allows access from outside"
    return {
        "SchemaVersion": "2018-10-08",
        "Id": f"{analyzer.arn}/arn:{own_partition()}:access-analyzer:finding/{finding['id']}",
        "ProductArn": product,
        "ProductName": "IAM Access Analyzer",
        "CompanyName": "AWS",
        "Region": analyzer.region,
        "GeneratorId": "aws/access-analyzer",
        "AwsAccountId": analyzer.account_id,
        "Types": [
            "Software and Configuration Checks/AWS Security Best Practices/External Access Granted"
        ],
        "CreatedAt": write_moment(finding["createdAt"]),
        "UpdatedAt": write_moment(finding["updatedAt"]),
        "Severity": {"Label": "HIGH" if finding.get("isPublic") else "LOW"},
        "Title": title,
        "Description": title,
        "ProductFields": {"isPublic": str(finding.get("isPublic", False)).lower()},
        "Resources": [
            {"Type": kind, "Id": resource, "Partition": "aws", "Region": analyzer.region}
        ],
        "RecordState": "ACTIVE" if finding["status"] == "ACTIVE" else "ARCHIVED",
    }
