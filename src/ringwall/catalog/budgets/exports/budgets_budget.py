"""Where CloudFormation has budgets: all of a budget is one property."""

from ringwall.model.export import TableExport

budget = TableExport(
    table="budgets_budget",
    properties={
        "Budget.BudgetName": "{budget_name}",
        "Budget.BudgetType": "{budget_type}",
        "Budget.TimeUnit": "{time_unit}",
        "Budget.BudgetLimit.Amount": "{limit_amount}",
        "Budget.BudgetLimit.Unit": "{limit_unit}",
        "Budget.CostFilters": "{cost_filters}",
    },
    known={"arn": "arn:{partition}:budgets::{account_id}:budget/{budget_name}"},
)
