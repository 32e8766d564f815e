"""Identity Center's directory: users, groups, and who is in which."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.identity_center.instance import CenterInstance, require_store
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.paging import cut_page
from ringwall.emulator.state import EmulatorState

UNIQUE = {"User": "UserName", "Group": "DisplayName"}
CHANGEABLE = {
    "User": frozenset(
        {
            *("username", "displayname", "nickname", "profileurl", "usertype", "title"),
            *("preferredlanguage", "locale", "timezone", "emails", "addresses", "phonenumbers"),
            *("name", "name.givenname", "name.familyname", "name.formatted", "userstatus"),
        }
    ),
    "Group": frozenset({"displayname", "description"}),
}
"""Attributes that an update can change, in lower case.

That `userStatus` is one AWS does not document: each such change is recorded as a guess.
"""


def _noun(call: EmulatedCall) -> str:
    return "User" if "User" in call.operation else "Group"


def _held(instance: CenterInstance, noun: str) -> dict[str, dict[str, Any]]:
    return instance.users if noun == "User" else instance.groups


@emulates("identitystore", "CreateUser", "CreateGroup")
def create(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a user or a group, whose name no other one has."""
    instance, noun = require_store(state, call), _noun(call)
    given = {name: value for name, value in call.parameters.items() if value is not None}
    if noun == "User":
        for member in ("UserName", "DisplayName", "Name"):
            if not given.get(member):
                raise Fault("ValidationException", f"{member} is a required attribute")
    if given.get(UNIQUE[noun]):
        _check_unique(instance, noun, given[UNIQUE[noun]])
    identifier = str(mock_random.uuid4())
    now = datetime.now(UTC).replace(microsecond=0)
    made = {**given, f"{noun}Id": identifier, "CreatedAt": now, "UpdatedAt": now, "Revision": "1"}
    made |= {f"{noun}Arn": f"arn:{call.partition}:identitystore:::{noun.lower()}/{identifier}"}
    _held(instance, noun)[identifier] = made | ({"UserStatus": "ENABLED"} if noun == "User" else {})
    return _reduce(made, noun)


def _check_unique(instance: CenterInstance, noun: str, name: str) -> None:
    member = UNIQUE[noun]
    for other in _held(instance, noun).values():
        if str(other.get(member, "")).lower() == name.lower():
            message = f"Duplicate {member}: {name}"
            raise Fault("ConflictException", message, details={"Reason": "UNIQUENESS_CONSTRAINT"})


def _reduce(held: Mapping[str, Any], noun: str) -> dict[str, Any]:
    names = ("IdentityStoreId", f"{noun}Id", f"{noun}Arn", "Revision")
    return {name: held[name] for name in names}


def _require(instance: CenterInstance, noun: str, identifier: str) -> dict[str, Any]:
    found = _held(instance, noun).get(identifier)
    if found is None:
        kind = noun.upper()
        raise Fault(
            "ResourceNotFoundException", f"{kind} not found.", details={"ResourceType": kind}
        )
    return found


@emulates("identitystore", "DescribeUser", "DescribeGroup")
def describe(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a user or a group."""
    noun = _noun(call)
    return _require(require_store(state, call), noun, call.parameters[f"{noun}Id"])


@emulates("identitystore", "DeleteUser", "DeleteGroup")
def delete(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a user or a group, and its memberships."""
    instance, noun = require_store(state, call), _noun(call)
    identifier = call.parameters[f"{noun}Id"]
    _require(instance, noun, identifier)
    del _held(instance, noun)[identifier]
    for name in [n for n, pair in instance.memberships.items() if identifier in pair]:
        del instance.memberships[name]
    return {}


@emulates("identitystore", "UpdateUser", "UpdateGroup")
def update(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change attributes of a user or a group; one without a value is removed."""
    instance, noun = require_store(state, call), _noun(call)
    held = _require(instance, noun, call.parameters[f"{noun}Id"])
    shape: Any = call.service_model.shape_for(noun)
    members = {name.lower(): name for name in shape.members}
    for operation in call.parameters["Operations"]:
        path, value = operation["AttributePath"], operation.get("AttributeValue")
        if path.lower() not in CHANGEABLE[noun]:
            raise Fault("ValidationException", f"{path} is no attribute that can be changed")
        head, _, inner = path.partition(".")
        name = members[head.lower()]
        if name == "UserStatus":
            state.guess(call.name, "userStatus", value)
        if name == UNIQUE[noun] and str(value).lower() != str(held.get(name)).lower():
            _check_unique(instance, noun, str(value))
        if inner:
            key = inner[0].upper() + inner[1:]
            held[name] = {**held.get(name, {}), key: value}
        elif value is None:
            held.pop(name, None)
        else:
            held[name] = value
    held["Revision"] = str(int(held["Revision"]) + 1)
    return _reduce(held, noun)


@emulates("identitystore", "ListUsers", "ListGroups")
def list_all(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return users or groups, those with a certain name if there is a filter."""
    instance, noun = require_store(state, call), _noun(call)
    found = list(_held(instance, noun).values())
    for wanted in call.parameters.get("Filters") or ():
        if wanted["AttributePath"].lower() != UNIQUE[noun].lower():
            raise Fault("ValidationException", f"Filter by {UNIQUE[noun]} alone")
        found = [h for h in found if h.get(UNIQUE[noun]) == wanted["AttributeValue"]]
    page, more = cut_page(call, found, fault="ValidationException")
    return {f"{noun}s": page, **more}


@emulates("identitystore", "GetUserId", "GetGroupId")
def find_id(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the id of the user or group that has a name or an email address."""
    instance, noun = require_store(state, call), _noun(call)
    given = call.parameters["AlternateIdentifier"].get("UniqueAttribute")
    if not given:
        raise Fault("ResourceNotFoundException", f"{noun.upper()} not found.")
    path, value = given["AttributePath"].lower(), given["AttributeValue"]
    for held in _held(instance, noun).values():
        emails = [email.get("Value") for email in held.get("Emails") or ()]
        known = {UNIQUE[noun].lower(): [held.get(UNIQUE[noun])], "emails.value": emails}
        if path not in known or (path == "emails.value" and noun == "Group"):
            raise Fault("ValidationException", f"{path} is no unique attribute")
        if value in known[path]:
            shown = _reduce(held, noun)
            return {name: shown[name] for name in shown if name != "Revision"}
    raise Fault("ResourceNotFoundException", f"{noun.upper()} not found.")


@emulates("identitystore", "CreateGroupMembership")
def create_membership(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Put a user into a group."""
    instance = require_store(state, call)
    group, user = call.parameters["GroupId"], call.parameters["MemberId"]["UserId"]
    _require(instance, "Group", group)
    _require(instance, "User", user)
    if (group, user) in instance.memberships.values():
        raise Fault("ConflictException", "Member and Group relationship already exists.")
    made = str(mock_random.uuid4())
    instance.memberships[made] = (group, user)
    return _name_membership(instance, made)


def _name_membership(instance: CenterInstance, identifier: str) -> dict[str, Any]:
    arn = f"arn:{own_partition()}:identitystore:::membership/{identifier}"
    named = {"IdentityStoreId": instance.store_id, "MembershipId": identifier}
    return named | {"MembershipArn": arn}


@emulates("identitystore", "DescribeGroupMembership", "DeleteGroupMembership")
def use_membership(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a membership, or end it."""
    instance = require_store(state, call)
    wanted = call.parameters["MembershipId"]
    if wanted not in instance.memberships:
        raise Fault("ResourceNotFoundException", "MEMBERSHIP not found.")
    if call.operation.startswith("Describe"):
        return _show_membership(instance, wanted)
    del instance.memberships[wanted]
    return {}


def _show_membership(instance: CenterInstance, identifier: str) -> dict[str, Any]:
    group, user = instance.memberships[identifier]
    members = {"GroupId": group, "MemberId": {"UserId": user}}
    return _name_membership(instance, identifier) | members


@emulates("identitystore", "GetGroupMembershipId")
def find_membership(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the id of a user's membership in a group."""
    instance = require_store(state, call)
    wanted = (call.parameters["GroupId"], call.parameters["MemberId"]["UserId"])
    for identifier, pair in instance.memberships.items():
        if pair == wanted:
            return _name_membership(instance, identifier)
    raise Fault("ResourceNotFoundException", "MEMBERSHIP not found.")


@emulates("identitystore", "ListGroupMemberships", "ListGroupMembershipsForMember")
def list_memberships(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the memberships of a group or of a user."""
    instance, given = require_store(state, call), call.parameters
    is_group = call.operation == "ListGroupMemberships"
    wanted = given["GroupId"] if is_group else given["MemberId"]["UserId"]
    _require(instance, "Group" if is_group else "User", wanted)
    found = [
        _show_membership(instance, name)
        for name, pair in instance.memberships.items()
        if pair[0 if is_group else 1] == wanted
    ]
    page, more = cut_page(call, found, fault="ValidationException")
    return {"GroupMemberships": page, **more}


@emulates("identitystore", "IsMemberInGroups")
def tell_memberships(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Tell of each group whether a user is in it."""
    instance = require_store(state, call)
    user = call.parameters["MemberId"]["UserId"]
    pairs = set(instance.memberships.values())
    found = [
        {"GroupId": group, "MemberId": {"UserId": user}, "MembershipExists": (group, user) in pairs}
        for group in call.parameters["GroupIds"]
    ]
    return {"Results": found}
