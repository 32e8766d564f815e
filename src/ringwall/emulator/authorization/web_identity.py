"""Identities of providers: which one vouches for a caller, and by which claims."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import ROLE_ARN, EmulatedCall, Fault
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.wire.web_token import find_issuer, read_claims


def read_provider(call: EmulatedCall) -> tuple[str, Mapping[str, Any]]:
    """Return the ARN of the identity provider of a call, and the condition keys of its token.

    Fault where the account of the role has no such provider, or the token cannot be read.
    """
    role = ROLE_ARN.fullmatch(str(call.parameters.get("RoleArn", "")))
    if role is None:
        raise Fault("ValidationError", "RoleArn is no ARN of a role")
    owner = role[1]
    if call.operation == "AssumeRoleWithSAML":
        arn = str(call.parameters.get("PrincipalArn", ""))
        if arn not in moto_backend("iam", owner).saml_providers:
            raise Fault("InvalidIdentityToken", f"No SAML provider {arn} in the account")
        return arn, {"saml:aud": "https://signin.aws.amazon.com/saml"}
    claims = read_claims(str(call.parameters.get("WebIdentityToken", "")))
    if claims is None:
        raise Fault("InvalidIdentityToken", "The ID Token provided is not a valid JWT")
    host = find_issuer(claims)
    arn = f"arn:{call.partition}:iam::{owner}:oidc-provider/{host}"
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
