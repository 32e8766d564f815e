"""Config: what rules say of resources.

Managed rules that are known are evaluated when somebody asks. Of other rules it is known what was
reported, by PutEvaluations or PutExternalEvaluation; without a report there is too little data.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.configuration.evaluations import (
    AT_A_TIME,
    Reported,
    evaluate_now,
    judge,
    reports_of,
    show_evaluation,
    tell_verdicts,
)
from ringwall.emulator.configuration.organization_deployments import settle_deployments
from ringwall.emulator.configuration.places import place_of
from ringwall.emulator.configuration.rule_checks import CHECKS, RuleEvaluation
from ringwall.emulator.configuration.rules import require_rule, rules_of
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.services.config_items import TOKEN_FAULT
from ringwall.emulator.state import EmulatorState


def find_rules(state: EmulatorState, call: EmulatedCall) -> dict[str, Any]:
    """Return the rules of the call's account and Region, those of its organization too."""
    settle_deployments(state, call.region)
    return rules_of(place_of(call))


def _require(state: EmulatorState, call: EmulatedCall, name: str) -> Any:
    settle_deployments(state, call.region)
    return require_rule(place_of(call), name)


def make_result_token(call: EmulatedCall, rule_name: str) -> str:
    """Return the token by which whoever evaluates a rule reports; it follows from the rule."""
    place = f"{call.account_id}/{call.region}/{rule_name}"
    return hashlib.sha256(place.encode()).hexdigest()


@emulates("config", "PutEvaluations")
def put_evaluations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep what was reported with a rule's token; in test mode, nothing."""
    given = call.parameters
    token = given["ResultToken"]
    names = [n for n in find_rules(state, call) if make_result_token(call, n) == token]
    if given.get("TestMode"):
        return {"FailedEvaluations": []}
    if not names:
        message = "The Result Token provided is invalid"
        raise Fault("InvalidResultTokenException", message)
    for found in given.get("Evaluations") or ():
        _keep(reports_of(state, place_of(call), names[0]), found)
    _tell(state, call, names[0])
    return {"FailedEvaluations": []}


@emulates("config", "PutExternalEvaluation")
def put_external(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep what was reported of one resource."""
    name = call.parameters["ConfigRuleName"]
    _require(state, call, name)
    _keep(reports_of(state, place_of(call), name), call.parameters["ExternalEvaluation"])
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
    reported = list(reports_of(state, place_of(call), name).values())
    tell_verdicts(state, place_of(call), find_rules(state, call)[name], reported)


@emulates("config", "DescribeComplianceByConfigRule")
def describe_by_rule(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return for each rule whether all resources comply."""
    given = call.parameters
    named = given.get("ConfigRuleNames") or sorted(find_rules(state, call))
    wanted = given.get("ComplianceTypes")
    found = []
    for name in named:
        compliance = judge(evaluate_now(state, place_of(call), _require(state, call, name)))
        if not wanted or compliance["ComplianceType"] in wanted:
            found.append({"ConfigRuleName": name, "Compliance": compliance})
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"ComplianceByConfigRules": page, **more}


@emulates("config", "GetComplianceDetailsByConfigRule")
def get_by_rule(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what a rule says of each resource."""
    rule = _require(state, call, call.parameters["ConfigRuleName"])
    wanted = call.parameters.get("ComplianceTypes")
    found = [
        show_evaluation(rule.config_rule_name, evaluation)
        for evaluation in evaluate_now(state, place_of(call), rule)
        if not wanted or evaluation.compliance in wanted
    ]
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"EvaluationResults": page, **more}


@emulates("config", "GetComplianceDetailsByResource")
def get_by_resource(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what each rule says of a resource."""
    given = call.parameters
    wanted = (given.get("ResourceType"), given.get("ResourceId"))
    found = [
        show_evaluation(name, evaluation)
        for name, rule in sorted(find_rules(state, call).items())
        for evaluation in evaluate_now(state, place_of(call), rule)
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
        compliance = judge(evaluations)
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
    for rule in find_rules(state, call).values():
        yield from evaluate_now(state, place_of(call), rule)


@emulates("config", "GetComplianceSummaryByConfigRule")
def summarize(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how many rules are met, and how many are not."""
    verdicts = [
        judge(evaluate_now(state, place_of(call), rule))["ComplianceType"]
        for rule in find_rules(state, call).values()
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
        rule = _require(state, call, name)
        if rule.source.source_identifier not in CHECKS:
            message = f"the rule {name} is not evaluated by the emulator: report on it yourself"
            raise Fault("UnknownOperationException", message, 501)
        evaluate_now(state, place_of(call), rule)
    return {}


@emulates("config", "DeleteEvaluationResults")
def delete_results(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Forget what was reported."""
    name = call.parameters["ConfigRuleName"]
    _require(state, call, name)
    reports_of(state, place_of(call), name).clear()
    return {}
