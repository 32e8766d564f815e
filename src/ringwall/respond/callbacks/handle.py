"""A callback from its request to its answer: checked, taken once, decided, told.

The same for `ringwall respond serve` and for a Lambda behind a function URL.
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from ringwall.model.errors import Locked, RingwallError, StorageFailed
from ringwall.model.notice import CaseDecision, CaseRemark
from ringwall.model.outbox import NonceLog, NoticeQueue
from ringwall.model.response_channels import (
    Channel,
    JiraChannel,
    MailChannel,
    ServiceNowChannel,
    SlackChannel,
    TeamsChannel,
    WebhookChannel,
)
from ringwall.model.response_policy import Responder
from ringwall.model.table import Row
from ringwall.model.text import make_visible
from ringwall.respond.callbacks.link import receive_link, reply_page, show_link_page
from ringwall.respond.callbacks.received import CallbackContext, ReceivedCallback
from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.request import Callback, CallbackReply
from ringwall.respond.callbacks.slack import receive_slack
from ringwall.respond.callbacks.teams import receive_teams, reply_teams
from ringwall.respond.callbacks.tickets import receive_jira, receive_servicenow
from ringwall.respond.callbacks.webhook import receive_webhook
from ringwall.respond.channels.harmless import escape_slack
from ringwall.respond.channels.https import HttpClient, NoAnswer
from ringwall.respond.channels.sending import SeekSecret

LOG = logging.getLogger(__name__)
NOT_FOUND, WRONG_METHOD, TAKEN, BUSY = 404, 405, 409, 503
HEALTH = "/health"
SHOWN_BY_TEAMS = frozenset({400, 403, 409})
"""What Teams has signed is answered 200, and why it was refused: it shows no other answer."""
_PATH = re.compile(r"/callbacks/([a-z0-9][a-z0-9_-]{0,31})(/link)?")


@dataclass(frozen=True)
class TakenDecision:
    """What became of a decision: what to tell, and whether that is the end of the request."""

    text: str
    is_final: bool = False
    """Whether nobody is asked any more: it is denied, or approved by as many as it takes."""


class DecideCase(Protocol):
    """How a decision is carried into its case; it returns what to tell, or raises."""

    def __call__(self, decision: CaseDecision) -> TakenDecision:
        """Write down a decision; NotAuthorized where the person may not decide it."""
        ...


class RemarkCase(Protocol):
    """How a remark is carried into its case."""

    def __call__(self, remark: CaseRemark) -> str:
        """Write down a remark, and return what to tell."""
        ...


@dataclass(frozen=True)
class CallbackOutcome:
    """The answer to a callback, and what is still to be done after it was sent."""

    reply: CallbackReply
    finish: Callable[[], None] | None = None


@dataclass(frozen=True)
class CallbackHandler:
    """Takes callbacks of channels."""

    channels: Sequence[Channel]
    people: tuple[Responder, ...]
    secret: SeekSecret
    nonces: NonceLog
    queue: NoticeQueue
    decide: DecideCase
    remark: RemarkCase
    now: Callable[[], int]
    """Milliseconds since 1970, UTC."""
    http: HttpClient

    def handle(self, callback: Callback) -> CallbackOutcome:
        """Return the answer; where a channel does not wait, what is to be done comes after it."""
        found = _PATH.fullmatch(callback.path)
        known = {channel.name: channel for channel in self.channels}
        channel = known.get(found[1]) if found else None
        if not found or channel is None or not channel.signing.is_named:
            return CallbackOutcome(CallbackReply(NOT_FOUND, "there is nothing here\n"))
        try:
            received = self._receive(channel, callback, is_link=bool(found[2]))
            if isinstance(received, CallbackReply):
                return CallbackOutcome(received)
            return self._take(received)
        except CallbackRefused as error:
            LOG.warning(
                "callback refused channel=%s reason=%s", channel.name, make_visible(str(error))
            )
            reply = _refuse(channel, error, is_link=bool(found[2]))
            url, text = error.answer_url, reply.body
            return CallbackOutcome(
                reply, (lambda: self._tell(url, channel.name, text)) if url else None
            )

    def _receive(
        self, channel: Channel, callback: Callback, *, is_link: bool
    ) -> ReceivedCallback | CallbackReply:
        if is_link and callback.method == "GET" and isinstance(channel, TeamsChannel | MailChannel):
            return show_link_page()
        if callback.method != "POST":
            raise CallbackRefused("only POST is taken here", WRONG_METHOD)
        try:
            secret = self.secret(channel.signing)
        except RingwallError as error:
            LOG.warning("no signing secret channel=%s reason=%s", channel.name, error)
            raise CallbackRefused("it cannot be checked now", BUSY) from error
        context = CallbackContext(
            secret,
            self.people,
            self.now(),
            lambda key: self.queue.find_case(channel.name, key),
        )
        return _parse(channel, callback, context, is_link=is_link)

    def _take(self, received: ReceivedCallback) -> CallbackOutcome:
        message = received.message
        if message is None:
            return CallbackOutcome(received.reply(""))
        if not self.nonces.take(message.via, message.nonce, received.kept_until):
            raise CallbackRefused("it was taken before", TAKEN)
        if not received.answer_url:
            return CallbackOutcome(self._settle(received, message)[0])
        return CallbackOutcome(received.reply(""), partial(self._answer, received, message))

    def _settle(
        self, received: ReceivedCallback, message: CaseDecision | CaseRemark
    ) -> tuple[CallbackReply, bool]:
        """Carry a message into its case; return what became of it, and whether it is the end."""
        try:
            if isinstance(message, CaseDecision):
                taken = self.decide(message)
                return received.reply(make_visible(taken.text)), taken.is_final
            return received.reply(make_visible(self.remark(message))), False
        except (StorageFailed, Locked) as error:
            # It was not done, and may come again.
            self.nonces.give_back(message.via, message.nonce)
            LOG.warning("callback failed channel=%s reason=%s", message.via, error)
            text = "it could not be written down; try again"
            return replace(received.reply(text), status=BUSY), False
        except RingwallError as error:
            return received.reply(f"not done: {make_visible(str(error))}"), False

    def _answer(self, received: ReceivedCallback, message: CaseDecision | CaseRemark) -> None:
        """Carry a message into its case, and tell the channel at the URL that it named."""
        reply, is_final = self._settle(received, message)
        if is_final and received.write_end:
            self._send(received.answer_url, message.via, received.write_end(reply.body))
        else:
            self._tell(received.answer_url, message.via, reply.body)

    def _tell(self, url: str, via: str, text: str) -> None:
        document = {
            "response_type": "ephemeral",
            "replace_original": False,
            "text": escape_slack(text),
        }
        self._send(url, via, document)

    def _send(self, url: str, via: str, document: Row) -> None:
        try:
            self.http.send_json("POST", url, document)
        except NoAnswer as error:
            LOG.warning("callback not answered channel=%s reason=%s", via, error)


def answer_health() -> CallbackReply:
    """Return what is told who asks whether callbacks are taken here."""
    return CallbackReply(body="ok\n")


def answer_failure(error: RingwallError) -> CallbackReply:
    """Return what is told where a callback was refused, or could not be taken."""
    if isinstance(error, CallbackRefused):
        return CallbackReply(error.status, f"refused: {error}\n")
    LOG.warning("callback failed reason=%s", make_visible(str(error)))
    return CallbackReply(BUSY, "it cannot be taken now; try again\n")


def _parse(
    channel: Channel, callback: Callback, context: CallbackContext, *, is_link: bool
) -> ReceivedCallback:
    match channel:
        case TeamsChannel() | MailChannel() if is_link:
            return receive_link(channel, callback, context)
        case SlackChannel() if not is_link:
            return receive_slack(channel, callback, context)
        case TeamsChannel():
            return receive_teams(channel, callback, context)
        case WebhookChannel() if not is_link:
            return receive_webhook(channel, callback, context)
        case JiraChannel() if not is_link:
            return receive_jira(channel, callback, context)
        case ServiceNowChannel() if not is_link:
            return receive_servicenow(channel, callback, context)
    raise CallbackRefused("there is nothing here", NOT_FOUND)


def _refuse(channel: Channel, error: CallbackRefused, *, is_link: bool) -> CallbackReply:
    text = f"refused: {make_visible(str(error))}"
    if is_link:
        return replace(reply_page(text), status=error.status)
    if isinstance(channel, TeamsChannel) and error.status in SHOWN_BY_TEAMS:
        return reply_teams(text)
    return CallbackReply(error.status, f"{text}\n")
