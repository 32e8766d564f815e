"""Who made a call, as CloudTrail's `userIdentity` says it.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from moto.iam.exceptions import NotFoundException

from ringwall.emulator.call import BY_IDENTITY, OPERATOR, OPERATOR_ID, EmulatedCall
from ringwall.emulator.issued_session import IssuedSession
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.wire.web_token import find_issuer, read_claims

INVOKED_BY = "ringwall.invoked_by"
"""Key of a request's WSGI environment: the service principal that calls, by itself or for someone.

No client can set it: what clients send has keys that begin with `HTTP_`.
"""
ANONYMOUS = {"type": "AWSAccount", "principalId": "", "accountId": "ANONYMOUS_PRINCIPAL"}


def find_identity(call: EmulatedCall, sessions: Mapping[str, IssuedSession]) -> dict[str, Any]:
    """Return the `userIdentity` of a call."""
    service = str(call.environ.get(INVOKED_BY, ""))
    if call.service == "sts" and call.operation in BY_IDENTITY:
        return _federated(call)
    if not call.access_key:
        return {"type": "AWSService", "invokedBy": service} if service else {**ANONYMOUS}
    session = sessions.get(call.access_key)
    if session is not None and session.account_id != call.account_id:
        session = None
    identity = _assumed_role(call, session) or _own(call, session)
    return identity | ({"invokedBy": service} if service else {})


def as_other_account_sees(identity: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the owner of a resource is told of a caller from another account."""
    if "accountId" not in identity:  # a service, or a user of another identity provider
        return dict(identity)
    return {
        "type": "AWSAccount",
        "principalId": identity["principalId"],
        "accountId": identity["accountId"],
    }


def read_web_identity(call: EmulatedCall) -> dict[str, str]:
    """Return provider, audience and subject of a token; empty where it cannot be read.

    The signature is not checked here: CloudTrail records refused calls too.
    """
    claims = read_claims(str(call.parameters.get("WebIdentityToken", "")))
    if call.operation != "AssumeRoleWithWebIdentity" or claims is None:
        return {}
    role = str(call.parameters.get("RoleArn", ""))
    account = role.split(":")[4] if role.count(":") > 4 else call.account_id  # noqa: PLR2004
    host = find_issuer(claims)
    provider = f"arn:{call.partition}:iam::{account}:oidc-provider/{host}"
    return {
        "provider": host if host == "accounts.google.com" else provider,
        "audience": str(claims.get("aud", "")),
        "subject": str(claims.get("sub", "")),
    }


def _federated(call: EmulatedCall) -> dict[str, Any]:
    if call.operation == "AssumeRoleWithSAML":
        provider = str(call.parameters.get("PrincipalArn", ""))
        return {"type": "SAMLUser", "principalId": provider, "identityProvider": provider}
    found = read_web_identity(call)
    if not found:
        return {"type": "WebIdentityUser"}
    return {
        "type": "WebIdentityUser",
        "principalId": ":".join(found[part] for part in ("provider", "audience", "subject")),
        "userName": found["subject"],
        "identityProvider": found["provider"],
    }


def _assumed_role(call: EmulatedCall, session: IssuedSession | None) -> dict[str, Any] | None:
    assumed = moto_backend("sts", call.account_id).get_assumed_role_from_access_key(call.access_key)
    if assumed is None:
        return None
    role = str(assumed.role_arn)
    role_id = _role_id(call.account_id, role)
    issuer = {
        "type": "Role",
        "principalId": role_id,
        "arn": role,
        "accountId": call.account_id,
        "userName": role.rpartition("/")[2],
    }
    recorded = session.recorded if session is not None else None
    created = f"{recorded or assumed.access_key.create_date:%Y-%m-%dT%H:%M:%SZ}"
    context: dict[str, Any] = {"sessionIssuer": issuer}
    if session is not None and session.web_provider:
        context["webIdFederationData"] = {
            "federatedProvider": session.web_provider,
            "attributes": {},
        }
    if session is not None and session.source_identity:
        context["sourceIdentity"] = session.source_identity
    context["attributes"] = _attributes(created, session)
    return {
        "type": "AssumedRole",
        "principalId": f"{role_id}:{assumed.session_name}",
        "arn": assumed.arn,
        "accountId": call.account_id,
        "accessKeyId": call.access_key,
        "sessionContext": context,
    }


def _own(call: EmulatedCall, session: IssuedSession | None) -> dict[str, Any]:
    """Return the identity of a user or of the root user, and of sessions that they asked for."""
    account, key = call.account_id, call.access_key
    if session is not None and session.issuer:
        created = f"{session.recorded or session.issued:%Y-%m-%dT%H:%M:%SZ}"
        issuer = {k: v for k, v in session.issuer.items() if k != "accessKeyId"}
        attributes = _attributes(created, session)
        if not session.federated_name:
            context = {"attributes": attributes}
            return issuer | {"accessKeyId": key, "sessionContext": context}
        name = session.federated_name
        return {
            "type": "FederatedUser",
            "principalId": f"{account}:{name}",
            "arn": f"arn:{own_partition()}:sts::{account}:federated-user/{name}",
            "accountId": account,
            "accessKeyId": key,
            "sessionContext": {"sessionIssuer": issuer, "attributes": attributes},
        }
    base = {"accountId": account, "accessKeyId": key}
    user = moto_backend("iam", account).get_user_from_access_key_id(key)
    if user is None:
        arn = f"arn:{own_partition()}:iam::{account}:user/{OPERATOR}"
        known = {"type": "IAMUser", "principalId": OPERATOR_ID, "arn": arn}
        return known | base | {"userName": OPERATOR}
    named = {"type": "IAMUser", "principalId": user.id, "arn": user.arn}
    return named | base | {"userName": user.name}


def _attributes(created: str, session: IssuedSession | None) -> dict[str, str]:
    has_mfa = session is not None and session.has_mfa
    return {"creationDate": created, "mfaAuthenticated": "true" if has_mfa else "false"}


def _role_id(account_id: str, role: str) -> str:
    try:
        return str(moto_backend("iam", account_id).get_role_by_arn(role).id)
    except NotFoundException:  # the role was deleted; its sessions go on
        return "AROA" + hashlib.sha256(role.encode()).hexdigest()[:17].upper()
