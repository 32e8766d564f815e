"""What code of a user's has of this emulator while it runs: a port, keys, and limits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ringwall.emulator.authorization.callers import NO_OPERATOR
from ringwall.emulator.functions.process import ProcessOutcome, run_process
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.server import serve

MEBIBYTE = 1024 * 1024
INTERPRETER = 512
"""Address space that Python takes beside what the code does with it, MiB."""
MAX_PROCESSES = 4096
MAX_DESCRIPTORS = 1024


@dataclass(frozen=True)
class AwsKeys:
    """Credentials as the environment of a process has them."""

    access_key: str
    secret_key: str = field(repr=False)
    token: str = field(repr=False)


def run_connected(
    emulator: RunningEmulator, request: dict[str, Any], folder: Path, seconds: float, keys: AwsKeys
) -> ProcessOutcome:
    """Run code as `bootstrap` reads it, with a port of the emulator that is open meanwhile."""
    served = serve(_without_operator(emulator))
    try:
        request["environment"] |= _write_credentials(keys, served.url)
        return run_process(request, folder, seconds)
    finally:
        served.close()


def write_limits(seconds: int, memory: int, storage: int) -> dict[str, int]:
    """Return the limits of a process; memory and storage are MiB."""
    return {
        "AS": (memory + INTERPRETER) * MEBIBYTE,
        "CPU": seconds + 15,
        "FSIZE": storage * MEBIBYTE,
        "NPROC": MAX_PROCESSES,
        "NOFILE": MAX_DESCRIPTORS,
        "CORE": 0,
    }


def _without_operator(emulator: RunningEmulator) -> Callable[..., Iterable[bytes]]:
    """Return the emulator as code reaches it: keys that nobody issued are nobody's."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        found: Iterable[bytes] = emulator(environ | {NO_OPERATOR: True}, start)
        return found

    return answer


def _write_credentials(keys: AwsKeys, url: str) -> dict[str, str]:
    token = {"AWS_SESSION_TOKEN": keys.token} if keys.token else {}
    return token | {
        "AWS_ACCESS_KEY_ID": keys.access_key,
        "AWS_SECRET_ACCESS_KEY": keys.secret_key,
        "AWS_ENDPOINT_URL": url,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1",
    }
