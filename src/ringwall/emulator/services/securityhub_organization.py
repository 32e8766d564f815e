"""Security Hub in an organization: administrators, members, and where findings come together.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-accounts-orgs.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.delegation import (
    DelegatedService,
    Delegation,
    DelegationRefused,
    MemberRecord,
    MembershipStatus,
    RefusalReason,
    find_accounts,
)
from ringwall.emulator.security.hub_findings import find_aggregator
from ringwall.emulator.security.hub_policies import find_central
from ringwall.emulator.security.hub_settling import require_hub, settle_hubs
from ringwall.emulator.security.hub_v2 import SECURITY_HUB_V2
from ringwall.emulator.security.hubs import (
    SECURITY_HUB,
    find_hub,
    join_hub,
    make_hub,
    refuse_access,
    refuse_conflict,
    refuse_input,
    refuse_missing,
)
from ringwall.emulator.state import EmulatorState

REFUSALS: Mapping[RefusalReason, str] = {
    "no_organization": "Account {} is not a member of an organization",
    "not_management": "Account {} is not the management account of the organization",
    "unknown_account": "The account is not a member of the organization of account {}",
    "already": "The account is already the delegated administrator of the organization",
    "another": "Another account is already the delegated administrator of the organization",
    "not_admin": "The account is not the delegated administrator of the organization",
}
INPUTS = {"unknown_account", "already", "not_admin"}
"""Refusals that are the parameters' fault."""
STATUSES: Mapping[MembershipStatus, str] = {
    "created": "Created",
    "enabled": "Enabled",
    "paused": "Disabled",
    "removed": "Removed",
    "resigned": "Resigned",
}
NEWER = "SecurityHubV2"
NOT_A_MEMBER = "Account is not a member of the administrator account"


@emulates("securityhub", "EnableOrganizationAdminAccount")
def enable_admin(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Appoint the administrator of the Region, in whose account Security Hub is turned on."""
    account_id = str(call.parameters["AdminAccountId"])
    try:
        _find_service(call).appoint(state, call, account_id)
    except DelegationRefused as error:
        raise _refuse(call, error.reason) from error
    if is_newer(call):
        return {"AdminAccountId": account_id, "Feature": NEWER}
    if find_hub(state, account_id, call.region) is None:
        make_hub(state, account_id, call.region, ())
    return {"AdminAccountId": account_id, "Feature": "SecurityHub"}


@emulates("securityhub", "DisableOrganizationAdminAccount")
def disable_admin(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Dismiss the administrator of the Region."""
    try:
        _find_service(call).dismiss(state, call, str(call.parameters["AdminAccountId"]))
    except DelegationRefused as error:
        raise _refuse(call, error.reason) from error
    return {}


@emulates("securityhub", "ListOrganizationAdminAccounts")
def list_admins(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the administrator to the management account, and to itself."""
    settle_hubs(state, call.account_id, call.region)
    service = _find_service(call)
    service.settle(state, call.account_id, call.region)
    if not service.may_list(state, call):
        raise _refuse(call, "not_management")
    admin = service.find(state, call.account_id, call.region).admin
    found = [{"AccountId": admin, "Status": "ENABLED"}] if admin else []
    page, more = cut_page(call, found, 10)
    answer = {"AdminAccounts": page, "Feature": NEWER if is_newer(call) else "SecurityHub"}
    return answer | more


def is_newer(call: EmulatedCall) -> bool:
    """Whether a call is about the newer Security Hub, which has an administrator of its own."""
    return call.parameters.get("Feature") == NEWER


def _find_service(call: EmulatedCall) -> DelegatedService:
    return SECURITY_HUB_V2 if is_newer(call) else SECURITY_HUB


def _refuse(call: EmulatedCall, reason: RefusalReason) -> Fault:
    message = REFUSALS[reason].format(call.account_id)
    return refuse_input(message) if reason in INPUTS else refuse_access(message)


def require_admin(state: EmulatorState, call: EmulatedCall) -> Delegation:
    """Return what the caller administers; Fault for others."""
    settle_hubs(state, call.account_id, call.region)
    own = SECURITY_HUB.find_own(state, call)
    if own is None:
        raise refuse_access(
            f"Account {call.account_id} is not an administrator for this organization"
        )
    require_hub(state, call)
    return own


def show_configuration_status(*, is_central: bool) -> str:
    """Return the status of the organization's configuration: it is enabled at once."""
    return "ENABLED" if is_central else "DISABLED"


@emulates("securityhub", "DescribeOrganizationConfiguration")
def describe_configuration(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how accounts of the organization are enabled."""
    own = require_admin(state, call)
    central = find_central(state, call.account_id).is_central
    return {
        "AutoEnable": own.auto_enable != "NONE",
        "AutoEnableStandards": state.setting(call, "auto_standards", "DEFAULT"),
        "MemberAccountLimitReached": False,
        "OrganizationConfiguration": {
            "ConfigurationType": "CENTRAL" if central else "LOCAL",
            "Status": show_configuration_status(is_central=central),
        },
    }


@emulates("securityhub", "UpdateOrganizationConfiguration")
def update_configuration(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose local or central configuration, and what new accounts get under the local one.

    Central configuration needs a home Region, and leaves nothing to auto-enable.
    https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_UpdateOrganizationConfiguration.html
    """
    own, central = require_admin(state, call), find_central(state, call.account_id)
    given = call.parameters.get("OrganizationConfiguration") or {}
    kind = given.get("ConfigurationType")
    auto = bool(call.parameters["AutoEnable"])
    standards = call.parameters.get("AutoEnableStandards")
    if kind == "CENTRAL" or (kind is None and central.is_central):
        _check_central(state, call)
        if auto or standards == "DEFAULT":
            raise refuse_input(
                "AutoEnable must be false and AutoEnableStandards must be NONE for CENTRAL"
            )
    if kind == "LOCAL" and central.is_central:
        central.associations.clear()
        central.applied.clear()
    central.is_central = kind == "CENTRAL" if kind else central.is_central
    own.auto_enable = "NEW" if auto else "NONE"
    if standards or central.is_central:
        state.set(call, "auto_standards", "NONE" if central.is_central else standards)
    return {}


def _check_central(state: EmulatorState, call: EmulatedCall) -> None:
    home = find_aggregator(state, call.account_id)
    if home is None:
        raise refuse_missing("A finding aggregator, which central configuration needs,")
    if home.region != call.region:
        raise refuse_access(
            f"Central configuration can be changed in the home Region {home.region} alone"
        )


@emulates("securityhub", "CreateMembers")
def create_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make accounts of the organization members, with Security Hub on."""
    own = require_admin(state, call)
    organization = find_organization(call.account_id)
    accounts = find_accounts(organization) if organization is not None else {}
    failed = []
    for detail in call.parameters["AccountDetails"]:
        account_id = detail["AccountId"]
        if account_id not in accounts or account_id == call.account_id:
            why = "Account is not a member account of the organization"
            failed.append({"AccountId": account_id, "ProcessingResult": why})
            continue
        held = own.members.get(account_id)
        if held is None or not held.is_associated:
            email = detail.get("Email") or ""
            join_hub(state, call.account_id, account_id, call.region, email)
    return {"UnprocessedAccounts": failed}


@emulates("securityhub", "ListMembers")
def list_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the members; also those that are not associated, if asked for."""
    own = require_admin(state, call)
    every = call.parameters.get("OnlyAssociated") is False
    found = list(own.members.values()) if every else own.associated()
    page, more = cut_page(call, found, 50)
    members = [_show(call, record) for record in page]
    return {"Members": members} | more


@emulates("securityhub", "GetMembers")
def get_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return members by their account ids."""
    own = require_admin(state, call)
    asked = call.parameters["AccountIds"]
    return {
        "Members": [_show(call, own.members[a]) for a in asked if a in own.members],
        "UnprocessedAccounts": _unprocessed(own, asked),
    }


def _unprocessed(own: Delegation, asked: list[str]) -> list[dict[str, str]]:
    missing = [a for a in asked if a not in own.members]
    return [{"AccountId": a, "ProcessingResult": NOT_A_MEMBER} for a in missing]


def _show(call: EmulatedCall, record: MemberRecord) -> dict[str, Any]:
    return {
        "AccountId": record.account_id,
        "Email": record.email,
        "MasterId": call.account_id,
        "AdministratorId": call.account_id,
        "MemberStatus": STATUSES[record.status],
        "InvitedAt": record.invited,
        "UpdatedAt": record.updated,
    }


@emulates("securityhub", "DisassociateMembers")
def disassociate_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let members go."""
    own = require_admin(state, call)
    asked = call.parameters["AccountIds"]
    for account_id in asked:
        record = own.members.get(account_id)
        if record is None or not record.is_associated:
            raise refuse_missing(f"Member account {account_id}")
    for account_id in asked:
        own.put(account_id, own.members[account_id].email, "removed")
    return {}


@emulates("securityhub", "DeleteMembers")
def delete_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Forget accounts that are disassociated."""
    own = require_admin(state, call)
    failed = _unprocessed(own, call.parameters["AccountIds"])
    for account_id in call.parameters["AccountIds"]:
        record = own.members.get(account_id)
        if record is not None and record.is_associated:
            why = "Account is associated: disassociate it first"
            failed.append({"AccountId": account_id, "ProcessingResult": why})
        elif record is not None:
            del own.members[account_id]
    return {"UnprocessedAccounts": failed}


@emulates("securityhub", "GetAdministratorAccount", "GetMasterAccount")
def get_administrator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return who manages the caller's hub; nothing where nobody does."""
    require_hub(state, call)
    found = SECURITY_HUB.find_administrator(state, call.account_id, call.region)
    if found is None:
        return {}
    admin, record = found
    shown = {
        "AccountId": admin,
        "InvitedAt": record.invited,
        "MemberStatus": STATUSES[record.status],
    }
    return {"Master" if call.operation == "GetMasterAccount" else "Administrator": shown}


@emulates("securityhub", "DisassociateFromAdministratorAccount", "DisassociateFromMasterAccount")
def leave_administrator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Refuse: an account of an organization cannot leave its administrator by itself."""
    require_hub(state, call)
    if SECURITY_HUB.find_administrator(state, call.account_id, call.region) is None:
        raise refuse_missing("The administrator account")
    raise refuse_conflict(f"Account {call.account_id} is managed by its organization")
