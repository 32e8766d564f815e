"""Microsoft Teams: what somebody writes to the outgoing webhook of a team."""

import json
import re
from datetime import datetime

import msgspec

from ringwall.model.notice import CaseDecision
from ringwall.model.response_channels import TeamsChannel
from ringwall.respond.callbacks.people import find_teams_person
from ringwall.respond.callbacks.received import NONCE_KEPT, CallbackContext, ReceivedCallback
from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.request import BAD, Callback, CallbackReply
from ringwall.respond.callbacks.signatures import check_near, check_teams
from ringwall.respond.channels.harmless import escape_html

LONGEST = 4_000
_MENTION = re.compile(r"<at(?: [^<>]{0,100})?>[^<>]{0,200}</at>")
_TAG = re.compile(r"<[^<>]{0,200}>")
_COMMAND = re.compile(
    r"\b(approve|deny) (CASE-[0-9]{8}-[a-z0-9]{6,16}) ([0-9a-f]{64})(?![0-9a-f])", re.IGNORECASE
)


class TeamsSender(msgspec.Struct, frozen=True):
    """Who has written it."""

    aadObjectId: str = ""  # noqa: N815 - Microsoft's own name


class TeamsPlace(msgspec.Struct, frozen=True):
    """Where it was written."""

    id: str = ""


class TeamsMessage(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """What Teams says of it, as far as it is read."""

    type: str
    id: str
    timestamp: datetime
    text: str
    sender: TeamsSender
    conversation: TeamsPlace = TeamsPlace()


def receive_teams(
    channel: TeamsChannel, callback: Callback, context: CallbackContext
) -> ReceivedCallback:
    """Return what somebody has decided by writing it: approve CASE HASH, or deny CASE HASH."""
    check_teams(callback, context.secret)
    try:
        message = msgspec.json.decode(callback.body, type=TeamsMessage)
        at = round(message.timestamp.timestamp() * 1000)
    except (ValueError, OverflowError, RecursionError, msgspec.MsgspecError) as error:
        raise CallbackRefused("this is no message of Teams", BAD) from error
    if message.timestamp.tzinfo is None or not message.id:
        raise CallbackRefused("this is no message of Teams", BAD)
    check_near(at, context.now)
    person = find_teams_person(context.people, message.sender.aadObjectId)
    text = _TAG.sub(" ", _MENTION.sub(" ", message.text[:LONGEST])).replace("&nbsp;", " ")
    text = " ".join(text.split())
    found = _COMMAND.findall(text)
    # INVARIANT: it begins with the command: "I would never approve ..." approves nothing.
    if len(found) != 1 or not _COMMAND.match(text):
        raise CallbackRefused("write: approve CASE PLAN, or: deny CASE PLAN", BAD)
    ((word, case, plan_hash),) = found
    decision = CaseDecision(
        principal=person.principal,
        case=f"CASE-{case[5:].lower()}",
        plan_hash=plan_hash.lower(),
        request=0,
        approve=word.lower() == "approve",
        at=at,
        via=channel.name,
        nonce=f"{message.conversation.id} {message.id}",
    )
    return ReceivedCallback(decision, context.now + NONCE_KEPT, reply_teams)


def reply_teams(text: str) -> CallbackReply:
    """Return a text as a message that Teams shows; it takes messages for HTML."""
    body = json.dumps({"type": "message", "text": escape_html(text)})
    return CallbackReply(body=body, content_type="application/json; charset=utf-8")
