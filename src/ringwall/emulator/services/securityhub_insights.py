"""Security Hub: insights, which group findings, and custom actions, which send them on.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-insights.html
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.finding_criteria import find_values
from ringwall.emulator.security.finding_filters import match_filters, path_of
from ringwall.emulator.security.hub_findings import make_identifier
from ringwall.emulator.security.hub_settling import require_hub
from ringwall.emulator.security.hubs import Hub, refuse_conflict, refuse_missing
from ringwall.emulator.services.securityhub_findings import find_all
from ringwall.emulator.state import EmulatorState

MOST_INSIGHTS = 100
MOST_TARGETS = 50


@emulates("securityhub", "CreateInsight")
def create_insight(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep filters and what to group the findings by."""
    hub = require_hub(state, call)
    if len(hub.insights) >= MOST_INSIGHTS:
        raise Fault("LimitExceededException", f"At most {MOST_INSIGHTS} insights are allowed", 429)
    place = f"arn:{call.partition}:securityhub:{hub.region}:{hub.account_id}"
    arn = f"{place}:insight/{hub.account_id}/custom/{make_identifier()}"
    names = ("Name", "Filters", "GroupByAttribute")
    hub.insights[arn] = {"InsightArn": arn} | {name: call.parameters[name] for name in names}
    return {"InsightArn": arn}


def _find(hub: Hub, arn: str) -> dict[str, Any]:
    found = hub.insights.get(arn)
    if found is None:
        raise refuse_missing(f"Insight {arn}")
    return found


@emulates("securityhub", "GetInsights")
def get_insights(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the account's own insights."""
    hub = require_hub(state, call)
    found = [_find(hub, arn) for arn in call.parameters.get("InsightArns") or list(hub.insights)]
    page, more = cut_page(call, found, 100)
    return {"Insights": page} | more


@emulates("securityhub", "UpdateInsight")
def update_insight(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change an insight."""
    found = _find(require_hub(state, call), call.parameters["InsightArn"])
    names = ("Name", "Filters", "GroupByAttribute")
    found.update({n: call.parameters[n] for n in names if call.parameters.get(n) is not None})
    return {}


@emulates("securityhub", "DeleteInsight")
def delete_insight(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete an insight."""
    hub, arn = require_hub(state, call), call.parameters["InsightArn"]
    _find(hub, arn)
    del hub.insights[arn]
    return {"InsightArn": arn}


@emulates("securityhub", "GetInsightResults")
def get_insight_results(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Count the findings of an insight by what it groups them by."""
    hub = require_hub(state, call)
    insight = _find(hub, call.parameters["InsightArn"])
    path = path_of(insight["GroupByAttribute"])
    counts: Counter[str] = Counter()
    for _, _, finding in find_all(state, hub):
        if match_filters(insight["Filters"], finding):
            values = [v for v in find_values(finding, path) if v is not None]
            flat = [item for v in values for item in (v if isinstance(v, list) else [v])]
            counts.update({str(item) for item in flat})
    results = [{"GroupByAttributeValue": v, "Count": n} for v, n in counts.most_common(100)]
    names = ("InsightArn", "GroupByAttribute")
    return {"InsightResults": {n: insight[n] for n in names} | {"ResultValues": results}}


@emulates("securityhub", "CreateActionTarget")
def create_target(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a custom action."""
    hub, name = require_hub(state, call), call.parameters["Id"]
    arn = f"arn:{call.partition}:securityhub:{hub.region}:{hub.account_id}:action/custom/{name}"
    if arn in hub.targets:
        raise refuse_conflict(f"Action target {name} already exists")
    if len(hub.targets) >= MOST_TARGETS:
        raise Fault("LimitExceededException", f"At most {MOST_TARGETS} actions are allowed", 429)
    hub.targets[arn] = {"ActionTargetArn": arn} | {
        n: call.parameters[n] for n in ("Name", "Description")
    }
    return {"ActionTargetArn": arn}


@emulates("securityhub", "DescribeActionTargets")
def describe_targets(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return custom actions."""
    hub = require_hub(state, call)
    asked = call.parameters.get("ActionTargetArns") or list(hub.targets)
    for arn in asked:
        if arn not in hub.targets:
            raise refuse_missing(f"Action target {arn}")
    page, more = cut_page(call, [hub.targets[arn] for arn in asked], 100)
    return {"ActionTargets": page} | more


@emulates("securityhub", "UpdateActionTarget")
def update_target(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change a custom action."""
    found = require_hub(state, call).targets.get(call.parameters["ActionTargetArn"])
    if found is None:
        raise refuse_missing("The action target")
    names = ("Name", "Description")
    found.update({n: call.parameters[n] for n in names if call.parameters.get(n) is not None})
    return {}


@emulates("securityhub", "DeleteActionTarget")
def delete_target(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a custom action."""
    hub, arn = require_hub(state, call), call.parameters["ActionTargetArn"]
    if hub.targets.pop(arn, None) is None:
        raise refuse_missing("The action target")
    return {"ActionTargetArn": arn}
