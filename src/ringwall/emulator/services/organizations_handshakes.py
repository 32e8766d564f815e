"""Organizations: invitations of accounts, and how an organization enables all features."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.organizations.accounts import invite_account
from ringwall.emulator.organizations.members import (
    ACCOUNT,
    NO_PERMISSION,
    is_management,
    refuse_input,
    require_organization,
)
from ringwall.emulator.organizations.records import Handshake, find_handshakes
from ringwall.emulator.paging import cut_page
from ringwall.emulator.quotas import find_account_limit
from ringwall.emulator.state import EmulatorState

INVITE, ENABLE, APPROVE = "INVITE", "ENABLE_ALL_FEATURES", "APPROVE_ALL_FEATURES"
LASTS: Mapping[str, timedelta] = {
    INVITE: timedelta(days=15),
    ENABLE: timedelta(days=90),
    APPROVE: timedelta(days=90),
}
ENDED = frozenset({"ACCEPTED", "CANCELED", "DECLINED", "EXPIRED"})
SETTLED = {"AcceptHandshake": "ACCEPTED", "DeclineHandshake": "DECLINED"}


@emulates("organizations", "InviteAccountToOrganization")
def invite(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Invite an account by its id."""
    organization, target = require_organization(call), call.parameters["Target"]
    if target["Type"] not in {"ACCOUNT", "EMAIL"}:
        raise refuse_input("INVALID_PARTY_TYPE_TARGET")
    account_id = target["Id"]
    if target["Type"] == "EMAIL":
        account_id = _find_by_email(state, account_id)
    if not ACCOUNT.fullmatch(account_id):
        raise refuse_input("INVALID_PATTERN_TARGET_ID")
    if find_organization(account_id) is not None:
        message = "The invited account is already a member of an organization."
        raise _constrain("ALREADY_IN_AN_ORGANIZATION", message)
    open_ones = [h for h in _of(state, organization) if h.action == INVITE and h.state == "OPEN"]
    if any(found.target == account_id for found in open_ones):
        message = (
            "A handshake with the same action and target already exists. Try again after it is "
            "no longer open."
        )
        raise Fault("DuplicateHandshakeException", message)
    if len(organization.accounts) + len(open_ones) >= find_account_limit(state, organization):
        message = "You have exceeded the allowed number of AWS Accounts."
        raise _constrain("ACCOUNT_NUMBER_LIMIT_EXCEEDED", message)
    made = _start(state, organization, INVITE, account_id)
    made.notes = call.parameters.get("Notes") or ""
    made.tags = list(call.parameters.get("Tags") or ())
    return {"Handshake": _show(organization, made)}


def _find_by_email(state: EmulatorState, email: str) -> str:
    """Return the account that has an email address and left its organization."""
    for (account_id, _, name), value in state.settings.items():
        if name == "organizations.former" and value[1].lower() == email.lower():
            return account_id
    raise refuse_input("INVALID_EMAIL_ADDRESS_TARGET", "You specified an invalid email address.")


def _constrain(reason: str, message: str) -> Fault:
    return Fault("HandshakeConstraintViolationException", message, details={"Reason": reason})


def _start(
    state: EmulatorState, organization: Any, action: str, target: str, parent: str = ""
) -> Handshake:
    now = _now()
    made = Handshake(
        handshake_id=f"h-{mock_random.get_random_hex(12)}",
        organization_id=organization.org.id,
        management=organization.org.master_account_id,
        action=action,
        target=target,
        requested=now,
        expires=now + LASTS[action],
        parent=parent,
    )
    find_handshakes(state)[made.handshake_id] = made
    return made


@emulates("organizations", "EnableAllFeatures")
def enable_all_features(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Ask all members that were invited to approve; the management account accepts at last."""
    organization = require_organization(call)
    if organization.org.feature_set == "ALL":
        message = "The organization already has all features enabled."
        raise _constrain("ORGANIZATION_ALREADY_HAS_ALL_FEATURES", message)
    if any(
        h.action == ENABLE and h.state in {"REQUESTED", "OPEN"} for h in _of(state, organization)
    ):
        message = "The organization is already pending all features migration."
        raise _constrain("ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION", message)
    owner = organization.org.master_account_id
    made = _start(state, organization, ENABLE, owner)
    invited = [a.id for a in organization.accounts if a.joined_method == "INVITED"]
    for account_id in invited:
        _start(state, organization, APPROVE, account_id, made.handshake_id)
    made.state = "REQUESTED" if invited else "OPEN"
    return {"Handshake": _show(organization, made)}


@emulates("organizations", "AcceptHandshake", "DeclineHandshake")
def answer_handshake(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Accept or decline: the account that was asked alone can."""
    found = _find(state, call)
    if call.account_id != found.target:
        raise Fault("AccessDeniedException", NO_PERMISSION)
    _check_open(found)
    organization = find_organization(found.management)
    if call.operation == "AcceptHandshake":
        _accept(state, organization, found)
    found.state = SETTLED[call.operation]
    if found.action == APPROVE:
        _advance_migration(state, found)
    return {"Handshake": _show(organization, found)}


def _check_open(found: Handshake) -> None:
    if found.state in ENDED:
        message = "The specified handshake is already in the requested state."
        raise Fault("HandshakeAlreadyInStateException", message)
    if found.state != "OPEN":
        message = "You can't perform the operation on the handshake in its current state."
        raise Fault("InvalidHandshakeTransitionException", message)


def _accept(state: EmulatorState, organization: Any, found: Handshake) -> None:
    if found.action == ENABLE:
        organization.org.feature_set = "ALL"
        return
    if found.action != INVITE:
        return
    if find_organization(found.target) is not None:
        message = "The invited account is already a member of an organization."
        raise _constrain("ALREADY_IN_AN_ORGANIZATION", message)
    place = (found.target, "", "organizations.former")
    name, email = state.settings.pop(place, ("", ""))
    email = email or f"{found.target}@example.com"
    account = invite_account(organization, found.target, name or found.target, email)
    account.tags = {tag["Key"]: tag["Value"] for tag in found.tags}


def _advance_migration(state: EmulatorState, answered: Handshake) -> None:
    """Open the request of the management account when all members have approved."""
    parent = find_handshakes(state)[answered.parent]
    asked = [h for h in find_handshakes(state).values() if h.parent == parent.handshake_id]
    if all(h.state == "ACCEPTED" for h in asked) and parent.state == "REQUESTED":
        parent.state = "OPEN"


@emulates("organizations", "CancelHandshake")
def cancel_handshake(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Take a handshake back: the account that started it alone can."""
    found = _find(state, call)
    if call.account_id != found.management:
        raise Fault("AccessDeniedException", NO_PERMISSION)
    if found.state in ENDED:
        _check_open(found)
    found.state = "CANCELED"
    for other in find_handshakes(state).values():
        if other.parent == found.handshake_id and other.state == "OPEN":
            other.state = "CANCELED"
    return {"Handshake": _show(find_organization(found.management), found)}


@emulates("organizations", "DescribeHandshake")
def describe_handshake(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a handshake to the accounts that are part of it."""
    found = _find(state, call)
    return {"Handshake": _show(find_organization(found.management), found)}


@emulates("organizations", "ListHandshakesForAccount", "ListHandshakesForOrganization")
def list_handshakes(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the handshakes that an account was asked for, or those of the organization."""
    if call.operation == "ListHandshakesForAccount":
        held = [h for h in _read(state) if h.target == call.account_id]
    else:
        held = list(_of(state, require_organization(call)))
    wanted = call.parameters.get("Filter") or {}
    action, parent = wanted.get("ActionType"), wanted.get("ParentHandshakeId")
    found = [
        _show(find_organization(h.management), h)
        for h in held
        if (not action or h.action == action) and (not parent or h.parent == parent)
    ]
    page, more = cut_page(call, found, 20)
    return {"Handshakes": page, **more}


def _read(state: EmulatorState) -> Iterator[Handshake]:
    """Yield all handshakes, those whose time is over as expired."""
    for found in find_handshakes(state).values():
        if found.state not in ENDED and found.expires <= _now():
            found.state = "EXPIRED"
        yield found


def _of(state: EmulatorState, organization: Any) -> Iterator[Handshake]:
    return (found for found in _read(state) if found.organization_id == organization.org.id)


def _find(state: EmulatorState, call: EmulatedCall) -> Handshake:
    for found in _read(state):
        is_party = call.account_id in {found.target, found.management}
        if found.handshake_id == call.parameters["HandshakeId"] and is_party:
            return found
    message = "We can't find a handshake with the HandshakeId that you specified."
    raise Fault("HandshakeNotFoundException", message)


def _show(organization: Any, found: Handshake) -> dict[str, Any]:
    kind = found.action.lower()
    owner, org_id = found.management, found.organization_id
    place = f"arn:{own_partition()}:organizations::{owner}"
    arn = f"{place}:handshake/{org_id}/{kind}/{found.handshake_id}"
    parties = [{"Id": org_id, "Type": "ORGANIZATION"}]
    if found.action != ENABLE:
        parties.insert(0, {"Id": found.target, "Type": "ACCOUNT"})
    return {
        "Id": found.handshake_id,
        "Arn": arn,
        "Parties": parties,
        "State": found.state,
        "RequestedTimestamp": found.requested,
        "ExpirationTimestamp": found.expires,
        "Action": found.action,
        "Resources": list(_list_resources(organization, found)),
    }


def _list_resources(organization: Any, found: Handshake) -> Iterator[dict[str, Any]]:
    inner = []
    if organization is not None:
        managing = next(a for a in organization.accounts if is_management(organization, a.id))
        inner = [
            {"Type": "MASTER_EMAIL", "Value": managing.email},
            {"Type": "MASTER_NAME", "Value": managing.name},
            {"Type": "ORGANIZATION_FEATURE_SET", "Value": organization.org.feature_set},
        ]
    yield {"Type": "ORGANIZATION", "Value": found.organization_id, "Resources": inner}
    if found.action != ENABLE:
        yield {"Type": "ACCOUNT", "Value": found.target}
    if found.notes:
        yield {"Type": "NOTES", "Value": found.notes}
    if found.parent:
        yield {"Type": "PARENT_HANDSHAKE", "Value": found.parent}


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
