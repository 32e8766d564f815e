"""Inspector: scans of an account and of an organization's members.

https://docs.aws.amazon.com/inspector/latest/user/managing-multiple-accounts.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.delegation import (
    Delegation,
    DelegationRefused,
    MemberRecord,
    MembershipStatus,
    find_accounts,
    find_email,
)
from ringwall.emulator.security.inspector import (
    ALWAYS,
    INSPECTOR,
    SCANS,
    InspectorAccount,
    find_inspector,
    show_scan_status,
)
from ringwall.emulator.state import EmulatorState

STATUSES: Mapping[MembershipStatus, str] = {
    "created": "CREATED",
    "enabled": "ENABLED",
    "paused": "DISABLED",
    "removed": "REMOVED",
    "resigned": "RESIGNED",
}
OFF = {"ec2": False, "ecr": False, "lambda": False, "lambdaCode": False, "codeRepository": False}


def refuse_access() -> Fault:
    """Return Inspector's error for accounts that may not do something."""
    return Fault("AccessDeniedException", "Invoking account does not have access to this API.", 403)


def refuse_value(message: str) -> Fault:
    """Return Inspector's error for parameters that are wrong."""
    return Fault("ValidationException", message, 400)


def settle_inspector(state: EmulatorState, account_id: str, region: str) -> None:
    """Make new accounts of the organization members, with the scans that are automatic."""
    for account in INSPECTOR.settle(state, account_id, region):
        delegation = INSPECTOR.find(state, account_id, region)
        auto = _read_auto(state, delegation.admin, region)
        delegation.put(account, find_email(account), "enabled")
        scans = find_inspector(state, account, region).scans
        scans |= {scan for scan, name in SCANS.items() if auto.get(name)}


def _read_auto(state: EmulatorState, admin: str, region: str) -> dict[str, bool]:
    found: dict[str, bool] = state.settings.get((admin, region, "inspector2.auto"), OFF)
    return found


@emulates("inspector2", "EnableDelegatedAdminAccount", "DisableDelegatedAdminAccount")
def delegate(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Appoint or dismiss the administrator of the Region."""
    account_id = str(call.parameters["delegatedAdminAccountId"])
    settle_inspector(state, call.account_id, call.region)
    try:
        if call.operation.startswith("Enable"):
            INSPECTOR.appoint(state, call, account_id)
        else:
            INSPECTOR.dismiss(state, call, account_id)
    except DelegationRefused as error:
        if error.reason in {"no_organization", "not_management"}:
            raise refuse_access() from error
        if error.reason == "unknown_account":
            raise refuse_value("The account is not a member of the organization.") from error
        if error.reason == "not_admin":
            message = "The account is not the delegated administrator."
            raise Fault("ResourceNotFoundException", message, 404) from error
        message = "A delegated administrator is already enabled for the organization."
        raise Fault("ConflictException", message, 409) from error
    return {"delegatedAdminAccountId": account_id}


@emulates("inspector2", "ListDelegatedAdminAccounts")
def list_admins(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the administrator to the management account, and to itself."""
    settle_inspector(state, call.account_id, call.region)
    if not INSPECTOR.may_list(state, call):
        raise refuse_access()
    admin = INSPECTOR.find(state, call.account_id, call.region).admin
    found = [{"accountId": admin, "status": "ENABLED"}] if admin else []
    page, more = cut_page(call, found, 5, fault="ValidationException")
    return {"delegatedAdminAccounts": page} | more


@emulates("inspector2", "GetDelegatedAdminAccount")
def get_admin(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the administrator of the caller's organization."""
    settle_inspector(state, call.account_id, call.region)
    admin = INSPECTOR.find(state, call.account_id, call.region).admin
    if not admin:
        raise Fault("ResourceNotFoundException", "There is no delegated administrator.", 404)
    return {"delegatedAdmin": {"accountId": admin, "relationshipStatus": "ENABLED"}}


def _require_admin(state: EmulatorState, call: EmulatedCall) -> Delegation:
    settle_inspector(state, call.account_id, call.region)
    own = INSPECTOR.find_own(state, call)
    if own is None:
        raise refuse_access()
    return own


@emulates("inspector2", "DescribeOrganizationConfiguration")
def describe_configuration(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return which scans new accounts get."""
    _require_admin(state, call)
    auto = _read_auto(state, call.account_id, call.region)
    return {"autoEnable": auto, "maxAccountLimitReached": False}


@emulates("inspector2", "UpdateOrganizationConfiguration")
def update_configuration(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose which scans new accounts get; those that exist are enabled by Enable."""
    own, auto = _require_admin(state, call), OFF | dict(call.parameters["autoEnable"])
    if auto["lambdaCode"] and not auto["lambda"]:
        raise refuse_value("LAMBDA_CODE cannot be enabled without LAMBDA.")
    state.settings[call.account_id, call.region, "inspector2.auto"] = auto
    own.auto_enable = "NEW" if any(auto.values()) else "NONE"
    return {"autoEnable": auto}


@emulates("inspector2", "AssociateMember", "DisassociateMember")
def change_member(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make an account of the organization a member, or let it go."""
    own, account_id = _require_admin(state, call), str(call.parameters["accountId"])
    organization = find_organization(call.account_id)
    accounts = find_accounts(organization) if organization is not None else {}
    if account_id not in accounts or account_id == call.account_id:
        raise refuse_value("The account is not a member of the organization.")
    held = own.members.get(account_id)
    is_held = held is not None and held.is_associated
    if call.operation == "AssociateMember":
        if not is_held:
            own.put(account_id, find_email(account_id), "enabled")
    elif not is_held:
        raise refuse_value("The account is not an associated member.")
    else:
        own.put(account_id, find_email(account_id), "removed")
    return {"accountId": account_id}


@emulates("inspector2", "ListMembers")
def list_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the members; also those that are not associated, if asked for."""
    own = _require_admin(state, call)
    every = call.parameters.get("onlyAssociated") is False
    found = list(own.members.values()) if every else own.associated()
    page, more = cut_page(call, [_show(call, r) for r in found], 50, fault="ValidationException")
    return {"members": page} | more


@emulates("inspector2", "GetMember")
def get_member(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a member."""
    record = _require_admin(state, call).members.get(call.parameters["accountId"])
    if record is None:
        raise Fault("ResourceNotFoundException", "The account is not a member.", 404)
    return {"member": _show(call, record)}


def _show(call: EmulatedCall, record: MemberRecord) -> dict[str, Any]:
    return {
        "accountId": record.account_id,
        "relationshipStatus": STATUSES[record.status],
        "delegatedAdminAccountId": call.account_id,
        "updatedAt": record.updated,
    }


def _split(
    state: EmulatorState, call: EmulatedCall
) -> tuple[list[InspectorAccount], list[dict[str, str]]]:
    """Return the accounts that a request names, its own by default, and those it may not name."""
    settle_inspector(state, call.account_id, call.region)
    own = INSPECTOR.find_own(state, call)
    members = {r.account_id for r in own.associated()} if own is not None else set()
    found, failed = [], []
    for account_id in call.parameters.get("accountIds") or [call.account_id]:
        if account_id in members | {call.account_id}:
            found.append(find_inspector(state, account_id, call.region))
        else:
            message = "Invoking account does not have access to this account."
            error = {"errorCode": "ACCESS_DENIED", "errorMessage": message}
            failed.append({"accountId": account_id, **error})
    return found, failed


@emulates("inspector2", "Enable", "Disable")
def turn_scans(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn types of scans on or off, in the account or in members."""
    accounts, failed = _split(state, call)
    wanted = set(call.parameters.get("resourceTypes") or SCANS)
    for account in accounts:
        on = account.scans | wanted if call.operation == "Enable" else account.scans - wanted
        if call.operation == "Disable" and "LAMBDA" in wanted:
            on.discard("LAMBDA_CODE")
        if "LAMBDA_CODE" in on and "LAMBDA" not in on:
            raise refuse_value("LAMBDA_CODE cannot be enabled without LAMBDA.")
        if call.operation == "Disable" and _is_managed(state, call, account):
            raise refuse_access()
        account.scans = on
    shown = [
        {
            "accountId": account.account_id,
            "status": _show_status(account),
            "resourceStatus": _show_scans(account),
        }
        for account in accounts
    ]
    return {"accounts": shown, "failedAccounts": failed}


def _is_managed(state: EmulatorState, call: EmulatedCall, account: InspectorAccount) -> bool:
    """Whether an account would turn off what its administrator manages."""
    own = account.account_id == call.account_id
    return own and bool(INSPECTOR.find_administrator(state, call.account_id, call.region))


def _show_status(account: InspectorAccount) -> str:
    return "ENABLED" if account.scans else "DISABLED"


def _show_scans(account: InspectorAccount) -> dict[str, str]:
    return {
        name: show_scan_status(account, scan)
        for scan, name in SCANS.items()
        if name in ALWAYS or scan in account.scans
    }


@emulates("inspector2", "BatchGetAccountStatus")
def get_status(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return which scans are on."""
    accounts, failed = _split(state, call)
    ok = {"errorCode": "ALREADY_ENABLED", "errorMessage": ""}
    shown = [
        {
            "accountId": account.account_id,
            "state": {"status": _show_status(account), **ok},
            "resourceState": {n: {"status": s, **ok} for n, s in _show_scans(account).items()},
        }
        for account in accounts
    ]
    return {"accounts": shown, "failedAccounts": failed}
