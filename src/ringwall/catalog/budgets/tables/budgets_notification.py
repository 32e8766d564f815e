"""The alarms of budgets, and who gets them."""

from ringwall.model.table import Column, Table, document, text

notification = Table(
    name="budgets_notification",
    doc="One alarm of a budget: at which cost it is sent, and to whom.",
    columns=(
        Column("budget_name", "TEXT", "The budget's name."),
        text("notification_type", "NotificationType", "ACTUAL or FORECASTED cost."),
        text("comparison_operator", "ComparisonOperator", "GREATER_THAN, LESS_THAN or EQUAL_TO."),
        Column("threshold", "DOUBLE", "The threshold.", "Threshold"),
        text("threshold_type", "ThresholdType || 'PERCENTAGE'", "PERCENTAGE or ABSOLUTE_VALUE."),
        document(
            "subscribers",
            "Subscribers",
            "Who gets it: SubscriptionType (EMAIL or SNS) and Address of each.",
            absent=[],
        ),
    ),
)
