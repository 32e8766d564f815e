"""One invocation's process: started, watched, ended with all that it started.

It has a folder and an environment of its own, no descriptor of ours but two pipes, and limits. That
keeps a function from harming by accident. It is no sandbox: it runs as the user who runs this.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ringwall.emulator.functions import bootstrap

INIT_SECONDS = 10.0
"""How long loading a function may take.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""
LEAVING_SECONDS = 0.5
"""How long a process that has answered may take to end."""
MAX_ANSWER = 8 * 1024 * 1024
MAX_LOG = 1024 * 1024
"""How much of a function's output is read."""
CHUNK = 65536


@dataclass(frozen=True)
class ProcessOutcome:
    """What became of a process."""

    result: str | None
    """What the function returned, JSON."""
    error: Mapping[str, Any] | None
    """What it raised, as AWS tells it."""
    is_timeout: bool
    status: int
    """Its exit status, negative for a signal."""
    output: str
    seconds: float
    """How long the function ran, without being loaded."""


def run_process(request: Mapping[str, Any], folder: Path, seconds: float) -> ProcessOutcome:
    """Run a function as `bootstrap` reads it; `folder` is the invocation's own."""
    ask_read, ask_write = os.pipe()
    tell_read, tell_write = os.pipe()
    # A file without a name: a function could put something else in the place of one.
    with tempfile.TemporaryFile(dir=folder) as sink:
        try:
            process = _start(folder, sink, ask_read, tell_write)
            os.close(tell_write)
            tell_write = -1
            try:
                with contextlib.suppress(BrokenPipeError), os.fdopen(ask_write, "wb") as pipe:
                    ask_write = -1
                    pipe.write(json.dumps(request).encode())
                messages, is_timeout, ran = _listen(tell_read, seconds)
                is_timeout = is_timeout and process.poll() is None
                if not is_timeout:
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(LEAVING_SECONDS)
            finally:
                _end(process)
        finally:
            for descriptor in (ask_read, ask_write, tell_read, tell_write):
                if descriptor >= 0:
                    os.close(descriptor)
        sink.seek(0)
        output = sink.read(MAX_LOG).decode(errors="replace")
    last = messages[-1] if messages else {}
    result, error = last.get("result"), last.get("error")
    return ProcessOutcome(
        result if _is_json(result) else None,
        error if isinstance(error, dict) else None,
        is_timeout and result is None and error is None,
        process.returncode,
        output,
        ran,
    )


def _start(
    folder: Path, sink: IO[bytes], ask_read: int, tell_write: int
) -> "subprocess.Popen[bytes]":
    # -I and -S: neither variables nor installed packages of ours are its own.
    own = [sys.executable, "-I", "-S", "-B", bootstrap.__file__]
    return subprocess.Popen(  # noqa: S603  # our own interpreter and script
        [*own, str(ask_read), str(tell_write)],
        stdin=subprocess.DEVNULL,
        stdout=sink,
        stderr=subprocess.STDOUT,
        env=_make_environment(folder),
        cwd=folder,
        pass_fds=(ask_read, tell_write),
        start_new_session=True,
    )


def _make_environment(folder: Path) -> dict[str, str]:
    """Return the variables that the interpreter starts with: none of ours."""
    place = str(folder / "tmp")
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "HOME": place,
        "TMPDIR": place,
    }


def _listen(pipe: int, seconds: float) -> tuple[list[dict[str, Any]], bool, float]:
    """Return what the process tells, whether its time ran out, and how long the function ran."""
    start = time.monotonic()
    ends = start + INIT_SECONDS
    data = b""
    while len(data) <= MAX_ANSWER:
        left = ends - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return _read_messages(data), True, time.monotonic() - start
        chunk = os.read(pipe, CHUNK)
        if not chunk:
            break
        was_loaded = b"\n" in data
        data += chunk
        if not was_loaded and b"\n" in data:
            start = time.monotonic()
            ends = start + seconds
        if data.count(b"\n") > 1:
            break
    return _read_messages(data), False, time.monotonic() - start


def _read_messages(data: bytes) -> list[dict[str, Any]]:
    """Return the lines that are objects: a function can write there what it likes."""
    found = []
    for line in data.split(b"\n"):
        with contextlib.suppress(ValueError, RecursionError):
            message = json.loads(line)
            if isinstance(message, dict):
                found.append(message)
    return found


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process and the whole group that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _is_json(result: Any) -> bool:
    """Whether a result can be sent: a function may have written it by itself."""
    try:
        json.loads(result.encode() if isinstance(result, str) else "")
    except (ValueError, RecursionError):
        return False
    return True
