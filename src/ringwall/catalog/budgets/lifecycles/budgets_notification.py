"""How alarms of budgets come and go. One whose subscribers differ is made anew."""

from ringwall.model.lifecycle import Find, Lifecycle, Step
from ringwall.model.table import Call

BUSY = ("ThrottlingException",)
BUDGET = {"AccountId": "{account_id}", "BudgetName": "{budget_name}"}
NOTIFICATION = {
    "NotificationType": "{notification_type}",
    "ComparisonOperator": "{comparison_operator}",
    "Threshold": "{threshold}",
    "ThresholdType": "{threshold_type}",
}
IDENTITY = (
    "budget_name",
    "notification_type",
    "comparison_operator",
    "threshold",
    "threshold_type",
)

notification = Lifecycle(
    table="budgets_notification",
    find=Find(
        "budgets.describe_notifications_for_budget",
        BUDGET,
        items="Notifications || `[]`",
        members={"BudgetName": "{budget_name}"},
        match={
            "NotificationType": "{notification_type}",
            "ComparisonOperator": "{comparison_operator}",
            "Threshold": "{threshold}",
            "ThresholdType || 'PERCENTAGE'": "{threshold_type}",
        },
        absent=("NotFoundException",),
        then=(
            Call(
                "budgets.describe_subscribers_for_notification",
                "Subscribers || `[]`",
                {
                    "AccountId": "{account_id}",
                    "BudgetName": "{BudgetName}",
                    "Notification": {
                        "NotificationType": "{NotificationType}",
                        "ComparisonOperator": "{ComparisonOperator}",
                        "Threshold": "{Threshold}",
                        "ThresholdType": "{ThresholdType}",
                    },
                },
                into="Subscribers",
            ),
        ),
    ),
    identity=IDENTITY,
    ids=(),
    create=Step(
        "budgets.create_notification",
        {**BUDGET, "Notification": NOTIFICATION, "Subscribers": "{subscribers}"},
        retry=BUSY,
        blast="none",
    ),
    creates=(*IDENTITY, "subscribers"),
    erase=Step("budgets.delete_notification", {**BUDGET, "Notification": NOTIFICATION}, retry=BUSY),
    replaced_by=("subscribers",),
    normal={"subscribers": "set"},
    blast="none",
)
