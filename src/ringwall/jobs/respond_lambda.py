"""Responders in a Lambda: findings answered, cases gone on with, channels told; within its time.

No home folder, and nothing that takes long to import. `lambda_environment` has what is configured.
"""

import re
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from logging import getLogger
from pathlib import Path

import msgspec

from ringwall.apply.dynamodb.journal import DynamoJournal
from ringwall.apply.dynamodb.leases import DynamoLeases
from ringwall.apply.environment import Halted, RunEnvironment
from ringwall.catalog.loader import load_responses
from ringwall.catalog.securityhub.finding_workflow import WORKFLOW_WRITES
from ringwall.collect.findings.recognize import NotAFinding, open_record, read_report
from ringwall.jobs.events import JobProgress
from ringwall.jobs.lambda_environment import LambdaEnvironment, open_environment
from ringwall.jobs.respond.continued import ContinuedCase, find_unfinished, go_on_with_case
from ringwall.jobs.respond.received import ReceivedResponse, note_in_hub, respond_to_finding
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.tell import ChannelTeller, make_teller, tell_outcome
from ringwall.model.errors import Locked, RingwallError
from ringwall.model.fields import LAST_TIME
from ringwall.model.finding import Finding
from ringwall.model.lease import Leased
from ringwall.model.response_policy import ResponsePolicy
from ringwall.model.table import Row
from ringwall.model.text import make_visible
from ringwall.respond.cases import find_record, read_case_file
from ringwall.respond.channels.deliver import ToldNotice

OWN = "ringwall"
_OWN_RULE = re.compile(r"[a-z0-9_]{1,64}\.[a-z0-9_]{1,128}", re.ASCII)
_UID = re.compile(r"[0-9a-f]{32}", re.ASCII)
LOG = getLogger(__name__)
MARGIN = 8.0
"""Seconds before the end of the Lambda's time in which nothing new is begun: what was sent is
waited for, and written down."""
SEND_SECONDS = 120.0
"""The same of notices for channels: one that does not answer is waited for so long at most."""
TELLING = Leased("", "", "telling channels")
"""The lease of who tells channels: however slow they are, one invocation alone waits for them, and
the others are free for findings."""
TELL_SECONDS, TELL_TRIES = 0.5, 4
"""How long one that is about to end its telling is waited for: a notice that was queued meanwhile
is told by one or the other."""


class _NoProgress:
    def expect(self, total: int) -> None:
        """Nobody looks."""

    def advance(self, description: str = "") -> None:
        """Nobody looks."""


@dataclass(frozen=True)
class LogEvents:
    """Events of a job as lines of the Lambda's log."""

    def note(self, text: str) -> None:
        """Log a line."""
        LOG.info("note=%s", text)

    def progress(self, part: str, total: int | None = None) -> nullcontext[JobProgress]:
        """Return what shows nothing."""
        del part, total
        progress: JobProgress = _NoProgress()
        return nullcontext(progress)


@dataclass(frozen=True)
class TimeWatch:
    """Ends a run before the Lambda is killed: it is left so that it can go on."""

    left: Callable[[], float]
    """Returns how many seconds the Lambda still has."""
    sleep: Callable[[float], None] = time.sleep
    margin: float = MARGIN

    def check(self) -> None:
        """Raise Halted where nothing new may be begun."""
        if self.left() <= self.margin:
            raise Halted

    def pause(self, seconds: float) -> None:
        """Wait; Halted as soon as the time is over."""
        rest = self.left() - self.margin
        if rest < seconds:
            self.sleep(max(0.0, rest))
            raise Halted
        self.sleep(seconds)


@dataclass
class LambdaResponder:
    """Answers findings in a Lambda. What is opened once is kept between invocations."""

    environment: LambdaEnvironment
    sleep: Callable[[float], None] = time.sleep
    _teller: tuple[ResponsePolicy, ChannelTeller] | None = field(default=None, init=False)

    def respond(self, records: Iterable[Row], left: Callable[[], float]) -> list[ReceivedResponse]:
        """Answer the findings of an event, and say in Security Hub how each stands.

        BadInput where a record is no finding. Once the time is over, the rest is unfinished.
        """
        findings = [finding for record in records for finding in read_findings(record)]
        watch, events = TimeWatch(left), LogEvents()
        responders = self.open_responders(watch)
        told: list[ReceivedResponse] = []
        for finding in findings:
            try:
                watch.check()
                one = respond_to_finding(responders, finding, events)
                note_in_hub(responders, finding.raw, one, events)
            except Halted:
                one = ReceivedResponse(finding.uid, "unfinished")
            told.append(one)
        return told

    def go_on(self, cases: Iterable[str] | None, left: Callable[[], float]) -> list[ContinuedCase]:
        """Go on with cases: what was approved is begun, what was begun is brought to its end.

        Without cases, with all in which there is something to do.
        """
        watch, events = TimeWatch(left), LogEvents()
        responders = self.open_responders(watch)
        went: list[ContinuedCase] = []
        for case_id in find_unfinished(responders) if cases is None else cases:
            try:
                watch.check()
            except Halted:
                went.append(ContinuedCase(case_id, "unfinished"))
                break
            one = go_on_with_case(responders, case_id, events)
            if one.run and not one.is_unfinished:
                record = find_record(read_case_file(responders.log, case_id))
                note_in_hub(responders, record, one, events)
            went.append(one)
        return went

    def retry_notices(self) -> int:
        """Let the notices be tried again that no channel took; return how many."""
        return self.environment.outbox.revive()

    def tell(self, left: Callable[[], float]) -> list[ToldNotice]:
        """Tell channels what is new in cases, and what they did not take before.

        Nothing is sent in the last minutes of the time, and no failure is raised: what was
        contained is contained, whoever is told of it. What is left is told the next time.
        """

        def may_go_on() -> bool:
            return left() > SEND_SECONDS

        try:
            teller = self._open_teller(TimeWatch(left))
            if not teller.courier.channels:
                return []
            if not may_go_on():
                LOG.warning("no time is left to tell channels: that takes %d s", SEND_SECONDS)
                return []
            teller.queue_new(may_go_on)
            return self._deliver(teller, may_go_on)
        except RingwallError as error:
            LOG.warning("channels cannot be told now reason=%s", make_visible(str(error)))
            return []

    def _deliver(self, teller: ChannelTeller, may_go_on: Callable[[], bool]) -> list[ToldNotice]:
        """Send until nothing is due; nothing where another invocation does so already."""
        told: list[ToldNotice] = []
        leases, name = DynamoLeases(self.environment.table), f"TELL-{secrets.token_hex(8)}"
        while may_go_on() and self._take_turn(leases, name):
            try:
                part = teller.deliver(may_go_on)
            finally:
                leases.release(name)
            for one in part:
                LOG.info("notice=%s", tell_outcome(one))
            told += part
            if not part:
                break
        return told

    def _take_turn(self, leases: DynamoLeases, name: str) -> bool:
        for attempt in range(TELL_TRIES):
            if attempt:
                self.sleep(TELL_SECONDS)
            try:
                leases.take(name, [TELLING])
            except Locked:
                continue
            return True
        return False

    def _open_teller(self, watch: TimeWatch) -> ChannelTeller:
        """Return who tells the channels of the policy, the same as long as that is the same."""
        policy = self.environment.read_policy()
        if self._teller is None or self._teller[0] is not policy:
            teller = make_teller(
                self.open_responders(watch),
                self.environment.outbox,
                callback_url=self.environment.callback_url,
                has_terminal=False,
            )
            self._teller = policy, teller
        return self._teller[1]

    def open_responders(self, watch: TimeWatch) -> Responders:
        """Return what responses work with here."""
        own = self.environment
        journal, leases = DynamoJournal(own.table, own.sealer), DynamoLeases(own.table)
        writes = list(WORKFLOW_WRITES)
        for playbook in load_responses().values():
            writes += playbook.writes

        def open_run_environment() -> RunEnvironment:
            return RunEnvironment(
                journal,
                own.connections,
                tuple(writes),
                leases,
                sleep=watch.pause,
                check_lease=watch.check,
            )

        return Responders(
            Path(), own.read_policy(), own.cases, own.connection, open_run_environment
        )


def open_responder(settings: Mapping[str, str] | None = None) -> LambdaResponder:
    """Return the responder that the environment describes; nothing is asked of AWS yet."""
    return LambdaResponder(open_environment(settings))


def read_findings(record: Row) -> Iterable[Finding]:
    """Yield the findings of a record: in the forms of AWS's services, and our own.

    What Ringwall has sent to Security Hub comes in as its own event: it is left out here.
    """
    if record.get("product") == OWN:
        yield _read_own(record)
        return
    for one in open_record(record):
        if (report := read_report(one)) is not None:
            yield report.finding


def _read_own(record: Row) -> Finding:
    """Return a finding of ours; NotAFinding for one that claims to be another product's."""
    try:
        finding = msgspec.convert(record, Finding)
    except msgspec.ValidationError as error:
        raise NotAFinding(f"no finding of Ringwall's: {error}") from error
    if not (_OWN_RULE.fullmatch(finding.rule) and _UID.fullmatch(finding.uid)):
        raise NotAFinding("a finding of no rule of Ringwall's")
    if not finding.resources or not 0 < finding.first_seen < LAST_TIME:
        raise NotAFinding("a finding of nothing, or without a time")
    return finding
