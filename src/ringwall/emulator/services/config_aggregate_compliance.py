"""Config: what rules say in all accounts and Regions that an aggregator collects from.

https://docs.aws.amazon.com/config/latest/developerguide/viewing-the-aggregate-dashboard.html
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.configuration.aggregators import (
    list_aggregated,
    list_sources,
    require_aggregator,
)
from ringwall.emulator.configuration.evaluations import (
    AT_A_TIME,
    evaluate_now,
    judge,
    show_evaluation,
)
from ringwall.emulator.configuration.items import find_recorder
from ringwall.emulator.configuration.organization_deployments import settle_deployments
from ringwall.emulator.configuration.places import ConfigPlace
from ringwall.emulator.configuration.rules import rules_of
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.services.config_items import TOKEN_FAULT
from ringwall.emulator.state import EmulatorState

_GROUPS = {"ACCOUNT_ID": "account_id", "AWS_REGION": "region", "RESOURCE_TYPE": "resource_type"}


@emulates("config", "DescribeAggregateComplianceByConfigRules")
def describe_by_rules(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return for each rule of each source whether all resources comply."""
    filters = call.parameters.get("Filters") or {}
    found = []
    for place, name, compliance in _judge_rules(state, call):
        shown = {
            "ConfigRuleName": name,
            "Compliance": compliance,
            "AccountId": place[0],
            "AwsRegion": place[1],
        }
        known = {**shown, "ComplianceType": compliance["ComplianceType"]}
        if all(known[member] == value for member, value in filters.items() if value):
            found.append(shown)
    page, more = cut_page(call, found, 1000, fault=TOKEN_FAULT)
    return {"AggregateComplianceByConfigRules": page, **more}


def _judge_rules(
    state: EmulatorState, call: EmulatedCall
) -> Iterator[tuple[ConfigPlace, str, dict[str, Any]]]:
    for place in _list_places(state, call):
        for name, rule in sorted(rules_of(place).items()):
            yield place, name, judge(evaluate_now(state, place, rule))


def _list_places(state: EmulatorState, call: EmulatedCall) -> Iterator[ConfigPlace]:
    """Yield the accounts and Regions whose rules an aggregator sees, each once."""
    seen = set()
    for source in list_sources(state, call, require_aggregator(call)):
        place = (source.account_id, source.region)
        if source.is_authorized and place not in seen and find_recorder(*place) is not None:
            seen.add(place)
            settle_deployments(state, source.region)
            yield place


@emulates("config", "GetAggregateComplianceDetailsByConfigRule")
def get_details(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what a rule of one source says of each resource."""
    given = call.parameters
    place = (given["AccountId"], given["AwsRegion"])
    is_seen = place in _list_places(state, call)
    rule = rules_of(place).get(given["ConfigRuleName"]) if is_seen else None
    wanted = given.get("ComplianceType")
    found = [
        show_evaluation(given["ConfigRuleName"], evaluation)
        | {"AccountId": place[0], "AwsRegion": place[1]}
        for evaluation in (evaluate_now(state, place, rule) if rule is not None else ())
        if wanted in {None, evaluation.compliance}
    ]
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"AggregateEvaluationResults": page, **more}


@emulates("config", "GetAggregateConfigRuleComplianceSummary")
def summarize(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how many rules are met and how many are not, by account or Region if asked."""
    filters, group = call.parameters.get("Filters") or {}, call.parameters.get("GroupByKey")
    verdicts: defaultdict[str, list[str]] = defaultdict(list)
    for place, _, compliance in _judge_rules(state, call):
        if filters.get("AccountId") in {None, place[0]} and filters.get("AwsRegion") in {
            None,
            place[1],
        }:
            name = {"ACCOUNT_ID": place[0], "AWS_REGION": place[1]}.get(str(group), "")
            verdicts[name].append(compliance["ComplianceType"])
    found = [
        {"ComplianceSummary": _count(kinds), **({"GroupName": name} if name else {})}
        for name, kinds in sorted(verdicts.items())
    ]
    page, more = cut_page(call, found, 1000, fault=TOKEN_FAULT)
    grouped = {"GroupByKey": group} if group else {}
    return {"AggregateComplianceCounts": page, **grouped, **more}


def _count(verdicts: Sequence[str]) -> dict[str, Any]:
    def cap(wanted: str) -> dict[str, Any]:
        number = verdicts.count(wanted)
        return {"CappedCount": min(number, AT_A_TIME), "CapExceeded": number > AT_A_TIME}

    return {
        "CompliantResourceCount": cap("COMPLIANT"),
        "NonCompliantResourceCount": cap("NON_COMPLIANT"),
        "ComplianceSummaryTimestamp": datetime.now(UTC).replace(microsecond=0),
    }


@emulates("config", "GetAggregateDiscoveredResourceCounts")
def count_resources(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how many resources an aggregator has collected, by type or place if asked."""
    filters, group = call.parameters.get("Filters") or {}, call.parameters.get("GroupByKey")
    counts: Counter[str] = Counter()
    for item in list_aggregated(state, call, require_aggregator(call)):
        known = {
            "ResourceType": item.resource_type,
            "AccountId": item.account_id,
            "Region": item.region,
        }
        if all(known[member] == value for member, value in filters.items() if value):
            counts[getattr(item, _GROUPS[group]) if group else ""] += 1
    total = {"TotalDiscoveredResources": counts.total()}
    if not group:
        return total
    found = [{"GroupName": n, "ResourceCount": c} for n, c in sorted(counts.items())]
    page, more = cut_page(call, found, 1000, fault=TOKEN_FAULT)
    return {**total, "GroupByKey": group, "GroupedResourceCounts": page, **more}
