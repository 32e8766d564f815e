"""Inspector: findings that were put in, filters on them, and what is covered.

https://docs.aws.amazon.com/inspector/latest/user/findings-understanding.html
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.finding_criteria import find_values, sort_findings
from ringwall.emulator.security.inspector import (
    PATHS,
    PLAIN,
    find_inspected,
    find_inspector,
    match_inspector,
)
from ringwall.emulator.security.tagging import answer_tags
from ringwall.emulator.services.inspector2 import refuse_value, settle_inspector
from ringwall.emulator.state import EmulatorState

GROUPS = {
    "ACCOUNT": ("accountAggregation", "awsAccountId", "accountId"),
    "FINDING_TYPE": ("findingTypeAggregation", "type", ""),
    "TITLE": ("titleAggregation", "title", "title"),
    "AWS_EC2_INSTANCE": ("ec2InstanceAggregation", "resources.id", "instanceId"),
    "REPOSITORY": (
        "repositoryAggregation",
        "resources.details.awsEcrContainerImage.repositoryName",
        "repository",
    ),
}
"""Aggregations: the answer's member, what findings are grouped by, the group's member."""
SORTED = {
    "AWS_ACCOUNT_ID": "awsAccountId",
    "FINDING_TYPE": "type",
    "SEVERITY": "severity",
    "FIRST_OBSERVED_AT": "firstObservedAt",
    "LAST_OBSERVED_AT": "lastObservedAt",
    "FINDING_STATUS": "status",
    "RESOURCE_TYPE": "resources.type",
    "VULNERABILITY_ID": "packageVulnerabilityDetails.vulnerabilityId",
    "INSPECTOR_SCORE": "inspectorScore",
}


def _check(criteria: Mapping[str, Any]) -> None:
    """Refuse loudly a filter that is not emulated."""
    unknown = [n for n, c in criteria.items() if c and n not in PLAIN and n not in PATHS]
    if unknown:
        message = f"the filter {unknown[0]} is not emulated"
        raise Fault("UnknownOperationException", message, 501)


def _find(state: EmulatorState, call: EmulatedCall) -> Iterator[dict[str, Any]]:
    settle_inspector(state, call.account_id, call.region)
    for account in find_inspected(state, call.account_id, call.region):
        yield from account.findings.values()


@emulates("inspector2", "ListFindings")
def list_findings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the findings that meet criteria, those of members too."""
    criteria = call.parameters.get("filterCriteria") or {}
    _check(criteria)
    found = [f for f in _find(state, call) if match_inspector(criteria, f)]
    order = call.parameters.get("sortCriteria")
    if order:
        name = str(order["field"])
        if name not in SORTED:
            raise Fault("UnknownOperationException", f"sorting by {name} is not emulated", 501)
        down = order["sortOrder"] == "DESC"
        found = [dict(f) for f in sort_findings(found, SORTED[name], descending=down)]
    page, more = cut_page(call, found, 100, fault="ValidationException")
    return {"findings": page} | more


@emulates("inspector2", "ListFindingAggregations")
def aggregate(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Count active findings by group and severity."""
    kind = str(call.parameters["aggregationType"])
    if kind not in GROUPS or call.parameters.get("aggregationRequest"):
        raise Fault("UnknownOperationException", f"aggregation by {kind} is not emulated", 501)
    member, path, name = GROUPS[kind]
    groups: dict[tuple[str, str], Counter[str]] = {}
    wanted = call.parameters.get("accountIds") or []
    for finding in _find(state, call):
        if finding["status"] != "ACTIVE" or not match_inspector({"awsAccountId": wanted}, finding):
            continue
        for value in find_values(finding, path):
            key = (finding["awsAccountId"], str(value))
            groups.setdefault(key, Counter())[finding["severity"].lower()] += 1
    responses = [
        {member: ({name: value} if name else {}) | {"accountId": account} | _count(counts)}
        for (account, value), counts in groups.items()
    ]
    page, more = cut_page(call, responses, 100, fault="ValidationException")
    return {"aggregationType": kind, "responses": page} | more


def _count(counts: Counter[str]) -> dict[str, Any]:
    named = {name: counts[name] for name in ("critical", "high", "medium")}
    return {"severityCounts": {"all": sum(counts.values()), **named}}


@emulates("inspector2", "ListCoverage")
def list_coverage(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the resources that are covered, as far as they were put in."""
    settle_inspector(state, call.account_id, call.region)
    criteria = {n: c for n, c in (call.parameters.get("filterCriteria") or {}).items() if c}
    if criteria.keys() - {"accountId", "resourceId", "resourceType", "scanType"}:
        raise Fault("UnknownOperationException", "this filter of coverage is not emulated", 501)
    accounts = find_inspected(state, call.account_id, call.region)
    found = [
        resource
        for account in accounts
        for resource in account.coverage
        if all(_is_covered(resource.get(n), c) for n, c in criteria.items())
    ]
    page, more = cut_page(call, found, 200, fault="ValidationException")
    return {"coveredResources": page} | more


def _is_covered(value: Any, conditions: list[Mapping[str, Any]]) -> bool:
    return any((c["value"] == value) == (c["comparison"] == "EQUALS") for c in conditions)


@emulates("inspector2", "CreateFilter")
def create_filter(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep criteria under a name; those that suppress are for findings to come, and those here."""
    given, account = call.parameters, find_inspector(state, call.account_id, call.region)
    _check(given["filterCriteria"])
    if any(kept["name"] == given["name"] for kept in account.filters.values()):
        raise Fault("BadRequestException", "A filter with this name already exists.", 400)
    place = f"arn:{call.partition}:inspector2:{call.region}:{call.account_id}"
    arn, now = f"{place}:owner/{call.account_id}/filter/{mock_random.get_random_hex(16)}", _now()
    account.filters[arn] = {
        "arn": arn,
        "ownerId": call.account_id,
        "name": given["name"],
        "criteria": given["filterCriteria"],
        "action": given["action"],
        "createdAt": now,
        "updatedAt": now,
        "tags": dict(given.get("tags") or {}),
    } | {n: given[n] for n in ("description", "reason") if given.get(n)}
    _suppress(state, call)
    return {"arn": arn}


def _now() -> datetime:
    return datetime.now(UTC)


def _suppress(state: EmulatorState, call: EmulatedCall) -> None:
    """Suppress what any rule of the account's suppresses, and nothing else of what it sees."""
    account = find_inspector(state, call.account_id, call.region)
    rules = [f["criteria"] for f in account.filters.values() if f["action"] == "SUPPRESS"]
    for finding in _find(state, call):
        if finding["status"] != "CLOSED":
            is_hit = any(match_inspector(criteria, finding) for criteria in rules)
            finding["status"] = "SUPPRESSED" if is_hit else "ACTIVE"


@emulates("inspector2", "ListFilters")
def list_filters(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return filters."""
    held = find_inspector(state, call.account_id, call.region).filters.values()
    arns, action = call.parameters.get("arns"), call.parameters.get("action")
    found = [f for f in held if (not arns or f["arn"] in arns) and action in {None, f["action"]}]
    page, more = cut_page(call, found, 100, fault="ValidationException")
    return {"filters": page} | more


def _require_filter(state: EmulatorState, call: EmulatedCall, arn: str) -> dict[str, Any]:
    kept = find_inspector(state, call.account_id, call.region).filters.get(arn)
    if kept is None:
        raise Fault("ResourceNotFoundException", "The filter was not found.", 404)
    return kept


@emulates("inspector2", "UpdateFilter")
def update_filter(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change a filter."""
    given = call.parameters
    kept = _require_filter(state, call, str(given["filterArn"]))
    _check(given.get("filterCriteria") or {})
    names = {"action": "action", "description": "description", "filterCriteria": "criteria"}
    names |= {"name": "name", "reason": "reason"}
    kept.update({to: given[n] for n, to in names.items() if given.get(n) is not None})
    kept["updatedAt"] = _now()
    _suppress(state, call)
    return {"arn": kept["arn"]}


@emulates("inspector2", "DeleteFilter")
def delete_filter(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a filter; what it suppressed is active again."""
    kept = _require_filter(state, call, str(call.parameters["arn"]))
    del find_inspector(state, call.account_id, call.region).filters[kept["arn"]]
    _suppress(state, call)
    return {"arn": kept["arn"]}


@emulates("inspector2", "TagResource", "UntagResource", "ListTagsForResource")
def tag_filter(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read and change the tags of a filter."""
    arn = str(call.parameters["resourceArn"])
    if "/filter/" not in arn:
        raise refuse_value("The ARN is not that of a filter.")
    tags: dict[str, str] = _require_filter(state, call, arn)["tags"]
    return answer_tags(call, tags)
