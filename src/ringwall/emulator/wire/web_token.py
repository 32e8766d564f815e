"""The claims of a web identity's token, as they stand: no provider is there to check a signature.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

PARTS = 3
"""A token (JWT) has a header, claims and a signature."""
LONGEST = 20_000
"""Characters of a token, as STS limits them."""


def read_claims(token: str) -> Mapping[str, Any] | None:
    """Return the claims of a token; None where it is none."""
    parts = token.split(".")
    if len(parts) != PARTS or len(token) > LONGEST:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return None
    return claims if isinstance(claims, dict) else None


def find_issuer(claims: Mapping[str, Any]) -> str:
    """Return the host of who issued a token, as IAM names the provider."""
    return str(claims.get("iss", "")).removeprefix("https://").rstrip("/")
