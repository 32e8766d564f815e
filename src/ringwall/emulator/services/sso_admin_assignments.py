"""Identity Center: who may use which permission set where, and the roles that follow from it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.identity_center.instance import (
    AccountAssignment,
    CenterInstance,
    CenterRequest,
    require_instance,
    require_set,
)
from ringwall.emulator.identity_center.reserved_roles import provision, remove_role
from ringwall.emulator.paging import cut_page
from ringwall.emulator.running_operations import has_ended, start_operation
from ringwall.emulator.state import EmulatorState

STATUS = {
    "assign": "AccountAssignmentCreationStatus",
    "unassign": "AccountAssignmentDeletionStatus",
    "provision": "PermissionSetProvisioningStatus",
}
LATEST = "LATEST_PERMISSION_SET_PROVISIONED"


@emulates("sso-admin", "CreateAccountAssignment", "DeleteAccountAssignment")
def change_assignment(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to give a user or a group a permission set in an account, or to take it."""
    instance = require_instance(state, call)
    asked = _read_assignment(instance, call)
    kind = "assign" if call.operation.startswith("Create") else "unassign"
    if kind == "unassign" and asked not in instance.assignments:
        raise Fault("ResourceNotFoundException", "The account assignment does not exist.")
    request = _start(state, instance, kind, asked)
    return {STATUS[kind]: _show(request)}


def _read_assignment(instance: CenterInstance, call: EmulatedCall) -> AccountAssignment:
    """Return the assignment that a call names; Fault where a part of it does not exist."""
    given = call.parameters
    require_set(instance, given["PermissionSetArn"])
    _check_account(instance, call, given["TargetId"])
    principal, kind = given["PrincipalId"], given["PrincipalType"]
    held = instance.users if kind == "USER" else instance.groups
    if principal not in held and call.operation.startswith("Create"):
        raise Fault("ResourceNotFoundException", f"{kind} not found: {principal}")
    return AccountAssignment(given["TargetId"], given["PermissionSetArn"], kind, principal)


def _check_account(instance: CenterInstance, call: EmulatedCall, account_id: str) -> None:
    organization = find_organization(instance.owner)
    members = {account.id for account in organization.accounts} if organization else set()
    if account_id not in members:
        raise Fault("ResourceNotFoundException", f"AWS account {account_id} not found")
    if account_id == instance.owner != call.account_id:
        # https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html
        message = "A delegated administrator cannot manage the management account's access."
        raise Fault("AccessDeniedException", message)


def _start(
    state: EmulatorState, instance: CenterInstance, kind: str, asked: AccountAssignment
) -> CenterRequest:
    request = CenterRequest(
        request_id=str(mock_random.uuid4()), kind=kind, assignment=asked, created=_now()
    )
    instance.requests[request.request_id] = request
    start_operation(state, "sso-admin", request.request_id)
    if not state.behavior.delay:
        _advance(state, instance, request)
    return request


def _advance(state: EmulatorState, instance: CenterInstance, request: CenterRequest) -> None:
    """Let a request end, if it is time."""
    if request.status != "IN_PROGRESS" or not has_ended(state, "sso-admin", request.request_id):
        return
    asked = request.assignment
    given = instance.sets.get(asked.permission_set)
    if given is None:
        request.status, request.failure = "FAILED", "The permission set does not exist."
        return
    if request.kind == "unassign":
        if asked in instance.assignments:
            instance.assignments.remove(asked)
        if not any(_is_of(held, asked) for held in instance.assignments):
            remove_role(state, instance, given, asked.account_id)
    else:
        request.failure = provision(instance, given, asked.account_id)
        if request.kind == "assign" and not request.failure and asked not in instance.assignments:
            instance.assignments.append(asked)
    request.status = "FAILED" if request.failure else "SUCCEEDED"


def _is_of(held: AccountAssignment, asked: AccountAssignment) -> bool:
    place = (asked.account_id, asked.permission_set)
    return (held.account_id, held.permission_set) == place


def _show(request: CenterRequest) -> dict[str, Any]:
    asked = request.assignment
    found = {
        "Status": request.status,
        "RequestId": request.request_id,
        "FailureReason": request.failure,
        "PermissionSetArn": asked.permission_set,
        "CreatedDate": request.created,
    }
    if request.kind == "provision":
        found["AccountId"] = asked.account_id
    else:
        found |= {
            "TargetId": asked.account_id,
            "TargetType": "AWS_ACCOUNT",
            "PrincipalType": asked.principal_type,
            "PrincipalId": asked.principal_id,
        }
    return {name: value for name, value in found.items() if value}


@emulates("sso-admin", "ProvisionPermissionSet")
def provision_set(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to bring a changed permission set to one account or to all that have it."""
    instance = require_instance(state, call)
    given = require_set(instance, call.parameters["PermissionSetArn"])
    target = call.parameters.get("TargetId") or ""
    if call.parameters["TargetType"] == "AWS_ACCOUNT":
        _check_account(instance, call, target)
        if target not in given.provisioned:
            message = f"The permission set is not provisioned to account {target}."
            raise Fault("ResourceNotFoundException", message)
        targets = [target]
    else:
        targets = list(given.provisioned)
    if not targets:
        raise Fault("ResourceNotFoundException", "The permission set is provisioned nowhere.")
    made = [
        _start(state, instance, "provision", AccountAssignment(account, given.arn, "", ""))
        for account in targets
    ]
    return {STATUS["provision"]: _show(made[0])}


@emulates(
    "sso-admin",
    "DescribeAccountAssignmentCreationStatus",
    "DescribeAccountAssignmentDeletionStatus",
    "DescribePermissionSetProvisioningStatus",
)
def describe_request(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how far a request has come."""
    instance = require_instance(state, call)
    kind = next(k for k, name in STATUS.items() if call.operation.endswith(name))
    wanted = next(v for name, v in call.parameters.items() if name.endswith("RequestId"))
    request = instance.requests.get(wanted)
    if request is None or request.kind != kind:
        raise Fault("ResourceNotFoundException", f"Request {wanted} not found")
    _advance(state, instance, request)
    return {STATUS[kind]: _show(request)}


@emulates(
    "sso-admin",
    "ListAccountAssignmentCreationStatus",
    "ListAccountAssignmentDeletionStatus",
    "ListPermissionSetProvisioningStatus",
)
def list_requests(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the requests of a kind."""
    instance = require_instance(state, call)
    kind = next(k for k, name in STATUS.items() if call.operation.endswith(name))
    wanted = (call.parameters.get("Filter") or {}).get("Status")
    found = []
    for request in instance.requests.values():
        if request.kind == kind:
            _advance(state, instance, request)
            if not wanted or request.status == wanted:
                shown = _show(request)
                found.append({n: shown[n] for n in ("Status", "RequestId", "CreatedDate")})
    page, more = cut_page(call, found)
    plural = STATUS[kind].replace("Assignment", "Assignments").replace("Set", "Sets")
    return {plural: page, **more}


@emulates("sso-admin", "ListAccountAssignments", "ListAccountAssignmentsForPrincipal")
def list_assignments(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the assignments of a set in an account, or of a user (by its groups too) or group."""
    found = [
        {
            "AccountId": held.account_id,
            "PermissionSetArn": held.permission_set,
            "PrincipalType": held.principal_type,
            "PrincipalId": held.principal_id,
        }
        for held in _select(require_instance(state, call), call)
    ]
    page, more = cut_page(call, found)
    return {"AccountAssignments": page, **more}


def _select(instance: CenterInstance, call: EmulatedCall) -> Iterator[AccountAssignment]:
    given = call.parameters
    if call.operation == "ListAccountAssignments":
        place = (given["AccountId"], given["PermissionSetArn"])
        for held in instance.assignments:
            if (held.account_id, held.permission_set) == place:
                yield held
        return
    wanted = {(given["PrincipalType"], given["PrincipalId"])}
    if given["PrincipalType"] == "USER":
        memberships = instance.memberships.values()
        wanted |= {("GROUP", group) for group, user in memberships if user == given["PrincipalId"]}
    account = (given.get("Filter") or {}).get("AccountId")
    for held in instance.assignments:
        is_wanted = (held.principal_type, held.principal_id) in wanted
        if is_wanted and account in {None, held.account_id}:
            yield held


@emulates("sso-admin", "ListAccountsForProvisionedPermissionSet")
def list_accounts(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the accounts that have a permission set, in its latest revision or not."""
    given = require_set(require_instance(state, call), call.parameters["PermissionSetArn"])
    status = call.parameters.get("ProvisioningStatus")
    found = [
        account
        for account, revision in given.provisioned.items()
        if not status or (revision == given.revision) == (status == LATEST)
    ]
    page, more = cut_page(call, found)
    return {"AccountIds": page, **more}


@emulates("sso-admin", "ListPermissionSetsProvisionedToAccount")
def list_sets_of_account(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the permission sets that an account has, in their latest revision or not."""
    instance = require_instance(state, call)
    account, status = call.parameters["AccountId"], call.parameters.get("ProvisioningStatus")
    found = [
        held.arn
        for held in instance.sets.values()
        if account in held.provisioned
        and (not status or (held.provisioned[account] == held.revision) == (status == LATEST))
    ]
    page, more = cut_page(call, found)
    return {"PermissionSets": page, **more}


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
