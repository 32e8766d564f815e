"""GuardDuty: the members that an administrator manages, and their detectors.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_accounts.html
"""

from collections.abc import Callable, Mapping
from typing import Any

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.delegation import Delegation, MemberRecord, find_accounts
from ringwall.emulator.security.detectors import (
    GUARDDUTY,
    check_features,
    enroll,
    find_detector,
    read_features,
    refuse,
    require_detector,
    set_features,
    show_features,
    show_sources,
)
from ringwall.emulator.security.wire import write_moment
from ringwall.emulator.services.guardduty_organization import STATUSES, require_administrator
from ringwall.emulator.state import EmulatorState

MOST = 50
"""Accounts in one call."""
NOT_A_MEMBER = (
    "The request is rejected because the given account ID is not an associated member of account "
    "the current account."
)
ALREADY = (
    "The request is rejected because the given account ID is already a member of the current "
    "account."
)
NOT_IN_ORGANIZATION = (
    "The request is rejected because the given account ID is not part of the organization."
)
STILL_ASSOCIATED = (
    "The request is rejected because the given account ID is an associated member of the current "
    "account."
)
AUTO_ENABLED = (
    "The request is rejected because the organization enables GuardDuty for all of its accounts."
)
MemberChange = Callable[[Delegation, str], str]
"""Changes a member; returns why that was not possible, '' where it was."""


@emulates("guardduty", "CreateMembers")
def create_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make accounts of the organization members; their detectors appear."""
    emails = {d["AccountId"]: d["Email"] for d in call.parameters["AccountDetails"]}
    organization = find_organization(call.account_id)
    accounts = find_accounts(organization) if organization is not None else {}

    def add(delegation: Delegation, account_id: str) -> str:
        held = delegation.members.get(account_id)
        if account_id not in accounts or account_id == call.account_id:
            return NOT_IN_ORGANIZATION
        if held is not None and held.is_associated:
            return ALREADY
        enroll(state, call.account_id, account_id, call.region, emails[account_id])
        return ""

    return _for_each(state, call, list(emails), add)


@emulates("guardduty", "DisassociateMembers")
def disassociate_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let members go; an organization that enables all accounts cannot."""

    def remove(delegation: Delegation, account_id: str) -> str:
        record = delegation.members.get(account_id)
        if record is None or not record.is_associated:
            return NOT_A_MEMBER
        if delegation.auto_enable == "ALL":
            return AUTO_ENABLED
        delegation.put(account_id, record.email, "removed")
        return ""

    return _for_each(state, call, call.parameters["AccountIds"], remove)


@emulates("guardduty", "DeleteMembers")
def delete_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Forget accounts that are disassociated."""

    def delete(delegation: Delegation, account_id: str) -> str:
        record = delegation.members.get(account_id)
        if record is None:
            return NOT_A_MEMBER
        if record.is_associated:
            return AUTO_ENABLED if delegation.auto_enable == "ALL" else STILL_ASSOCIATED
        del delegation.members[account_id]
        return ""

    return _for_each(state, call, call.parameters["AccountIds"], delete)


@emulates("guardduty", "StartMonitoringMembers", "StopMonitoringMembers")
def monitor_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Suspend members' detectors, and turn them on again."""
    starts = call.operation.startswith("Start")

    def turn(delegation: Delegation, account_id: str) -> str:
        record = delegation.members.get(account_id)
        detector = find_detector(state, account_id, call.region)
        if record is None or not record.is_associated or detector is None:
            return NOT_A_MEMBER
        if not starts and delegation.auto_enable == "ALL":
            return AUTO_ENABLED
        detector.enabled = starts
        delegation.put(account_id, record.email, "enabled" if starts else "paused")
        return ""

    return _for_each(state, call, call.parameters["AccountIds"], turn)


@emulates("guardduty", "UpdateMemberDetectors")
def update_member_detectors(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn features of members' detectors on and off."""
    features = read_features(call.parameters)
    check_features(features)

    def change(delegation: Delegation, account_id: str) -> str:
        record = delegation.members.get(account_id)
        detector = find_detector(state, account_id, call.region)
        if record is None or not record.is_associated or detector is None:
            return NOT_A_MEMBER
        set_features(detector, features)
        return ""

    return _for_each(state, call, call.parameters["AccountIds"], change)


def _for_each(
    state: EmulatorState, call: EmulatedCall, account_ids: list[str], change: MemberChange
) -> Mapping[str, Any]:
    """MemberChange accounts one by one; what could not be changed is told in the answer."""
    require_administrator(state, call)
    if not 1 <= len(account_ids) <= MOST:
        raise refuse()
    delegation = GUARDDUTY.find(state, call.account_id, call.region)
    results = [(account_id, change(delegation, account_id)) for account_id in account_ids]
    return {"UnprocessedAccounts": [{"AccountId": a, "Result": why} for a, why in results if why]}


@emulates("guardduty", "ListMembers")
def list_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the members; also those that are not associated, if asked for.

    An account that administers nothing has none.
    """
    require_detector(state, call)
    own = GUARDDUTY.find_own(state, call)
    if own is None:
        return {"Members": []}
    every = str(call.parameters.get("OnlyAssociated") or "true").lower() == "false"
    found = list(own.members.values()) if every else own.associated()
    page, more = cut_page(call, found, 50, fault="BadRequestException")
    members = [_show(state, call, record) for record in page]
    return {"Members": members} | more


@emulates("guardduty", "GetMembers")
def get_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return members by their account ids."""
    require_administrator(state, call)
    own = GUARDDUTY.find(state, call.account_id, call.region)
    asked = call.parameters["AccountIds"]
    members = [_show(state, call, own.members[a]) for a in asked if a in own.members]
    return {"Members": members, "UnprocessedAccounts": _missing(own, asked)}


def _missing(own: Delegation, asked: list[str]) -> list[dict[str, str]]:
    return [{"AccountId": a, "Result": NOT_A_MEMBER} for a in asked if a not in own.members]


def _show(state: EmulatorState, call: EmulatedCall, record: MemberRecord) -> dict[str, Any]:
    detector = find_detector(state, record.account_id, call.region)
    return {
        "AccountId": record.account_id,
        "MasterId": call.account_id,
        "AdministratorId": call.account_id,
        "Email": record.email,
        "RelationshipStatus": STATUSES[record.status],
        "InvitedAt": write_moment(record.invited),
        "UpdatedAt": write_moment(record.updated),
    } | ({"DetectorId": detector.detector_id} if detector else {})


@emulates("guardduty", "GetMemberDetectors")
def get_member_detectors(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the features that are on in members."""
    require_administrator(state, call)
    own = GUARDDUTY.find(state, call.account_id, call.region)
    found, unprocessed = [], []
    for account_id in call.parameters["AccountIds"]:
        record = own.members.get(account_id)
        detector = find_detector(state, account_id, call.region)
        if record is None or not record.is_associated or detector is None:
            unprocessed.append({"AccountId": account_id, "Result": NOT_A_MEMBER})
            continue
        found.append(
            {
                "AccountId": account_id,
                "DataSources": show_sources(detector),
                "Features": show_features(detector, with_sources=False),
            }
        )
    return {"MemberDataSourceConfigurations": found, "UnprocessedAccounts": unprocessed}
