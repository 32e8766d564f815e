"""Config: what rules say of resources.

Managed rules that are known are evaluated when somebody asks. Of other rules it is known what was
reported, by PutEvaluations or PutExternalEvaluation; without a report there is too little data.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.configuration.compliance_changes import tell_changes
from ringwall.emulator.configuration.items import list_items
from ringwall.emulator.configuration.rule_checks import CHECKS, RuleEvaluation, evaluate_rule
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.paging import cut_page
from ringwall.emulator.services.config_items import TOKEN_FAULT
from ringwall.emulator.state import EmulatorState

Reported = dict[tuple[str, str], RuleEvaluation]
"""The last report on each resource, by type and id."""
AT_A_TIME = 25


def _find_rules(call: EmulatedCall) -> dict[str, Any]:
    found: dict[str, Any] = moto_backend("config", call.account_id, call.region).config_rules
    return found


def _require_rule(call: EmulatedCall, name: str) -> Any:
    rules = _find_rules(call)
    if name not in rules:
        message = (
            f"The ConfigRule '{name}' provided in the request is invalid. Please check the "
            "configRule name"
        )
        raise Fault("NoSuchConfigRuleException", message)
    return rules[name]


def _reports(state: EmulatorState, call: EmulatedCall, name: str) -> Reported:
    key = (call.account_id, call.region, f"config.evaluations/{name}")
    found: Reported = state.settings.setdefault(key, {})
    return found


def _evaluate(state: EmulatorState, call: EmulatedCall, rule: Any) -> list[RuleEvaluation]:
    """Return what a rule says of each resource: of known managed rules, as things are now."""
    if rule.source.source_identifier in CHECKS:
        items = list_items(state, call.account_id, call.region)
        found = list(evaluate_rule(rule.source.source_identifier, items))
        tell_changes(state, (call.account_id, call.region), rule, found)
        return found
    return list(_reports(state, call, rule.config_rule_name).values())


def make_result_token(call: EmulatedCall, rule_name: str) -> str:
    """Return the token by which whoever evaluates a rule reports; it follows from the rule."""
    place = f"{call.account_id}/{call.region}/{rule_name}"
    return hashlib.sha256(place.encode()).hexdigest()


@emulates("config", "PutEvaluations")
def put_evaluations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep what was reported with a rule's token; in test mode, nothing."""
    given = call.parameters
    token = given["ResultToken"]
    names = [n for n in _find_rules(call) if make_result_token(call, n) == token]
    if given.get("TestMode"):
        return {"FailedEvaluations": []}
    if not names:
        message = "The Result Token provided is invalid"
        raise Fault("InvalidResultTokenException", message)
    for found in given.get("Evaluations") or ():
        _keep(_reports(state, call, names[0]), found)
    _tell(state, call, names[0])
    return {"FailedEvaluations": []}


@emulates("config", "PutExternalEvaluation")
def put_external(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep what was reported of one resource."""
    name = call.parameters["ConfigRuleName"]
    _require_rule(call, name)
    _keep(_reports(state, call, name), call.parameters["ExternalEvaluation"])
    _tell(state, call, name)
    return {}


def _keep(reports: Reported, given: Mapping[str, Any]) -> None:
    kind, identifier = given["ComplianceResourceType"], given["ComplianceResourceId"]
    if given["ComplianceType"] == "NOT_APPLICABLE":
        reports.pop((kind, identifier), None)
        return
    reports[kind, identifier] = RuleEvaluation(
        kind, identifier, given["ComplianceType"], given.get("Annotation") or ""
    )


def _tell(state: EmulatorState, call: EmulatedCall, name: str) -> None:
    reported = list(_reports(state, call, name).values())
    tell_changes(state, (call.account_id, call.region), _find_rules(call)[name], reported)


def _judge(found: list[RuleEvaluation]) -> dict[str, Any]:
    bad = sum(evaluation.compliance == "NON_COMPLIANT" for evaluation in found)
    if bad:
        count = {"CappedCount": min(bad, AT_A_TIME), "CapExceeded": bad > AT_A_TIME}
        return {"ComplianceType": "NON_COMPLIANT", "ComplianceContributorCount": count}
    return {"ComplianceType": "COMPLIANT" if found else "INSUFFICIENT_DATA"}


@emulates("config", "DescribeComplianceByConfigRule")
def describe_by_rule(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return for each rule whether all resources comply."""
    given = call.parameters
    named = given.get("ConfigRuleNames") or sorted(_find_rules(call))
    wanted = given.get("ComplianceTypes")
    found = []
    for name in named:
        compliance = _judge(_evaluate(state, call, _require_rule(call, name)))
        if not wanted or compliance["ComplianceType"] in wanted:
            found.append({"ConfigRuleName": name, "Compliance": compliance})
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"ComplianceByConfigRules": page, **more}


@emulates("config", "GetComplianceDetailsByConfigRule")
def get_by_rule(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what a rule says of each resource."""
    rule = _require_rule(call, call.parameters["ConfigRuleName"])
    wanted = call.parameters.get("ComplianceTypes")
    found = [
        _show(rule.config_rule_name, evaluation)
        for evaluation in _evaluate(state, call, rule)
        if not wanted or evaluation.compliance in wanted
    ]
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"EvaluationResults": page, **more}


def _show(rule_name: str, evaluation: RuleEvaluation) -> dict[str, Any]:
    now = datetime.now(UTC).replace(microsecond=0)
    qualifier = {
        "ConfigRuleName": rule_name,
        "ResourceType": evaluation.resource_type,
        "ResourceId": evaluation.resource_id,
    }
    found = {
        "EvaluationResultIdentifier": {
            "EvaluationResultQualifier": qualifier,
            "OrderingTimestamp": now,
        },
        "ComplianceType": evaluation.compliance,
        "ResultRecordedTime": now,
        "ConfigRuleInvokedTime": now,
    }
    return found | ({"Annotation": evaluation.annotation} if evaluation.annotation else {})


@emulates("config", "GetComplianceDetailsByResource")
def get_by_resource(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what each rule says of a resource."""
    given = call.parameters
    wanted = (given.get("ResourceType"), given.get("ResourceId"))
    found = [
        _show(name, evaluation)
        for name, rule in sorted(_find_rules(call).items())
        for evaluation in _evaluate(state, call, rule)
        if (evaluation.resource_type, evaluation.resource_id) == wanted
        and evaluation.compliance in (given.get("ComplianceTypes") or [evaluation.compliance])
    ]
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"EvaluationResults": page, **more}


@emulates("config", "DescribeComplianceByResource")
def describe_by_resource(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return for each resource whether all rules find it compliant."""
    given = call.parameters
    groups: dict[tuple[str, str], list[RuleEvaluation]] = {}
    for evaluation in _evaluate_all(state, call):
        place = (evaluation.resource_type, evaluation.resource_id)
        groups.setdefault(place, []).append(evaluation)
    found = []
    for (kind, identifier), evaluations in sorted(groups.items()):
        compliance = _judge(evaluations)
        if (
            given.get("ResourceType") in {None, kind}
            and given.get("ResourceId") in {None, identifier}
            and compliance["ComplianceType"]
            in (given.get("ComplianceTypes") or [compliance["ComplianceType"]])
        ):
            named = {"ResourceType": kind, "ResourceId": identifier}
            found.append({**named, "Compliance": compliance})
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"ComplianceByResources": page, **more}


def _evaluate_all(state: EmulatorState, call: EmulatedCall) -> Iterator[RuleEvaluation]:
    for rule in _find_rules(call).values():
        yield from _evaluate(state, call, rule)


@emulates("config", "GetComplianceSummaryByConfigRule")
def summarize(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how many rules are met, and how many are not."""
    verdicts = [
        _judge(_evaluate(state, call, rule))["ComplianceType"]
        for rule in _find_rules(call).values()
    ]

    def count(wanted: str) -> dict[str, Any]:
        number = verdicts.count(wanted)
        return {"CappedCount": min(number, AT_A_TIME), "CapExceeded": number > AT_A_TIME}

    summary = {
        "CompliantResourceCount": count("COMPLIANT"),
        "NonCompliantResourceCount": count("NON_COMPLIANT"),
        "ComplianceSummaryTimestamp": datetime.now(UTC).replace(microsecond=0),
    }
    return {"ComplianceSummary": summary}


@emulates("config", "StartConfigRulesEvaluation")
def start_evaluation(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Evaluate rules: known managed ones are always up to date, others are refused."""
    for name in call.parameters.get("ConfigRuleNames") or ():
        rule = _require_rule(call, name)
        if rule.source.source_identifier not in CHECKS:
            message = f"the rule {name} is not evaluated by the emulator: report on it yourself"
            raise Fault("UnknownOperationException", message, 501)
        _evaluate(state, call, rule)
    return {}


@emulates("config", "DeleteEvaluationResults")
def delete_results(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Forget what was reported."""
    name = call.parameters["ConfigRuleName"]
    _require_rule(call, name)
    _reports(state, call, name).clear()
    return {}
