"""Channels told of cases: what is new is queued, sent, and what became of it noted in the case.

The events of cases are what is told; so nothing is lost where a process is killed, and nothing is
queued twice. What is older than a day is not told any more: a new channel hears of new things.
"""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from ringwall.aws.secret_value import locate_secret, read_secret_value
from ringwall.jobs.respond.notices import make_notices
from ringwall.jobs.respond.responders import Responders
from ringwall.model.errors import BadInput, CaseMoved
from ringwall.model.outbox import NoticeStatus, QueuedNotice
from ringwall.model.response_channels import JiraChannel, ServiceNowChannel
from ringwall.respond.approval import find_standing
from ringwall.respond.cases import CaseAuthor, CaseFile, read_case_file
from ringwall.respond.channels.deliver import Courier, ToldNotice, choose_channels
from ringwall.respond.channels.https import HttpClient
from ringwall.respond.channels.secrets import SecretReader
from ringwall.respond.channels.sending import Equipment
from ringwall.respond.channels.templates import NoticeTemplates, read_templates
from ringwall.respond.policy_file import read_duration
from ringwall.store.database.connection import open_database
from ringwall.store.database.outbox import Outbox
from ringwall.store.home import Home
from ringwall.store.seal_key import find_key

TOLD_FOR = 86_400_000
"""Milliseconds for which an event is told."""
OURS = "ringwall"
"""The author of what nobody has done by hand."""
NOTED = ("approval_wanted", "approval_escalated")
"""Kinds of notices of which a case says whom they reached."""


@dataclass(frozen=True)
class ChannelTeller:
    """Tells channels of the cases of a home folder."""

    responders: Responders
    courier: Courier
    outbox: Outbox
    _settled: set[str] = field(default_factory=set, repr=False, compare=False)
    """Cases that are closed and told: those are not read again."""
    _queued: set[tuple[str, int]] = field(default_factory=set, repr=False, compare=False)
    """Cases and numbers of events that were queued: the outbox knows them, too."""

    def tell(self) -> tuple[ToldNotice, ...]:
        """Queue what is new, send what is due, and note in cases what became of it."""
        if not self.courier.channels:
            return ()
        self.queue_new()
        told = self.courier.deliver()
        for one in told:
            self._note(one)
        return told

    def queue_new(self) -> int:
        """Queue what is new, and ask for help where nobody has answered; return how many."""
        now, count = _now(), 0
        for case_id in self.responders.log.case_ids():
            if case_id in self._settled:
                continue
            try:
                file = read_case_file(self.responders.log, case_id)
            except BadInput:
                continue  # somebody without the key has written it: `respond status` says so
            file = self._escalate(file, now)
            for notice, via in make_notices(file, now - TOLD_FOR, now):
                if (case_id, notice.number) not in self._queued:
                    names = choose_channels(self.courier.channels, notice)
                    count += self.outbox.put(notice, [name for name in names if name != via])
                    self._queued.add((case_id, notice.number))
            if file.case.status == "closed" and file.events[-1].at < now - TOLD_FOR:
                self._settled.add(case_id)
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


def open_teller(responders: Responders) -> ChannelTeller:
    """Return what tells the channels of the policy; BadInput where its templates cannot be used."""
    outbox = open_outbox(responders)
    messages = responders.policy.messages
    templates = NoticeTemplates()
    if messages.templates:
        templates = read_templates(responders.folder / messages.templates)
    equipment = Equipment(
        HttpClient(),
        make_secret_reader(responders),
        _now,
        responders.policy.people,
        messages.callback_url.rstrip("/"),
    )
    courier = Courier(outbox, responders.policy.channels, equipment, templates)
    return ChannelTeller(responders, courier, outbox)


def open_outbox(responders: Responders) -> Outbox:
    """Return the notices of a home folder."""
    home = Home(responders.home)
    return Outbox(open_database(home.database_url), find_key(home.path))


def make_secret_reader(responders: Responders) -> SecretReader:
    """Return what reads the secrets of channels."""

    def fetch(arn: str) -> str:
        reader = responders.connection.sessions.reader(*locate_secret(arn))
        return read_secret_value(reader, arn)

    return SecretReader(responders.folder, fetch=fetch)


def list_notices(
    responders: Responders, statuses: Collection[NoticeStatus] = ()
) -> Iterator[QueuedNotice]:
    """Yield the notices in a state, or all, oldest first."""
    yield from open_outbox(responders).list(statuses)


def retry_notices(responders: Responders, wanted: Collection[str] = ()) -> int:
    """Let dead notices be tried again: those with these uids, or the beginnings of them, or all.

    BadInput where one is named that is not dead.
    """
    outbox = open_outbox(responders)
    dead = [one.uid for one in outbox.list(["dead"])]
    found = [uid for uid in dead for word in wanted if uid.startswith(word)]
    for word in wanted:
        if not any(uid.startswith(word) for uid in dead):
            raise BadInput(f"no notice {word} is dead; `ringwall respond notices` lists them")
    return outbox.revive(found) if dead else 0


def _now() -> int:
    return time.time_ns() // 1_000_000
