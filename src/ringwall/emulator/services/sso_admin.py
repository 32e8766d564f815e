"""Identity Center: its instance, permission sets, and what they have."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.identity_center.instance import (
    CenterInstance,
    CenterPermissionSet,
    administers,
    find_instances,
    require_instance,
    require_set,
)
from ringwall.emulator.identity_center.reserved_roles import check_managed_policy
from ringwall.emulator.paging import cut_page
from ringwall.emulator.state import EmulatorState

NAME = re.compile(r"[\w+=,.@-]{1,32}")
DURATION = re.compile(r"PT(\d+H)?(\d+M)?")
SETS, POLICIES = 2_000, 20
NOT_FOUND, CONFLICT, VALIDATION = (
    "ResourceNotFoundException",
    "ConflictException",
    "ValidationException",
)


@emulates("sso-admin", "CreateInstance")
def create_instance(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Refuse: an organization's instance is enabled in the console.

    https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreateInstance.html
    """
    organization = find_organization(call.account_id)
    if organization is not None and organization.org.master_account_id == call.account_id:
        message = "The management account of an organization cannot create an instance."
        raise Fault(VALIDATION, message)
    message = "sso-admin:CreateInstance: instances of single accounts are not emulated"
    raise Fault("UnknownOperationException", message, 501)


@emulates("sso-admin", "ListInstances")
def list_instances(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the organization's instance to whoever administers it."""
    found = [
        _show_instance(instance)
        for instance in find_instances(state).values()
        if instance.region == call.region and administers(instance, call.account_id)
    ]
    page, more = cut_page(call, found)
    return {"Instances": page, **more}


@emulates("sso-admin", "DescribeInstance", "UpdateInstance")
def describe_instance(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the instance, or give it a name."""
    instance = require_instance(state, call)
    if call.operation == "DescribeInstance":
        return _show_instance(instance)
    instance.name = call.parameters["Name"]
    return {}


def _show_instance(instance: CenterInstance) -> dict[str, Any]:
    found = {
        "InstanceArn": instance.arn,
        "IdentityStoreId": instance.store_id,
        "OwnerAccountId": instance.owner,
        "Name": instance.name,
        "CreatedDate": instance.created,
        "Status": "ACTIVE",
    }
    return {name: value for name, value in found.items() if value}


@emulates("sso-admin", "CreatePermissionSet")
def create_set(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a permission set."""
    instance, given = require_instance(state, call), call.parameters
    name = given["Name"]
    if not NAME.fullmatch(name):
        raise Fault(VALIDATION, f"{name!r} is no name of a permission set")
    if any(held.name == name for held in instance.sets.values()):
        raise Fault(CONFLICT, f"PermissionSet with name {name} already exists.")
    if len(instance.sets) >= SETS:
        message = "You have exceeded the number of permission sets."
        raise Fault("ServiceQuotaExceededException", message)
    made = CenterPermissionSet(
        arn=f"{instance.arn.replace(':instance/', ':permissionSet/')}/"
        f"ps-{mock_random.get_random_hex(16)}",
        name=name,
        created=_now(),
        tags={tag["Key"]: tag["Value"] for tag in given.get("Tags") or ()},
    )
    _change(made, given)
    instance.sets[made.arn] = made
    return {"PermissionSet": _show_set(made)}


def _change(held: CenterPermissionSet, given: Mapping[str, Any]) -> None:
    duration = given.get("SessionDuration") or held.duration
    if not DURATION.fullmatch(duration):
        raise Fault(VALIDATION, f"{duration} is no duration of 1 to 12 hours")
    held.duration = duration
    held.description = given.get("Description") or held.description
    held.relay_state = given.get("RelayState") or held.relay_state


def _show_set(held: CenterPermissionSet) -> dict[str, Any]:
    found = {
        "Name": held.name,
        "PermissionSetArn": held.arn,
        "Description": held.description,
        "CreatedDate": held.created,
        "SessionDuration": held.duration,
        "RelayState": held.relay_state,
    }
    return {name: value for name, value in found.items() if value}


@emulates("sso-admin", "DescribePermissionSet", "UpdatePermissionSet")
def describe_set(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a permission set, or change it: accounts get the change when it is provisioned."""
    held = _require(state, call)
    if call.operation == "DescribePermissionSet":
        return {"PermissionSet": _show_set(held)}
    _change(held, call.parameters)
    held.revision += 1
    return {}


def _require(state: EmulatorState, call: EmulatedCall) -> CenterPermissionSet:
    instance = require_instance(state, call)
    return require_set(instance, call.parameters["PermissionSetArn"])


@emulates("sso-admin", "ListPermissionSets")
def list_sets(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the ARNs of all permission sets."""
    page, more = cut_page(call, list(require_instance(state, call).sets))
    return {"PermissionSets": page, **more}


@emulates("sso-admin", "DeletePermissionSet")
def delete_set(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a permission set that no account has."""
    instance, held = require_instance(state, call), _require(state, call)
    if held.provisioned or any(a.permission_set == held.arn for a in instance.assignments):
        message = "Permission set has account assignments and cannot be deleted."
        raise Fault(CONFLICT, message)
    del instance.sets[held.arn]
    return {}


@emulates("sso-admin", "AttachManagedPolicyToPermissionSet", "DetachManagedPolicyFromPermissionSet")
def choose_managed(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Attach or detach a managed policy of AWS."""
    held, arn = _require(state, call), call.parameters["ManagedPolicyArn"]
    if call.operation.startswith("Attach"):
        name = check_managed_policy(arn, call.account_id)
        if arn in held.managed:
            raise Fault(CONFLICT, f"Permission set with id {held.arn} already has {name} attached")
        _check_room(held)
        held.managed[arn] = name
    elif held.managed.pop(arn, None) is None:
        raise Fault(NOT_FOUND, f"Could not find ManagedPolicy with arn {arn}")
    held.revision += 1
    return {}


def _check_room(held: CenterPermissionSet) -> None:
    if len(held.managed) + len(held.customer) >= POLICIES:
        message = f"You have exceeded AWS SSO limits. {POLICIES} policies can be attached."
        raise Fault("ServiceQuotaExceededException", message)


@emulates(
    "sso-admin",
    "AttachCustomerManagedPolicyReferenceToPermissionSet",
    "DetachCustomerManagedPolicyReferenceFromPermissionSet",
)
def choose_customer(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Attach or detach a policy that the accounts have themselves."""
    held = _require(state, call)
    given = call.parameters["CustomerManagedPolicyReference"]
    reference = (given["Name"], given.get("Path") or "/")
    if call.operation.startswith("Attach"):
        if reference in held.customer:
            raise Fault(CONFLICT, f"Given customer managed policy {given['Name']} is attached")
        _check_room(held)
        held.customer.append(reference)
    elif reference in held.customer:
        held.customer.remove(reference)
    else:
        raise Fault(NOT_FOUND, f"Given managed policy {given['Name']} is not attached")
    held.revision += 1
    return {}


@emulates("sso-admin", "ListManagedPoliciesInPermissionSet")
def list_managed(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the managed policies of AWS that a set has."""
    held = _require(state, call)
    page, more = cut_page(call, [{"Name": n, "Arn": arn} for arn, n in held.managed.items()])
    return {"AttachedManagedPolicies": page, **more}


@emulates("sso-admin", "ListCustomerManagedPolicyReferencesInPermissionSet")
def list_customer(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the policies of the accounts that a set has."""
    held = _require(state, call)
    page, more = cut_page(call, [{"Name": name, "Path": path} for name, path in held.customer])
    return {"CustomerManagedPolicyReferences": page, **more}


@emulates(
    "sso-admin",
    "PutInlinePolicyToPermissionSet",
    "GetInlinePolicyForPermissionSet",
    "DeleteInlinePolicyFromPermissionSet",
)
def choose_inline(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Write, return or delete the inline policy of a set; '' where it has none."""
    held = _require(state, call)
    if call.operation.startswith("Get"):
        return {"InlinePolicy": held.inline}
    if call.operation.startswith("Delete") and not held.inline:
        raise Fault(NOT_FOUND, "The permission set has no inline policy.")
    held.inline = call.parameters.get("InlinePolicy") or ""
    held.revision += 1
    return {}


@emulates(
    "sso-admin",
    "PutPermissionsBoundaryToPermissionSet",
    "GetPermissionsBoundaryForPermissionSet",
    "DeletePermissionsBoundaryFromPermissionSet",
)
def choose_boundary(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set, return or remove the permissions boundary of a set's roles."""
    held = _require(state, call)
    if not call.operation.startswith("Put") and not held.boundary:
        raise Fault(NOT_FOUND, "The permission set has no permissions boundary.")
    if call.operation.startswith("Get"):
        return {"PermissionsBoundary": held.boundary}
    given = call.parameters.get("PermissionsBoundary") or {}
    if call.operation.startswith("Put") and len([v for v in given.values() if v]) != 1:
        raise Fault(VALIDATION, "Give a managed policy or a customer managed policy.")
    held.boundary = {name: value for name, value in given.items() if value}
    held.revision += 1
    return {}


@emulates("sso-admin", "TagResource", "UntagResource", "ListTagsForResource")
def choose_tags(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give tags to the instance or a permission set, take or list them."""
    instance = require_instance(state, call)
    arn = call.parameters["ResourceArn"]
    tags = instance.tags if arn == instance.arn else require_set(instance, arn).tags
    if call.operation == "TagResource":
        tags |= {tag["Key"]: tag["Value"] for tag in call.parameters["Tags"]}
    elif call.operation == "UntagResource":
        for key in call.parameters["TagKeys"]:
            tags.pop(key, None)
    else:
        return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
    return {}


@emulates(
    "sso-admin",
    "CreateInstanceAccessControlAttributeConfiguration",
    "UpdateInstanceAccessControlAttributeConfiguration",
    "DescribeInstanceAccessControlAttributeConfiguration",
    "DeleteInstanceAccessControlAttributeConfiguration",
)
def choose_attributes(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose which attributes of users become tags of their sessions."""
    instance = require_instance(state, call)
    verb = call.operation.partition("Instance")[0]
    if (instance.attributes is None) != (verb == "Create"):
        if verb == "Create":
            raise Fault(CONFLICT, "Attributes for access control are enabled already.")
        raise Fault(NOT_FOUND, "Attributes for access control are not enabled.")
    if verb == "Describe":
        shown = {"AccessControlAttributes": instance.attributes}
        return {"Status": "ENABLED", "InstanceAccessControlAttributeConfiguration": shown}
    given = call.parameters.get("InstanceAccessControlAttributeConfiguration") or {}
    instance.attributes = None if verb == "Delete" else list(given["AccessControlAttributes"])
    return {}


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
