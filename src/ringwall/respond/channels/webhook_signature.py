"""The signature of webhooks, out and in: that of Standard Webhooks, with the id of the key.

What is signed is `ID.TIMESTAMP.BODY`, by HMAC-SHA256; the key is the base64 after `whsec_`.
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hmac

from ringwall.model.errors import BadInput

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64
"""Bytes of a key."""


def read_webhook_key(secret: str) -> bytes:
    """Return the key that a secret is; BadInput where it is none, which it does not show."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or not SHORTEST <= len(key) <= LONGEST:
        raise BadInput(
            f"a webhook's secret is {PREFIX} and the base64 of {SHORTEST} to {LONGEST} random "
            "bytes; `openssl rand -base64 32` makes them"
        )
    return key


def sign_webhook(secret: str, id_: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a webhook: `v1,` and base64."""
    signed = f"{id_}.{timestamp}.".encode() + body
    mac = hmac.digest(read_webhook_key(secret), signed, "sha256")
    return f"v1,{base64.b64encode(mac).decode('ascii')}"
