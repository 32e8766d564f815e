"""What an organization consists of, and the errors where something of it does not exist."""

import re
from collections.abc import Iterator
from typing import Any

from ringwall.emulator.authorization.identity_policies import find_organization, find_path
from ringwall.emulator.call import EmulatedCall, Fault

ACCOUNT = re.compile(r"\d{12}")
TARGET = re.compile(r"r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|\d{12}")
NO_PERMISSION = "You don't have permissions to access this resource."


def require_organization(call: EmulatedCall) -> Any:
    """Return moto's organization of the call's account; Fault where it is in none."""
    organization = find_organization(call.account_id)
    if organization is None:
        message = "Your account is not a member of an organization."
        raise Fault("AWSOrganizationsNotInUseException", message)
    return organization


def require_all_features(call: EmulatedCall) -> Any:
    """Return moto's organization of the call's account; Fault where it has no policies."""
    organization = require_organization(call)
    if organization.org.feature_set != "ALL":
        message = "This operation requires that all features are enabled in the organization."
        raise violate("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", message)
    return organization


def violate(reason: str, message: str) -> Fault:
    """Return the error for a limit that would be broken."""
    return Fault("ConstraintViolationException", message, details={"Reason": reason})


def refuse_input(reason: str, message: str = "You specified an invalid value.") -> Fault:
    """Return the error for a parameter that has a wrong value."""
    return Fault("InvalidInputException", message, details={"Reason": reason})


def find_account(organization: Any, account_id: str) -> Any:
    """Return moto's account of an organization; Fault where it is no member."""
    if not ACCOUNT.fullmatch(account_id):
        message = "You provided a value that does not match the required pattern."
        raise refuse_input("INVALID_PATTERN", message)
    for account in organization.accounts:
        if account.id == account_id:
            return account
    raise Fault("AccountNotFoundException", "You specified an account that doesn't exist.")


def find_target(organization: Any, target_id: str) -> Any:
    """Return moto's root, OU or account; Fault where there is none of that id."""
    if not TARGET.fullmatch(target_id):
        message = "You provided a value that does not match the required pattern."
        raise refuse_input("INVALID_PATTERN_TARGET_ID", message)
    for part in (*organization.ou, *organization.accounts):
        if part.id == target_id:
            return part
    raise Fault("TargetNotFoundException", "You specified a target that doesn't exist.")


def find_target_path(organization: Any, target: Any) -> tuple[Any, ...]:
    """Return moto's nodes from the root down to a target, the target included."""
    if target.type == "ACCOUNT":
        return find_path(organization, target.id)
    units = {unit.id: unit for unit in organization.ou}
    found = [target]
    while (parent := units.get(getattr(found[-1], "parent_id", None))) is not None:
        found.append(parent)
    return tuple(reversed(found))


def list_children(organization: Any, parent_id: str) -> Iterator[Any]:
    """Yield the OUs and accounts that are directly in a root or an OU."""
    for part in (*organization.ou, *organization.accounts):
        if getattr(part, "parent_id", None) == parent_id:
            yield part


def is_management(organization: Any, account_id: str) -> bool:
    """Whether an account is the organization's management account."""
    return bool(organization.org.master_account_id == account_id)
