"""An organization whose security services one of its accounts administers."""

from collections.abc import Callable
from typing import Any

Client = Callable[..., Any]


def make_accounts(client: Client, *names: str) -> list[str]:
    """Create an organization with member accounts; return their ids."""
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    return [add_account(client, name) for name in names]


def add_account(client: Client, name: str) -> str:
    """Create one more member account; return its id."""
    made = client("organizations").create_account(AccountName=name, Email=f"{name}@example.com")
    account_id: str = made["CreateAccountStatus"]["AccountId"]
    return account_id
