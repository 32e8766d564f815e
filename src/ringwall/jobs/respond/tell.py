"""Channels told of cases: what is new is queued, sent, and what became of it noted in the case.

The events of cases are what is told; so nothing is lost where a process is killed, and nothing is
queued twice. What is older than a day is not told any more: a new channel hears of new things.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ringwall.aws.secret_value import locate_secret, read_secret_value
from ringwall.jobs.respond.notices import make_notices
from ringwall.jobs.respond.responders import Responders
from ringwall.model.errors import BadInput, CaseMoved
from ringwall.model.outbox import NoticeQueue
from ringwall.model.response_channels import JiraChannel, ServiceNowChannel
from ringwall.model.text import make_visible
from ringwall.respond.approval import find_standing
from ringwall.respond.cases import CaseAuthor, CaseFile, read_case_file
from ringwall.respond.channels.deliver import Courier, ToldNotice, choose_channels, without_end
from ringwall.respond.channels.https import HttpClient
from ringwall.respond.channels.secrets import SecretReader
from ringwall.respond.channels.sending import Equipment
from ringwall.respond.channels.templates import NoticeTemplates, read_templates
from ringwall.respond.policy_file import read_duration

LOG = logging.getLogger(__name__)
TOLD_FOR = 86_400_000
"""Milliseconds for which an event is told."""
OURS = "ringwall"
"""The author of what nobody has done by hand."""
NOTED = ("approval_wanted", "approval_escalated")
"""Kinds of notices of which a case says whom they reached."""


@dataclass(frozen=True)
class ChannelTeller:
    """Tells channels of cases."""

    responders: Responders
    courier: Courier
    has_terminal: bool = True
    """Whether who is told can go on with a case by commands, too."""
    _queued: set[tuple[str, int]] = field(default_factory=set, repr=False, compare=False)
    """Cases and numbers of events that were queued: the outbox knows them, too."""

    def tell(self) -> tuple[ToldNotice, ...]:
        """Queue what is new, send what is due, and note in cases what became of it."""
        if not self.courier.channels:
            return ()
        self.queue_new()
        return self.deliver()

    def queue_new(self, may_go_on: Callable[[], bool] = without_end) -> int:
        """Queue what is new, and ask for help where nobody has answered; return how many."""
        now, count = _now(), 0
        approval = self.responders.policy.approval
        # A request that still waits was made no longer ago than it lasts.
        lasts = read_duration(approval.expires).total_seconds() * 1000
        for case_id in self.responders.log.moved_since(now - max(TOLD_FOR, round(lasts))):
            if not may_go_on():
                break
            try:
                file = read_case_file(self.responders.log, case_id)
            except BadInput:
                continue  # somebody without the key has written it: `respond status` says so
            count += self._queue(self._escalate(file, now), now)
        return count

    def deliver(self, may_go_on: Callable[[], bool] = without_end) -> tuple[ToldNotice, ...]:
        """Send what is due, and note in cases what became of it."""
        told = self.courier.deliver(may_go_on)
        for one in told:
            try:
                self._note(one)
            except BadInput as error:
                # Others add to it all the time, or it does not hold any more: told is told.
                LOG.warning("not noted case=%s reason=%s", one.case, make_visible(str(error)))
        return told

    def _queue(self, file: CaseFile, now: int) -> int:
        case_id, count = file.case.id, 0
        for notice, via in make_notices(file, now - TOLD_FOR, now, has_terminal=self.has_terminal):
            if (case_id, notice.number) not in self._queued:
                names = choose_channels(self.courier.channels, notice)
                count += self.courier.queue.put(notice, [name for name in names if name != via])
                self._queued.add((case_id, notice.number))
        return count

    def _escalate(self, file: CaseFile, now: int) -> CaseFile:
        """Write down that a request was not answered for too long, once."""
        term = read_duration(self.responders.policy.approval.escalates).total_seconds() * 1000
        asked = [event for event in file.events if event.kind == "requested"]
        if not asked or now - asked[-1].at < term:
            return file
        plan, number = str(asked[-1].body.get("plan", "")), asked[-1].number

        def still(case: CaseFile) -> bool:
            is_told = any(e.kind == "escalated" and e.number > number for e in case.events)
            standing = find_standing(case.events, plan, now)
            return not is_told and standing.state == "waiting" and not standing.approvers

        if not still(file):
            return file
        try:
            body = {"plan": plan}
            return CaseAuthor(self.responders.log, OURS).add(file, "escalated", body, still)
        except CaseMoved:
            return read_case_file(self.responders.log, file.case.id)

    def _note(self, told: ToldNotice) -> None:
        """Write down a ticket that is new, whom a request reached, and what could not be told."""
        file = read_case_file(self.responders.log, told.case)
        channels = {channel.name: channel for channel in self.courier.channels}
        has_ticket = isinstance(channels[told.channel], JiraChannel | ServiceNowChannel)
        is_new = has_ticket and told.key and file.case.tickets.get(told.channel) != told.key
        if not (is_new or told.is_dead or (told.is_sent and told.kind in NOTED)):
            return
        body = {"channel": told.channel, "notice": told.kind}
        if is_new:
            body["ticket"] = told.key
        if told.error:
            body["error"] = told.error
        CaseAuthor(self.responders.log, OURS).add(file, "told", body)


def make_teller(
    responders: Responders, queue: NoticeQueue, *, callback_url: str = "", has_terminal: bool = True
) -> ChannelTeller:
    """Return what tells the channels of the policy; BadInput where its templates cannot be used.

    `callback_url` is where answers are taken where the policy does not say.
    """
    messages = responders.policy.messages
    templates = NoticeTemplates()
    if messages.templates:
        templates = read_templates(responders.folder / messages.templates)
    url = messages.callback_url or callback_url
    equipment = make_equipment(responders, HttpClient(), url.rstrip("/"))
    courier = Courier(queue, responders.policy.channels, equipment, templates)
    return ChannelTeller(responders, courier, has_terminal)


def make_equipment(responders: Responders, http: HttpClient, callback_url: str = "") -> Equipment:
    """Return what the channels of the policy send with, and check callbacks with."""
    secret = make_secret_reader(responders)
    return Equipment(http, secret, _now, responders.policy.people, callback_url)


def tell_outcome(told: ToldNotice) -> str:
    """Return what became of a notice as one line."""
    what = f"{told.channel}: {told.case}: {told.kind}"
    if told.is_sent:
        return f"{what}: told{f' ({make_visible(told.key)})' if told.key else ''}"
    state = "NOT TOLD" if told.is_dead else "not told yet"
    return f"{what}: {state}: {make_visible(told.error)}"


def make_secret_reader(responders: Responders) -> SecretReader:
    """Return what reads the secrets of channels."""

    def fetch(arn: str) -> str:
        reader = responders.connection.sessions.reader(*locate_secret(arn))
        return read_secret_value(reader, arn)

    return SecretReader(responders.folder, fetch=fetch)


def _now() -> int:
    return time.time_ns() // 1_000_000
