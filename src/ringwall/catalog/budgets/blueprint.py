"""The budget of the management account, as a blueprint wants it."""

from collections.abc import Iterator
from typing import Any

from ringwall.model.blueprint.landscape import Landscape, list_addresses
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, RowKey, Wanted

NAME = "ringwall-management-account"


@wants("accounts.budget")
def want_budget(landscape: Landscape) -> Iterator[Wanted]:
    """Have a budget of what the management account itself costs, with two alarms."""
    wanted, management = landscape.settings.accounts.budget, landscape.management
    if not wanted.enabled or not landscape.is_at_home("budgets"):
        return
    why = "little runs in the management account: what it costs shows who uses it otherwise"
    key = RowKey(management.name, GLOBAL, "budgets_budget", "management-account")
    shared: dict[str, Any] = {"section": "accounts.budget", "layer": "accounts", "why": why}
    yield Wanted(
        key=key,
        columns={
            "budget_name": NAME,
            "budget_type": "COST",
            "time_unit": "MONTHLY",
            "limit_amount": wanted.limit_amount,
            "limit_unit": wanted.limit_unit,
            "cost_filters": {"LinkedAccount": [management.id]},
        },
        **shared,
    )
    addresses = list_addresses(management, wanted.email_addresses)
    thresholds = {"ACTUAL": wanted.actual_threshold, "FORECASTED": wanted.forecasted_threshold}
    for kind, threshold in thresholds.items():
        yield Wanted(
            key=RowKey(management.name, GLOBAL, "budgets_notification", kind.lower()),
            columns={
                "budget_name": NAME,
                "notification_type": kind,
                "comparison_operator": "GREATER_THAN",
                "threshold": threshold,
                "threshold_type": "PERCENTAGE",
                "subscribers": [
                    {"SubscriptionType": "EMAIL", "Address": address} for address in addresses
                ],
            },
            needs=(key,),
            **shared,
        )
