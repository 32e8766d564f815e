"""Sign-ins to the console, scripted: what CloudTrail records of them, and the session that follows.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from ringwall.emulator.api_events import SIGN_IN, find_listening, publish_record
from ringwall.emulator.arguments import check_account, check_moment, check_regions
from ringwall.emulator.authorization.acting_service import may_principal
from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.authorization.callers import ApiCaller
from ringwall.emulator.call import ROLE_ARN
from ringwall.emulator.issued_session import IssuedSession, make_session_token
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.regions import RegionSettings
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.trail.record import CIPHER, TrailRecord

VERSION = "1.08"
HIDDEN_USER = "HIDDEN_DUE_TO_SECURITY_REASONS"
"""What stands in place of a name that is no user's: it may be a password."""
HOURS = timedelta(hours=12)
CONSOLE = "https://console.aws.amazon.com/console/home?hashArgs=%23&isauthcode=true&state=hash"


@dataclass(frozen=True)
class ConsoleSignIn:
    """Someone who signs in to the console, by name and password."""

    account_id: str
    user_name: str = ""
    """The IAM user; '' for the root user."""
    source_ip: str = "203.0.113.10"
    user_agent: str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101"
    at: datetime | None = None
    """When it is; None: now."""
    is_password_right: bool = True
    is_code_right: bool = True
    """Whether the code of the MFA device is right, where the user has one."""
    role_arn: str = ""
    """The role that the user switches to afterwards."""
    region: str = "us-east-1"


@dataclass(frozen=True)
class SignInResult:
    """What became of a sign-in, and the credentials with which the console calls then."""

    outcome: Literal["Success", "Failure"]
    access_key: str = ""
    secret_key: str = ""
    token: str = ""
    """'' after a failure, and for the root user."""


def check_attempt(attempt: object, settings: RegionSettings) -> None:
    """ValueError for what is no attempt, and for an account, a Region or a time that is none."""
    if not isinstance(attempt, ConsoleSignIn):
        raise ValueError(f"{attempt!r} is no ConsoleSignIn")  # noqa: TRY004 - one kind for all
    check_account(attempt.account_id)
    check_regions((attempt.region,), settings)
    if attempt.at is not None:
        check_moment(attempt.at, "at")


def sign_in(state: EmulatorState, attempt: ConsoleSignIn) -> SignInResult:
    """Return what becomes of a sign-in, and record it."""
    iam = moto_backend("iam", attempt.account_id)
    user = iam.users.get(attempt.user_name) or next(
        (each for each in iam.users.values() if each.name == attempt.user_name), None
    )
    identity, device = _identify(state, attempt, user)
    exists = not attempt.user_name or (user is not None and user.password is not None)
    error = ""
    if user is None and attempt.user_name:
        error = "No username found in supplied account"
    elif not exists or not attempt.is_password_right:
        error = "Failed authentication"
    elif device:
        code = "Success" if attempt.is_code_right else "Failure"
        kind = {"MfaType": "Virtual MFA" if ":mfa/" in device else "U2F MFA"}
        _record(state, attempt, identity, "CheckMfa", {"CheckMfa": code}, more=kind)
        error = "" if attempt.is_code_right else "Failed authentication"
    more = {"LoginTo": CONSOLE, "MobileVersion": "No", "MFAUsed": "Yes" if device else "No"}
    if device and not error:
        more["MFAIdentifier"] = device
    outcome: Literal["Success", "Failure"] = "Failure" if error else "Success"
    answer = {"ConsoleLogin": outcome}
    _record(state, attempt, identity, "ConsoleLogin", answer, more=more, error=error)
    if error:
        return SignInResult(outcome)
    _note_use(state, attempt, user)
    if user is None:
        return SignInResult(outcome)
    if attempt.role_arn:
        return _switch(state, attempt, user, has_mfa=bool(device))
    return _open_session(state, attempt, user, identity, has_mfa=bool(device))


def _identify(
    state: EmulatorState, attempt: ConsoleSignIn, user: Any
) -> tuple[dict[str, Any], str]:
    """Return the `userIdentity`, and the MFA device; '' for none."""
    account = attempt.account_id
    if not attempt.user_name:
        arn = f"arn:{own_partition()}:iam::{account}:root"
        found = {"type": "Root", "principalId": account, "arn": arn, "accountId": account}
        device = f"arn:{own_partition()}:iam::{account}:mfa/root-account-mfa-device"
        return found | {"accessKeyId": ""}, device if state.root(account).mfa else ""
    base = {"type": "IAMUser", "accountId": account}
    if user is None:
        return base | {"accessKeyId": "", "userName": HIDDEN_USER}, ""
    named = {"type": "IAMUser", "principalId": user.id, "arn": user.arn, "accountId": account}
    return named | {"userName": user.name}, next(iter(user.mfa_devices), "")


def _record(
    state: EmulatorState,
    attempt: ConsoleSignIn,
    identity: Mapping[str, Any],
    name: str,
    response: Mapping[str, str],
    *,
    more: Mapping[str, str],
    error: str = "",
) -> None:
    at = attempt.at or state.log.now()
    host = "signin.aws.amazon.com"
    if attempt.region != "us-east-1":
        host = f"{attempt.region}.{host}"
    record: TrailRecord = {
        "eventVersion": VERSION,
        "userIdentity": dict(identity),
        "eventTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "eventSource": "signin.amazonaws.com",
        "eventName": name,
        # The root user signs in at the global endpoint alone.
        "awsRegion": attempt.region if attempt.user_name else "us-east-1",
        "sourceIPAddress": attempt.source_ip,
        "userAgent": attempt.user_agent,
        **({"errorMessage": error} if error else {}),
        "requestParameters": None,
        "responseElements": dict(response),
        "additionalEventData": dict(more),
        "eventID": state.log.new_id(),
        "readOnly": False,
        "eventType": SIGN_IN,
        "managementEvent": True,
        "recipientAccountId": identity["accountId"],
        "eventCategory": "Management",
        "tlsDetails": {
            "tlsVersion": "TLSv1.3",
            "cipherSuite": CIPHER,
            "clientProvidedHostHeader": host,
        },
    }
    state.log.add(record)
    publish_record(state, record, find_listening())


def _note_use(state: EmulatorState, attempt: ConsoleSignIn, user: Any) -> None:
    at = attempt.at or state.log.now()
    if user is not None:
        user.password_last_used = at
    else:
        root = state.root(attempt.account_id)
        state.roots[attempt.account_id] = replace(root, password_last_used=at)


def _open_session(
    state: EmulatorState,
    attempt: ConsoleSignIn,
    user: Any,
    identity: Mapping[str, Any],
    *,
    has_mfa: bool,
) -> SignInResult:
    made = moto_backend("iam", attempt.account_id).create_temp_access_key()
    now = datetime.now(UTC)
    token = make_session_token("IQoJb3JpZ2luX2Vj")
    state.sessions[made.access_key_id] = IssuedSession(
        account_id=attempt.account_id,
        user_name=user.name,
        user_id=user.id,
        issued=now,
        recorded=attempt.at or state.log.now(),
        expires=now + HOURS,
        keys={"aws:MultiFactorAuthPresent": str(has_mfa).lower()},
        issuer=identity,
        token=token,
        is_from_console=True,
    )
    return SignInResult("Success", made.access_key_id, made.secret_access_key, token)


def _switch(
    state: EmulatorState, attempt: ConsoleSignIn, user: Any, *, has_mfa: bool
) -> SignInResult:
    """Switch to a role where policies allow it; the event is in the account of the role."""
    matched = ROLE_ARN.fullmatch(attempt.role_arn)
    account = matched[1] if matched else attempt.account_id
    roles = moto_backend("iam", account).roles.values()
    role = next((each for each in roles if each.arn == attempt.role_arn), None)
    keys = {"aws:MultiFactorAuthPresent": str(has_mfa).lower()}
    caller = ApiCaller("user", user.arn, attempt.account_id, user.id, user, keys=keys)
    may = role is not None and may_principal(
        state, caller, Need("sts:AssumeRole", attempt.role_arn, keys)
    )
    name = attempt.role_arn.rpartition("/")[2]
    session = f"arn:{own_partition()}:sts::{account}:assumed-role/{name}/{user.name}"
    identity = {
        "type": "AssumedRole",
        "principalId": f"{role.id if role else ''}:{user.name}",
        "arn": session,
        "accountId": account,
    }
    outcome: Literal["Success", "Failure"] = "Success" if may else "Failure"
    more = {"SwitchFrom": user.arn, "RedirectTo": "https://console.aws.amazon.com/console/home"}
    _record(state, attempt, identity, "SwitchRole", {"SwitchRole": outcome}, more=more)
    if not may:
        return SignInResult(outcome)
    made = moto_backend("sts", account).assume_role(
        region_name=attempt.region,
        role_session_name=user.name,
        role_arn=attempt.role_arn,
        policy="",
        duration=3600,
        external_id="",
    )
    now = datetime.now(UTC)
    key = made.access_key
    state.sessions[key.access_key_id] = IssuedSession(
        account_id=account,
        issued=now,
        recorded=attempt.at or state.log.now(),
        expires=now + timedelta(hours=1),
        keys=keys,
        is_from_console=True,
    )
    token = str(made.session_token)
    return SignInResult(outcome, key.access_key_id, key.secret_access_key, token)
