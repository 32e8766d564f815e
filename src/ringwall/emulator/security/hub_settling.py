"""Security Hub of a caller, once the organization's settings have come to each account."""

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.security.hub_policies import apply_policies
from ringwall.emulator.security.hubs import (
    SECURITY_HUB,
    Hub,
    find_hub,
    join_hub,
    refuse_not_subscribed,
)
from ringwall.emulator.state import EmulatorState


def settle_hubs(state: EmulatorState, account_id: str, region: str) -> None:
    """Configure accounts that are new or were moved, as the organization wants it."""
    for account in SECURITY_HUB.settle(state, account_id, region):
        delegation = SECURITY_HUB.find(state, account_id, region)
        join_hub(state, delegation.admin, account, region)
    apply_policies(state, account_id)


def require_hub(state: EmulatorState, call: EmulatedCall) -> Hub:
    """Return the caller's hub; Fault where Security Hub is off."""
    settle_hubs(state, call.account_id, call.region)
    found = find_hub(state, call.account_id, call.region)
    if found is None:
        raise refuse_not_subscribed(call.account_id)
    return found
