"""Inspector in an account and Region: which scans are on, and the findings that were put in.

Nothing is scanned here: `put_inspector_finding` and `put_coverage` are how scanners of others, and
tests, tell what they found.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.published_events import publish
from ringwall.emulator.security.delegation import DelegatedService
from ringwall.emulator.security.finding_criteria import find_values
from ringwall.emulator.security.hub_findings import LABELS, receive_from_service
from ringwall.emulator.security.hubs import product_arn
from ringwall.emulator.security.wire import write_moment
from ringwall.emulator.state import EmulatorState

INSPECTOR = DelegatedService("inspector2.amazonaws.com")
SCANS: Mapping[str, str] = {
    "EC2": "ec2",
    "ECR": "ecr",
    "LAMBDA": "lambda",
    "LAMBDA_CODE": "lambdaCode",
    "CODE_REPOSITORY": "codeRepository",
}
"""Types of scans, and what the members of answers are called."""
ALWAYS = ("ec2", "ecr", "lambda", "lambdaCode")
"""Scans whose status is told even where they are off."""
PATHS = {
    "findingType": "type",
    "findingStatus": "status",
    "resourceType": "resources.type",
    "resourceId": "resources.id",
    "resourceTags": "resources.tags",
    "vulnerabilityId": "packageVulnerabilityDetails.vulnerabilityId",
    "vulnerabilitySource": "packageVulnerabilityDetails.source",
    "relatedVulnerabilities": "packageVulnerabilityDetails.relatedVulnerabilities",
    "ec2InstanceImageId": "resources.details.awsEc2Instance.imageId",
    "ec2InstanceSubnetId": "resources.details.awsEc2Instance.subnetId",
    "ec2InstanceVpcId": "resources.details.awsEc2Instance.vpcId",
    "ecrImageArchitecture": "resources.details.awsEcrContainerImage.architecture",
    "ecrImageHash": "resources.details.awsEcrContainerImage.imageHash",
    "ecrImageRegistry": "resources.details.awsEcrContainerImage.registry",
    "ecrImageRepositoryName": "resources.details.awsEcrContainerImage.repositoryName",
    "ecrImageTags": "resources.details.awsEcrContainerImage.imageTags",
    "lambdaFunctionName": "resources.details.awsLambdaFunction.functionName",
    "networkProtocol": "networkReachabilityDetails.protocol",
}
PLAIN = frozenset(
    {
        "findingArn", "awsAccountId", "severity", "title", "inspectorScore", "fixAvailable",
        "exploitAvailable", "firstObservedAt", "lastObservedAt", "updatedAt",
    }
)  # fmt: skip


@dataclass
class InspectorAccount:
    """Inspector in an account and Region."""

    account_id: str
    region: str
    scans: set[str] = field(default_factory=set)
    """Types of scans that are on."""
    findings: dict[str, dict[str, Any]] = field(default_factory=dict)
    coverage: list[dict[str, Any]] = field(default_factory=list)
    filters: dict[str, dict[str, Any]] = field(default_factory=dict)


def find_inspector(state: EmulatorState, account_id: str, region: str) -> InspectorAccount:
    """Return Inspector of an account and Region, which may be off."""
    key = (account_id, region, "inspector2.account")
    found: InspectorAccount = state.settings.setdefault(key, InspectorAccount(account_id, region))
    return found


def show_scan_status(account: InspectorAccount, scan: str) -> str:
    """Return the status of a type of scan: it is on or off at once."""
    return "ENABLED" if scan in account.scans else "DISABLED"


def find_inspected(
    state: EmulatorState, account_id: str, region: str
) -> Iterator[InspectorAccount]:
    """Yield the accounts whose findings an account sees: itself, and its members."""
    yield find_inspector(state, account_id, region)
    delegation = INSPECTOR.find(state, account_id, region)
    if delegation.admin == account_id:
        for record in delegation.associated():
            yield find_inspector(state, record.account_id, region)


def put_coverage(
    state: EmulatorState, account_id: str, region: str, resource: Mapping[str, Any]
) -> None:
    """Take a resource that is covered, in the shape of ListCoverage."""
    given = {"accountId": account_id, **resource}
    find_inspector(state, account_id, region).coverage.append(given)


def put_inspector_finding(
    state: EmulatorState, account_id: str, region: str, finding: Mapping[str, Any]
) -> str:
    """Take a finding in the shape of ListFindings, times as datetimes; return its ARN."""
    account, now = find_inspector(state, account_id, region), datetime.now(UTC)
    number = f"{len(account.findings):032x}"
    made = {
        "findingArn": f"arn:{own_partition()}:inspector2:{region}:{account_id}:finding/{number}",
        "awsAccountId": account_id,
        "firstObservedAt": now,
        "lastObservedAt": now,
        "updatedAt": now,
        "status": "ACTIVE",
        "remediation": {"recommendation": {"text": "None Provided"}},
        **finding,
    }
    rules = [r for r in _find_rules(state, account) if r["action"] == "SUPPRESS"]
    if any(match_inspector(rule["criteria"], made) for rule in rules):
        made["status"] = "SUPPRESSED"
    account.findings[made["findingArn"]] = made
    _tell(state, account, made)
    receive_from_service(state, account_id, region, write_inspector_asff(made, region))
    return str(made["findingArn"])


def _find_rules(state: EmulatorState, account: InspectorAccount) -> Iterator[dict[str, Any]]:
    yield from account.filters.values()
    managed = INSPECTOR.find_administrator(state, account.account_id, account.region)
    if managed:
        yield from find_inspector(state, managed[0], account.region).filters.values()


def _tell(state: EmulatorState, account: InspectorAccount, finding: Mapping[str, Any]) -> None:
    """Publish a finding, in the account and for its administrator.

    https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html
    """
    managed = INSPECTOR.find_administrator(state, account.account_id, account.region)
    detail = {n: _write_value(value) for n, value in finding.items()}
    for account_id in (account.account_id, *((managed[0],) if managed else ())):
        publish(
            state,
            account_id,
            account.region,
            "aws.inspector2",
            "Inspector2 Finding",
            detail,
            tuple(str(resource["id"]) for resource in finding["resources"]),
            time=datetime.now(UTC),
        )


def _write_value(value: Any) -> Any:
    """Return a value as events have it: `Jan 19, 2022, 10:46:15 PM`."""
    if isinstance(value, datetime):
        hour = value.strftime("%I:%M:%S %p").lstrip("0")
        return f"{value:%b} {value.day}, {value.year}, {hour}"
    if isinstance(value, Mapping):
        return {name: _write_value(inner) for name, inner in value.items()}
    return [_write_value(item) for item in value] if isinstance(value, list) else value


def write_inspector_asff(finding: Mapping[str, Any], region: str) -> dict[str, Any]:
    """Return a finding of Inspector in ASFF."""
    product, severity = product_arn(region, "inspector"), str(finding["severity"])
    label = severity if severity in dict(LABELS) else "INFORMATIONAL"
    is_network = finding["type"] == "NETWORK_REACHABILITY"
    kind = (
        "AWS Security Best Practices/Network Reachability" if is_network else "Vulnerabilities/CVE"
    )
    kinds = {"AWS_EC2_INSTANCE": "AwsEc2Instance", "AWS_LAMBDA_FUNCTION": "AwsLambdaFunction"}
    resources = [
        {
            "Type": kinds.get(str(r["type"]), "AwsEcrContainerImage"),
            "Id": r["id"],
            "Partition": "aws",
            "Region": region,
            "Tags": dict(r.get("tags") or {}),
        }
        for r in finding["resources"]
    ]
    return {
        "SchemaVersion": "2018-10-08",
        "Id": finding["findingArn"],
        "ProductArn": product,
        "ProductName": "Inspector",
        "CompanyName": "Amazon",
        "Region": region,
        "GeneratorId": "AWSInspector",
        "AwsAccountId": finding["awsAccountId"],
        "Types": [f"Software and Configuration Checks/{kind}"],
        "FirstObservedAt": write_moment(finding["firstObservedAt"]),
        "LastObservedAt": write_moment(finding["lastObservedAt"]),
        "CreatedAt": write_moment(finding["firstObservedAt"]),
        "UpdatedAt": write_moment(finding["updatedAt"]),
        "Severity": {"Label": label},
        "Title": finding.get("title") or finding["description"],
        "Description": finding["description"],
        "ProductFields": {
            "aws/inspector/FindingStatus": finding["status"],
            "aws/inspector/ProductVersion": "2",
            "aws/securityhub/FindingId": f"{product}/{finding['findingArn']}",
        },
        "Resources": resources,
        "RecordState": "ACTIVE" if finding["status"] == "ACTIVE" else "ARCHIVED",
    }


def match_inspector(criteria: Mapping[str, Any], finding: Mapping[str, Any]) -> bool:
    """Whether a finding meets criteria; KeyError names one that is not known."""
    for name, conditions in criteria.items():
        if not conditions:
            continue
        path = name if name in PLAIN else PATHS[name]
        values = [*find_values(finding, path)]
        flat = [item for v in values for item in (v if isinstance(v, list) else [v])]
        excluding = [c for c in conditions if c.get("comparison") == "NOT_EQUALS"]
        including = [c for c in conditions if c not in excluding]
        if any(_holds(c, flat) for c in excluding):
            return False
        if including and not any(_holds(c, flat) for c in including):
            return False
    return True


def _holds(condition: Mapping[str, Any], values: list[Any]) -> bool:
    if "key" in condition:
        found = [str(v.get(condition["key"])) for v in values if condition["key"] in v]
        return bool(found) and condition.get("value") in {None, "", *found}
    limits = {n: condition[n] for n in LIMITS if condition.get(n) is not None}
    if limits:
        return any(all(LIMITS[n](v, limit) for n, limit in limits.items()) for v in values)
    wanted = str(condition["value"])
    if condition["comparison"] == "PREFIX":
        return any(str(v).startswith(wanted) for v in values)
    return wanted in {str(v) for v in values}


LIMITS = {
    "lowerInclusive": lambda value, limit: value >= limit,
    "upperInclusive": lambda value, limit: value <= limit,
    "startInclusive": lambda value, limit: value >= limit,
    "endInclusive": lambda value, limit: value <= limit,
}
