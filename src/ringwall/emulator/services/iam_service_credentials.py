"""IAM: what a user signs in to a single service with, such as Git credentials of CodeCommit.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.iam.exceptions import NoSuchEntity
from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold_in
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

WITH_PASSWORD = ("cassandra.amazonaws.com", "codecommit.amazonaws.com")
WITH_API_KEY = ("bedrock.amazonaws.com", "logs.amazonaws.com")
MOST = 2
"""Credentials of a user for one service."""
SECRETS = ("ServicePassword", "ServiceCredentialSecret")


def list_credentials(state: EmulatorState, account_id: str) -> Holding:
    """Return the credentials of an account's users by their ids."""
    return hold_in(state, account_id, "", "iam.service_credentials")


@emulates("iam", "CreateServiceSpecificCredential")
def create_credential(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a credential: its secret is told here alone."""
    user, service = call.parameters["UserName"], call.parameters["ServiceName"]
    _require_user(call, user)
    _check_service(service)
    held = list_credentials(state, call.account_id)
    own = [one for one in held.values() if (one["UserName"], one["ServiceName"]) == (user, service)]
    if len(own) >= MOST:
        raise Fault("LimitExceeded", f"Cannot exceed quota for CredentialsPerService: {MOST}", 409)
    days = call.parameters.get("CredentialAgeDays")
    if days and service not in WITH_API_KEY:
        raise Fault("InvalidInput", f"Credentials of {service} do not expire.")
    now = datetime.now(UTC).replace(microsecond=0)
    number = mock_random.get_random_hex(16).upper()
    name = f"{user}-at-{call.account_id}"
    made: dict[str, Any] = {
        "CreateDate": now,
        "ServiceName": service,
        "ServiceSpecificCredentialId": f"ACCA{number}",
        "UserName": user,
        "Status": "Active",
    }
    if service in WITH_API_KEY:
        made |= {"ServiceCredentialAlias": name, "ServiceCredentialSecret": _make_secret()}
    else:
        made |= {"ServiceUserName": name, "ServicePassword": _make_secret()}
    if days:
        made["ExpirationDate"] = now + timedelta(days=days)
    held[made["ServiceSpecificCredentialId"]] = made
    return {"ServiceSpecificCredential": dict(made)}


def _check_service(service: str) -> None:
    if service not in (*WITH_PASSWORD, *WITH_API_KEY):
        message = f"No such service {service} is supported for Service Specific Credentials"
        raise Fault("NotSupportedService", message, 404)


def _make_secret() -> str:
    return f"made-up-{mock_random.get_random_hex(32)}"


def _require_user(call: EmulatedCall, name: str) -> None:
    try:
        moto_backend("iam", call.account_id).get_user(name)
    except NoSuchEntity as error:
        message = f"The user with name {name} cannot be found."
        raise Fault("NoSuchEntity", message, 404) from error


def _find(state: EmulatorState, call: EmulatedCall) -> dict[str, Any]:
    held = list_credentials(state, call.account_id)
    wanted = call.parameters["ServiceSpecificCredentialId"]
    found = held.get(wanted)
    user = call.parameters.get("UserName")
    if found is None or (user and found["UserName"] != user):
        message = f"No such credential {wanted} exists"
        raise Fault("NoSuchEntity", message, 404)
    return found


@emulates("iam", "ListServiceSpecificCredentials")
def list_for_user(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the credentials of a user, or of all, without their secrets."""
    given = call.parameters
    if service := given.get("ServiceName"):
        _check_service(service)
    if user := given.get("UserName"):
        _require_user(call, user)
    found = [
        {name: value for name, value in one.items() if name not in SECRETS}
        for one in list_credentials(state, call.account_id).values()
        if one["UserName"] == user or (given.get("AllUsers") and not user)
        if not service or one["ServiceName"] == service
    ]
    return {"ServiceSpecificCredentials": found, "IsTruncated": False}


@emulates("iam", "UpdateServiceSpecificCredential")
def set_status(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Switch a credential on or off."""
    _find(state, call)["Status"] = call.parameters["Status"]
    return {}


@emulates("iam", "ResetServiceSpecificCredential")
def reset_secret(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give a credential another secret."""
    found = _find(state, call)
    found[next(name for name in SECRETS if name in found)] = _make_secret()
    return {"ServiceSpecificCredential": dict(found)}


@emulates("iam", "DeleteServiceSpecificCredential")
def delete_credential(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a credential."""
    found = _find(state, call)
    del list_credentials(state, call.account_id)[found["ServiceSpecificCredentialId"]]
    return {}
