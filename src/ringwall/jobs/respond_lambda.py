"""Responders in a Lambda: the policy, the table, the key and the time that it has, wired.

No home folder, and nothing that takes long to import. What is configured is in the environment:
`RINGWALL_TABLE`; `RINGWALL_SEAL_KEY` or `RINGWALL_SEAL_SECRET`, the ARN of an HMAC key of KMS or of
a secret; `RINGWALL_RESPONSE_POLICY`, a file, or `RINGWALL_RESPONSE_POLICY_S3`, `bucket/key`;
`RINGWALL_ROLE` and `RINGWALL_EXTERNAL_ID`, how other accounts are entered.
"""

import os
import re
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from logging import getLogger
from pathlib import Path
from typing import Any

import msgspec

from ringwall.apply.dynamodb.cases import DynamoCases
from ringwall.apply.dynamodb.journal import DynamoJournal
from ringwall.apply.dynamodb.leases import DynamoLeases
from ringwall.apply.dynamodb.sealing import KmsSealer, SecretSealer
from ringwall.apply.dynamodb.table import ItemTable
from ringwall.apply.environment import AwsConnections, Halted, RunEnvironment
from ringwall.catalog.loader import load_responses
from ringwall.catalog.securityhub.finding_workflow import WORKFLOW_WRITES
from ringwall.collect.findings.recognize import NotAFinding, open_record, read_report
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import JobProgress
from ringwall.jobs.respond.received import ReceivedResponse, note_in_hub, respond_to_finding
from ringwall.jobs.respond.responders import Responders
from ringwall.model.errors import BadInput
from ringwall.model.fields import LAST_TIME
from ringwall.model.finding import Finding
from ringwall.model.response_policy import ResponsePolicy
from ringwall.model.sealing import Sealer
from ringwall.model.table import Row
from ringwall.respond.policy_file import MOST_BYTES, parse_policy, read_policy

OWN = "ringwall"
_OWN_RULE = re.compile(r"[a-z0-9_]{1,64}\.[a-z0-9_]{1,128}", re.ASCII)
_UID = re.compile(r"[0-9a-f]{32}", re.ASCII)
LOG = getLogger(__name__)
TABLE, KEY, SECRET = "RINGWALL_TABLE", "RINGWALL_SEAL_KEY", "RINGWALL_SEAL_SECRET"
POLICY, POLICY_S3 = "RINGWALL_RESPONSE_POLICY", "RINGWALL_RESPONSE_POLICY_S3"
ROLE, EXTERNAL_ID = "RINGWALL_ROLE", "RINGWALL_EXTERNAL_ID"
PACKAGED_POLICY = "response.toml"
"""Beside the code, in the package."""
MARGIN = 8.0
"""Seconds before the end of the Lambda's time in which nothing new is begun: what was sent is
waited for, and written down."""


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

    connection: AwsAccess
    settings: Mapping[str, str]
    """The environment."""
    _policy: ResponsePolicy | None = field(default=None, init=False)

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
                note_in_hub(responders, finding, one, events)
            except Halted:
                one = ReceivedResponse(finding.uid, "unfinished")
            told.append(one)
        return told

    def open_responders(self, watch: TimeWatch) -> Responders:
        """Return what responses work with here."""
        sessions = self.connection.sessions
        connections = AwsConnections(sessions)
        account_id = sessions.identity().account_id
        writer = connections.writer(account_id, sessions.home_region)
        table = ItemTable(self._need(TABLE), writer)
        sealer: Sealer
        if key := self.settings.get(KEY, ""):
            sealer = KmsSealer(writer, key)
        else:
            sealer = SecretSealer(writer, self._need(SECRET))
        journal, leases = DynamoJournal(table, sealer), DynamoLeases(table)
        writes = list(WORKFLOW_WRITES)
        for playbook in load_responses().values():
            writes += playbook.writes

        def open_environment() -> RunEnvironment:
            return RunEnvironment(
                journal,
                connections,
                tuple(writes),
                leases,
                sleep=watch.pause,
                check_lease=watch.check,
            )

        log = DynamoCases(table, sealer)
        return Responders(Path(), self.read_policy(), log, self.connection, open_environment)

    def read_policy(self) -> ResponsePolicy:
        """Return the policy: of S3, of a file that is named, or of the package."""
        if self._policy is None:
            self._policy = self._load_policy()
        return self._policy

    def _load_policy(self) -> ResponsePolicy:
        if place := self.settings.get(POLICY_S3, ""):
            bucket, _, key = place.partition("/")
            sessions = self.connection.sessions
            account_id = sessions.identity().account_id
            reader = sessions.reader(account_id, sessions.home_region)
            body: Any = reader.call("s3.get_object", Bucket=bucket, Key=key)["Body"]
            data = body if isinstance(body, bytes) else body.read(MOST_BYTES + 1)
            return parse_policy(data, f"s3://{place}")
        path = Path(self.settings.get(POLICY, "") or PACKAGED_POLICY)
        return read_policy(path)

    def _need(self, name: str) -> str:
        if not (value := self.settings.get(name, "")):
            raise BadInput(f"the environment has no {name}")
        return value


def open_responder(settings: Mapping[str, str] | None = None) -> LambdaResponder:
    """Return the responder that the environment describes; nothing is asked of AWS yet."""
    known = dict(os.environ if settings is None else settings)
    role, external_id = known.get(ROLE, ""), known.get(EXTERNAL_ID, "")
    return LambdaResponder(AwsAccess(role=role, external_id=external_id), known)


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
