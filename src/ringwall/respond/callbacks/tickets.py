"""Tickets: what somebody wrote into one, or made of it, as a remark in its case.

Jira's own webhooks are taken as they are. ServiceNow sends what a business rule of the user's
makes, as docs/howto/soar.md shows it. Neither can decide anything.
"""

import hashlib
from dataclasses import replace
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from ringwall.model.notice import CaseRemark
from ringwall.model.response_channels import JiraChannel, ServiceNowChannel
from ringwall.respond.callbacks.received import NONCE_KEPT, CallbackContext, ReceivedCallback
from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.request import BAD, Callback
from ringwall.respond.callbacks.signatures import check_hub, check_near, check_webhook
from ringwall.respond.channels.jira import MARK

JIRA_SECONDS = 3_600
"""Jira sends a webhook that was not taken again for a while."""
LONGEST = 10_000
DEEPEST = 40


class JiraUser(msgspec.Struct, frozen=True, rename="camel"):
    """Somebody of Jira."""

    display_name: str = ""
    account_id: str = ""


class JiraIssue(msgspec.Struct, frozen=True):
    """The issue."""

    key: str


class JiraComment(msgspec.Struct, frozen=True):
    """A comment: its body is text, or a document of the Atlassian Document Format."""

    id: str = ""
    body: Any = ""
    author: JiraUser = JiraUser()


class JiraItem(msgspec.Struct, frozen=True, rename={"old": "fromString", "new": "toString"}):
    """One field that was changed."""

    field: str = ""
    old: str | None = None
    new: str | None = None


class JiraChanges(msgspec.Struct, frozen=True):
    """What was changed."""

    items: tuple[JiraItem, ...] = ()


class JiraEvent(msgspec.Struct, frozen=True, rename={"event": "webhookEvent"}):
    """What Jira says, as far as it is read."""

    event: str
    timestamp: int
    issue: JiraIssue
    comment: JiraComment = JiraComment()
    user: JiraUser = JiraUser()
    changelog: JiraChanges = JiraChanges()


class ServiceNowNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a business rule sends."""

    number: Annotated[str, Meta(min_length=1, max_length=100)]
    author: Annotated[str, Meta(min_length=1, max_length=200)]
    text: Annotated[str, Meta(min_length=1, max_length=LONGEST)]


def receive_jira(
    channel: JiraChannel, callback: Callback, context: CallbackContext
) -> ReceivedCallback:
    """Return what somebody has commented, or to which status an issue was moved."""
    check_hub(callback, context.secret)
    try:
        event = msgspec.json.decode(callback.body, type=JiraEvent)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise CallbackRefused("this is no webhook of Jira", BAD) from error
    check_near(event.timestamp, context.now, JIRA_SECONDS)
    author, text = event.user, ""
    if event.event == "comment_created":
        author, text = event.comment.author, _read_text(event.comment.body)
        if MARK in text:
            return ReceivedCallback()  # our own, which comes back
    elif event.event == "jira:issue_updated":
        moved = [item for item in event.changelog.items if item.field == "status"]
        text = "; ".join(f"status: {item.old} -> {item.new}" for item in moved)
    name = author.display_name or author.account_id or "Jira"
    # What is signed is the body alone: a header could be another one each time.
    nonce = hashlib.sha256(callback.body).hexdigest()
    remark = CaseRemark("", name[:200], text[:LONGEST], context.now, channel.name, nonce)
    return _place(remark, event.issue.key, context)


def receive_servicenow(
    channel: ServiceNowChannel, callback: Callback, context: CallbackContext
) -> ReceivedCallback:
    """Return what somebody has noted in an incident."""
    id_ = check_webhook(callback, context.secret, context.now)
    try:
        note = msgspec.json.decode(callback.body, type=ServiceNowNote)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise CallbackRefused(f"it is no note: {error}", BAD) from error
    remark = CaseRemark("", note.author, note.text, context.now, channel.name, id_)
    return _place(remark, note.number, context)


def _place(remark: CaseRemark, key: str, context: CallbackContext) -> ReceivedCallback:
    """Return a remark with the case of its ticket; nothing where the ticket is none of ours."""
    case = context.find_case(key)
    if not case or not remark.text.strip():
        return ReceivedCallback()
    return ReceivedCallback(replace(remark, case=case), context.now + NONCE_KEPT)


def _read_text(body: Any) -> str:
    """Return the text of a comment; of a document, that of its nodes."""
    if isinstance(body, str):
        return body
    found: list[str] = []
    level = [body]
    for _ in range(DEEPEST):
        found.extend(
            node["text"]
            for node in level
            if isinstance(node, dict) and isinstance(node.get("text"), str)
        )
        level = [
            child
            for node in level
            if isinstance(node, dict) and isinstance(node.get("content"), list)
            for child in node["content"]
        ]
    return " ".join(found)
