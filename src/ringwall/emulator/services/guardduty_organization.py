"""GuardDuty in an organization: the administrator of a Region, and its members.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.delegation import (
    DelegationRefused,
    MembershipStatus,
    RefusalReason,
)
from ringwall.emulator.security.detectors import (
    GUARDDUTY,
    apply_auto_enable,
    check_features,
    find_detector,
    make_detector,
    read_features,
    refuse,
    require_detector,
    settle_members,
)
from ringwall.emulator.state import EmulatorState

NOT_MANAGEMENT = (
    "The request failed because you do not have required AWS Organization master permission."
)
REFUSALS: Mapping[RefusalReason, str] = {
    "no_organization": "The request failed because your account is not part of an organization.",
    "not_management": NOT_MANAGEMENT,
    "unknown_account": "The request failed because the account is not a member of your "
    "organization.",
    "already": "The request failed because the account is already enabled as the GuardDuty "
    "delegated administrator for the organization.",
    "another": "The request failed because another account is already enabled as the GuardDuty "
    "delegated administrator for the organization.",
    "not_admin": "The request failed because the account is not the GuardDuty delegated "
    "administrator for the organization.",
}
NO_FEATURES = {"AutoEnable": "NONE"}
DEFAULT_FEATURES = (
    "S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS",
    "EKS_RUNTIME_MONITORING", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING",
)  # fmt: skip
STATUSES: Mapping[MembershipStatus, str] = {
    "created": "Created",
    "enabled": "Enabled",
    "paused": "Disabled",
    "removed": "Removed",
    "resigned": "Resigned",
}


@emulates("guardduty", "EnableOrganizationAdminAccount")
def enable_admin(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Appoint the administrator of the Region, in whose account GuardDuty is turned on."""
    account_id = str(call.parameters["AdminAccountId"])
    settle_members(state, call.account_id, call.region)
    try:
        GUARDDUTY.appoint(state, call, account_id)
    except DelegationRefused as error:
        raise refuse(REFUSALS[error.reason]) from error
    if find_detector(state, account_id, call.region) is None:
        make_detector(state, account_id, call.region)
    return {}


@emulates("guardduty", "DisableOrganizationAdminAccount")
def disable_admin(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Dismiss the administrator of the Region; the detectors go on."""
    try:
        GUARDDUTY.dismiss(state, call, str(call.parameters["AdminAccountId"]))
    except DelegationRefused as error:
        raise refuse(REFUSALS[error.reason]) from error
    return {}


@emulates("guardduty", "ListOrganizationAdminAccounts")
def list_admins(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the administrator to the management account, and to itself."""
    settle_members(state, call.account_id, call.region)
    found = GUARDDUTY.find(state, call.account_id, call.region)
    if not GUARDDUTY.may_list(state, call):
        raise refuse(NOT_MANAGEMENT)
    admins = [{"AdminAccountId": found.admin, "AdminStatus": "ENABLED"}] if found.admin else []
    page, more = cut_page(call, admins, 50, fault="BadRequestException")
    return {"AdminAccounts": page} | more


@emulates("guardduty", "DescribeOrganizationConfiguration")
def describe_configuration(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what is enabled in members by itself."""
    detector = require_detector(state, call)
    own = GUARDDUTY.find_own(state, call)
    if own is None:
        raise refuse(NOT_MANAGEMENT)
    features = {name: {"Name": name, **NO_FEATURES} for name in DEFAULT_FEATURES}
    features |= detector.organization_features

    def auto(name: str) -> dict[str, bool]:
        return {"AutoEnable": features[name]["AutoEnable"] != "NONE"}

    volumes = {"EbsVolumes": auto("EBS_MALWARE_PROTECTION")}
    return {
        "AutoEnable": own.auto_enable != "NONE",
        "AutoEnableOrganizationMembers": own.auto_enable,
        "MemberAccountLimitReached": False,
        "DataSources": {
            "S3Logs": auto("S3_DATA_EVENTS"),
            "Kubernetes": {"AuditLogs": auto("EKS_AUDIT_LOGS")},
            "MalwareProtection": {"ScanEc2InstanceWithFindings": volumes},
        },
        "Features": list(features.values()),
    }


@emulates("guardduty", "UpdateOrganizationConfiguration")
def update_configuration(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose which accounts are enabled by themselves, and with which features.

    https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateOrganizationConfiguration.html
    """
    detector = require_detector(state, call)
    own = GUARDDUTY.find_own(state, call)
    if own is None:
        raise refuse(NOT_MANAGEMENT)
    mode, older = (call.parameters.get(n) for n in ("AutoEnableOrganizationMembers", "AutoEnable"))
    if (mode is None) == (older is None):
        raise refuse(
            "The request is rejected because either autoEnableOrganizationMembers or autoEnable "
            "must be provided, but not both."
        )
    features = read_features(call.parameters, "AutoEnable", "AutoEnable")
    wanted = [{"Name": f["Name"], "Status": "ENABLED"} for f in features if _is_on(f)]
    check_features(features)
    check_features(wanted)
    own.auto_enable = mode or ("NEW" if older else "NONE")
    for feature in features:
        name = feature["Name"]
        detector.organization_features[name] = NO_FEATURES | dict(feature)
    settle_members(state, call.account_id, call.region)
    for record in own.associated():
        held = find_detector(state, record.account_id, call.region)
        if held is not None:
            apply_auto_enable(held, features, ("ALL",))
    return {}


def _is_on(feature: Mapping[str, Any]) -> bool:
    return feature.get("AutoEnable") in {"NEW", "ALL"}


@emulates("guardduty", "GetAdministratorAccount", "GetMasterAccount")
def get_administrator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return who manages the caller's detector; nothing where nobody does."""
    require_detector(state, call)
    member = "Master" if call.operation == "GetMasterAccount" else "Administrator"
    found = GUARDDUTY.find_administrator(state, call.account_id, call.region)
    if found is None:
        return {member: {}}
    admin, record = found
    shown = {"AccountId": admin, "RelationshipStatus": STATUSES[record.status]}
    return {member: shown}


@emulates("guardduty", "DisassociateFromAdministratorAccount", "DisassociateFromMasterAccount")
def leave_administrator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Refuse: an account of an organization cannot leave its administrator by itself."""
    require_detector(state, call)
    if GUARDDUTY.find_administrator(state, call.account_id, call.region) is None:
        raise refuse("The request is rejected because the current account has no administrator.")
    raise refuse(
        "The request is rejected because the current account is a member of an organization and "
        "cannot disassociate from its administrator account."
    )


def require_administrator(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse who is no administrator: membership by invitation is not emulated."""
    require_detector(state, call)
    if GUARDDUTY.find_own(state, call) is None:
        message = "GuardDuty's membership by invitation is not emulated"
        raise Fault("UnknownOperationException", message, 501)
