"""The access portal of Identity Center: what a signed-in user may enter, and the credentials.

https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.identity_center.instance import (
    CenterInstance,
    CenterPermissionSet,
    find_instances,
    find_members,
)
from ringwall.emulator.identity_center.reserved_roles import find_reserved_role
from ringwall.emulator.issued_session import IssuedSession
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.organizations.accounts import describe_account
from ringwall.emulator.paging import cut_page
from ringwall.emulator.state import EmulatorState

HOURS = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?")


def _find_session(state: EmulatorState, call: EmulatedCall) -> tuple[CenterInstance, str]:
    """Return the instance and the user of an access token; Fault where it is of no use."""
    token = call.parameters["accessToken"]
    for instance in find_instances(state).values():
        user = instance.tokens.get(token)
        if user is not None and instance.users.get(user, {}).get("UserStatus") == "ENABLED":
            return instance, user
    raise Fault("UnauthorizedException", "Session token not found or invalid", 401)


def _find_sets(
    instance: CenterInstance, user: str, account_id: str = ""
) -> list[tuple[str, CenterPermissionSet]]:
    """Return accounts and permission sets of a user, in each account or in one."""
    found: dict[tuple[str, str], CenterPermissionSet] = {}
    for held in instance.assignments:
        is_wanted = account_id in {"", held.account_id}
        if is_wanted and user in find_members(instance, held):
            place = (held.account_id, held.permission_set)
            found[place] = instance.sets[held.permission_set]
    return [(account, given) for (account, _), given in found.items()]


@emulates("sso", "ListAccounts")
def list_portal_accounts(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the accounts that the user may enter."""
    instance, user = _find_session(state, call)
    entered = {account for account, _ in _find_sets(instance, user)}
    organization = find_organization(instance.owner)
    accounts = [describe_account(a) for a in organization.accounts if a.id in entered]
    found = [
        {"accountId": a["Id"], "accountName": a["Name"], "emailAddress": a["Email"]}
        for a in accounts
    ]
    page, more = cut_page(call, found)
    return {"accountList": page, **more}


@emulates("sso", "ListAccountRoles")
def list_portal_roles(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the roles that the user may assume in an account: the permission sets' names."""
    instance, user = _find_session(state, call)
    account = call.parameters["accountId"]
    found = [
        {"roleName": given.name, "accountId": account}
        for _, given in _find_sets(instance, user, account)
    ]
    page, more = cut_page(call, found)
    return {"roleList": page, **more}


@emulates("sso", "GetRoleCredentials")
def get_credentials(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give out a session of the role; it lasts, whatever becomes of the user."""
    instance, user = _find_session(state, call)
    account, name = call.parameters["accountId"], call.parameters["roleName"]
    given = next((g for _, g in _find_sets(instance, user, account) if g.name == name), None)
    role = find_reserved_role(instance, given, account) if given is not None else None
    if given is None or role is None:
        raise Fault("ForbiddenException", "No access", 403)
    seconds = _read_duration(given.duration)
    user_name = instance.users[user]["UserName"]
    assumed = moto_backend("sts", account).assume_role(
        region_name=call.region,
        role_session_name=user_name,
        role_arn=role.arn,
        policy="",
        duration=seconds,
        external_id="",
    )
    now = datetime.now(UTC).replace(microsecond=0)
    key = assumed.access_key_id
    state.sessions[key] = IssuedSession(
        account_id=account,
        issued=now,
        expires=now + timedelta(seconds=seconds),
        keys={
            "aws:MultiFactorAuthPresent": "false",
            "identitystore:UserId": user,
            **_read_attributes(instance, user),
        },
    )
    return {
        "roleCredentials": {
            "accessKeyId": key,
            "secretAccessKey": assumed.secret_access_key,
            "sessionToken": assumed.session_token,
            "expiration": int((now + timedelta(seconds=seconds)).timestamp() * 1000),
        }
    }


def _read_duration(text: str) -> int:
    found = HOURS.fullmatch(text)
    hours, minutes = found.groups() if found else (None, None)
    return int(hours or 0) * 3600 + int(minutes or 0) * 60


def _read_attributes(instance: CenterInstance, user: str) -> dict[str, str]:
    """Return the tags of a session that the user's attributes make.

    https://docs.aws.amazon.com/singlesignon/latest/userguide/attributesforaccesscontrol.html
    """
    names = {
        "username": "UserName",
        "displayname": "DisplayName",
        "title": "Title",
        "usertype": "UserType",
    }
    found: dict[str, str] = {}
    for attribute in instance.attributes or ():
        for source in attribute["Value"]["Source"]:
            member = names.get(source.rpartition(":")[2].rstrip("}").lower(), "")
            value = instance.users[user].get(member)
            if value:
                found[f"aws:PrincipalTag/{attribute['Key']}"] = str(value)
    return found


@emulates("sso", "Logout")
def log_out(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """End the session in the portal; those in accounts go on."""
    instance, _ = _find_session(state, call)
    del instance.tokens[call.parameters["accessToken"]]
    return {}
