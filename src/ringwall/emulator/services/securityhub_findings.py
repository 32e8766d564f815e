"""Security Hub: findings come in, are changed by customers, and are found by filters.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings.html
"""

import copy
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.authorization.callers import find_caller
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.asff import find_asff_fault, find_product_fault
from ringwall.emulator.security.finding_criteria import sort_findings
from ringwall.emulator.security.finding_filters import match_filters, path_of
from ringwall.emulator.security.hub_findings import (
    complete_severity,
    find_seen,
    keep_finding,
    note_history,
    tell_imported,
)
from ringwall.emulator.security.hub_settling import require_hub
from ringwall.emulator.security.hubs import Hub, refuse_input, refuse_missing
from ringwall.emulator.security.wire import write_moment
from ringwall.emulator.state import EmulatorState

MOST = 100
"""Findings in one call."""
CHANGED = (
    "Note", "Severity", "VerificationState", "Confidence", "Criticality", "Types",
    "UserDefinedFields", "Workflow", "RelatedFindings",
)  # fmt: skip
"""What customers can change of a finding."""
FindingKey = tuple[str, str]


@emulates("securityhub", "BatchImportFindings")
def import_findings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep findings of the account's own product, each on its own merits."""
    hub, findings = require_hub(state, call), call.parameters["Findings"]
    if not 1 <= len(findings) <= MOST:
        raise refuse_input(f"Between 1 and {MOST} findings can be imported at once")
    input_shape: Any = call.model.input_shape
    shape = input_shape.members["Findings"].member
    failed = []
    for finding in findings:
        fault, code = find_asff_fault(shape, finding), "InvalidInput"
        if not fault:
            fault, code = find_product_fault(hub, finding), "InvalidAccess"
        if fault:
            identifier = str(finding.get("Id") or "")
            failed.append({"Id": identifier, "ErrorCode": code, "ErrorMessage": fault})
            continue
        keep_finding(state, hub, _name_product(finding))
    return {
        "FailedCount": len(failed),
        "SuccessCount": len(findings) - len(failed),
        "FailedFindings": failed,
    }


def _name_product(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding with what Security Hub says of its product, if the finding does not."""
    given = {"ProductName": "Default", "CompanyName": "Personal"} | dict(finding)
    fields = {
        "aws/securityhub/FindingId": f"{finding['ProductArn']}/{finding['Id']}",
        "aws/securityhub/ProductName": given["ProductName"],
        "aws/securityhub/CompanyName": given["CompanyName"],
    }
    return given | {"ProductFields": dict(finding.get("ProductFields") or {}) | fields}


def find_all(state: EmulatorState, hub: Hub) -> Iterator[tuple[Hub, FindingKey, dict[str, Any]]]:
    """Yield the findings that are seen in a hub, each with the hub that has it."""
    for seen in find_seen(state, hub):
        yield from ((seen, key, finding) for key, finding in seen.findings.items())


@emulates("securityhub", "GetFindings")
def get_findings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the findings that meet filters: the account's, its members', of linked Regions."""
    hub, filters = require_hub(state, call), call.parameters.get("Filters") or {}
    found: list[Mapping[str, Any]] = [
        finding for _, _, finding in find_all(state, hub) if match_filters(filters, finding)
    ]
    for criterion in reversed(call.parameters.get("SortCriteria") or [{}]):
        path = path_of(str(criterion.get("Field") or "UpdatedAt"))
        found = sort_findings(found, path, descending=criterion.get("SortOrder") != "asc")
    page, more = cut_page(call, found, MOST)
    return {"Findings": page} | more


@emulates("securityhub", "BatchUpdateFindings")
def update_findings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change what customers can change of findings; all who see them see the change."""
    hub = require_hub(state, call)
    asked = call.parameters["FindingIdentifiers"]
    if not 1 <= len(asked) <= MOST:
        raise refuse_input(f"Between 1 and {MOST} findings can be updated at once")
    seen = {key: (held, finding) for held, key, finding in find_all(state, hub)}
    done, failed = [], []
    for identifier in asked:
        key = (identifier["ProductArn"], identifier["Id"])
        if key not in seen:
            why = {"ErrorCode": "FindingNotFound", "ErrorMessage": "Finding Not Found"}
            failed.append({"FindingIdentifier": identifier, **why})
            continue
        _update(state, call, *seen[key])
        done.append(identifier)
    return {"ProcessedFindings": done, "UnprocessedFindings": failed}


def _update(state: EmulatorState, call: EmulatedCall, hub: Hub, finding: dict[str, Any]) -> None:
    key = (finding["ProductArn"], finding["Id"])
    given = {
        n: copy.deepcopy(call.parameters[n]) for n in CHANGED if call.parameters.get(n) is not None
    }
    if "Note" in given:
        given["Note"]["UpdatedAt"] = write_moment(datetime.now(UTC))
    if "Severity" in given:
        given["Severity"] = complete_severity(finding.get("Severity", {}) | given["Severity"])
        if "Normalized" not in call.parameters["Severity"]:
            label = {"Label": given["Severity"]["Label"]}
            given["Severity"]["Normalized"] = complete_severity(label)["Normalized"]
    updates = [
        {"UpdatedField": n, "OldValue": str(finding.get(n, "")), "NewValue": str(value)}
        for n, value in given.items()
    ]
    finding.update(given)
    if "Workflow" in given:
        status = given["Workflow"]["Status"]
        finding["WorkflowState"] = "RESOLVED" if status == "RESOLVED" else "NEW"
    hub.edited.setdefault(key, set()).update(given)
    note_history(
        hub,
        key,
        "BATCH_UPDATE_FINDINGS",
        created=False,
        identity=find_caller(state, call).arn,
        updates=updates,
    )
    tell_imported(state, hub, finding)


@emulates("securityhub", "GetFindingHistory")
def get_history(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how a finding was made and changed, the newest first."""
    hub, identifier = require_hub(state, call), call.parameters["FindingIdentifier"]
    wanted = (identifier["ProductArn"], identifier["Id"])
    held = next((h for h, key, _ in find_all(state, hub) if key == wanted), None)
    if held is None:
        raise refuse_missing("The finding")
    start, end = call.parameters.get("StartTime"), call.parameters.get("EndTime")
    records = [
        {"FindingIdentifier": dict(identifier), **record}
        for record in reversed(held.history.get(wanted, []))
        if (start is None or record["UpdateTime"] >= start)
        and (end is None or record["UpdateTime"] <= end)
    ]
    page, more = cut_page(call, records, MOST)
    return {"Records": page} | more
