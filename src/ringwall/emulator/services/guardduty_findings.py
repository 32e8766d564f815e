"""GuardDuty: findings, those of members too, and samples of them.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings.html
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.detectors import GUARDDUTY, Detector, refuse, require_detector
from ringwall.emulator.security.finding_criteria import (
    find_values,
    match_criterion,
    sort_findings,
)
from ringwall.emulator.security.finding_flow import (
    find_watched,
    report_guardduty,
    share_guardduty,
)
from ringwall.emulator.security.guardduty_samples import load_sample_types, make_sample
from ringwall.emulator.security.wire import read_members, write_moment
from ringwall.emulator.state import EmulatorState

MOST = 50
"""Findings in one call."""
OF_ADMINISTRATOR = (
    "The request is rejected because the current account is a member account: only its "
    "administrator can archive findings."
)
GROUPS = {
    "ACCOUNT": ("GroupedByAccount", "accountId", "AccountId"),
    "FINDING_TYPE": ("GroupedByFindingType", "type", "FindingType"),
    "SEVERITY": ("GroupedBySeverity", "severity", "Severity"),
}
"""Groups of statistics: the list that has them, the finding's attribute, the group's member."""
Found = tuple[Detector, dict[str, Any]]


@emulates("guardduty", "CreateSampleFindings")
def create_samples(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make samples of some types, or of all; one that exists happens once more."""
    detector = require_detector(state, call)
    known = load_sample_types()
    names = call.parameters.get("FindingTypes") or list(known)
    if not known.keys() >= set(names):
        raise refuse()
    if not detector.enabled:
        raise refuse("The request is rejected because the current account has disabled GuardDuty.")
    now = datetime.now(UTC)
    held = {f["type"]: f for f in detector.findings.values() if _is_sample(f)}
    for name in names:
        finding = held.get(name)
        if finding is None:
            finding = make_sample(detector, known[name], now)
        else:
            finding["service"]["count"] += 1
            finding["service"]["eventLastSeen"] = finding["updatedAt"] = write_moment(now)
        report_guardduty(state, detector, finding)
    return {}


def _is_sample(finding: Mapping[str, Any]) -> bool:
    return '"sample": true' in str(finding["service"]["additionalInfo"].get("value"))


def _find(state: EmulatorState, call: EmulatedCall) -> Iterator[Found]:
    """Yield the findings that the caller's detector shows."""
    for detector in find_watched(state, require_detector(state, call)):
        yield from ((detector, finding) for finding in detector.findings.values())


def _select(state: EmulatorState, call: EmulatedCall) -> list[dict[str, Any]]:
    criteria = call.parameters.get("FindingCriteria") or {}
    found = (finding for _, finding in _find(state, call))
    return [f for f in found if match_criterion(criteria.get("Criterion") or {}, f)]


@emulates("guardduty", "ListFindings")
def list_findings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the ids of findings that meet criteria."""
    found = _sort(call, _select(state, call))
    page, more = cut_page(call, [f["id"] for f in found], MOST, fault="BadRequestException")
    return {"FindingIds": page} | more


def _sort(call: EmulatedCall, findings: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    wanted = call.parameters.get("SortCriteria") or {}
    name = wanted.get("AttributeName") or "updatedAt"
    return sort_findings(findings, name, descending=wanted.get("OrderBy", "DESC") == "DESC")


@emulates("guardduty", "GetFindings")
def get_findings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return findings by their ids; ids of none are passed over."""
    wanted = set(call.parameters["FindingIds"])
    if len(wanted) > MOST:
        raise refuse()
    found = [finding for _, finding in _find(state, call) if finding["id"] in wanted]
    shape: Any = call.model.output_shape
    member = shape.members["Findings"].member
    return {"Findings": [read_members(member, finding) for finding in _sort(call, found)]}


@emulates("guardduty", "ArchiveFindings", "UnarchiveFindings")
def archive_findings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Archive findings, or take them back; a member leaves that to its administrator."""
    archives = call.operation == "ArchiveFindings"
    for detector, finding in _choose(state, call):
        if finding["service"]["archived"] != archives:
            finding["service"]["archived"] = archives
            share_guardduty(state, detector, finding)
    return {}


def _choose(state: EmulatorState, call: EmulatedCall) -> list[Found]:
    """Return the findings that a request names; Fault for too many, and for one that is not."""
    wanted = set(call.parameters["FindingIds"])
    found = [(d, f) for d, f in _find(state, call) if f["id"] in wanted]
    if GUARDDUTY.find_administrator(state, call.account_id, call.region):
        raise refuse(OF_ADMINISTRATOR)
    if len(wanted) > MOST or len(found) != len(wanted):
        raise refuse()
    return found


@emulates("guardduty", "UpdateFindingsFeedback")
def update_feedback(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Note whether findings were useful."""
    given = (call.parameters["Feedback"], call.parameters.get("Comments") or "")
    for detector, finding in _choose(state, call):
        detector.feedback[finding["id"]] = given
        finding["service"]["userFeedback"] = given[0]
    return {}


@emulates("guardduty", "GetFindingsStatistics")
def get_statistics(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Count findings by severity, account, type, day or resource."""
    kinds, group = (call.parameters.get(name) for name in ("FindingStatisticTypes", "GroupBy"))
    if bool(kinds) == bool(group):
        raise refuse()
    found = _select(state, call)
    if kinds:
        counts = Counter(str(float(f["severity"])) for f in found)
        return {"FindingStatistics": {"CountBySeverity": dict(counts)}}
    name, groups = _group(str(group), found)
    groups.sort(key=lambda g: g["TotalFindings"], reverse=call.parameters.get("OrderBy") != "ASC")
    most = int(call.parameters.get("MaxResults") or 25)
    return {"FindingStatistics": {name: groups[:most]}}


def _group(kind: str, findings: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Return the name of a list of groups, and the groups with their counts."""
    grouped: dict[Any, list[dict[str, Any]]] = {}
    for finding in findings:
        grouped.setdefault(_key(kind, finding), []).append(finding)
    if kind in GROUPS:
        name, _, member = GROUPS[kind]
        return name, [{member: key, **_count(held)} for key, held in grouped.items()]
    if kind == "DATE":
        return "GroupedByDate", [
            {"Date": day, "Severity": max(f["severity"] for f in held), **_count(held)}
            for day, held in grouped.items()
        ]
    return "GroupedByResource", [
        {"AccountId": a, "ResourceType": t, "ResourceId": r, **_count(held)}
        for (a, t, r), held in grouped.items()
    ]


def _key(kind: str, finding: Mapping[str, Any]) -> Any:
    if kind in GROUPS:
        return finding[GROUPS[kind][1]]
    if kind == "DATE":
        at = datetime.fromisoformat(finding["updatedAt"])
        return at.replace(hour=0, minute=0, second=0, microsecond=0)
    resource = finding["resource"]
    names = (
        *find_values(resource, "instanceDetails.instanceId"),
        *find_values(resource, "s3BucketDetails.name"),
        *find_values(resource, "lambdaDetails.functionName"),
        *find_values(resource, "accessKeyDetails.accessKeyId"),
    )
    return finding["accountId"], resource["resourceType"], next(iter(names), "")


def _count(findings: list[dict[str, Any]]) -> dict[str, Any]:
    last = max(datetime.fromisoformat(f["updatedAt"]) for f in findings)
    return {"TotalFindings": len(findings), "LastGeneratedAt": last}
