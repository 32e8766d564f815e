"""Account Management: regions, contacts and names of accounts, also of an organization's members.

https://docs.aws.amazon.com/accounts/latest/reference/using-orgs-delegated-admin.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.organizations.accounts import describe_account
from ringwall.emulator.organizations.members import is_management
from ringwall.emulator.running_operations import has_ended, start_operation
from ringwall.emulator.state import EmulatorState
from ringwall.model.partition import OPT_IN_REGIONS

SERVICE = "account.amazonaws.com"


def find_account_id(call: EmulatedCall) -> str:
    """Return the account that a call is about; Fault where the caller does not manage it.

    Who names another account manages an organization that trusts the service, and names a member.
    """
    wanted = call.parameters.get("AccountId")
    if not wanted:
        return call.account_id
    organization = find_organization(call.account_id)
    if organization is None or not _manages(organization, call.account_id):
        raise _refuse(call)
    members = {account.id for account in organization.accounts}
    # The management account is managed by calls that name no account.
    if wanted not in members or is_management(organization, wanted):
        raise _refuse(call)
    return str(wanted)


def _manages(organization: Any, account_id: str) -> bool:
    is_trusted = any(held["ServicePrincipal"] == SERVICE for held in organization.services)
    is_delegate = any(
        admin.account.id == account_id and SERVICE in admin.services
        for admin in organization.admins
    )
    return is_trusted and (is_delegate or is_management(organization, account_id))


def _refuse(call: EmulatedCall) -> Fault:
    message = f"User is not authorized to perform: account:{call.operation}"
    return Fault("AccessDeniedException", message, 403)


@emulates("account", "GetAlternateContact", "PutAlternateContact", "DeleteAlternateContact")
def check_contact(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a call about an account that the caller does not manage, or about no contact."""
    account_id, kind = find_account_id(call), call.parameters.get("AlternateContactType")
    held = moto_backend("account", account_id, "aws").__dict__["_alternate_contacts"]
    if call.operation.startswith("Delete") and kind not in held:
        message = "No contact of the inputted alternate contact type found."
        raise Fault("ResourceNotFoundException", message, 404)


def _status(state: EmulatorState, account_id: str, region: str) -> str:
    is_enabled = state.regions.is_enabled(account_id, region)
    if region in OPT_IN_REGIONS and not has_ended(state, "account", _key(account_id, region)):
        return "ENABLING" if is_enabled else "DISABLING"
    if not is_enabled:
        return "DISABLED"
    return "ENABLED" if region in OPT_IN_REGIONS else "ENABLED_BY_DEFAULT"


def _key(account_id: str, region: str) -> str:
    return f"account/{account_id}/{region}"


@emulates("account", "ListRegions")
def list_regions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the regions and whether the account can use them."""
    account_id = find_account_id(call)
    statuses = {region: _status(state, account_id, region) for region in state.regions.every}
    wanted = call.parameters.get("RegionOptStatusContains") or set(statuses.values())
    return {
        "Regions": [
            {"RegionName": region, "RegionOptStatus": status}
            for region, status in statuses.items()
            if status in wanted
        ]
    }


@emulates("account", "GetRegionOptStatus")
def get_region_status(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether the account can use a region."""
    region = call.parameters["RegionName"]
    if region not in state.regions.every:
        raise Fault("ValidationException", f"{region} is no Region")
    return {"RegionName": region, "RegionOptStatus": _status(state, find_account_id(call), region)}


@emulates("account", "EnableRegion", "DisableRegion")
def choose_region(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Opt in to or out of a region; one that AWS enables by default is no choice."""
    account_id, region = find_account_id(call), call.parameters["RegionName"]
    if region not in OPT_IN_REGIONS:
        message = f"{region} is no Region that can be enabled or disabled"
        raise Fault("ValidationException", message)
    enabled = call.operation == "EnableRegion"
    if state.regions.is_enabled(account_id, region) != enabled:
        start_operation(state, call.service, _key(account_id, region))
    state.regions.choices[account_id, region] = enabled
    return {}


@emulates("account", "GetContactInformation", "PutContactInformation")
def use_contact(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Write or return the primary contact of an account."""
    place = (find_account_id(call), "", "account.contact")
    if call.operation.startswith("Put"):
        state.settings[place] = dict(call.parameters["ContactInformation"])
        return {}
    if place not in state.settings:
        raise Fault("ResourceNotFoundException", "No contact information was found.", 404)
    return {"ContactInformation": state.settings[place]}


@emulates("account", "GetAccountInformation", "PutAccountName", "GetPrimaryEmail")
def use_name(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what an account is called, or call it otherwise."""
    account_id = find_account_id(call)
    organization = find_organization(account_id)
    accounts = organization.accounts if organization is not None else ()
    account = next((found for found in accounts if found.id == account_id), None)
    if account is None:
        message = f"{call.name} is emulated for accounts of an organization alone"
        raise Fault("UnknownOperationException", message, 501)
    shown = describe_account(account)
    if call.operation == "PutAccountName":
        account.name = call.parameters["AccountName"]
        return {}
    if call.operation == "GetPrimaryEmail":
        return {"PrimaryEmail": shown["Email"]}
    return {
        "AccountId": account_id,
        "AccountName": shown["Name"],
        "AccountCreatedDate": shown["JoinedTimestamp"],
    }
