"""The delay of --follow: from the moment a log file lies in the folder to the hit that is kept.

Every second a file with the events of a second is put there; one of them stops a trail. The events
are those of the simulated organization (synthetic), with the time of now.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from threading import Event as Signal
from threading import Thread
from typing import Any
from uuid import UUID

from isal import igzip
from quality.product import follow
from simulation.bucket import encode
from simulation.stream import Simulation

LONGEST = 60
"""Seconds to wait for the last hit."""


def measure_delay(folder: Path, seconds: int, rate: int) -> str:
    """Return a line with the delay of each second's hit."""
    logs, home = folder / "logs", folder / "home"
    logs.mkdir(parents=True)
    warm, *files = make_files(seconds + 1, rate)
    (logs / "Synthetic-first.json.gz").write_bytes(warm[1])
    put: dict[str, float] = {}
    found: dict[str, float] = {}
    done = Signal()
    writer = Thread(target=_put_files, args=(logs, files, put, done), daemon=True)
    begin, cpu = time.monotonic(), time.process_time()
    for number, events in enumerate(follow(home, logs)):
        now = time.monotonic()
        if number == 0:  # all is loaded by now: what comes next is what happens every day
            writer.start()
            begin, cpu = now, time.process_time()
            continue
        found |= {event: now for event in events if event not in found}
        waited = now - begin - seconds
        if (done.is_set() and len(found.keys() & put.keys()) == seconds) or waited > LONGEST:
            break
    spent = time.process_time() - cpu
    delays = [found[event] - at for event, at in put.items() if event in found]
    if not delays:
        return f"follow: none of {seconds} hits came within {LONGEST} s"
    return (
        f"follow at {rate:,} events/s: a hit after {median(delays):.1f} s in the median, "
        f"{max(delays):.1f} s at most; {len(delays)} of {seconds} came; "
        f"{spent / (time.monotonic() - begin):.0%} of a core"
    )


def make_files(seconds: int, rate: int) -> Iterator[tuple[str, bytes]]:
    """Yield for each second the ID of the event that stops a trail, and the file."""
    simulation = Simulation(days=30, events_per_day=max(35_000, rate * 40))
    records = (record for _, record in simulation.events())
    for second in range(seconds):
        batch = list(islice(records, rate))
        at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        moved = [record | {"eventTime": at} for record in batch]
        bad = stop_trail(moved[0], second)
        body = b",".join(encode(record) for record in (*moved[1:], bad))
        yield str(bad["eventID"]), igzip.compress(b'{"Records":[' + body + b"]}", compresslevel=2)


def stop_trail(record: dict[str, Any], number: int) -> dict[str, Any]:
    """Return an event in which a trail is stopped by whoever made the record."""
    account = record["recipientAccountId"]
    user = f"arn:aws:iam::{account}:user/synthetic-{number}"
    return record | {
        "eventID": str(UUID(int=number, version=4)),
        "eventSource": "cloudtrail.amazonaws.com",
        "eventName": "StopLogging",
        "eventCategory": "Management",
        "managementEvent": True,
        "readOnly": False,
        "requestParameters": {"name": f"synthetic-{number}"},
        "responseElements": None,
        "errorCode": "",
        "userIdentity": {
            "type": "IAMUser", "arn": user, "accountId": account, "principalId": f"AIDA{number}",
            "accessKeyId": f"AKIASYNTHETIC{number}", "userName": f"synthetic-{number}",
        },
    }  # fmt: skip


def _put_files(
    logs: Path, files: list[tuple[str, bytes]], put: dict[str, float], done: Signal
) -> None:
    begin = time.monotonic()
    for number, (event, body) in enumerate(files):
        time.sleep(max(0.0, begin + number - time.monotonic()))
        whole = logs / f"Synthetic{number:07}.json.gz"
        part = logs.parent / f"{number}.partial"
        part.write_bytes(body)
        put[event] = time.monotonic()
        part.rename(whole)
    done.set()
