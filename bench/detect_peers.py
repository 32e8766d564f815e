"""Peers of the detections: Sigma rules by published backends on DuckDB and SQLite, and Zircolite.

Each peer is installed into a virtual environment of its own, in a folder that is thrown away or
kept. What cannot be had is named with the reason. The rules are some of ours in Sigma's words, or
those of a folder (RINGWALL_SIGMA). The events are of the simulated organization (synthetic).
"""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from simulation.bucket import encode
from simulation.stream import Simulation

EVENTS = 30_000
LONGEST = 900
"""Seconds that a peer may take."""
RULES = {
    "trail_stopped": ("cloudtrail.amazonaws.com", ("StopLogging", "DeleteTrail", "UpdateTrail")),
    "flow_logs_deleted": ("ec2.amazonaws.com", ("DeleteFlowLogs",)),
    "user_key": ("iam.amazonaws.com", ("CreateAccessKey", "CreateLoginProfile")),
    "trust_changed": ("iam.amazonaws.com", ("UpdateAssumeRolePolicy",)),
    "snapshot_shared": ("ec2.amazonaws.com", ("ModifySnapshotAttribute",)),
    "password_data": ("ec2.amazonaws.com", ("GetPasswordData",)),
    "bucket_policy": ("s3.amazonaws.com", ("PutBucketPolicy", "DeleteBucketPublicAccessBlock")),
    "command_sent": ("ssm.amazonaws.com", ("SendCommand", "StartSession")),
    "database_public": ("rds.amazonaws.com", ("ModifyDBSnapshotAttribute",)),
    "key_deleted": ("kms.amazonaws.com", ("ScheduleKeyDeletion", "DisableKey")),
}
"""A name, the service, and the operations."""
TEMPLATE = """title: {name}
id: {id}
status: test
logsource: {{product: aws, service: cloudtrail}}
detection:
  selection:
    eventSource: {source}
    eventName: [{names}]
  condition: selection
level: medium
"""
RUNNER = """
import json, sys, time
from pathlib import Path
from sigma.collection import SigmaCollection
which, rules, events = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
if which == "duckdb":
    import duckdb
    from sigma_backend_duckdb.backend import DuckDBBackend as Backend
else:
    import sqlite3
    from sigma.backends.sqlite import sqliteBackend as Backend
backend = Backend()
texts = [path.read_text() for path in sorted(rules.rglob("*.yml"))]
begin = time.process_time()
queries, failed = [], 0
for text in texts:
    try:
        queries += backend.convert(SigmaCollection.from_yaml(text))
    except Exception:
        failed += 1
if which == "duckdb":
    database = duckdb.connect()
    database.execute("set threads = 1")
    database.execute(
        "create table logs as select * from read_json(?, union_by_name = true, "
        "sample_size = -1, ignore_errors = true)", [events])
else:
    database = sqlite3.connect(":memory:")
    names = ("eventSource", "eventName", "awsRegion", "sourceIPAddress", "errorCode")
    database.execute(f"create table logs ({', '.join(names)}, record)")
    with open(events) as lines:
        for line in lines:
            found = json.loads(line)
            values = [found.get(name) for name in names]
            database.execute("insert into logs values (?, ?, ?, ?, ?, ?)", [*values, line])
hits = wrong = 0
for query in queries:
    query = query.replace("<TABLE_NAME>", "logs").replace("FROM events", "FROM logs")
    try:
        hits += len(database.execute(query).fetchall())
    except Exception:
        wrong += 1
print(json.dumps({"cpu": time.process_time() - begin, "rules": len(queries), "hits": hits,
                  "failed": failed, "wrong": wrong}))
"""


class Missing(Exception):
    """A peer that cannot be had; the text says why."""


def compare_peers(kept: Path | None, scratch: Path, events: int) -> Iterator[str]:
    """Yield a line for each peer."""
    peers = (kept or scratch).absolute()
    peers.mkdir(parents=True, exist_ok=True)
    count = events or EVENTS
    lines, rules = peers / "events.ndjson", peers / "rules"
    write_events(lines, count)
    folder = Path(os.environ["RINGWALL_SIGMA"]) if "RINGWALL_SIGMA" in os.environ else rules
    write_rules(rules)
    for name, package in (
        ("duckdb", "pysigma-backend-duckdb"), ("sqlite", "pysigma-backend-sqlite"),
    ):  # fmt: skip
        try:
            python = install(peers, name, [package, *(["duckdb"] if name == "duckdb" else [])])
            yield run_backend(python, name, folder, lines, count)
        except Missing as reason:
            yield f"pySigma on {name}: {reason}"
    try:
        yield run_zircolite(peers, folder, lines, count)
    except Missing as reason:
        yield f"Zircolite: {reason}"


def write_events(path: Path, count: int) -> None:
    """Write events, one a line."""
    with path.open("wb") as out:
        for _, record in islice(Simulation(days=30).events(), count):
            out.write(encode(record) + b"\n")


def write_rules(folder: Path) -> None:
    """Write our rules in Sigma's words."""
    folder.mkdir(exist_ok=True)
    for number, (name, (source, names)) in enumerate(RULES.items()):
        identity = f"00000000-0000-4000-8000-{number:012}"
        text = TEMPLATE.format(name=name, id=identity, source=source, names=", ".join(names))
        (folder / f"{name}.yml").write_text(text)


def install(peers: Path, name: str, packages: Sequence[str]) -> Path:
    """Return the Python of a virtual environment with these packages; Missing where none is."""
    home = peers / name
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        command = [str(python), "-m", "pip", "--quiet", "install", *packages]
        done = _run(command)
        if done.returncode:
            venv.create(home, clear=True)
            python.unlink(missing_ok=True)
            why = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
            raise Missing(f"not installable: {why[:120]}")
    return python


def run_backend(python: Path, name: str, rules: Path, lines: Path, count: int) -> str:
    """Return how fast a backend's SQL finds what Sigma rules name in raw records."""
    done = _run([str(python), "-c", RUNNER, name, str(rules), str(lines)])
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Missing(f"does not run: {why[:160]}")
    found = json.loads(done.stdout.splitlines()[-1])
    return (
        f"pySigma on {name}: {count / found['cpu']:,.0f} events/s per core ({found['rules']} "
        f"rules, {found['failed']} not converted, {found['wrong']} queries failed, "
        f"{found['hits']:,} hits, {found['cpu']:.1f} s CPU, reading the records too)"
    )


def run_zircolite(peers: Path, rules: Path, lines: Path, count: int) -> str:
    """Return how fast Zircolite is; its checkout is named by RINGWALL_ZIRCOLITE, with its Python.

    It is no package of the registry.
    """
    checkout = os.environ.get("RINGWALL_ZIRCOLITE", "")
    program = Path(checkout) / "zircolite.py"
    if not checkout or not program.exists():
        raise Missing("not installable: no package; RINGWALL_ZIRCOLITE may name a checkout")
    python = Path(checkout) / "venv/bin/python"
    command = [str(python if python.exists() else sys.executable), str(program)]
    command += ["--jsononly", "--events", str(lines), "--ruleset", str(rules)]
    begin = os.times()
    done = _run([*command, "--outfile", str(peers / "zircolite.json")])
    end = os.times()
    if done.returncode:
        raise Missing(f"does not run: {(done.stderr.strip().splitlines() or ['?'])[-1][:160]}")
    cpu = end.children_user - begin.children_user + end.children_system - begin.children_system
    return f"Zircolite: {count / cpu:,.0f} events/s per core ({cpu:.1f} s CPU)"


def _run(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - programs that were just installed
        command, capture_output=True, text=True, check=False, timeout=LONGEST
    )
