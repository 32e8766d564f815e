"""Slack: a button that somebody has pressed.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from ringwall.model.notice import CaseDecision
from ringwall.model.response_channels import LOCAL_HOSTS, SlackChannel, find_url_flaw
from ringwall.model.table import Row
from ringwall.respond.callbacks.approval_token import read_token
from ringwall.respond.callbacks.people import find_slack_person
from ringwall.respond.callbacks.received import NONCE_KEPT, CallbackContext, ReceivedCallback
from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.request import BAD, Callback
from ringwall.respond.callbacks.signatures import check_slack
from ringwall.respond.channels.harmless import cut, escape_slack
from ringwall.respond.channels.slack import SECTION, WORST

OURS = ("ringwall_approve", "ringwall_deny")
ANSWER_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
MOST_FIELDS = 10
MOST_BLOCKS = 50
"""Slack takes no more in a message."""


class SlackUser(msgspec.Struct, frozen=True):
    """Who has pressed it."""

    id: str


class SlackPlace(msgspec.Struct, frozen=True):
    """The channel where it was pressed."""

    id: str = ""


class SlackAction(msgspec.Struct, frozen=True):
    """The button that was pressed."""

    action_id: str
    value: str = ""


class SlackMessage(msgspec.Struct, frozen=True):
    """The message with the button, as Slack keeps it."""

    blocks: tuple[dict[str, Any], ...] = ()


class SlackPayload(msgspec.Struct, frozen=True):
    """What Slack says of it, as far as it is read."""

    type: str
    user: SlackUser
    trigger_id: str = ""
    channel: SlackPlace = SlackPlace()
    actions: tuple[SlackAction, ...] = ()
    message: SlackMessage = SlackMessage()
    response_url: str = ""


def receive_slack(
    channel: SlackChannel, callback: Callback, context: CallbackContext
) -> ReceivedCallback:
    """Return what somebody has decided by a button."""
    check_slack(callback, context.secret, context.now)
    payload = _read(callback)
    ours = [action for action in payload.actions if action.action_id in OURS]
    if payload.type != "block_actions" or not ours:
        return ReceivedCallback()  # the button that opens the case says that it was pressed, too
    if len(ours) != 1 or not payload.trigger_id:
        raise CallbackRefused("it holds more than one decision, or nothing to tell it by", BAD)
    if payload.channel.id != channel.channel:
        raise CallbackRefused("it was pressed in another channel")
    url = payload.response_url if _may_answer(payload.response_url, channel) else ""
    try:
        decision = _read_decision(channel, payload, ours[0], context)
    except CallbackRefused as error:
        raise CallbackRefused(str(error), error.status, url) from error
    return ReceivedCallback(
        decision,
        context.now + NONCE_KEPT,
        write_end=partial(_write_end, payload.message),
        answer_url=url,
    )


def _write_end(message: SlackMessage, text: str) -> Row:
    """Return the message without its buttons, and with what was decided.

    https://docs.slack.dev/interactivity/handling-user-interaction#updating_message_response
    """
    kept = [block for block in message.blocks if block.get("type") in ("header", "section")]
    shown = escape_slack(cut(text, SECTION // WORST))
    end = {"type": "section", "text": {"type": "mrkdwn", "text": shown, "verbatim": True}}
    return {"replace_original": True, "text": shown, "blocks": [*kept[: MOST_BLOCKS - 1], end]}


def _read_decision(
    channel: SlackChannel, payload: SlackPayload, action: SlackAction, context: CallbackContext
) -> CaseDecision:
    person = find_slack_person(context.people, payload.user.id)
    token = read_token(action.value, context.secret, channel.name, context.now)
    if token.principal or (action.action_id == OURS[0]) is not token.approve:
        raise CallbackRefused("the button says one thing and its token another")
    return CaseDecision(
        principal=person.principal,
        case=token.case,
        plan_hash=token.plan_hash,
        request=token.request,
        approve=token.approve,
        at=context.now,
        via=channel.name,
        nonce=payload.trigger_id,
    )


def _read(callback: Callback) -> SlackPayload:
    try:
        fields = parse_qsl(
            callback.body.decode("ascii"),
            strict_parsing=True,
            max_num_fields=MOST_FIELDS,
            errors="strict",
        )
        (text,) = (value for name, value in fields if name == "payload")
        return msgspec.json.decode(text, type=SlackPayload)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise CallbackRefused("this is no interaction of Slack", BAD) from error


def _may_answer(url: str, channel: SlackChannel) -> bool:
    """Whether a URL is one of Slack's; for a server on this machine, one of this machine."""
    if not url or find_url_flaw(url):
        return False
    host = urlsplit(url).hostname or ""
    return host in ANSWER_HOSTS or (
        host in LOCAL_HOSTS and urlsplit(channel.url).hostname in LOCAL_HOSTS
    )
