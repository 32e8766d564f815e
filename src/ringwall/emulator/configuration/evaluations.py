"""What rules say of resources, now or by the last report."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.configuration.compliance_changes import tell_changes
from ringwall.emulator.configuration.items import list_items
from ringwall.emulator.configuration.places import ConfigPlace
from ringwall.emulator.configuration.remediations import remedy_by_itself
from ringwall.emulator.configuration.rule_checks import CHECKS, RuleEvaluation, evaluate_rule
from ringwall.emulator.state import EmulatorState

Reported = dict[tuple[str, str], RuleEvaluation]
"""The last report on each resource, by type and id."""
AT_A_TIME = 25


def reports_of(state: EmulatorState, place: ConfigPlace, name: str) -> Reported:
    """Return what was reported with a rule's name: a change to it stays."""
    found: Reported = state.settings.setdefault((*place, f"config.evaluations/{name}"), {})
    return found


def evaluate_now(state: EmulatorState, place: ConfigPlace, rule: Any) -> list[RuleEvaluation]:
    """Return what a rule says of each resource: of known managed rules, as things are now."""
    if rule.source.source_identifier in CHECKS:
        items = list_items(state, *place)
        found = list(evaluate_rule(rule.source.source_identifier, items))
        tell_verdicts(state, place, rule, found)
        return found
    return list(reports_of(state, place, rule.config_rule_name).values())


def tell_verdicts(
    state: EmulatorState, place: ConfigPlace, rule: Any, found: Sequence[RuleEvaluation]
) -> None:
    """Tell of verdicts that changed, and remedy what a rule is to remedy by itself."""
    tell_changes(state, place, rule, found)
    remedy_by_itself(state, place, rule, found)


def judge(found: Sequence[RuleEvaluation]) -> dict[str, Any]:
    """Return what a rule says on the whole, as answers have it."""
    bad = sum(evaluation.compliance == "NON_COMPLIANT" for evaluation in found)
    if bad:
        count = {"CappedCount": min(bad, AT_A_TIME), "CapExceeded": bad > AT_A_TIME}
        return {"ComplianceType": "NON_COMPLIANT", "ComplianceContributorCount": count}
    return {"ComplianceType": "COMPLIANT" if found else "INSUFFICIENT_DATA"}


def show_evaluation(rule_name: str, evaluation: RuleEvaluation) -> dict[str, Any]:
    """Return one verdict as answers have it."""
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
