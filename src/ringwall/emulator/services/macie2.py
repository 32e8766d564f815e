"""Macie: its session in an account, and how an organization uses it.

https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
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
)
from ringwall.emulator.security.detectors import service_role_of
from ringwall.emulator.security.macie import (
    MACIE,
    find_macie,
    join_macie,
    make_macie,
    refuse_off,
    remove_macie,
    require_macie,
    settle_macie,
)
from ringwall.emulator.state import EmulatorState

STATUSES: Mapping[MembershipStatus, str] = {
    "created": "Created",
    "enabled": "Enabled",
    "paused": "Paused",
    "removed": "Removed",
    "resigned": "Resigned",
}


def refuse_conflict(message: str) -> Fault:
    """Return Macie's error for what is already there, or in the way."""
    return Fault("ConflictException", message, 409)


def _refuse_access() -> Fault:
    return Fault("AccessDeniedException", "You do not have access to perform this action.", 403)


@emulates("macie2", "EnableMacie")
def enable_macie(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn Macie on."""
    settle_macie(state, call.account_id, call.region)
    if find_macie(state, call.account_id, call.region) is not None:
        raise refuse_conflict("Macie has already been enabled.")
    made = make_macie(state, call.account_id, call.region)
    made.status = call.parameters.get("status") or made.status
    made.frequency = call.parameters.get("findingPublishingFrequency") or made.frequency
    return {}


@emulates("macie2", "GetMacieSession")
def get_session(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the session."""
    found = require_macie(state, call)
    return {
        "createdAt": found.created,
        "updatedAt": found.updated,
        "status": found.status,
        "findingPublishingFrequency": found.frequency,
        "serviceRole": service_role_of(call.account_id, "macie", "AmazonMacie"),
    }


@emulates("macie2", "UpdateMacieSession")
def update_session(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Pause Macie, turn it on again, or change how often it publishes."""
    found = require_macie(state, call)
    found.status = call.parameters.get("status") or found.status
    found.frequency = call.parameters.get("findingPublishingFrequency") or found.frequency
    found.updated = datetime.now(UTC)
    return {}


@emulates("macie2", "DisableMacie")
def disable_macie(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn Macie off, unless an organization depends on it or manages it."""
    require_macie(state, call)
    own = MACIE.find_own(state, call)
    if own is not None and own.associated():
        raise refuse_conflict("Disassociate the member accounts before Macie is disabled.")
    if MACIE.find_administrator(state, call.account_id, call.region):
        raise refuse_conflict("The account is a member: its administrator manages Macie.")
    remove_macie(state, call.account_id, call.region)
    return {}


@emulates("macie2", "EnableOrganizationAdminAccount", "DisableOrganizationAdminAccount")
def delegate(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Appoint or dismiss the administrator of the Region; Macie is turned on in its account."""
    account_id = str(call.parameters["adminAccountId"])
    settle_macie(state, call.account_id, call.region)
    try:
        if call.operation.startswith("Disable"):
            MACIE.dismiss(state, call, account_id)
            return {}
        MACIE.appoint(state, call, account_id)
    except DelegationRefused as error:
        if error.reason in {"no_organization", "not_management"}:
            raise _refuse_access() from error
        if error.reason == "unknown_account":
            message = "The account is not a member of the organization."
            raise Fault("ValidationException", message, 400) from error
        if error.reason == "not_admin":
            message = "The account is not the Macie administrator of the organization."
            raise Fault("ResourceNotFoundException", message, 404) from error
        raise refuse_conflict("The organization already has a Macie administrator.") from error
    if find_macie(state, account_id, call.region) is None:
        make_macie(state, account_id, call.region)
    return {}


@emulates("macie2", "ListOrganizationAdminAccounts")
def list_admins(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the administrator to the management account, and to itself."""
    settle_macie(state, call.account_id, call.region)
    if not MACIE.may_list(state, call):
        raise _refuse_access()
    admin = MACIE.find(state, call.account_id, call.region).admin
    found = [{"accountId": admin, "status": "ENABLED"}] if admin else []
    page, more = cut_page(call, found, 25, fault="ValidationException")
    return {"adminAccounts": page} | more


def _require_admin(state: EmulatorState, call: EmulatedCall) -> Delegation:
    require_macie(state, call)
    own = MACIE.find_own(state, call)
    if own is None:
        raise _refuse_access()
    return own


@emulates("macie2", "DescribeOrganizationConfiguration", "UpdateOrganizationConfiguration")
def configure(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read or choose whether Macie is turned on in new accounts."""
    own = _require_admin(state, call)
    if call.operation.startswith("Update"):
        own.auto_enable = "NEW" if call.parameters["autoEnable"] else "NONE"
        return {}
    return {"autoEnable": own.auto_enable != "NONE", "maxAccountLimitReached": False}


@emulates("macie2", "CreateMember")
def create_member(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make an account of the organization a member, with Macie on."""
    own, account = _require_admin(state, call), call.parameters["account"]
    account_id = str(account["accountId"])
    organization = find_organization(call.account_id)
    accounts = find_accounts(organization) if organization is not None else {}
    if account_id not in accounts or account_id == call.account_id:
        message = (
            "Membership by invitation is not emulated: the account is not in the organization."
        )
        raise Fault("UnknownOperationException", message, 501)
    held = own.members.get(account_id)
    if held is not None and held.is_associated:
        raise refuse_conflict("The account is already a member.")
    join_macie(state, call.account_id, account_id, call.region, str(account["email"]))
    return {"arn": _arn(call, account_id)}


def _arn(call: EmulatedCall, account_id: str) -> str:
    return f"arn:{call.partition}:macie2:{call.region}:{call.account_id}:member/{account_id}"


@emulates("macie2", "ListMembers")
def list_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the members; also those that are not associated, if asked for."""
    own = _require_admin(state, call)
    every = str(call.parameters.get("onlyAssociated") or "true").lower() == "false"
    found = list(own.members.values()) if every else own.associated()
    page, more = cut_page(call, [_show(call, r) for r in found], 25, fault="ValidationException")
    return {"members": page} | more


def _find_member(state: EmulatorState, call: EmulatedCall) -> tuple[Delegation, MemberRecord]:
    own = _require_admin(state, call)
    record = own.members.get(str(call.parameters["id"]))
    if record is None:
        raise Fault("ResourceNotFoundException", "The account is not a member.", 404)
    return own, record


@emulates("macie2", "GetMember")
def get_member(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a member."""
    return _show(call, _find_member(state, call)[1])


def _show(call: EmulatedCall, record: MemberRecord) -> dict[str, Any]:
    return {
        "accountId": record.account_id,
        "administratorAccountId": call.account_id,
        "masterAccountId": call.account_id,
        "arn": _arn(call, record.account_id),
        "email": record.email,
        "invitedAt": record.invited,
        "updatedAt": record.updated,
        "relationshipStatus": STATUSES[record.status],
    }


@emulates("macie2", "UpdateMemberSession")
def update_member(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Pause Macie in a member, or turn it on again."""
    own, record = _find_member(state, call)
    session = find_macie(state, record.account_id, call.region)
    if session is None or not record.is_associated:
        raise refuse_off()
    session.status = str(call.parameters["status"])
    own.put(
        record.account_id,
        record.email,
        "enabled" if session.status == "ENABLED" else "paused",
    )
    return {}


@emulates("macie2", "DisassociateMember", "DeleteMember")
def drop_member(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let a member go, or forget one that was let go."""
    own, record = _find_member(state, call)
    if call.operation == "DisassociateMember":
        if record.is_associated:
            own.put(record.account_id, record.email, "removed")
    elif record.is_associated:
        raise refuse_conflict("Disassociate the account before it is deleted.")
    else:
        del own.members[record.account_id]
    return {}


@emulates("macie2", "GetAdministratorAccount", "GetMasterAccount")
def get_administrator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return who manages the caller's Macie; nothing where nobody does."""
    require_macie(state, call)
    found = MACIE.find_administrator(state, call.account_id, call.region)
    if found is None:
        return {}
    admin, record = found
    shown = {
        "accountId": admin,
        "invitedAt": record.invited,
        "relationshipStatus": STATUSES[record.status],
    }
    return {"master" if call.operation == "GetMasterAccount" else "administrator": shown}


@emulates(
    "macie2",
    "AcceptInvitation",
    "CreateInvitations",
    "DeclineInvitations",
    "DeleteInvitations",
    "GetInvitationsCount",
    "ListInvitations",
)
def refuse_invitations(_state: EmulatorState, _call: EmulatedCall) -> Mapping[str, Any]:
    """Refuse loudly: moto's invitations know nothing of the organization."""
    message = "Macie's membership by invitation is not emulated"
    raise Fault("UnknownOperationException", message, 501)


@emulates("macie2", "GetClassificationExportConfiguration", "PutClassificationExportConfiguration")
def configure_export(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read or choose the bucket of discovery results: `preconditions` look whether Macie may."""
    session = require_macie(state, call)
    if call.operation.startswith("Put"):
        given = call.parameters["configuration"].get("s3Destination") or {}
        session.export = {"s3Destination": dict(given)}
    return {"configuration": session.export}


@emulates("macie2", "GetFindingsPublicationConfiguration", "PutFindingsPublicationConfiguration")
def configure_publication(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read or choose what Security Hub is sent: policy findings alone, unless it is changed."""
    session = require_macie(state, call)
    if call.operation.startswith("Put"):
        session.publication.update(call.parameters.get("securityHubConfiguration") or {})
        return {}
    return {"securityHubConfiguration": dict(session.publication)}


@emulates("macie2", "GetAutomatedDiscoveryConfiguration", "UpdateAutomatedDiscoveryConfiguration")
def configure_discovery(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read or choose automated discovery, which a member leaves to its administrator."""
    session, now = require_macie(state, call), datetime.now(UTC)
    managed = MACIE.find_administrator(state, call.account_id, call.region)
    if call.operation.startswith("Get"):
        above = find_macie(state, managed[0], call.region) if managed else session
        own = MACIE.find_own(state, call)
        chosen = {"autoEnableOrganizationMembers": "NONE"} if own is not None else {}
        return {"status": "DISABLED"} | chosen | (above.discovery if above else {})
    if managed:
        raise _refuse_access()
    given, status = call.parameters, str(call.parameters["status"])
    session.discovery.update(status=status, lastUpdatedAt=now)
    if status == "ENABLED":
        session.discovery.setdefault("firstEnabledAt", now)
        session.discovery.pop("disabledAt", None)
    else:
        session.discovery["disabledAt"] = now
    mode = given.get("autoEnableOrganizationMembers")
    if mode:
        session.discovery["autoEnableOrganizationMembers"] = mode
    return {}
