"""Organizations: order, names, sizes and numbers that moto does not hold.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
"""

import json
from collections.abc import Mapping
from typing import Any

from moto.organizations.models import FakeServiceAccess

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.policy_text import measure_policy
from ringwall.emulator.quotas import ACCOUNTS, find_limit
from ringwall.emulator.state import EmulatorState

SIZES = {
    "SERVICE_CONTROL_POLICY": 10_240,
    "RESOURCE_CONTROL_POLICY": 5_120,
    "AISERVICES_OPT_OUT_POLICY": 2_500,
}
OTHER_SIZE = 10_000
"""Characters without white space of the types that have no other limit."""
ATTACHED = {"SERVICE_CONTROL_POLICY": 10, "RESOURCE_CONTROL_POLICY": 5}
OTHER_ATTACHED = 10
"""Policies of one type that a root, unit or account may have."""
KEEPS_ONE = "SERVICE_CONTROL_POLICY"
"""The type of which each root, unit and account keeps at least one policy."""
DEPTH = 5
AT_A_TIME = 5
"""Accounts that can be in progress together."""
EFFECTS = {"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"}


def _backend(call: EmulatedCall) -> Any:
    return moto_backend("organizations", call.account_id)


def _violates(reason: str, message: str) -> Fault:
    return Fault("ConstraintViolationException", f"{reason}: {message}")


@refuses("organizations", "CreateAccount")
def check_accounts(state: EmulatorState, call: EmulatedCall) -> None:
    """Hold the number of accounts, and of those in progress."""
    backend = _backend(call)
    if backend.org is None:
        return
    making = sum(state.pending.is_pending(call, account.id) for account in backend.accounts)
    if making >= AT_A_TIME:
        message = "You have too many account creations in progress."
        raise Fault("TooManyRequestsException", message)
    if len(backend.accounts) >= find_limit(state, call, ACCOUNTS):
        message = "You have exceeded the allowed number of AWS accounts."
        raise _violates("ACCOUNT_NUMBER_LIMIT_EXCEEDED", message)


@refuses("organizations", "CreateOrganizationalUnit")
def check_unit(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a name that the parent has, and a unit that would be too deep."""
    backend, parent = _backend(call), call.parameters["ParentId"]
    name = call.parameters["Name"]
    if any(getattr(u, "parent_id", "") == parent and u.name == name for u in backend.ou):
        message = "An OU with the same name already exists."
        raise Fault("DuplicateOrganizationalUnitException", message)
    units = {unit.id: unit for unit in backend.ou}
    depth = 0
    while parent in units and parent.startswith("ou-"):
        depth, parent = depth + 1, units[parent].parent_id
    if depth >= DEPTH:
        raise _violates("OU_DEPTH_LIMIT_EXCEEDED", "The OU hierarchy would be too deep.")


@refuses("organizations", "DeleteOrganizationalUnit")
def check_empty(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a unit in which there are accounts or units."""
    backend, wanted = _backend(call), call.parameters["OrganizationalUnitId"]
    children = (*backend.accounts, *backend.ou)
    if any(getattr(child, "parent_id", "") == wanted for child in children):
        message = (
            "The specified OU is not empty. Move all accounts to another root or to other OUs, "
            "remove all child OUs, and try the operation again."
        )
        raise Fault("OrganizationalUnitNotEmptyException", message)


@refuses("organizations", "MoveAccount")
def check_move(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to move an account from where it is not, or to where it is."""
    asked = call.parameters
    account = next((a for a in _backend(call).accounts if a.id == asked["AccountId"]), None)
    if account is None:
        return
    if account.parent_id != asked["SourceParentId"]:
        raise Fault(
            "SourceParentNotFoundException", "We can't find a source root or OU with the ParentId."
        )
    if account.parent_id == asked["DestinationParentId"]:
        message = "That account is already present in the specified destination."
        raise Fault("DuplicateAccountException", message)


@refuses("organizations", "CreatePolicy", "UpdatePolicy")
def check_policy(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a document that is too long or none, and any change of AWS's own policies."""
    policy = _find_policy(call)
    if policy is not None and policy.aws_managed:
        message = "You cannot modify an AWS managed policy."
        raise Fault("InvalidInputException", f"IMMUTABLE_POLICY: {message}")
    kind = policy.type if policy is not None else call.parameters.get("Type", "")
    content = call.parameters.get("Content")
    if not content:
        return
    if measure_policy(content) > SIZES.get(kind, OTHER_SIZE):
        message = "The policy document is too long."
        raise _violates("POLICY_CONTENT_LIMIT_EXCEEDED", message)
    if not _is_policy(content, kind):
        message = (
            "The provided policy document does not meet the requirements of the specified policy "
            "type."
        )
        raise Fault("MalformedPolicyDocumentException", message)


def _is_policy(content: str, kind: str) -> bool:
    try:
        document = json.loads(content)
    except ValueError:
        return False
    if not isinstance(document, Mapping) or not document:
        return False
    if kind not in EFFECTS:
        return True
    statements = document.get("Statement")
    found = statements if isinstance(statements, list) else [statements]
    return all(isinstance(one, Mapping) and one.get("Effect") in {"Allow", "Deny"} for one in found)


def _find_policy(call: EmulatedCall) -> Any:
    wanted = call.parameters.get("PolicyId")
    return next((policy for policy in _backend(call).policies if policy.id == wanted), None)


def _find_target(call: EmulatedCall) -> Any:
    backend, wanted = _backend(call), call.parameters["TargetId"]
    return next((one for one in (*backend.ou, *backend.accounts) if one.id == wanted), None)


@refuses("organizations", "AttachPolicy")
def check_attachment(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to attach what is attached, of a type that is off, or more than there may be."""
    policy, target = _find_policy(call), _find_target(call)
    if policy is None or target is None:
        return
    root = next(unit for unit in _backend(call).ou if unit.id.startswith("r-"))
    enabled = {found["Type"] for found in root.policy_types if found["Status"] == "ENABLED"}
    if policy.type not in enabled:
        message = "This operation can be performed only for enabled policy types."
        raise Fault("PolicyTypeNotEnabledException", message)
    same = [one for one in target.attached_policies if one.type == policy.type]
    if policy.id in {one.id for one in same}:
        message = "A policy with the specified PolicyId is already attached."
        raise Fault("DuplicatePolicyAttachmentException", message)
    if len(same) >= ATTACHED.get(policy.type, OTHER_ATTACHED):
        message = "You have attached too many policies of this type."
        raise _violates("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", message)


@refuses("organizations", "DetachPolicy")
def check_detachment(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to detach what is not attached, and the last SCP of a root, unit or account."""
    policy, target = _find_policy(call), _find_target(call)
    if policy is None or target is None:
        return
    same = {one.id for one in target.attached_policies if one.type == policy.type}
    if policy.id not in same:
        message = "The policy isn't attached to the specified target in the specified root."
        raise Fault("PolicyNotAttachedException", message)
    if policy.id == "p-RCPFullAWSAccess":
        raise _violates("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "It cannot be detached.")
    if policy.type == KEEPS_ONE and len(same) == 1:
        message = "You must keep at least one policy of this type attached."
        raise _violates("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", message)


@refuses("organizations", "CloseAccount", "RemoveAccountFromOrganization")
def check_departure(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to close or remove the management account, or a delegated administrator."""
    backend, wanted = _backend(call), call.parameters["AccountId"]
    if backend.org is not None and wanted == backend.org.master_account_id:
        reason = (
            "MASTER_ACCOUNT_CANNOT_BE_REMOVED"
            if "Remove" in call.operation
            else "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"
        )
        raise _violates(reason, "You cannot do this with the management account.")
    if any(admin.account.id == wanted and admin.services for admin in backend.admins):
        reason = "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG"
        raise _violates(reason, "The account is a delegated administrator of a service.")


@refuses("organizations", "RegisterDelegatedAdministrator")
def check_delegation(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a delegation to the management account, or of a service that is not trusted."""
    backend, asked = _backend(call), call.parameters
    if backend.org is None:
        return
    if asked["AccountId"] == backend.org.master_account_id:
        reason = "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"
        raise _violates(reason, "You cannot register the management account.")
    trusted = {service["ServicePrincipal"] for service in backend.services}
    known = FakeServiceAccess.TRUSTED_SERVICES
    if asked["ServicePrincipal"] in known and asked["ServicePrincipal"] not in trusted:
        reason = "SERVICE_ACCESS_NOT_ENABLED"
        raise _violates(reason, "You must first enable access of the service.")
