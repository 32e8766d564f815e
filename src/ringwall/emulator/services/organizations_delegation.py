"""Organizations: trusted services, delegated administrators, and the resource policy."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random
from moto.organizations.models import FakeDelegatedAdministrator

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.organizations.accounts import describe_account
from ringwall.emulator.organizations.delegable_actions import is_undelegable
from ringwall.emulator.organizations.members import (
    find_account,
    is_management,
    refuse_input,
    require_all_features,
    require_organization,
    violate,
)
from ringwall.emulator.organizations.records import find_records
from ringwall.emulator.organizations.trusted_services import DELEGATED, TRUSTED
from ringwall.emulator.paging import cut_page
from ringwall.emulator.state import EmulatorState

LONGEST = 40_000
"""Characters of a resource policy."""


def _find_principal(call: EmulatedCall, known: Any = TRUSTED) -> str:
    principal = str(call.parameters["ServicePrincipal"])
    if principal not in known:
        message = "You specified an unrecognized service principal."
        raise refuse_input("UNRECOGNIZED_SERVICE_PRINCIPAL", message)
    return principal


def _is_trusted(organization: Any, principal: str) -> bool:
    return any(held["ServicePrincipal"] == principal for held in organization.services)


@emulates("organizations", "EnableAWSServiceAccess")
def trust_service(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Trust a service."""
    organization = require_all_features(call)
    principal = _find_principal(call)
    if not _is_trusted(organization, principal):
        organization.services.append({"ServicePrincipal": principal, "DateEnabled": _now()})
    return {}


@emulates("organizations", "DisableAWSServiceAccess")
def distrust_service(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Trust a service no longer, once no member administers it."""
    organization = require_all_features(call)
    principal = _find_principal(call)
    if any(principal in admin.services for admin in organization.admins):
        message = (
            "You attempted to disable service access before you deregistered the delegated "
            "administrator."
        )
        raise violate("DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE", message)
    organization.services[:] = [
        held for held in organization.services if held["ServicePrincipal"] != principal
    ]
    return {}


@emulates("organizations", "ListAWSServiceAccessForOrganization")
def list_trusted(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the services that the organization trusts."""
    page, more = cut_page(call, require_organization(call).services, 20)
    return {"EnabledServicePrincipals": page, **more}


@emulates("organizations", "RegisterDelegatedAdministrator")
def register_administrator(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let a member administer a service that the organization trusts."""
    organization = require_all_features(call)
    principal = _find_principal(call, DELEGATED)
    account = find_account(organization, call.parameters["AccountId"])
    if is_management(organization, account.id):
        message = (
            "You cannot register master account/yourself as delegated administrator for your "
            "organization."
        )
        raise violate("CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR", message)
    if account.status != "ACTIVE":
        message = "You cannot register a suspended account as a delegated administrator."
        raise violate("CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR", message)
    if not _is_trusted(organization, principal):
        message = (
            "You attempted to register a delegated administrator before you enabled service "
            "access. Call the EnableAWSServiceAccess API first."
        )
        raise violate("SERVICE_ACCESS_NOT_ENABLED", message)
    admins = [found for found in organization.admins if principal in found.services]
    if any(found.account.id == account.id for found in admins):
        message = "The specified account is already a delegated administrator for this AWS service."
        raise Fault("AccountAlreadyRegisteredException", message)
    if len(admins) >= DELEGATED[principal]:
        message = (
            "You have exceeded the allowed number of delegated administrators for the delegated "
            "service."
        )
        raise violate("MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED", message)
    register_delegate(organization, account, principal)
    return {}


def register_delegate(organization: Any, account: Any, principal: str) -> None:
    """Note that an account administers a service."""
    admin = next((found for found in organization.admins if found.account.id == account.id), None)
    if admin is None:
        admin = FakeDelegatedAdministrator(account)
        organization.admins.append(admin)
    admin.services[principal] = {
        "ServicePrincipal": principal,
        "DelegationEnabledDate": _now(),
    }


@emulates("organizations", "DeregisterDelegatedAdministrator")
def deregister_administrator(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let a member administer a service no longer."""
    organization = require_all_features(call)
    principal = _find_principal(call, DELEGATED)
    account = find_account(organization, call.parameters["AccountId"])
    admin = _find_admin(organization, account.id)
    if admin is None or principal not in admin.services:
        raise _not_registered()
    del admin.services[principal]
    if not admin.services:
        organization.admins.remove(admin)
    return {}


def _find_admin(organization: Any, account_id: str) -> Any:
    return next((found for found in organization.admins if found.account.id == account_id), None)


def _not_registered() -> Fault:
    message = "The specified account is not a delegated administrator for this AWS service."
    return Fault("AccountNotRegisteredException", message)


@emulates("organizations", "ListDelegatedAdministrators")
def list_administrators(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the members that administer some service, or a certain one."""
    organization = require_organization(call)
    admins = organization.admins
    if call.parameters.get("ServicePrincipal"):
        principal = _find_principal(call)
        admins = [found for found in admins if principal in found.services]
    found = [
        describe_account(admin.account) | {"DelegationEnabledDate": _at_utc(admin.enabled_date)}
        for admin in admins
    ]
    page, more = cut_page(call, found, 20)
    return {"DelegatedAdministrators": page, **more}


@emulates("organizations", "ListDelegatedServicesForAccount")
def list_services(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the services that a member administers."""
    organization = require_organization(call)
    account = find_account(organization, call.parameters["AccountId"])
    admin = _find_admin(organization, account.id)
    if admin is None:
        raise _not_registered()
    page, more = cut_page(call, list(admin.services.values()), 20)
    return {"DelegatedServices": page, **more}


@emulates("organizations", "PutResourcePolicy")
def put_resource_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Write the policy that lets members manage policies of the organization."""
    organization = require_all_features(call)
    records = find_records(state, organization)
    content = call.parameters["Content"]
    if len(content) > LONGEST:
        message = f"You have exceeded the maximum policy size of {LONGEST} characters."
        raise violate("POLICY_CONTENT_LIMIT_EXCEEDED", message)
    for statement in _read_statements(content):
        _check_statement(organization, statement)
    tags = {tag["Key"]: tag["Value"] for tag in call.parameters.get("Tags", ())}
    if not records.resource_policy:
        records.resource_policy_id = f"rp-{mock_random.get_random_hex(8)}"
        records.resource_policy_tags = tags
    elif tags:
        message = "You can specify tags only when you create the resource policy."
        raise Fault("InvalidInputException", message)
    records.resource_policy = content
    return {"ResourcePolicy": _show_resource_policy(state, organization)}


def _read_statements(content: str) -> Iterator[Mapping[str, Any]]:
    message = "The provided resource policy is no valid JSON policy."
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise refuse_input("INVALID_RESOURCE_POLICY_JSON", message) from error
    statements = document.get("Statement") if isinstance(document, Mapping) else None
    statements = [statements] if isinstance(statements, Mapping) else statements
    if not isinstance(statements, list) or not statements:
        raise refuse_input("INVALID_RESOURCE_POLICY_JSON", message)
    for statement in statements:
        if not isinstance(statement, Mapping) or "Effect" not in statement:
            raise refuse_input("INVALID_RESOURCE_POLICY_JSON", message)
        yield statement


def _check_statement(organization: Any, statement: Mapping[str, Any]) -> None:
    actions = statement.get("Action")
    for action in actions if isinstance(actions, list) else [actions]:
        if is_undelegable(str(action)):
            message = f"The resource policy contains an unsupported action: {action}"
            raise refuse_input("UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", message)
    principal = statement.get("Principal")
    named = principal.get("AWS") if isinstance(principal, Mapping) else principal
    members = {account.id for account in organization.accounts}
    for name in named if isinstance(named, list) else [named]:
        fields = str(name).split(":")
        account_id = fields[4] if str(name).startswith("arn:") else str(name)
        if name != "*" and account_id not in members:
            message = "The resource policy contains an invalid principal."
            raise refuse_input("INVALID_PRINCIPAL", message)


@emulates("organizations", "DescribeResourcePolicy")
def describe_resource_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the resource policy of the organization."""
    return {"ResourcePolicy": _show_resource_policy(state, require_organization(call))}


@emulates("organizations", "DeleteResourcePolicy")
def delete_resource_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete the resource policy of the organization."""
    organization = require_organization(call)
    _show_resource_policy(state, organization)
    find_records(state, organization).resource_policy = ""
    return {}


def _show_resource_policy(state: EmulatorState, organization: Any) -> dict[str, Any]:
    records = find_records(state, organization)
    if not records.resource_policy:
        message = "We can't find a resource policy request with the parameter that you specified."
        raise Fault("ResourcePolicyNotFoundException", message)
    owner, org = organization.org.master_account_id, organization.org.id
    place = f"arn:{own_partition()}:organizations::{owner}"
    arn = f"{place}:resourcepolicy/{org}/{records.resource_policy_id}"
    summary = {"Id": records.resource_policy_id, "Arn": arn}
    return {"ResourcePolicySummary": summary, "Content": records.resource_policy}


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _at_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
