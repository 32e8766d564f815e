"""The number of accounts that an organization can have: ten, until more are granted."""

from typing import Any

from ringwall.emulator.state import EmulatorState

ACCOUNTS = 10
"""https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html"""
ACCOUNTS_CODE = "L-E619E033"


def find_quota(state: EmulatorState, organization: Any) -> int:
    """Return how many accounts an organization can have."""
    granted = find_granted_quotas(state, organization.org.master_account_id, "us-east-1")
    return int(granted.get(("organizations", ACCOUNTS_CODE), ACCOUNTS))


def find_granted_quotas(
    state: EmulatorState, account_id: str, region: str
) -> dict[tuple[str, str], float]:
    """Return the quotas of an account that were increased, by service and code."""
    key = (account_id, region, "service-quotas.granted")
    found: dict[tuple[str, str], float] = state.settings.setdefault(key, {})
    return found
