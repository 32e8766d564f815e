"""IAM: the permissions boundary of a user, which moto keeps of roles alone."""

from collections.abc import Mapping
from typing import Any

from moto.iam.exceptions import NoSuchEntity

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.services.iam import add_boundary, load_managed_policy
from ringwall.emulator.state import EmulatorState


@emulates("iam", "CreateUser")
def create_user(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Create a user with its boundary, if it has one."""
    arn = call.parameters.get("PermissionsBoundary")
    if not arn:
        return None
    _check_policy(call, arn)
    answer = state.ask_moto(call)
    _set_boundary(call, answer["User"]["UserName"], arn)
    return {"User": add_boundary(call, answer["User"])}


@emulates("iam", "PutUserPermissionsBoundary", "DeleteUserPermissionsBoundary")
def set_boundary(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set or remove a user's boundary."""
    arn = call.parameters.get("PermissionsBoundary", "")
    if arn:
        _check_policy(call, arn)
    _set_boundary(call, call.parameters["UserName"], arn)
    return {}


@emulates("iam", "ListUsers", "GetGroup")
def list_users(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return users without their boundaries and tags: AWS lists neither."""
    answer = state.ask_moto(call)
    for user in answer["Users"]:
        user.pop("PermissionsBoundary", None)
        user.pop("Tags", None)
    return answer


def _set_boundary(call: EmulatedCall, name: str, arn: str) -> None:
    try:
        user = moto_backend("iam", call.account_id).get_user(name)
    except NoSuchEntity as error:
        message = f"The user with name {name} cannot be found."
        raise Fault("NoSuchEntity", message, 404) from error
    boundary = {"PermissionsBoundaryType": "PermissionsBoundaryPolicy"}
    user.permissions_boundary = boundary | {"PermissionsBoundaryArn": arn} if arn else None


def _check_policy(call: EmulatedCall, arn: str) -> None:
    load_managed_policy(call.account_id, arn)
    if arn not in moto_backend("iam", call.account_id).managed_policies:
        message = f"Scope ARN: {arn} does not exist or is not attachable."
        raise Fault("NoSuchEntity", message, 404)
