"""Cost of the emulator: CPU of a call in process, of building Acme and of loading it.

    python bench/emulator.py [calls of each kind]

The peer is moto by itself, in the same process: it authorizes nothing and writes no CloudTrail.
botocore's own CPU is in all figures. At Acme there is more to list than in an empty account.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

import botocore.session
from moto import mock_aws

from ringwall.emulator.acme.build import build
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.authority import ReasonedAuthority

CALLS: tuple[tuple[str, str], ...] = (
    ("ec2", "describe_vpcs"),
    ("ec2", "describe_security_groups"),
    ("iam", "list_roles"),
    ("kms", "list_keys"),
    ("s3", "list_buckets"),
    ("sqs", "list_queues"),
    ("sts", "get_caller_identity"),
)


def main(count: int) -> None:
    """Print one line per figure."""
    app, seconds = measure(lambda: Emulator(authority=ReasonedAuthority()))
    _, building = measure(lambda: build(app))
    saved = app.save()
    other = Emulator(authority=ReasonedAuthority())
    _, loading = measure(lambda: other.load(saved))
    print(f"{seconds * 1000:.0f} ms CPU to make an emulator")
    print(f"{building:.1f} s CPU to build Acme, its policies enforced")
    print(f"{loading * 1000:.0f} ms CPU to load Acme from {len(saved) / 1e6:.1f} MB")
    enforced = [time_call(make_client(app, service), name, count) for service, name in CALLS]
    free = Emulator()
    open_to_all = [time_call(make_client(free, service), name, count) for service, name in CALLS]
    with mock_aws():
        alone = [time_call(make_client(None, service), name, count) for service, name in CALLS]
    for (service, name), ours, ungoverned, peer in zip(
        CALLS, enforced, open_to_all, alone, strict=True
    ):
        print(
            f"{ours:.2f} ms CPU for {service}:{name} enforced at Acme, "
            f"{ungoverned:.2f} ms in an empty emulator without enforcement, moto {peer:.2f} ms"
        )


def make_client(app: Emulator | None, service: str) -> Any:
    """Return a client of an emulator, or of moto."""
    session = botocore.session.Session()
    session.set_credentials("AKIABENCH", "not-a-secret")
    if app is not None:
        attach(session, app)
    return session.create_client(service, region_name="us-east-1")


def time_call(client: Any, name: str, count: int) -> float:
    """Return the CPU of a call in milliseconds; the first one, which loads models, is left out."""
    call = getattr(client, name)
    call()
    _, seconds = measure(lambda: [call() for _ in range(count)])
    return seconds / count * 1000


def measure(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what some work returns, and its CPU in seconds."""
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 200)
