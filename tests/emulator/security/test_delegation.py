from dataclasses import replace
from typing import Any

import pytest
from emulated_calls import make_call
from security_accounts import add_account, make_accounts

from ringwall.emulator.app import Emulator
from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.security.delegation import (
    AutoEnable,
    DelegatedService,
    DelegationRefused,
    find_email,
)

MANAGEMENT, HERE = "123456789012", "us-east-1"
SERVICE = DelegatedService("guardduty.amazonaws.com")


def call_of(account: str, region: str = HERE) -> Any:
    call = make_call("guardduty", "EnableOrganizationAdminAccount")
    return replace(call, account_id=account, region=region)


@pytest.fixture
def accounts(client: Any, emulator: Emulator) -> list[str]:
    """Return the ids of an administrator and a member."""
    made = make_accounts(client, "security", "dev")
    with emulator.mounted():
        SERVICE.appoint(emulator.state, call_of(MANAGEMENT), made[0])
    return made


@pytest.mark.parametrize(
    ("caller", "chosen", "reason"),
    [
        ("dev", "security", "not_management"),
        ("management", "nobody", "unknown_account"),
        ("management", "security", "already"),
        ("management", "dev", "another"),
        ("nobody", "dev", "no_organization"),
    ],
)
def test_appointment_is_refused_for_a_reason(
    emulator: Emulator, accounts: list[str], caller: str, chosen: str, reason: str
) -> None:
    ids = {
        "management": MANAGEMENT,
        "security": accounts[0],
        "dev": accounts[1],
        "nobody": "9" * 12,
    }
    with emulator.mounted(), pytest.raises(DelegationRefused) as caught:
        SERVICE.appoint(emulator.state, call_of(ids[caller]), ids[chosen])
    assert caught.value.reason == reason


def test_account_of_another_region_is_refused(emulator: Emulator, accounts: list[str]) -> None:
    there = call_of(MANAGEMENT, "eu-west-1")
    with emulator.mounted():
        with pytest.raises(DelegationRefused):
            SERVICE.appoint(emulator.state, there, accounts[1])
        SERVICE.appoint(emulator.state, there, accounts[0])
        found = SERVICE.find(emulator.state, accounts[1], "eu-west-1")
    assert found.admin == accounts[0]


@pytest.mark.parametrize(
    ("mode", "expected"), [("ALL", (True, True)), ("NEW", (False, True)), ("NONE", (False, False))]
)
def test_accounts_are_enabled_as_the_mode_says(
    client: Any, emulator: Emulator, accounts: list[str], mode: AutoEnable, expected: Any
) -> None:
    late = add_account(client, "late")
    with emulator.mounted():
        SERVICE.find(emulator.state, MANAGEMENT, HERE).auto_enable = mode
        found = SERVICE.settle(emulator.state, MANAGEMENT, HERE)
    assert (accounts[1] in found, late in found) == expected
    assert accounts[0] not in found


def test_closed_accounts_are_no_members(
    client: Any, emulator: Emulator, accounts: list[str]
) -> None:
    admin, dev = accounts
    with emulator.mounted():
        SERVICE.find(emulator.state, admin, HERE).put(dev, "dev@example.com", "enabled")
        assert SERVICE.find_administrator(emulator.state, dev, HERE) is not None
    client("organizations").close_account(AccountId=dev)
    with emulator.mounted():
        SERVICE.settle(emulator.state, admin, HERE)
        assert SERVICE.find_administrator(emulator.state, dev, HERE) is None


def test_who_is_in_no_organization_has_nothing_kept(emulator: Emulator) -> None:
    with emulator.mounted():
        SERVICE.find(emulator.state, MANAGEMENT, HERE).admin = MANAGEMENT
        assert SERVICE.find(emulator.state, MANAGEMENT, HERE).admin == ""
        assert SERVICE.settle(emulator.state, MANAGEMENT, HERE) == ()
        assert find_organization(MANAGEMENT) is None
        assert find_email(MANAGEMENT) == ""
