"""Signatures of callbacks: each vendor's own, compared in constant time, with its time checked."""

import base64
import binascii
import hashlib
import hmac

from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.request import Callback
from ringwall.respond.channels.webhook_signature import sign_webhook

SECONDS = 300
"""How far the time of a callback may be from ours, to either side."""
MOST_SIGNATURES = 5
UNSIGNED = 401
_FORGED = "the signature does not hold"


def check_slack(callback: Callback, secret: str, now: int) -> None:
    """Raise CallbackRefused unless Slack has signed a request; `now` in milliseconds.

    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    at = callback.header("x-slack-request-timestamp")
    check_time(at, now)
    signed = f"v0:{at}:".encode() + callback.body
    mac = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    _compare(f"v0={mac}", callback.header("x-slack-signature"))


def check_webhook(callback: Callback, secret: str, now: int) -> str:
    """Return the id of a webhook that was signed as ours are; CallbackRefused otherwise."""
    id_, at = callback.header("webhook-id"), callback.header("webhook-timestamp")
    if not 1 <= len(id_) <= 256 or not id_.isascii() or not id_.isprintable() or "." in id_:  # noqa: PLR2004 - a limit of ours, which refuses nothing that is used
        raise CallbackRefused("there is no id, or none that is taken", UNSIGNED)
    check_time(at, now)
    expected = sign_webhook(secret, id_, at, callback.body).encode()
    given = callback.header("webhook-signature").split(" ")[:MOST_SIGNATURES]
    # All are compared: which one holds is not to be told by the time that it takes.
    holding = [hmac.compare_digest(expected, one.encode("utf-8", "replace")) for one in given]
    if not any(holding):
        raise CallbackRefused(_FORGED, UNSIGNED)
    return id_


def check_hub(callback: Callback, secret: str) -> None:
    """Raise CallbackRefused unless Jira has signed a webhook; its time is in the body.

    https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks
    """
    mac = hmac.new(secret.encode(), callback.body, hashlib.sha256).hexdigest()
    _compare(f"sha256={mac}", callback.header("x-hub-signature"))


def check_teams(callback: Callback, secret: str) -> None:
    """Raise CallbackRefused unless an outgoing webhook of Teams has signed a message.

    https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook
    """
    try:
        key = base64.b64decode(secret, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CallbackRefused("its security token is no base64", UNSIGNED) from error
    mac = base64.b64encode(hmac.digest(key, callback.body, "sha256")).decode("ascii")
    _compare(f"HMAC {mac}", callback.header("authorization"))


def check_time(text: str, now: int) -> None:
    """Raise CallbackRefused unless a time in seconds is near; `now` in milliseconds."""
    if not (text.isascii() and text.isdigit() and len(text) <= 12):  # noqa: PLR2004 - the year 33658
        raise CallbackRefused("there is no time", UNSIGNED)
    check_near(int(text) * 1000, now)


def check_near(at: int, now: int, seconds: int = SECONDS) -> None:
    """Raise CallbackRefused unless a time is near; both in milliseconds."""
    if abs(now - at) > seconds * 1000:
        raise CallbackRefused("it comes too late, or a clock is wrong", UNSIGNED)


def _compare(expected: str, given: str) -> None:
    if not hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace")):
        raise CallbackRefused(_FORGED, UNSIGNED)
