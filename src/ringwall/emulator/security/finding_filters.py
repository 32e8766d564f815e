"""Filters of Security Hub on findings in ASFF.

https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFindingFilters.html
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from ringwall.emulator.security.finding_criteria import find_values

PLAIN = frozenset(
    {
        "ProductArn", "AwsAccountId", "Id", "GeneratorId", "Region", "FirstObservedAt",
        "LastObservedAt", "CreatedAt", "UpdatedAt", "Confidence", "Criticality", "Title",
        "Description", "SourceUrl", "ProductFields", "ProductName", "CompanyName",
        "UserDefinedFields", "VerificationState", "WorkflowState", "RecordState", "Sample",
        "AwsAccountName",
    }
)  # fmt: skip
"""Filters that are called as the member of the finding is."""
ODD = {
    "Type": "Types",
    "RecommendationText": "Remediation.Recommendation.Text",
    "ResourceAwsIamAccessKeyUserName": "Resources.Details.AwsIamAccessKey.PrincipalName",
    "ResourceDetailsOther": "Resources.Details.Other",
    "ResourceContainerName": "Resources.Details.Container.Name",
    "ComplianceAssociatedStandardsId": "Compliance.AssociatedStandards.StandardsId",
}
PREFIXES = (
    ("ResourceAwsEc2Instance", "Resources.Details.AwsEc2Instance."),
    ("ResourceAwsS3Bucket", "Resources.Details.AwsS3Bucket."),
    ("ResourceAwsIamAccessKey", "Resources.Details.AwsIamAccessKey."),
    ("ResourceAwsIamUser", "Resources.Details.AwsIamUser."),
    ("ResourceContainer", "Resources.Details.Container."),
    ("Resource", "Resources."),
    ("ThreatIntelIndicator", "ThreatIntelIndicators."),
    ("FindingProviderFieldsSeverity", "FindingProviderFields.Severity."),
    ("FindingProviderFieldsRelatedFindings", "FindingProviderFields.RelatedFindings."),
    ("FindingProviderFields", "FindingProviderFields."),
    ("ComplianceSecurityControlParameters", "Compliance.SecurityControlParameters."),
    ("Compliance", "Compliance."),
    ("Malware", "Malware."),
    ("Network", "Network."),
    ("Process", "Process."),
    ("RelatedFindings", "RelatedFindings."),
    ("Note", "Note."),
    ("Severity", "Severity."),
    ("Vulnerabilities", "Vulnerabilities."),
    ("Workflow", "Workflow."),
)
"""What filters begin with, and the member of the finding that it stands for."""
NEGATIVE = "NOT"
AsffCondition = Mapping[str, Any]


def path_of(name: str) -> str:
    """Return the dotted name of what a filter is on: `Severity.Label` of `SeverityLabel`."""
    if name in PLAIN:
        return name
    if name in ODD:
        return ODD[name]
    for prefix, path in PREFIXES:
        if name.startswith(prefix) and len(name) > len(prefix):
            return path + name.removeprefix(prefix)
    return name


def match_filters(
    filters: Mapping[str, Any], finding: Mapping[str, Any], now: datetime | None = None
) -> bool:
    """Whether a finding meets all filters: one condition of each, and none that excludes it."""
    at = now or datetime.now(UTC)
    return all(
        _meets(name, conditions, finding, at) for name, conditions in filters.items() if conditions
    )


def _meets(
    name: str, conditions: list[AsffCondition], finding: Mapping[str, Any], now: datetime
) -> bool:
    if name == "Keyword":
        texts = [text.lower() for text in _find_texts(finding)]
        return any(str(c["Value"]).lower() in text for c in conditions for text in texts)
    values = [v for v in find_values(finding, path_of(name)) if v is not None]
    flat = [item for v in values for item in (v if isinstance(v, list) else [v])]
    excluding = [c for c in conditions if NEGATIVE in str(c.get("Comparison"))]
    including = [c for c in conditions if c not in excluding]
    if any(_holds(c, flat, now) for c in excluding):
        return False
    return not including or any(_holds(c, flat, now) for c in including)


def _holds(condition: AsffCondition, values: list[Any], now: datetime) -> bool:
    """Whether a condition, or the opposite of one that excludes, is true of a value."""
    if "Key" in condition:
        key, kind = condition["Key"], str(condition.get("Comparison"))
        found = [str(v[key]) for v in values if isinstance(v, Mapping) and key in v]
        return any(_compare(kind, text, str(condition.get("Value"))) for text in found)
    if "Cidr" in condition:
        return any(_is_in(str(v), condition["Cidr"]) for v in values)
    if condition.keys() & {"Start", "End", "DateRange"}:
        moments = [m for m in map(_read_moment, values) if m is not None]
        return any(_is_within(m, condition, now) for m in moments)
    if condition.keys() & NUMBERS.keys():
        numbers = [float(v) for v in values if isinstance(v, int | float)]
        return any(_fits(n, condition) for n in numbers)
    if isinstance(condition.get("Value"), bool):
        return condition["Value"] in values
    kind = str(condition.get("Comparison"))
    return any(_compare(kind, str(v), str(condition.get("Value"))) for v in values)


NUMBERS: Mapping[str, Callable[[float, float], bool]] = {
    "Gte": lambda value, wanted: value >= wanted,
    "Lte": lambda value, wanted: value <= wanted,
    "Eq": lambda value, wanted: value == wanted,
    "Gt": lambda value, wanted: value > wanted,
    "Lt": lambda value, wanted: value < wanted,
}


def _fits(value: float, condition: AsffCondition) -> bool:
    given = {n: float(w) for n, w in condition.items() if n in NUMBERS and w is not None}
    return all(NUMBERS[name](value, wanted) for name, wanted in given.items())


def _compare(kind: str, text: str, wanted: str) -> bool:
    plain = kind.removeprefix("PREFIX_").removeprefix("NOT_")
    if kind in {"PREFIX", "PREFIX_NOT_EQUALS"}:
        return text.startswith(wanted)
    if plain == "CONTAINS":
        return wanted in text
    if plain == "CONTAINS_WORD":
        return wanted.lower() in re.findall(r"\w+", text.lower())
    return text == wanted


def _is_in(address: str, network: str) -> bool:
    try:
        return ip_address(address) in ip_network(network, strict=False)
    except ValueError:
        return False


def _is_within(moment: datetime, condition: AsffCondition, now: datetime) -> bool:
    limits = condition.get("DateRange")
    if limits:
        since = now - timedelta(days=int(limits["Value"]))
        is_recent = moment >= since
        return not is_recent if limits.get("Comparison") == "OLDER_THAN" else is_recent
    start, end = (_read_moment(condition.get(name)) for name in ("Start", "End"))
    return (start is None or moment >= start) and (end is None or moment <= end)


def _read_moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _find_texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _find_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _find_texts(inner)
    elif value is not None:
        yield str(value)
