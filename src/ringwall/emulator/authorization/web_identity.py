"""Identities of providers: what a token says of who shows it.

The emulator takes the claims of a token as they stand: no provider is there to check a signature.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.moto_client import moto_backend

PARTS = 3
"""A token (JWT) has a header, claims and a signature."""
LONGEST = 20_000


def read_provider(call: EmulatedCall) -> tuple[str, Mapping[str, Any]]:
    """Return the ARN of the identity provider of a call, and the condition keys of its token.

    Fault where the account of the role has no such provider, or the token cannot be read.
    """
    account = str(call.parameters.get("RoleArn", "")).split(":")[4:5]
    owner = account[0] if account else ""
    if call.operation == "AssumeRoleWithSAML":
        arn = str(call.parameters.get("PrincipalArn", ""))
        if arn not in moto_backend("iam", owner).saml_providers:
            raise Fault("InvalidIdentityToken", f"No SAML provider {arn} in the account")
        return arn, {"saml:aud": "https://signin.aws.amazon.com/saml"}
    claims = _read_claims(str(call.parameters.get("WebIdentityToken", "")))
    host = str(claims.get("iss", "")).removeprefix("https://").rstrip("/")
    arn = f"arn:aws:iam::{owner}:oidc-provider/{host}"
    provider = moto_backend("iam", owner).open_id_providers.get(arn)
    if provider is None:
        raise Fault("InvalidIdentityToken", "No OpenIDConnect provider found in your account")
    audience = claims.get("aud")
    if audience not in (provider.client_id_list or ()):
        raise Fault("InvalidIdentityToken", "Incorrect token audience")
    keys = {
        f"{host}:{name}": claims[name] for name in ("aud", "sub", "amr", "azp") if name in claims
    }
    return arn, keys


def _read_claims(token: str) -> Mapping[str, Any]:
    parts = token.split(".")
    if len(parts) != PARTS or len(token) > LONGEST:
        raise Fault("InvalidIdentityToken", "The ID Token provided is not a valid JWT")
    try:
        text = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        claims = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Fault("InvalidIdentityToken", "The ID Token provided is not a valid JWT") from error
    if not isinstance(claims, dict):
        raise Fault("InvalidIdentityToken", "The ID Token provided is not a valid JWT")
    return claims
