"""AWS Budgets: subscribers, changes and tags."""

from typing import Any

import pytest

ACCOUNT = {"AccountId": "123456789012"}
BUDGET = {
    "BudgetName": "all",
    "BudgetType": "COST",
    "TimeUnit": "MONTHLY",
    "BudgetLimit": {"Amount": "100", "Unit": "USD"},
}
ALARM = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0}
MAIL = {"SubscriptionType": "EMAIL", "Address": "ops@example.com"}
ARN = "arn:aws:budgets::123456789012:budget/all"


@pytest.fixture
def budgets(client: Any) -> Any:
    """Return a client of an account that has a budget with an alarm."""
    made = client("budgets")
    made.create_budget(
        **ACCOUNT,
        Budget=BUDGET,
        NotificationsWithSubscribers=[{"Notification": ALARM, "Subscribers": [MAIL]}],
        ResourceTags=[{"Key": "team", "Value": "web"}],
    )
    return made


def test_subscribers_are_those_of_the_notification(budgets: Any, refusal: Any) -> None:
    named = {**ACCOUNT, "BudgetName": "all"}
    found = budgets.describe_subscribers_for_notification(**named, Notification=ALARM)
    assert found["Subscribers"] == [MAIL]
    # A threshold without a type is one in percent.
    in_percent = ALARM | {"ThresholdType": "PERCENTAGE"}
    found = budgets.describe_subscribers_for_notification(**named, Notification=in_percent)
    assert found["Subscribers"] == [MAIL]
    other = ALARM | {"Threshold": 90.0}
    assert refusal(budgets.describe_subscribers_for_notification, **named, Notification=other) == (
        "NotFoundException",
        400,
    )


def test_a_budget_is_changed_as_a_whole(budgets: Any, refusal: Any) -> None:
    changed = BUDGET | {"BudgetLimit": {"Amount": "7", "Unit": "USD"}}
    budgets.update_budget(**ACCOUNT, NewBudget=changed)
    found = budgets.describe_budget(**ACCOUNT, BudgetName="all")["Budget"]
    assert found["BudgetLimit"] == {"Amount": "7", "Unit": "USD"}
    assert found["TimePeriod"]["Start"]
    absent = changed | {"BudgetName": "none"}
    assert refusal(budgets.update_budget, **ACCOUNT, NewBudget=absent)[0] == "NotFoundException"


def test_tags_are_kept_and_taken(budgets: Any) -> None:
    budgets.tag_resource(ResourceARN=ARN, ResourceTags=[{"Key": "a", "Value": "b"}])
    budgets.untag_resource(ResourceARN=ARN, ResourceTagKeys=["team"])
    assert budgets.list_tags_for_resource(ResourceARN=ARN)["ResourceTags"] == [
        {"Key": "a", "Value": "b"}
    ]
