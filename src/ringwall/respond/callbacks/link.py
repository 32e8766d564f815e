"""Links to approve: a page that asks once more, and the decision that its button sends.

The token stands after the # of the link, which no browser sends: neither proxies nor logs see it,
and a program that opens links in mails decides nothing. The page's script puts it into the form.
"""

import base64
import hashlib
from urllib.parse import parse_qsl

from ringwall.model.notice import CaseDecision
from ringwall.model.response_channels import MailChannel, TeamsChannel
from ringwall.respond.callbacks.approval_token import read_token
from ringwall.respond.callbacks.people import find_principal
from ringwall.respond.callbacks.received import CallbackContext, ReceivedCallback
from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.request import BAD, Callback, CallbackReply
from ringwall.respond.channels.harmless import escape_html

HTML = "text/html; charset=utf-8"
_SCRIPT = """
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
try {
  const part = token.split(".")[0].replace(/-/g, "+").replace(/_/g, "/");
  const said = JSON.parse(atob(part));
  const word = said.approve ? "Approve" : "Deny";
  document.getElementById("what").textContent =
    word + " the plan of " + said.case + " as " + said.principal + "? Plan " + said.plan_hash;
  document.getElementById("token").value = token;
  document.getElementById("go").textContent = word;
  document.getElementById("go").disabled = false;
} catch {
  document.getElementById("what").textContent = "This link is not whole: copy all of it.";
}
"""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Ringwall</title></head>
<body><h1>Ringwall</h1><p id="what">This page needs JavaScript.</p>
<form method="post"><input type="hidden" name="token" id="token">
<button id="go" disabled>Decide</button></form>
<script>{script}</script></body></html>
"""


def show_link_page() -> CallbackReply:
    """Return the page that a link leads to; it is the same for everybody, and decides nothing."""
    return CallbackReply(
        body=_PAGE.replace("{script}", _SCRIPT),
        content_type=HTML,
        headers={"content-security-policy": _write_policy(_SCRIPT)},
    )


def receive_link(
    channel: TeamsChannel | MailChannel, callback: Callback, context: CallbackContext
) -> ReceivedCallback:
    """Return what the person of a link has decided."""
    try:
        fields = dict(parse_qsl(callback.body.decode("ascii"), max_num_fields=4))
    except ValueError as error:
        raise CallbackRefused("this is no form of ours", BAD) from error
    token = read_token(fields.get("token", ""), context.secret, channel.name, context.now)
    if not token.principal:
        raise CallbackRefused("the token is of a button, and of nobody")
    decision = CaseDecision(
        principal=find_principal(context.people, token.principal).principal,
        case=token.case,
        plan_hash=token.plan_hash,
        request=token.request,
        approve=token.approve,
        at=context.now,
        via=channel.name,
        nonce=token.nonce,
    )
    return ReceivedCallback(decision, token.expires_at, reply_page)


def reply_page(text: str) -> CallbackReply:
    """Return a text as a page."""
    body = f'<!doctype html>\n<html lang="en"><title>Ringwall</title><p>{escape_html(text)}</p>\n'
    policy = {"content-security-policy": "default-src 'none'; frame-ancestors 'none'"}
    return CallbackReply(body=body, content_type=HTML, headers=policy)


def _write_policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
