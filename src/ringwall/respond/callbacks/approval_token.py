"""Approval tokens: what a button or a link carries, signed, so that nobody can make one.

A token says which plan it approves or denies, for whom, and until when. It is bound to the name of
its channel. A token of a link is for one person and is taken once; a button of Slack carries one
for whoever Slack says has pressed it.
"""

import base64
import hashlib
import hmac

import msgspec

from ringwall.respond.callbacks.refusal import CallbackRefused

LONGEST = 1_900
"""Letters; the value of a button of Slack takes 2,000."""
_PURPOSE = b"ringwall approval token 1"
"""The signing secret of a channel has other uses: what is signed for one proves nothing here."""


class ApprovalToken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a token says."""

    case: str
    plan_hash: str
    request: int
    approve: bool
    expires_at: int
    """Milliseconds since 1970, UTC."""
    via: str
    """The name of the channel."""
    principal: str = ""
    """Who decides by it, or '' where the channel says who it was."""

    @property
    def nonce(self) -> str:
        """What tells it from others: the same token, sent twice, is taken once."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


def sign_token(token: ApprovalToken, secret: str) -> str:
    """Return the token as text of letters that a URL takes."""
    body = _encode(msgspec.json.encode(token))
    return f"{body}.{_encode(_make_mac(body, secret))}"


def read_token(text: str, secret: str, via: str, now: int) -> ApprovalToken:
    """Return what a token says; CallbackRefused where it is forged, late, or of another channel."""
    body, _, mac = text.partition(".")
    if len(text) > LONGEST or not text.isascii():
        raise CallbackRefused("this is no approval token")
    if not hmac.compare_digest(_encode(_make_mac(body, secret)), mac):
        raise CallbackRefused("the approval token was not signed by us")
    try:
        token = msgspec.json.decode(
            base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)), type=ApprovalToken
        )
    except (msgspec.MsgspecError, ValueError) as error:
        raise CallbackRefused("this is no approval token") from error
    if token.via != via:
        raise CallbackRefused("the approval token is of another channel")
    if now >= token.expires_at:
        raise CallbackRefused("it is too late: the request for approval has expired")
    return token


def _make_mac(body: str, secret: str) -> bytes:
    key = hmac.digest(secret.encode(), _PURPOSE, "sha256")
    return hmac.digest(key, body.encode(), "sha256")


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")
