"""Budgets: how much an account may cost, and who is told when it costs more."""

from collections.abc import Iterator, Mapping

from ringwall.catalog.midway import unless_gone
from ringwall.model.table import (
    Call,
    Column,
    Derived,
    Reader,
    Row,
    Shared,
    Table,
    document,
    text,
)

BUDGETS = "Budgets || `[]`"
NAMED = ("NotificationType", "ComparisonOperator", "Threshold", "ThresholdType")
"""What names a notification; its state is not asked for."""
GONE = ("NotFoundException",)


def _alerts(reader: Reader) -> Mapping[str, list[Row]]:
    """Return the notifications of each budget, each with its subscribers."""
    account = {"AccountId": reader.account_id}
    found: dict[str, list[Row]] = {}
    for budget in list(reader.items("budgets.describe_budgets", BUDGETS, **account)):
        named = {**account, "BudgetName": budget["BudgetName"]}
        with unless_gone(*GONE):
            notifications = list(
                reader.items(
                    "budgets.describe_notifications_for_budget",
                    "Notifications || `[]`",
                    **named,
                )
            )
            found[budget["BudgetName"]] = [
                {**notification, "Subscribers": _subscribers(reader, named, notification)}
                for notification in notifications
            ]
    return found


def _subscribers(reader: Reader, named: Row, notification: Row) -> list[Row]:
    return list(
        reader.items(
            "budgets.describe_subscribers_for_notification",
            "Subscribers || `[]`",
            **named,
            Notification={name: notification[name] for name in NAMED if name in notification},
        )
    )


def _notifications(budget: Row, row: Row) -> Iterator[Row]:
    for alert in budget["Alerts"]:
        threshold = float(alert["Threshold"])
        kind, comparison = alert["NotificationType"], alert["ComparisonOperator"]
        unit = alert.get("ThresholdType") or "PERCENTAGE"
        yield {
            "arn": f"{row['arn']}/notification/{kind}/{comparison}/{threshold:g}/{unit}",
            "budget_name": budget["BudgetName"],
            "notification_type": kind,
            "comparison_operator": comparison,
            "threshold": threshold,
            "threshold_type": unit,
            "subscribers": alert["Subscribers"],
        }


budget = Table(
    name="budgets_budget",
    doc="A budget of an account; that of the management account may be about all accounts.",
    cloudformation="AWS::Budgets::Budget",
    scope="account",
    list=Call("budgets.describe_budgets", BUDGETS, {"AccountId": "{account_id}"}),
    arn="arn:{partition}:budgets::{account_id}:budget/{BudgetName}",
    tags="Tags",
    calls=(
        Call(
            "budgets.list_tags_for_resource",
            "ResourceTags || `[]`",
            {"ResourceARN": "arn:{partition}:budgets::{account_id}:budget/{BudgetName}"},
            into="Tags",
        ),
    ),
    gone=GONE,
    shared=(Shared("Alerts", _alerts, "BudgetName"),),
    columns=(
        text("budget_name", "BudgetName", "The budget's name.", required=True),
        text("budget_type", "BudgetType", "COST, USAGE, ...", required=True),
        text("time_unit", "TimeUnit", "MONTHLY, DAILY, QUARTERLY, ANNUALLY or CUSTOM."),
        Column("limit_amount", "DOUBLE", "The limit; 0 for planned limits.", "BudgetLimit.Amount"),
        text("limit_unit", "BudgetLimit.Unit", "The unit of the limit: USD."),
        document("cost_filters", "CostFilters", "What is counted alone; {} for everything."),
    ),
    derived=(Derived("budgets_notification", _notifications, needs="Alerts"),),
)
