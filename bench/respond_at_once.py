"""Responses at once: many findings, each told twice, answered by many responders at a time.

    python bench/respond_at_once.py [findings] [responders] [findings in DynamoDB]

200 findings, 20 responders and 24 findings in DynamoDB without any: the emulator copies its whole
table for each transaction. AWS is the emulator in this process, one request after the other. Who
finds that somebody else is at it, comes again, as EventBridge lets a finding come again. The script
fails where a step is made twice, or not at all.
"""

import io
import os
import queue
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ringwall.aws.session import Sessions
from ringwall.collect.findings.recognize import read_report
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach, open_session
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import JobProgress
from ringwall.jobs.lambda_environment import LambdaEnvironment
from ringwall.jobs.respond.opening import open_responders
from ringwall.jobs.respond.received import respond_to_finding
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond_lambda import LambdaResponder, TimeWatch
from ringwall.model.errors import Locked
from ringwall.model.finding import Finding
from ringwall.respond.cases import read_case_file

REGION, OWNER = "us-east-1", "123456789012"
TABLE = "ringwall-responder"
TOLD = 2
"""How often each finding comes in, at the same time: EventBridge delivers at least once."""
AGAIN = 50
"""How often one that is not finished comes in once more."""

POLICY = """
[limits]
changes = 100000
functions = 10000

[[rules]]
name = "stop"
playbook = "lambda.contain_function"
need = "automatic"
"""


class SerialApp:
    """The emulator, one request at a time: two transactions are made one after the other."""

    def __init__(self, app: Emulator) -> None:
        self.app = app
        self.turn = threading.Lock()

    def __call__(self, environ: Any, start: Any) -> Iterable[bytes]:
        """Answer one request."""
        with self.turn:
            return list(self.app(environ, start))


@dataclass
class Crowd:
    """An account with functions that are to be stopped, and what became of it."""

    folder: Path
    findings: list[Finding]
    app: SerialApp
    key: str

    def connect(self) -> AwsAccess:
        """Return a connection of its own, as another process has it."""
        access = AwsAccess(region=REGION)
        vars(access)["sessions"] = Sessions(
            region=REGION, transport=lambda session: attach(session, self.app)
        )
        return access


class Silence:
    """Events of a job that nobody reads."""

    def note(self, text: str) -> None:
        """Say nothing."""

    def progress(self, part: str, total: int | None = None) -> nullcontext[JobProgress]:
        """Return what shows nothing."""
        del part, total
        return nullcontext(_Unseen())


class _Unseen:
    def expect(self, total: int) -> None:
        """Nobody looks."""

    def advance(self, description: str = "") -> None:
        """Nobody looks."""


def main() -> None:
    """Print one line per figure."""
    words = sys.argv[1:]
    count, workers, fewer = map(int, [*words, *("200", "20", "24")[len(words) :]])
    os.environ["AWS_ACCESS_KEY_ID"] = "AKIABENCH"
    os.environ["AWS_SECRET_ACCESS_KEY"] = "not-a-secret"  # noqa: S105 - it is none
    for name, open_ in (("SQLite", open_at_home), ("DynamoDB", open_in_table)):
        count = count if name == "SQLite" else fewer
        with tempfile.TemporaryDirectory() as folder:
            os.environ["RINGWALL_SEAL_KEY"] = str(Path(folder) / "seal.key")
            crowd = make_crowd(Path(folder), count)
            started = time.monotonic()
            rush = answer_all(crowd, open_, workers)
            seconds = time.monotonic() - started
            lost = find_faults(crowd, open_(crowd))
        if lost:
            sys.exit(f"respond: {name}: {len(lost)} faults: {'; '.join(lost[:5])}")
        longest, again = max(rush.took), sum(rush.again.values())
        print(f"respond: {name:9} {count} findings told twice, {workers} at once: none doubled")
        print(
            f"respond: {name:9} {count / seconds:7.1f} contained a second, longest {longest:.1f} s"
        )
        print(f"respond: {name:9} {again:7} came again {dict(rush.again)}")


def make_crowd(folder: Path, count: int) -> Crowd:
    """Return an account with so many functions, and a finding about each."""
    emulator = Emulator()
    team: Any = open_session(emulator, "AKIATEAM", "not-a-secret")
    names = (("pk", "HASH"), ("sk", "RANGE"))
    team.create_client("dynamodb", region_name=REGION).create_table(
        TableName=TABLE,
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in names],
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in names],
        BillingMode="PAY_PER_REQUEST",
    )
    trust = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": '
    trust += '"sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}'
    role = team.create_client("iam", region_name=REGION).create_role(
        RoleName="shop", AssumeRolePolicyDocument=trust
    )["Role"]["Arn"]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("main.py", "def handle(event, context): return 1\n")
    functions = team.create_client("lambda", region_name=REGION)
    for number in range(count):
        functions.create_function(
            FunctionName=f"shop-{number}",
            Runtime="python3.12",
            Role=role,
            Handler="main.handle",
            Code={"ZipFile": data.getvalue()},
        )
    kms = team.create_client("kms", region_name=REGION)
    key = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["Arn"]
    (folder / "response.toml").write_text(POLICY, encoding="utf-8")
    return Crowd(
        folder, [_make_finding(number) for number in range(count)], SerialApp(emulator), key
    )


def _make_finding(number: int) -> Finding:
    function = f"arn:aws:lambda:{REGION}:{OWNER}:function:shop-{number}"
    moment = "2026-11-30T10:00:00.000Z"
    told = {
        "accountId": OWNER,
        "region": REGION,
        "id": f"{number:032x}",
        "type": "CryptoCurrency:Lambda/BitcoinTool.B",
        "resource": {"lambdaDetails": {"functionArn": function}},
        "service": {"eventFirstSeen": moment, "eventLastSeen": moment, "count": 1},
        "severity": 8,
        "createdAt": moment,
        "updatedAt": moment,
        "title": "A function mines",
    }
    report = read_report(told)
    if report is None:
        raise AssertionError
    return report.finding


def open_at_home(crowd: Crowd) -> Responders:
    """Return responders of a home folder, as another process has them."""
    return open_responders(crowd.folder / "home", crowd.folder / "response.toml", crowd.connect())


def open_in_table(crowd: Crowd) -> Responders:
    """Return responders of a table, as another execution environment of a Lambda has them."""
    settings = {
        "RINGWALL_TABLE": TABLE,
        "RINGWALL_SEAL_KEY": crowd.key,
        "RINGWALL_RESPONSE_POLICY": str(crowd.folder / "response.toml"),
    }
    environment = LambdaEnvironment(crowd.connect(), settings)
    return LambdaResponder(environment).open_responders(TimeWatch(lambda: 600.0))


@dataclass
class Rush:
    """Findings that wait to be answered, each told twice, and how it went."""

    crowd: Crowd
    open_responders: Callable[[Crowd], Responders]
    waiting: queue.Queue[tuple[Finding, int]] = field(default_factory=queue.Queue)
    took: list[float] = field(default_factory=list)
    again: Counter[str] = field(default_factory=Counter)
    """How often one had to come in once more, and why."""
    faults: list[BaseException] = field(default_factory=list)

    def work(self) -> None:
        """Answer findings until none waits, as one of many responders."""
        try:
            responders = self.open_responders(self.crowd)
            while not self.faults:
                self._answer(responders, *self.waiting.get_nowait())
        except queue.Empty:
            return
        except BaseException as error:  # noqa: BLE001 - raised by who waits for the threads
            self.faults.append(error)

    def _answer(self, responders: Responders, finding: Finding, tries: int) -> None:
        started = time.monotonic()
        try:
            state = respond_to_finding(responders, finding, Silence()).state
        except Locked:
            state = "locked"
        self.took.append(time.monotonic() - started)
        if state == "contained":
            return
        if tries == AGAIN:
            sys.exit(f"respond: finding {finding.uid} is {state} after {AGAIN} tries")
        self.again[state] += 1
        self.waiting.put((finding, tries + 1))


def answer_all(crowd: Crowd, open_: Callable[[Crowd], Responders], workers: int) -> Rush:
    """Answer all findings, each told twice; return how it went."""
    rush = Rush(crowd, open_)
    for finding in crowd.findings:
        for _ in range(TOLD):
            rush.waiting.put((finding, 0))
    threads = [threading.Thread(target=rush.work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if rush.faults:
        raise rush.faults[0]
    return rush


def find_faults(crowd: Crowd, responders: Responders) -> list[str]:
    """Return what is doubled or lost: no finding has more than one case, run and write."""
    journal = responders.open_environment().journal
    found = [f"the journal: {doubt}" for doubt in journal.verify_chain()]
    runs = Counter(run.id for run in journal.runs())
    files = [read_case_file(responders.log, one) for one in responders.log.case_ids()]
    answered = Counter(file.case.finding for file in files)
    found += [
        f"{finding.uid}: {answered[finding.uid]} cases"
        for finding in crowd.findings
        if answered[finding.uid] != 1
    ]
    for file in files:
        kinds = Counter(event.kind for event in file.events)
        if file.case.status != "contained" or kinds["started"] != 1 or kinds["contained"] != 1:
            found.append(f"{file.case.id}: {file.case.status}, {dict(kinds)}")
        run = file.case.runs[0] if file.case.runs else ""
        events = journal.events(run) if run in runs else []
        told = Counter(event.kind for event in events)
        if runs[run] != 1 or told["intent"] != 1 or told["verified"] != 1:
            found.append(f"{file.case.id}: run {run}: {dict(told)}")
    if len(runs) != len(crowd.findings):
        found.append(f"{len(runs)} runs")
    calls = crowd.app.app.calls["lambda:PutFunctionConcurrency"]
    if calls != len(crowd.findings):
        found.append(f"{calls} writes")
    return found


if __name__ == "__main__":
    main()
