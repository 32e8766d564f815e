"""Speed of responses: from a finding to the first call that contains, and what the Lambda weighs.

    python bench/respond.py

AWS is the emulator in this process: what is measured is our own time, with the emulator's. The
package is started in a process of its own, as a new execution environment starts it.
"""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore.session

from ringwall.apply.dynamodb.journal import DynamoJournal
from ringwall.apply.dynamodb.sealing import KmsSealer
from ringwall.apply.dynamodb.table import ItemTable
from ringwall.aws.session import Sessions
from ringwall.aws.write import open_writer
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.lambda_environment import LambdaEnvironment
from ringwall.jobs.respond_lambda import LambdaResponder
from ringwall.jobs.respond_package import HANDLER, build_package
from ringwall.model.journal import RunJournal
from ringwall.store.database.connection import open_database
from ringwall.store.database.journal import Journal
from ringwall.store.seal_key import SealKey

REGION, OWNER = "us-east-1", "123456789012"
TABLE = "ringwall-responder"
EVENTS = 200
STARTS = 5
POLICY = """
[[rules]]
name = "stop"
playbook = "lambda.contain_function"
need = "automatic"
"""


def main() -> None:
    """Print one line per figure."""
    os.environ["AWS_ACCESS_KEY_ID"] = "AKIABENCH"
    os.environ["AWS_SECRET_ACCESS_KEY"] = "not-a-secret"  # noqa: S105 - it is none
    with tempfile.TemporaryDirectory() as folder:
        emulator = Emulator()
        team = botocore.session.Session()
        team.set_credentials("AKIATEAM", "not-a-secret")
        attach(team, emulator)
        key = _make_account(team)
        sessions = Sessions(region=REGION, transport=lambda session: attach(session, emulator))
        _measure_containment(emulator, sessions, key, Path(folder))
        _measure_journals(sessions, key, Path(folder))
        _measure_package(Path(folder))


def _make_account(team: Any) -> str:
    """Make a function, the table and the key; return the key's ARN."""
    dynamodb = team.create_client("dynamodb", region_name=REGION)
    names = (("pk", "HASH"), ("sk", "RANGE"))
    dynamodb.create_table(
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
    team.create_client("lambda", region_name=REGION).create_function(
        FunctionName="shop",
        Runtime="python3.12",
        Role=role,
        Handler="main.handle",
        Code={"ZipFile": data.getvalue()},
    )
    kms = team.create_client("kms", region_name=REGION)
    made = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    return str(made["KeyMetadata"]["Arn"])


def _measure_containment(emulator: Emulator, sessions: Sessions, key: str, folder: Path) -> None:
    policy = folder / "response.toml"
    policy.write_text(POLICY, encoding="utf-8")
    seen: list[float] = []

    def observe(operation: str, *_: str) -> None:
        if operation == "lambda.put_function_concurrency":
            seen.append(time.monotonic())

    watched = Sessions(
        region=REGION, observe=observe, transport=lambda session: attach(session, emulator)
    )
    access = AwsAccess(region=REGION)
    vars(access)["sessions"] = watched
    settings = {
        "RINGWALL_TABLE": TABLE,
        "RINGWALL_SEAL_KEY": key,
        "RINGWALL_RESPONSE_POLICY": str(policy),
    }
    responder = LambdaResponder(LambdaEnvironment(access, settings))
    started = time.monotonic()
    (told,) = responder.respond([_make_finding()], lambda: 600.0)
    ended = time.monotonic()
    if told.state != "contained":
        sys.exit(f"respond: {told}")
    print(f"respond: finding to first containing call {1000 * (seen[0] - started):7.0f} ms")
    print(f"respond: finding to verified and written  {1000 * (ended - started):7.0f} ms")
    del sessions


def _make_finding() -> dict[str, Any]:
    function = f"arn:aws:lambda:{REGION}:{OWNER}:function:shop"
    moment = "2026-11-30T10:00:00.000Z"
    return {
        "accountId": OWNER,
        "region": REGION,
        "id": "1" * 32,
        "type": "CryptoCurrency:Lambda/BitcoinTool.B",
        "resource": {"lambdaDetails": {"functionArn": function}},
        "service": {"eventFirstSeen": moment, "eventLastSeen": moment, "count": 1},
        "severity": 8,
        "createdAt": moment,
        "updatedAt": moment,
        "title": "A function mines",
    }


def _measure_journals(sessions: Sessions, key: str, folder: Path) -> None:
    writer = open_writer(sessions, sessions.identity().account_id, REGION)
    engine = open_database(f"sqlite:///{folder / 'hub.sqlite'}")
    journals: tuple[tuple[str, RunJournal], ...] = (
        ("SQLite", Journal(engine, SealKey(folder / "seal.key"))),
        ("DynamoDB", DynamoJournal(ItemTable(TABLE, writer), KmsSealer(writer, key))),
    )
    for name, journal in journals:
        run = journal.start("respond", "bench", "", [{"write": "x"}])
        took = [
            _time(lambda run=run, journal=journal: journal.append(run.id, 0, "intent", {"n": 1}))  # type: ignore[misc] # bound here
            for _ in range(EVENTS)
        ]
        print(f"respond: journal event, {name:9} {1000 * statistics.median(took):20.2f} ms")
    engine.dispose()


def _measure_package(folder: Path) -> None:
    made = build_package()
    unpacked = folder / "package"
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        archive.extractall(unpacked)
    print(f"respond: package, zipped   {len(made.data) / 1024:22.0f} KiB")
    print(f"respond: package, unzipped {made.size / 1024:22.0f} KiB")
    module = HANDLER.rpartition(".")[0]
    command = [sys.executable, "-c", f"import {module}"]
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}

    def start() -> None:
        subprocess.run(command, check=True, env=environment, cwd=unpacked)  # noqa: S603 - this Python

    start()  # compiled once, as a package that is deployed
    print(
        f"respond: cold start, imports {1000 * min(_time(start) for _ in range(STARTS)):20.0f} ms"
    )


def _time(act: Callable[[], None]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


if __name__ == "__main__":
    main()
