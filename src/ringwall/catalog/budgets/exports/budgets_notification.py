"""Where CloudFormation has notifications: in their budgets."""

from ringwall.model.export import PartOf, TableExport

notification = TableExport(
    table="budgets_notification",
    part_of=PartOf(
        "budgets_budget",
        {"budget_name": "{budget_name}"},
        "NotificationsWithSubscribers",
        {
            "Notification": {
                "NotificationType": "{notification_type}",
                "ComparisonOperator": "{comparison_operator}",
                "Threshold": "{threshold}",
                "ThresholdType": "{threshold_type}",
            },
            "Subscribers": "{subscribers}",
        },
    ),
)
