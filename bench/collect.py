"""Cost of a collection per resource: AWS calls and CPU, Prowler beside us where it is installed.

    python bench/collect.py [share of the estate]

Both read the same emulated estate over HTTP, the emulator's own CPU not counted. Prowler is taken
from PATH or from RINGWALL_BENCH_PROWLER; it runs the checks of the same services.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import Any

import boto3
from estate import REGIONS, build

from ringwall.emulator.app import Emulator
from ringwall.emulator.server import serve
from ringwall.emulator.transport import attach
from ringwall.jobs.authority import ReasonedAuthority

SERVICES = [
    "account",
    "cloudtrail",
    "config",
    "ec2",
    "guardduty",
    "iam",
    "kms",
    "organizations",
    "rds",
    "s3",
    "securityhub",
    "sqs",
]
LAUNCHER = """
import os, subprocess, sys
quiet = subprocess.DEVNULL
process = subprocess.Popen(sys.argv[1:], stdout=quiet, stderr=quiet)
_, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, process.returncode)
"""
"""Starts a command from a small process: Linux counts what the one that starts it holds as the
command's own peak, and here that is the emulator with all that is in it."""
NOT_A_SECRET = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}


@dataclass(frozen=True)
class Cost:
    """What one run cost: CPU of the collector's own processes, peak memory, calls it made."""

    seconds: float
    wall: float
    mebibytes: float
    calls: int


def main(share: float) -> None:
    """Print one line per figure."""
    app = Emulator(authority=ReasonedAuthority())
    resources = build(lambda service, region: create_client(app, service, region), share)
    print(f"estate: {resources} resources in {len(REGIONS)} regions, one account")
    served = serve(app)
    try:
        with tempfile.TemporaryDirectory() as folder:
            program = [str(Path(sys.executable).parent / "ringwall"), "collect"]
            command = [*program, "--home", folder, "--regions", ",".join(REGIONS)]
            _report("ringwall", measure(app, served.url, command), resources)
            if prowler := os.environ.get("RINGWALL_BENCH_PROWLER") or shutil.which("prowler"):
                command = [prowler, "aws", "--services", *SERVICES, "--region", *REGIONS]
                command += ["--output-directory", folder, "--no-banner", "-M", "csv"]
                found = measure(app, served.url, command, answers=(0, 3))  # 3: a check fails
                _report("prowler", found, resources)
            else:
                print("prowler: not installed here, not measured")
    finally:
        served.close()


def create_client(app: Emulator, service: str, region: str) -> Any:
    """Return a client of the emulator's management account."""
    session = boto3.Session("bench", "bench", region_name=region)
    attach(session._session, app)  # noqa: SLF001 - boto3 has no public name for its botocore session
    create: Any = session.client
    return create(service)


def measure(app: Emulator, url: str, command: list[str], answers: tuple[int, ...] = (0,)) -> Cost:
    """Run a command against the emulator and return what it cost; exit where it did not succeed."""
    before = sum(app.calls.values())
    started = time.monotonic()
    environment = {**os.environ, **NOT_A_SECRET, "AWS_ENDPOINT_URL": url}
    environment.setdefault("AWS_DEFAULT_REGION", REGIONS[0])
    done = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, "-c", LAUNCHER, *command], env=environment, stdout=PIPE, check=True
    )
    seconds, kibibytes, code = map(float, done.stdout.split())
    if code not in answers:
        raise SystemExit(f"{command[0]} ended with {code:.0f}: nothing was measured")
    return Cost(
        seconds,
        time.monotonic() - started,
        kibibytes / 1024,
        sum(app.calls.values()) - before,
    )


def _report(name: str, cost: Cost, resources: int) -> None:
    print(f"{name}: {cost.calls / resources:.2f} AWS calls per resource ({cost.calls} calls)")
    print(f"{name}: {cost.seconds / resources * 1000:.1f} ms CPU per resource")
    print(f"{name}: {cost.mebibytes:.0f} MB peak memory, {cost.wall:.0f} s wall")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
