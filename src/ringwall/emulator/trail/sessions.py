"""Temporary credentials: what CloudTrail says of how each was obtained."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.web_token import find_issuer, read_claims


@dataclass(frozen=True)
class TemporarySession:
    """What is known of a session that STS has made."""

    account_id: str
    created: datetime
    has_mfa: bool
    source_identity: str = ""
    federated_user: str = ""
    """The name that GetFederationToken was given."""
    issuer: Mapping[str, Any] = field(default_factory=dict)
    """userIdentity of the user whose session it is (GetSessionToken, GetFederationToken)."""
    provider: str = ""
    """The identity provider of AssumeRoleWithWebIdentity."""


def read_session(
    call: EmulatedCall,
    answer: Mapping[str, Any],
    caller: Mapping[str, Any],
    before: TemporarySession | None,
) -> tuple[str, TemporarySession] | None:
    """Return the access key that an answer of STS hands out, and its session."""
    key = str(answer.get("Credentials", {}).get("AccessKeyId", ""))
    if not key:
        return None
    arn = str(answer.get("AssumedRoleUser", {}).get("Arn", ""))
    passed = "" if before is None else before.source_identity
    is_own = call.operation in ("GetSessionToken", "GetFederationToken")
    root = _read_root(call)
    issuer = caller if is_own else root
    if root:
        arn = root["arn"]
    return key, TemporarySession(
        account_id=arn.split(":")[4] if arn.count(":") > 4 else call.account_id,  # noqa: PLR2004
        created=datetime.now(UTC),
        has_mfa=bool(call.parameters.get("SerialNumber") and call.parameters.get("TokenCode")),
        source_identity=str(call.parameters.get("SourceIdentity") or passed),
        federated_user=str(call.parameters.get("Name", "")) if is_own else "",
        issuer=issuer,
        provider=read_web_identity(call).get("provider", ""),
    )


def _read_root(call: EmulatedCall) -> dict[str, str]:
    """Return the identity of the root user whose session AssumeRoot gives out; {} for others."""
    if call.operation != "AssumeRoot":
        return {}
    target = str(call.parameters["TargetPrincipal"])
    account = target.split(":")[4] if target.startswith("arn:") else target
    arn = f"arn:aws:iam::{account}:root"
    return {"type": "Root", "principalId": account, "arn": arn, "accountId": account}


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
    provider = f"arn:aws:iam::{account}:oidc-provider/{host}"
    return {
        "provider": host if host == "accounts.google.com" else provider,
        "audience": str(claims.get("aud", "")),
        "subject": str(claims.get("sub", "")),
    }
