"""Rows of Shield Advanced that several service folders speak of: who subscribes, and a role."""

from typing import Any

from ringwall.catalog.detection_keys import role_key
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import GLOBAL, RowKey

SECTION = "infrastructure.shield"
SHARED: dict[str, Any] = {"section": SECTION, "layer": "infrastructure"}
ROLE = "shield-response-team"


def list_accounts(landscape: Landscape) -> tuple[LandscapeAccount, ...]:
    """Return the accounts that subscribe: those that are named, once the cost is accepted."""
    wanted = landscape.settings.infrastructure.shield
    if not (wanted.enabled and wanted.accept_cost and landscape.is_at_home("shield")):
        return ()
    named = {*wanted.accounts, *(each.account for each in wanted.protections)}
    return tuple(account for account in landscape.accounts if account.name in named)


def team_role_key(account: LandscapeAccount) -> RowKey:
    """Return the key of the role that the response team assumes."""
    return role_key(account, ROLE)


def team_attachment_key(account: LandscapeAccount) -> RowKey:
    """Return the key of what lets that role see and change what Shield and AWS WAF do."""
    return RowKey(account.name, GLOBAL, "iam_role_policy_attachment", ROLE)
