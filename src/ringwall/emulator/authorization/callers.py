"""Who makes a call: the principal behind its access key, as AWS would tell it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from ringwall.emulator.authorization.web_identity import read_provider
from ringwall.emulator.call import (
    BY_IDENTITY,
    OPERATOR,
    OPERATOR_ID,
    EmulatedCall,
    Fault,
)
from ringwall.emulator.issued_session import IssuedSession
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.refusals import EXPIRED, INVALID, REGION_OFF, FaultCodes
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.wire.presigned import find_security_token

NO_OPERATOR = "ringwall.no_operator"
"""In the WSGI environment of a request: a key that nobody issued is not the operator's."""
CallerKind = Literal[
    "operator", "user", "session", "root", "federated_user", "federated", "anonymous"
]


@dataclass(frozen=True)
class ApiCaller:
    """The principal that makes a call."""

    kind: CallerKind
    arn: str
    """What policies see: the ARN of a user, session or identity provider; `anonymous`."""
    account_id: str
    unique_id: str = ""
    """`aws:userid`: AIDA..., or AROA...:session."""
    holder: Any = field(default=None, compare=False, repr=False)
    """Moto's user or role, which has the policies; None where there is none."""
    session_policies: tuple[str, ...] = ()
    issued: datetime | None = None
    """When the session's credentials were made, UTC; None for a key of a user."""
    keys: Mapping[str, Any] = field(default_factory=dict)
    """Condition keys that its requests have besides: tags of the session, claims of a token."""

    @property
    def role_arn(self) -> str:
        """The role of a session; '' for others."""
        return str(self.holder.arn) if self.kind == "session" and self.holder else ""

    @property
    def user_arn(self) -> str:
        """The user who federated another one; '' for others."""
        return str(self.holder.arn) if self.kind == "federated_user" and self.holder else ""

    @property
    def tags(self) -> Mapping[str, str]:
        """The tags of the user or role, by key."""
        found = self.holder.tags if self.holder else None
        if isinstance(found, Mapping):
            found = found.values()
        return {tag["Key"]: tag["Value"] for tag in found or ()}


def find_caller(state: EmulatorState, call: EmulatedCall) -> ApiCaller:
    """Return who makes a call; Fault where AWS would not take the credentials."""
    if call.service == "sts" and call.operation in BY_IDENTITY:
        provider, claims = read_provider(call)
        return ApiCaller("federated", provider, "", keys=claims)
    account, key = call.account_id, call.access_key
    if not key:
        return ApiCaller("anonymous", "anonymous", "")
    session = state.sessions.get(key)
    assumed = moto_backend("sts", account).get_assumed_role_from_access_key(key)
    if assumed is not None or session is not None:
        _check_token(call, find_session_token(state, account, key))
    if assumed is not None:
        return _read_role_session(call, assumed, session)
    if session is not None:
        return _read_user_session(call, session)
    user = moto_backend("iam", account).get_user_from_access_key_id(key)
    # A key that was deleted is nobody's.
    if user is None and (key in state.user_keys or call.environ.get(NO_OPERATOR)):
        raise _refuse(INVALID, call)
    if user is None:
        arn = f"arn:{call.partition}:iam::{account}:user/{OPERATOR}"
        return ApiCaller("operator", arn, account, OPERATOR_ID)
    if not any(own.access_key_id == key and own.status == "Active" for own in user.access_keys):
        raise _refuse(INVALID, call)
    return ApiCaller("user", user.arn, account, user.id, user)


def find_session_token(state: EmulatorState, account_id: str, access_key: str) -> str:
    """Return the token that belongs to a temporary access key; '' for a key of a user.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html
    """
    assumed = moto_backend("sts", account_id).get_assumed_role_from_access_key(access_key)
    if assumed is not None:
        return str(assumed.session_token)
    session = state.sessions.get(access_key)
    return session.token if session is not None else ""


def _check_token(call: EmulatedCall, token: str) -> None:
    """Fault where a request has a temporary access key, and not the token that belongs to it."""
    given = find_security_token(call)
    if given and given != token and call.service == "s3":
        code, status = REGION_OFF["s3"]
        raise Fault(code, "The provided token is malformed or otherwise invalid.", status)
    if not given or given != token:
        raise _refuse(INVALID, call)


def _read_role_session(
    call: EmulatedCall, assumed: Any, session: IssuedSession | None
) -> ApiCaller:
    roles = moto_backend("iam", assumed.account_id).roles.values()
    role = next((role for role in roles if role.arn == assumed.role_arn), None)
    # The sessions of a role that was deleted are of no use, nor is a new role of its name theirs.
    begun = _at_utc(assumed.access_key.create_date)
    if role is None or _at_utc(role.create_date) > begun:
        raise _refuse(INVALID, call)
    expires = session.expires if session else _at_utc(assumed.expiration)
    _check_time(call, expires)
    return ApiCaller(
        "session",
        assumed.arn,
        assumed.account_id,
        assumed.user_id,
        role,
        session.policies if session else (),
        session.issued if session else _at_utc(assumed.access_key.create_date),
        session.keys if session else {},
    )


def _read_root_session(call: EmulatedCall, session: IssuedSession) -> ApiCaller:
    _check_time(call, session.expires)
    account = session.account_id
    arn = f"arn:{call.partition}:iam::{account}:root"
    return ApiCaller(
        "root", arn, account, account, None, session.policies, session.issued, session.keys
    )


def _read_user_session(call: EmulatedCall, session: IssuedSession) -> ApiCaller:
    if session.is_root:
        return _read_root_session(call, session)
    _check_time(call, session.expires)
    users = moto_backend("iam", session.account_id).users.values()
    user = next((user for user in users if user.id == session.user_id), None)
    if user is None and session.user_name:  # who asked for the session was deleted
        raise _refuse(INVALID, call)
    account, name = session.account_id, session.federated_name
    if call.service == "iam" and (name or not session.has_mfa):
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
        raise _refuse(INVALID, call)
    if name:
        arn = f"arn:{call.partition}:sts::{account}:federated-user/{name}"
        return ApiCaller(
            "federated_user",
            arn,
            account,
            f"{account}:{name}",
            user,
            session.policies,
            session.issued,
            session.keys,
        )
    if user is None:
        arn = f"arn:{call.partition}:iam::{account}:user/{OPERATOR}"
        return ApiCaller(
            "operator",
            arn,
            account,
            OPERATOR_ID,
            None,
            (),
            session.issued,
            session.keys,
        )
    return ApiCaller("user", user.arn, account, user.id, user, (), session.issued, session.keys)


def _check_time(call: EmulatedCall, expires: datetime) -> None:
    if _at_utc(expires) <= datetime.now(UTC):
        code, status = EXPIRED[call.protocol]
        raise Fault(code, "The security token included in the request is expired", status)


def _at_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _refuse(codes: FaultCodes, call: EmulatedCall) -> Fault:
    code, status = codes[call.protocol]
    return Fault(code, "The security token included in the request is invalid", status)
