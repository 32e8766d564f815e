"""Budgets: changes of a budget and its notifications, and tags; moto does the rest.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_UpdateBudget.html
"""

from collections.abc import Mapping
from typing import Any

from moto.core.utils import unix_time

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.paging import cut_page
from ringwall.emulator.state import EmulatorState

TOKEN_FAULT = "InvalidNextTokenException"  # noqa: S105  # the name of an error


def _require(call: EmulatedCall, name: str) -> Any:
    held = moto_backend("budgets", call.account_id, "aws").budgets[call.account_id]
    if name not in held:
        raise Fault("NotFoundException", f"The budget {name} doesn't exist.")
    return held[name]


@emulates("budgets", "UpdateBudget")
def update(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change a budget to what is given: what is not given stays."""
    given = call.parameters["NewBudget"]
    budget = _require(call, str(given["BudgetName"])).budget
    budget.update({name: value for name, value in given.items() if value is not None})
    budget["LastUpdatedTime"] = unix_time()
    return {}


def _find_notification(call: EmulatedCall, member: str = "Notification") -> Any:
    wanted = _read(call.parameters[member])
    for held in _require(call, str(call.parameters["BudgetName"])).notifications:
        if _read(held.details) == wanted:
            return held
    raise Fault("NotFoundException", "The notification doesn't exist.")


def _read(details: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what tells notifications apart."""
    kind = details.get("ThresholdType") or "PERCENTAGE"
    return (
        details["NotificationType"],
        details["ComparisonOperator"],
        float(details["Threshold"]),
        kind,
    )


@emulates("budgets", "CreateNotification")
def create_notification(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a notification that the budget has; moto keeps the others."""
    budget = _require(call, str(call.parameters["BudgetName"]))
    wanted = _read(call.parameters["Notification"])
    if any(_read(held.details) == wanted for held in budget.notifications):
        raise Fault("DuplicateRecordException", "The notification already exists.")


@emulates("budgets", "UpdateNotification")
def update_notification(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change a notification; its subscribers stay."""
    found = _find_notification(call, "OldNotification")
    found.details = dict(call.parameters["NewNotification"])
    return {}


@emulates("budgets", "DescribeSubscribersForNotification")
def list_subscribers(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return who is told."""
    found = list(_find_notification(call).subscribers)
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"Subscribers": page, **more}


@emulates("budgets", "CreateSubscriber", "DeleteSubscriber", "UpdateSubscriber")
def change_subscribers(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Tell somebody else, too, or no longer."""
    found, given = _find_notification(call), call.parameters
    held = list(found.subscribers)
    old, new = given.get("OldSubscriber"), given.get("NewSubscriber") or given.get("Subscriber")
    if call.operation.startswith("Delete"):
        old, new = new, None
    if old is not None and old not in held:
        raise Fault("NotFoundException", "The subscriber doesn't exist.")
    if new is not None and new in held:
        raise Fault("DuplicateRecordException", "The subscriber already exists.")
    found.subscribers = [s for s in held if s != old] + ([new] if new is not None else [])
    return {}


@emulates("budgets", "TagResource", "UntagResource", "ListTagsForResource")
def tag(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read and change the tags of a budget; those that it was made with among them."""
    arn = str(call.parameters["ResourceARN"])
    name = arn.rpartition("budget/")[2]
    _require(call, name)
    tags = _tags(state, call, name)
    if call.operation == "TagResource":
        tags |= {tag["Key"]: tag["Value"] for tag in call.parameters["ResourceTags"]}
    for key in call.parameters.get("ResourceTagKeys") or ():
        tags.pop(key, None)
    if call.operation != "ListTagsForResource":
        return {}
    return {"ResourceTags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def _tags(state: EmulatorState, call: EmulatedCall, name: str) -> dict[str, str]:
    key = (call.account_id, "", f"budgets.tags/{name}")
    found: dict[str, str] = state.settings.setdefault(key, {})
    return found


@emulates("budgets", "CreateBudget", "DeleteBudget")
def note_tags(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let moto make or delete a budget, and keep or forget its tags."""
    answer = state.ask_moto(call)
    name = str(call.parameters.get("BudgetName") or call.parameters["Budget"]["BudgetName"])
    tags = _tags(state, call, name)
    tags.clear()
    tags |= {tag["Key"]: tag["Value"] for tag in call.parameters.get("ResourceTags") or ()}
    return answer
