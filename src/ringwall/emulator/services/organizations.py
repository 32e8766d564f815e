"""Organizations: the organization itself and its accounts."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.organizations.utils import make_random_account_id, make_random_create_account_status_id

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.organizations.accounts import (
    ACCESS_ROLE,
    describe_account,
    find_email_owner,
    make_account,
    remove_account,
)
from ringwall.emulator.organizations.members import (
    find_account,
    is_management,
    require_organization,
    violate,
)
from ringwall.emulator.organizations.records import AccountRequest, find_records
from ringwall.emulator.paging import cut_page
from ringwall.emulator.quotas import find_account_limit
from ringwall.emulator.running_operations import has_ended, start_operation
from ringwall.emulator.state import EmulatorState

EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
AT_A_TIME = 5
"""Accounts that can be in the making."""
STAYS = timedelta(days=7)
"""How long an account that was created stays at least."""
CLOSED_IN, CLOSED_AT_LEAST, CLOSED_SHARE = timedelta(days=30), 10, 10
"""In 30 days a tenth of the accounts can be closed, but ten in any case."""


@emulates("organizations", "CreateOrganization")
def create_organization(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make an organization of the account that asks."""
    if find_organization(call.account_id) is not None:
        message = "The AWS account is already a member of an organization."
        raise Fault("AlreadyInOrganizationException", message)
    return state.ask_moto(call)


@emulates("organizations", "DeleteOrganization")
def delete_organization(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete the organization, if the management account is alone in it."""
    organization = require_organization(call)
    if len(organization.accounts) > 1:
        message = (
            "The organization isn't empty. To delete an organization, you must first remove all "
            "accounts except the management account."
        )
        raise Fault("OrganizationNotEmptyException", message)
    moto_backend("organizations", organization.org.master_account_id)._reset()  # noqa: SLF001
    return {}


@emulates("organizations", "CreateAccount", "CreateGovCloudAccount")
def create_account(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to make an account; whether it succeeds the status tells."""
    organization = require_organization(call)
    requests = find_records(state, organization).requests
    running = [r for r in requests.values() if r.completed is None]
    if len(running) >= AT_A_TIME:
        message = "You have exceeded the number of accounts that you can create at a time."
        raise Fault("TooManyRequestsException", message)
    if len(organization.accounts) + len(running) >= find_account_limit(state, organization):
        message = "You have exceeded the allowed number of AWS Accounts."
        raise violate("ACCOUNT_NUMBER_LIMIT_EXCEEDED", message)
    given = call.parameters
    request = AccountRequest(
        request_id=make_random_create_account_status_id(),
        name=given["AccountName"],
        email=given["Email"],
        role=given.get("RoleName") or ACCESS_ROLE,
        tags=list(given.get("Tags") or ()),
        requested=_now(),
        is_for_gov_cloud=call.operation == "CreateGovCloudAccount",
    )
    requests[request.request_id] = request
    start_operation(state, call.service, request.request_id)
    if not state.behavior.delay:
        _advance(state, organization, request)
    return {"CreateAccountStatus": _show_request(request)}


def _advance(state: EmulatorState, organization: Any, request: AccountRequest) -> None:
    """Let a request end, if it is time."""
    if request.completed is not None or not has_ended(state, "organizations", request.request_id):
        return
    request.completed = _now()
    if not EMAIL.fullmatch(request.email):
        request.failure = "INVALID_EMAIL"
    elif find_email_owner(request.email):
        request.failure = "EMAIL_ALREADY_EXISTS"
    else:
        account = make_account(state, organization, request)
        account.create_account_status_id = request.request_id
        request.account_id = account.id
        if request.is_for_gov_cloud:
            request.gov_cloud_id = make_random_account_id()


def _show_request(request: AccountRequest) -> dict[str, Any]:
    state = "IN_PROGRESS"
    if request.completed is not None:
        state = "FAILED" if request.failure else "SUCCEEDED"
    found = {
        "Id": request.request_id,
        "AccountName": request.name,
        "State": state,
        "RequestedTimestamp": request.requested,
        "CompletedTimestamp": request.completed,
        "AccountId": request.account_id,
        "GovCloudAccountId": request.gov_cloud_id,
        "FailureReason": request.failure,
    }
    return {name: value for name, value in found.items() if value}


@emulates("organizations", "DescribeCreateAccountStatus")
def describe_request(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how far a request has come."""
    organization = require_organization(call)
    wanted = call.parameters["CreateAccountRequestId"]
    request = find_records(state, organization).requests.get(wanted)
    if request is None:
        message = "We can't find a create account request with the ID that you specified."
        raise Fault("CreateAccountStatusNotFoundException", message)
    _advance(state, organization, request)
    return {"CreateAccountStatus": _show_request(request)}


@emulates("organizations", "ListCreateAccountStatus")
def list_requests(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the requests that are in some state, or all."""
    organization = require_organization(call)
    requests = find_records(state, organization).requests.values()
    for request in requests:
        _advance(state, organization, request)
    shown = [_show_request(request) for request in requests]
    states = call.parameters.get("States")
    page, more = cut_page(call, [s for s in shown if not states or s["State"] in states], 20)
    return {"CreateAccountStatuses": page, **more}


@emulates("organizations", "ListAccounts", "ListAccountsForParent")
def list_accounts(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the accounts of the organization, or those that are directly in a root or an OU."""
    organization = require_organization(call)
    for request in find_records(state, organization).requests.values():
        _advance(state, organization, request)
    found = organization.accounts
    if parent := call.parameters.get("ParentId"):
        if not any(unit.id == parent for unit in organization.ou):
            raise Fault("ParentNotFoundException", "You specified parent that doesn't exist.")
        found = [account for account in found if account.parent_id == parent]
    page, more = cut_page(call, [describe_account(account) for account in found], 20)
    return {"Accounts": page, **more}


@emulates("organizations", "DescribeAccount")
def show_account(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return an account."""
    account = find_account(require_organization(call), call.parameters["AccountId"])
    return {"Account": describe_account(account)}


@emulates("organizations", "RemoveAccountFromOrganization", "LeaveOrganization")
def leave(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let a member leave: not in its first seven days, nor while it administers a service."""
    organization = require_organization(call)
    leaving = call.parameters.get("AccountId") or call.account_id
    account = find_account(organization, leaving)
    if is_management(organization, leaving):
        message = "You can't remove a management account from an organization."
        raise Fault("MasterCannotLeaveOrganizationException", message)
    if any(found.account.id == leaving and found.services for found in organization.admins):
        message = "The account is a delegated administrator of the organization."
        raise violate("CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG", message)
    joined = describe_account(account)["JoinedTimestamp"]
    if account.joined_method == "CREATED" and _now() - joined < STAYS:
        message = (
            "You attempted to remove an account from the organization. You must wait until at "
            "least seven days after the account was created."
        )
        raise violate("WAIT_PERIOD_ACTIVE", message)
    state.settings[leaving, "", "organizations.former"] = (account.name, account.email)
    remove_account(organization, account)
    return {}


@emulates("organizations", "CloseAccount")
def close_account(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Close a member; it stays in the organization, suspended."""
    organization = require_organization(call)
    account = find_account(organization, call.parameters["AccountId"])
    if is_management(organization, account.id):
        message = "You attempted to close the management account for the organization."
        raise violate("CANNOT_CLOSE_MANAGEMENT_ACCOUNT", message)
    if account.status != "ACTIVE":
        message = "You attempted to close an account that is already closed."
        raise Fault("AccountAlreadyClosedException", message)
    closures = find_records(state, organization).closures
    recent = [moment for moment in closures if _now() - moment < CLOSED_IN]
    if len(recent) >= max(CLOSED_AT_LEAST, len(organization.accounts) // CLOSED_SHARE):
        message = "You have exceeded close account quota for the past 30 days."
        raise violate("CLOSE_ACCOUNT_QUOTA_EXCEEDED", message)
    closures.append(_now())
    account.close()
    return {}


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
