"""AWS Budgets: who is told of a notification, and the tags of budgets; the rest is moto's."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold_in
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

NAMED = ("NotificationType", "ComparisonOperator", "Threshold", "ThresholdType")
"""What tells one notification of a budget from the others."""


def _require(call: EmulatedCall, name: str) -> Any:
    """Return moto's budget; Fault where there is none."""
    budget = moto_backend("budgets", call.account_id).budgets[call.account_id].get(name)
    if budget is None:
        message = f"Unable to get budget: {name} - the budget doesn't exist."
        raise Fault("NotFoundException", message)
    return budget


@emulates("budgets", "DescribeSubscribersForNotification")
def list_subscribers(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whom a notification is sent to."""
    wanted = _name_notification(call.parameters["Notification"])
    for held in _require(call, call.parameters["BudgetName"]).notifications:
        if _name_notification(held.details) == wanted:
            return {"Subscribers": list(held.subscribers)}
    raise Fault("NotFoundException", "The notification doesn't exist.")


def _name_notification(given: Mapping[str, Any]) -> list[Any]:
    return [given.get(name) or "PERCENTAGE" for name in NAMED]


@emulates("budgets", "UpdateBudget")
def update_budget(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change a budget: what is left out keeps nothing of before but the period."""
    given = dict(call.parameters["NewBudget"])
    held = _require(call, given["BudgetName"]).budget
    kept = {name: held[name] for name in ("TimePeriod", "LastUpdatedTime")}
    held.clear()
    held.update(kept | given)
    return {}


@emulates("budgets", "CreateBudget")
def create_budget(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a budget, and keep its tags."""
    answer = state.ask_moto(call)
    place = f"arn:{call.partition}:budgets::{call.account_id}:budget"
    tags = {tag["Key"]: tag["Value"] for tag in call.parameters.get("ResourceTags") or ()}
    arn = f"{place}/{call.parameters['Budget']['BudgetName']}"
    hold_in(state, call.account_id, "", "budgets.tags")[arn] = tags
    return answer


@emulates("budgets", "ListTagsForResource", "TagResource", "UntagResource")
def tag_budget(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read and change the tags of a budget."""
    arn = str(call.parameters["ResourceARN"])
    _require(call, arn.rpartition(":budget/")[2])
    tags = hold_in(state, call.account_id, "", "budgets.tags").setdefault(arn, {})
    if call.operation == "TagResource":
        tags.update({tag["Key"]: tag["Value"] for tag in call.parameters["ResourceTags"]})
    elif call.operation == "UntagResource":
        for key in call.parameters["ResourceTagKeys"]:
            tags.pop(key, None)
    else:
        return {"ResourceTags": [{"Key": key, "Value": value} for key, value in tags.items()]}
    return {}
