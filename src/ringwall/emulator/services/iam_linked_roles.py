"""IAM: roles that services alone may change, and how those of services are made and deleted.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.authorization.deleted_principals import forget_principal
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.linked_roles import (
    LINKED_ROLES,
    PATH,
    SUFFIXED,
    find_linked_role,
    make_linked_role,
    make_steady_id,
)
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.running_operations import has_ended, start_operation
from ringwall.emulator.services.iam import load_managed_policy
from ringwall.emulator.state import EmulatorState

RESERVED = (PATH, "/aws-reserved/")


@emulates("iam", "CreateServiceLinkedRole")
def create_linked_role(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make the role of a service."""
    given = call.parameters
    service, suffix = given["AWSServiceName"], given.get("CustomSuffix") or ""
    if service not in LINKED_ROLES:
        raise Fault("InvalidInput", f"Service {service} does not have a service-linked role.")
    if suffix and service not in SUFFIXED:
        raise Fault("InvalidInput", "Custom suffix is not allowed for this service")
    name = f"AWSServiceRoleFor{LINKED_ROLES[service][0]}{f'_{suffix}' if suffix else ''}"
    held = find_linked_role(call.account_id, service, suffix)
    if held is not None and held.name == name:
        message = (
            f"Service role name {name} has been taken in this account, please try a different "
            "suffix."
        )
        raise Fault("InvalidInput", message)
    role = make_linked_role(call.account_id, service, suffix, given.get("Description") or "")
    return {
        "Role": {
            "Path": role.path,
            "RoleName": role.name,
            "RoleId": role.id,
            "Arn": role.arn,
            "CreateDate": role.create_date,
            "AssumeRolePolicyDocument": role.assume_role_policy_document,
        }
    }


@emulates("iam", "DeleteServiceLinkedRole")
def delete_linked_role(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Ask for the deletion of a service's role."""
    name = call.parameters["RoleName"]
    role = find_role(call.account_id, name)
    if role is None or not role.path.startswith(PATH):
        raise Fault("NoSuchEntity", f"The role with name {name} cannot be found.", 404)
    number = len(_tasks(state, call))
    token = make_steady_id("", call.account_id, name, str(number)).lower()
    task = f"task{role.path}{name}/{token}"
    _tasks(state, call)[task] = name
    start_operation(state, call.service, task)
    if not state.behavior.delay:
        _delete(state, call, name)
    return {"DeletionTaskId": task}


def _tasks(state: EmulatorState, call: EmulatedCall) -> dict[str, str]:
    key = (call.account_id, "", "iam.deletion_tasks")
    found: dict[str, str] = state.settings.setdefault(key, {})
    return found


def _delete(state: EmulatorState, call: EmulatedCall, name: str) -> None:
    role = find_role(call.account_id, name)
    if role is not None:
        for policy in list(role.managed_policies.values()):
            policy.detach_from(role)
        del moto_backend("iam", call.account_id).roles[role.id]
        forget_principal(state, role.arn, role.id)


@emulates("iam", "GetServiceLinkedRoleDeletionStatus")
def get_deletion_status(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how far a deletion has come."""
    task = call.parameters["DeletionTaskId"]
    name = _tasks(state, call).get(task)
    if name is None:
        raise Fault("NoSuchEntity", f"Deletion task {task} cannot be found.", 404)
    if not has_ended(state, call.service, task):
        return {"Status": "IN_PROGRESS"}
    _delete(state, call, name)
    return {"Status": "SUCCEEDED"}


def find_role(account_id: str, name: str) -> Any:
    """Return moto's role by its name; None where there is none."""
    roles = moto_backend("iam", account_id).roles.values()
    return next((role for role in roles if role.name == name), None)


@emulates(
    "iam",
    "DeleteRolePermissionsBoundary",
    "DeleteRolePolicy",
    "DetachRolePolicy",
    "PutRolePermissionsBoundary",
    "PutRolePolicy",
    "UpdateAssumeRolePolicy",
    "UpdateRole",
    "UpdateRoleDescription",
)
def protect_role(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse changes of roles that AWS alone may change."""
    role = find_role(call.account_id, str(call.parameters.get("RoleName")))
    if role is not None and role.path.startswith(RESERVED):
        message = (
            f"Cannot perform the operation on the protected role '{role.name}' - this role is only "
            "modifiable by AWS"
        )
        raise Fault("UnmodifiableEntity", message)


@emulates("iam", "DeleteRole", "DeleteUser")
def delete_principal(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a role or a user; policies that name it show its unique id from then on."""
    if call.operation == "DeleteRole":
        protect_role(state, call)
        holder = find_role(call.account_id, call.parameters["RoleName"])
    else:
        holder = moto_backend("iam", call.account_id).users.get(call.parameters["UserName"])
    answer = state.ask_moto(call)
    if holder is not None:
        forget_principal(state, holder.arn, holder.id)
    return answer


@emulates("iam", "AttachRolePolicy")
def attach_role_policy(state: EmulatorState, call: EmulatedCall) -> None:
    """Load the policy of AWS that is attached, unless the role is one that AWS alone may change."""
    protect_role(state, call)
    load_managed_policy(call.account_id, call.parameters.get("PolicyArn", ""))
