"""Access Analyzer: analyzers of an account and of the organization, rules and findings.

https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.analyzers import (
    Analyzer,
    find_analyzers,
    match_rule,
    may_analyze_organization,
    show_analyzer_status,
    tell_analyzer_finding,
)
from ringwall.emulator.security.finding_criteria import sort_findings
from ringwall.emulator.security.tagging import answer_tags
from ringwall.emulator.state import EmulatorState

OF_UNUSED = frozenset({"ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS"})


def _missing(what: str) -> Fault:
    return Fault("ResourceNotFoundException", f"{what} could not be found", 404)


def _conflict(message: str) -> Fault:
    return Fault("ConflictException", message, 409)


def _invalid(message: str) -> Fault:
    return Fault("ValidationException", message, 400)


@emulates("accessanalyzer", "CreateAnalyzer")
def create_analyzer(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make an analyzer; a Region has one of each type that looks for external access."""
    name, kind = str(call.parameters["analyzerName"]), str(call.parameters["type"])
    held = find_analyzers(state, call.account_id, call.region)
    if name in held:
        raise _conflict(f"Analyzer {name} already exists")
    if kind.startswith("ORGANIZATION") and not may_analyze_organization(call.account_id):
        raise _invalid(
            "You must create a service-linked role in the management account, or be the delegated "
            "administrator, to create an analyzer of the organization"
        )
    if any(a.kind == kind for a in held.values()):
        message = f"The Region already has an analyzer of the type {kind}"
        raise Fault("ServiceQuotaExceededException", message, 402)
    configuration = dict(call.parameters.get("configuration") or {})
    if kind in OF_UNUSED and "unusedAccess" in configuration:
        configuration["unusedAccess"] = {"unusedAccessAge": 90} | configuration["unusedAccess"]
    arn = f"arn:{call.partition}:access-analyzer:{call.region}:{call.account_id}:analyzer/{name}"
    made = Analyzer(arn, name, kind, call.account_id, call.region, datetime.now(UTC), configuration)
    made.tags = dict(call.parameters.get("tags") or {})
    held[name] = made
    for rule in call.parameters.get("archiveRules") or ():
        _add_rule(made, rule)
    return {"arn": arn}


def _require(state: EmulatorState, call: EmulatedCall, name: str) -> Analyzer:
    """Return an analyzer of the caller's by its name or ARN."""
    for held in find_analyzers(state, call.account_id, call.region).values():
        if name in {held.name, held.arn}:
            return held
    raise _missing(f"Analyzer {name}")


@emulates("accessanalyzer", "GetAnalyzer")
def get_analyzer(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return an analyzer."""
    return {"analyzer": _show(_require(state, call, str(call.parameters["analyzerName"])))}


def _show(analyzer: Analyzer) -> dict[str, Any]:
    return {
        "arn": analyzer.arn,
        "name": analyzer.name,
        "type": analyzer.kind,
        "createdAt": analyzer.created,
        "tags": analyzer.tags,
        "status": show_analyzer_status(analyzer),
    } | ({"configuration": analyzer.configuration} if analyzer.configuration else {})


@emulates("accessanalyzer", "ListAnalyzers")
def list_analyzers(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the analyzers, or those of a type."""
    kind = call.parameters.get("type")
    held = find_analyzers(state, call.account_id, call.region).values()
    found = [_show(a) for a in held if kind in {None, a.kind}]
    page, more = cut_page(call, found, 100, fault="ValidationException")
    return {"analyzers": page} | more


@emulates("accessanalyzer", "UpdateAnalyzer")
def update_analyzer(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change what an analyzer leaves out."""
    found = _require(state, call, str(call.parameters["analyzerName"]))
    found.configuration = dict(call.parameters.get("configuration") or found.configuration)
    return {"configuration": found.configuration}


@emulates("accessanalyzer", "DeleteAnalyzer")
def delete_analyzer(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete an analyzer with its findings."""
    found = _require(state, call, str(call.parameters["analyzerName"]))
    del find_analyzers(state, call.account_id, call.region)[found.name]
    return {}


def _add_rule(analyzer: Analyzer, given: Mapping[str, Any]) -> None:
    now, name = datetime.now(UTC), str(given["ruleName"])
    if name in analyzer.rules:
        raise _conflict(f"Archive rule {name} already exists")
    times = {"createdAt": now, "updatedAt": now}
    analyzer.rules[name] = {"ruleName": name, "filter": dict(given["filter"]), **times}


@emulates("accessanalyzer", "CreateArchiveRule")
def create_rule(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep a rule that archives findings to come."""
    _add_rule(_require(state, call, str(call.parameters["analyzerName"])), call.parameters)
    return {}


def _require_rule(state: EmulatorState, call: EmulatedCall) -> tuple[Analyzer, dict[str, Any]]:
    named = call.parameters.get("analyzerName") or call.parameters.get("analyzerArn")
    analyzer = _require(state, call, str(named))
    rule = analyzer.rules.get(str(call.parameters["ruleName"]))
    if rule is None:
        raise _missing(f"Archive rule {call.parameters['ruleName']}")
    return analyzer, rule


@emulates("accessanalyzer", "GetArchiveRule", "UpdateArchiveRule", "DeleteArchiveRule")
def keep_rule(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read, change or delete a rule."""
    analyzer, rule = _require_rule(state, call)
    if call.operation.startswith("Get"):
        return {"archiveRule": rule}
    if call.operation.startswith("Delete"):
        del analyzer.rules[rule["ruleName"]]
    else:
        rule.update(filter=dict(call.parameters["filter"]), updatedAt=datetime.now(UTC))
    return {}


@emulates("accessanalyzer", "ListArchiveRules")
def list_rules(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the rules of an analyzer."""
    found = list(_require(state, call, str(call.parameters["analyzerName"])).rules.values())
    page, more = cut_page(call, found, 100, fault="ValidationException")
    return {"archiveRules": page} | more


@emulates("accessanalyzer", "ApplyArchiveRule")
def apply_rule(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Archive the findings that a rule meets now."""
    analyzer, rule = _require_rule(state, call)
    for finding in analyzer.findings.values():
        if finding["status"] == "ACTIVE" and match_rule(rule["filter"], finding):
            _change(state, analyzer, finding, "ARCHIVED")
    return {}


def _change(state: EmulatorState, analyzer: Analyzer, finding: dict[str, Any], status: str) -> None:
    finding.update(status=status, updatedAt=datetime.now(UTC))
    tell_analyzer_finding(state, analyzer, finding)


@emulates("accessanalyzer", "UpdateFindings")
def update_findings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Archive findings, or make them active again."""
    analyzer = _require(state, call, str(call.parameters["analyzerArn"]))
    resource, ids = call.parameters.get("resourceArn"), call.parameters.get("ids") or ()
    unknown = set(ids) - analyzer.findings.keys()
    if unknown:
        raise _missing(f"Finding {min(unknown)}")
    for finding in analyzer.findings.values():
        if finding["id"] in ids or (resource and finding.get("resource") == resource):
            _change(state, analyzer, finding, str(call.parameters["status"]))
    return {}


@emulates("accessanalyzer", "ListFindings", "ListFindingsV2")
def list_findings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the findings of an analyzer that meet a filter."""
    analyzer = _require(state, call, str(call.parameters["analyzerArn"]))
    criteria = call.parameters.get("filter") or {}
    found: list[Any] = [f for f in analyzer.findings.values() if match_rule(criteria, f)]
    order = call.parameters.get("sort") or {}
    if order.get("attributeName"):
        down = order.get("orderBy") == "DESC"
        found = sort_findings(found, str(order["attributeName"]), descending=down)
    shown = [_show_finding(call, analyzer, f) for f in found]
    page, more = cut_page(call, shown, 100, fault="ValidationException")
    return {"findings": page} | more


def _show_finding(
    call: EmulatedCall, analyzer: Analyzer, finding: Mapping[str, Any]
) -> dict[str, Any]:
    if not call.operation.endswith("V2"):
        return dict(finding)
    kind = "UnusedIAMRole" if analyzer.kind in OF_UNUSED else "ExternalAccess"
    names = ("principal", "action", "condition", "isPublic", "sources")
    details = {n: finding[n] for n in names if n in finding}
    shown = {n: v for n, v in finding.items() if n not in names}
    own = [{"externalAccessDetails": details}] if kind == "ExternalAccess" else []
    given = {"findingType": kind, "findingDetails": own} | shown
    return given if call.operation.startswith("Get") else _without_details(given)


def _without_details(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {n: v for n, v in finding.items() if n != "findingDetails"}


@emulates("accessanalyzer", "GetFinding", "GetFindingV2")
def get_finding(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a finding."""
    analyzer = _require(state, call, str(call.parameters["analyzerArn"]))
    finding = analyzer.findings.get(str(call.parameters["id"]))
    if finding is None:
        raise _missing(f"Finding {call.parameters['id']}")
    shown = _show_finding(call, analyzer, finding)
    return shown if call.operation.endswith("V2") else {"finding": shown}


@emulates("accessanalyzer", "TagResource", "UntagResource", "ListTagsForResource")
def tag_analyzer(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read and change the tags of an analyzer."""
    tags = _require(state, call, str(call.parameters["resourceArn"])).tags
    return answer_tags(call, tags)
