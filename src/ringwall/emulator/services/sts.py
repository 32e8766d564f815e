"""STS: sessions of roles, users and federated identities, with what each may carry.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.emulator.authorization.callers import ApiCaller, find_caller
from ringwall.emulator.call import ROLE_ARN, EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.issued_session import IssuedSession, make_session_token
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.trail.identity import find_identity, read_web_identity

HOUR = 3600
CHAINED = HOUR
"""The longest session of a role that was assumed by another role's session, in seconds."""
USERS = 12 * HOUR
MINIMUM = 900


@emulates("sts", "AssumeRole", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML")
def assume_role(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give out a role's session, no longer than the role and the caller allow."""
    role_arn = str(call.parameters.get("RoleArn", ""))
    if not ROLE_ARN.fullmatch(role_arn):
        raise Fault("ValidationError", f"{role_arn[:99]!r} is no ARN of a role")
    caller = find_caller(state, call)
    _check_duration(call, caller)
    answer = state.ask_moto(call)
    credentials = answer["Credentials"]
    state.sessions[credentials["AccessKeyId"]] = IssuedSession(
        account_id=role_arn.split(":")[4],
        issued=_now(),
        recorded=state.log.time,
        expires=credentials["Expiration"],
        policies=tuple(_read_policies(call)),
        keys=dict(_read_keys(call, caller)),
        web_provider=read_web_identity(call).get("provider", ""),
    )
    return answer


def _check_duration(call: EmulatedCall, caller: ApiCaller) -> None:
    seconds = call.parameters.get("DurationSeconds") or HOUR
    name = str(call.parameters["RoleArn"]).rpartition("/")[2]
    account = str(call.parameters["RoleArn"]).split(":")[4]
    role = next((r for r in moto_backend("iam", account).roles.values() if r.name == name), None)
    longest = int(getattr(role, "max_session_duration", None) or HOUR)
    if caller.kind == "session" and seconds > CHAINED:
        message = (
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by "
            "role chaining"
        )
        raise Fault("ValidationError", message)
    if seconds > longest:
        message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        raise Fault("ValidationError", message)


def _read_policies(call: EmulatedCall) -> Iterator[str]:
    if policy := call.parameters.get("Policy"):
        yield policy
    for given in call.parameters.get("PolicyArns") or ():
        yield given["arn"]


def _read_keys(call: EmulatedCall, caller: ApiCaller) -> Iterator[tuple[str, Any]]:
    """Yield what requests of the session carry: its tags, the source identity, MFA."""
    for tag in call.parameters.get("Tags") or ():
        yield f"aws:PrincipalTag/{tag['Key']}", tag["Value"]
    source = call.parameters.get("SourceIdentity") or caller.keys.get("aws:SourceIdentity")
    if source:
        yield "aws:SourceIdentity", source
    yield "aws:MultiFactorAuthPresent", _read_mfa(call)
    if call.operation == "AssumeRoleWithWebIdentity" or caller.kind == "federated":
        yield "aws:FederatedProvider", caller.arn


@emulates("sts", "GetSessionToken")
def get_session_token(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give out a user's session: the user's own permissions, with MFA where it was shown."""
    caller = find_caller(state, call)
    if caller.issued is not None:
        raise Fault("AccessDenied", "Cannot call GetSessionToken with session credentials", 403)
    keys = {"aws:MultiFactorAuthPresent": _read_mfa(call)}
    return {"Credentials": _issue(state, call, caller, keys=keys)}


def _read_mfa(call: EmulatedCall) -> str:
    """Return whether a call shows MFA: the device, and its code."""
    given = call.parameters
    return str(bool(given.get("SerialNumber") and given.get("TokenCode"))).lower()


@emulates("sts", "GetFederationToken")
def get_federation_token(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give out a federated user's session: no more than its policy and the user both allow."""
    caller = find_caller(state, call)
    if caller.issued is not None:
        raise Fault("AccessDenied", "Cannot call GetFederationToken with session credentials", 403)
    name = call.parameters["Name"]
    found = _issue(state, call, caller, name=name, policies=tuple(_read_policies(call)))
    return {
        "Credentials": found,
        "FederatedUser": {
            "FederatedUserId": f"{call.account_id}:{name}",
            "Arn": f"arn:{call.partition}:sts::{call.account_id}:federated-user/{name}",
        },
        "PackedPolicySize": 6,
    }


def _issue(
    state: EmulatorState,
    call: EmulatedCall,
    caller: ApiCaller,
    *,
    name: str = "",
    policies: tuple[str, ...] = (),
    keys: Mapping[str, Any] | None = None,
) -> Mapping[str, Any]:
    seconds = call.parameters.get("DurationSeconds") or USERS
    if not MINIMUM <= seconds <= 3 * USERS:
        raise Fault("ValidationError", f"DurationSeconds must be {MINIMUM} to {3 * USERS}")
    made = moto_backend("iam", call.account_id).create_temp_access_key()
    expires = _now() + timedelta(seconds=seconds)
    token = make_session_token("FwoGZXIvYXdzE")
    state.sessions[made.access_key_id] = IssuedSession(
        account_id=call.account_id,
        user_name=caller.holder.name if caller.holder else "",
        user_id=caller.holder.id if caller.holder else "",
        federated_name=name,
        issued=_now(),
        recorded=state.log.time,
        expires=expires,
        policies=policies,
        keys=keys or {},
        issuer=find_identity(call, state.sessions),
        token=token,
    )
    return {
        "AccessKeyId": made.access_key_id,
        "SecretAccessKey": made.secret_access_key,
        "SessionToken": token,
        "Expiration": expires,
    }


@emulates("sts", "GetCallerIdentity")
def get_caller_identity(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return who asks."""
    caller = find_caller(state, call)
    return {"UserId": caller.unique_id, "Account": caller.account_id, "Arn": caller.arn}


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
