"""How budgets come, change and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

BUSY = ("ThrottlingException",)
BUDGET = {
    "BudgetName": "{budget_name}",
    "BudgetType": "{budget_type}",
    "TimeUnit": "{time_unit}",
    "BudgetLimit": {"Amount": "{limit_amount|text}", "Unit": "{limit_unit}"},
    "CostFilters": "{cost_filters}",
}
SETTINGS = ("budget_type", "time_unit", "limit_amount", "limit_unit", "cost_filters")
TAG = Step(
    "budgets.tag_resource",
    {"ResourceARN": "{found.arn}", "ResourceTags": "{tags|pairs}"},
    retry=BUSY,
    blast="none",
)

budget = Lifecycle(
    table="budgets_budget",
    find=Find(
        "budgets.describe_budgets",
        {"AccountId": "{account_id}"},
        items="Budgets || `[]`",
        match={"BudgetName": "{budget_name}"},
        absent=("NotFoundException",),
    ),
    identity=("budget_name",),
    create=Step(
        "budgets.create_budget",
        {"AccountId": "{account_id}", "Budget": BUDGET, "ResourceTags": "{tags|pairs}"},
        retry=BUSY,
        blast="none",
    ),
    creates=("budget_name", *SETTINGS, "tags"),
    updates=(
        Update(
            SETTINGS,
            Step(
                "budgets.update_budget",
                {"AccountId": "{account_id}", "NewBudget": BUDGET},
                retry=BUSY,
                blast="none",
            ),
            whole=True,
        ),
        Update(("tags",), TAG),
    ),
    erase=Step(
        "budgets.delete_budget",
        {"AccountId": "{account_id}", "BudgetName": "{budget_name}"},
        retry=BUSY,
    ),
    normal={"cost_filters": "json"},
    owner="tag",
    retag=TAG,
)
