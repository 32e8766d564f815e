"""Budgets: limits, alarms, and who is told."""

import json
from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied, CallFailed

ALARM = {
    "NotificationType": "ACTUAL",
    "ComparisonOperator": "GREATER_THAN",
    "Threshold": 80.0,
    "ThresholdType": "PERCENTAGE",
}
MAIL = {"SubscriptionType": "EMAIL", "Address": "ops@example.com"}
BUDGET = {
    "BudgetName": "all",
    "BudgetType": "COST",
    "TimeUnit": "MONTHLY",
    "BudgetLimit": {"Amount": "100.5", "Unit": "USD"},
}


def test_a_budget_is_read_with_its_alarms(
    live: Any, aws: Callable[[str], Any], collect: Callable[..., Any]
) -> None:
    assert collect(live, "budgets_budget") == ({}, [])
    client = aws("budgets")
    account = {"AccountId": live.account_id}
    client.create_budget(
        **account,
        Budget=BUDGET,
        NotificationsWithSubscribers=[{"Notification": ALARM, "Subscribers": [MAIL]}],
        ResourceTags=[{"Key": "team", "Value": "web"}],
    )
    rows, gaps = collect(live, "budgets_budget")
    assert gaps == []
    (budget,) = rows["budgets_budget"]
    assert (budget["limit_amount"], budget["limit_unit"]) == (100.5, "USD")
    assert budget["arn"] == f"arn:aws:budgets::{live.account_id}:budget/all"
    assert budget["tags"] == {"team": "web"}
    (alarm,) = rows["budgets_notification"]
    assert (alarm["budget_name"], alarm["threshold"]) == ("all", 80.0)
    assert alarm["arn"] == f"{budget['arn']}/notification/ACTUAL/GREATER_THAN/80/PERCENTAGE"
    assert alarm["subscribers"] == [MAIL]
    client.update_budget(
        **account, NewBudget=BUDGET | {"BudgetLimit": {"Amount": "7", "Unit": "USD"}}
    )
    client.delete_notification(**account, BudgetName="all", Notification=ALARM)
    rows, _ = collect(live, "budgets_budget")
    assert [row["limit_amount"] for row in rows["budgets_budget"]] == [7.0]
    assert not rows["budgets_notification"]


def test_alarms_that_were_denied_are_a_gap_of_theirs(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    answers = {
        "budgets.describe_budgets": lambda **_: {"Budgets": [BUDGET]},
        "budgets.list_tags_for_resource": lambda **_: {"ResourceTags": []},
        "budgets.describe_notifications_for_budget": AccessDenied("no", "AccessDeniedException"),
    }
    rows, gaps = collect(canned(answers), "budgets_budget")
    assert len(rows["budgets_budget"]) == 1
    assert not rows["budgets_notification"]
    assert {(gap.table_name, gap.status) for gap in gaps} == {
        ("budgets_budget", "denied"),
        ("budgets_notification", "denied"),
    }


def test_a_budget_that_was_deleted_midway_is_gone(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    gone = CallFailed("gone", "NotFoundException")
    answers = {
        "budgets.describe_budgets": lambda **_: {"Budgets": [BUDGET]},
        "budgets.list_tags_for_resource": gone,
        "budgets.describe_notifications_for_budget": gone,
    }
    assert collect(canned(answers), "budgets_budget") == ({}, [])


def test_filters_are_documents(collect: Callable[..., Any], canned: type[Any]) -> None:
    filters = {"LinkedAccount": ["111111111111"]}
    answers = {
        "budgets.describe_budgets": lambda **_: {"Budgets": [BUDGET | {"CostFilters": filters}]},
        "budgets.list_tags_for_resource": lambda **_: {"ResourceTags": []},
        "budgets.describe_notifications_for_budget": lambda **_: {},
    }
    rows, gaps = collect(canned(answers), "budgets_budget")
    assert gaps == []
    assert [json.loads(row["cost_filters"]) for row in rows["budgets_budget"]] == [filters]
