"""Organizations: organizational units, and which of them accounts are in."""

from collections.abc import Mapping
from typing import Any

from moto.organizations.models import FakeOrganizationalUnit
from moto.organizations.utils import DEFAULT_RCP_POLICY_ID, DEFAULT_SCP_POLICY_ID

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.organizations.members import (
    find_account,
    find_target_path,
    list_children,
    refuse_input,
    require_organization,
    violate,
)
from ringwall.emulator.state import EmulatorState

DEEPEST = 5
MOST = 2_000
LONGEST_NAME = 128


@emulates("organizations", "CreateOrganizationalUnit")
def create_unit(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a unit in a root or a unit."""
    organization, given = require_organization(call), call.parameters
    parent = _find_unit(organization, given["ParentId"])
    if parent is None:
        raise Fault("ParentNotFoundException", "You specified parent that doesn't exist.")
    _check_name(organization, parent.id, given["Name"])
    if len(find_target_path(organization, parent)) > DEEPEST:
        message = "You have exceeded the maximum nesting depth of organizational units."
        raise violate("OU_DEPTH_LIMIT_EXCEEDED", message)
    if len(organization.ou) > MOST:
        message = "You have exceeded the maximum number of organizational units."
        raise violate("OU_NUMBER_LIMIT_EXCEEDED", message)
    unit = FakeOrganizationalUnit(organization.org, **{**given, "Tags": given.get("Tags") or []})
    organization.ou.append(unit)
    for policy_id in (DEFAULT_SCP_POLICY_ID, DEFAULT_RCP_POLICY_ID):
        organization.attach_policy(PolicyId=policy_id, TargetId=unit.id)
    return unit.describe()


def _find_unit(organization: Any, unit_id: str) -> Any:
    return next((unit for unit in organization.ou if unit.id == unit_id), None)


def _require_unit(organization: Any, unit_id: str) -> Any:
    unit = _find_unit(organization, unit_id)
    if unit is None or unit.type == "ROOT":
        message = "You specified an organizational unit that doesn't exist."
        raise Fault("OrganizationalUnitNotFoundException", message)
    return unit


def _check_name(organization: Any, parent_id: str, name: str) -> None:
    if not 1 <= len(name) <= LONGEST_NAME:
        raise refuse_input("MAX_LENGTH_EXCEEDED")
    units = (part for part in list_children(organization, parent_id) if part.type != "ACCOUNT")
    if any(unit.name == name for unit in units):
        message = "An OU with the same name already exists."
        raise Fault("DuplicateOrganizationalUnitException", message)


@emulates("organizations", "UpdateOrganizationalUnit")
def rename_unit(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give a unit another name, which no other unit beside it has."""
    organization = require_organization(call)
    unit = _require_unit(organization, call.parameters["OrganizationalUnitId"])
    name = call.parameters.get("Name")
    if name and name != unit.name:
        _check_name(organization, unit.parent_id, name)
        unit.name = name
    return dict(unit.describe())


@emulates("organizations", "DeleteOrganizationalUnit")
def delete_unit(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a unit that has nothing in it; its policies are detached."""
    organization = require_organization(call)
    unit = _require_unit(organization, call.parameters["OrganizationalUnitId"])
    if any(list_children(organization, unit.id)):
        message = (
            "The specified OU is not empty. Move all accounts to another root or to other OUs, "
            "remove all child OUs, and try the operation again."
        )
        raise Fault("OrganizationalUnitNotEmptyException", message)
    for policy in unit.attached_policies:
        policy.attachments.remove(unit)
    organization.ou.remove(unit)
    return {}


@emulates("organizations", "MoveAccount")
def move_account(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Move an account from the root or unit that it is in to another one."""
    organization, given = require_organization(call), call.parameters
    account = find_account(organization, given["AccountId"])
    source = _find_unit(organization, given["SourceParentId"])
    target = _find_unit(organization, given["DestinationParentId"])
    if source is None or account.parent_id != source.id:
        message = "We can't find a source root or OU with the ParentId that you specified."
        raise Fault("SourceParentNotFoundException", message)
    if target is None:
        message = "We can't find the destination container with the ParentId that you specified."
        raise Fault("DestinationParentNotFoundException", message)
    if target is source:
        message = "That account is already present in the specified destination."
        raise Fault("DuplicateAccountException", message)
    account.parent_id = target.id
    return {}
