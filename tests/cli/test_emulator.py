"""`ringwall emulator serve`: variables on stdout, and an end in order."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from socket import socket
from typing import Any

Ringwall = Callable[..., Any]


def test_it_serves_until_it_is_told_to_end() -> None:
    command = [sys.executable, "-m", "ringwall", "emulator", "serve", "--port", "0", "--empty"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as server:
        assert server.stdout
        names = [server.stdout.readline().strip() for _ in range(3)]
        variables = dict(line.removeprefix("export ").split("=", 1) for line in names)
        assert list(variables) == ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
        url = variables["AWS_ENDPOINT_URL"]
        assert url.startswith("http://127.0.0.1:")
        body = b"Action=GetCallerIdentity&Version=2011-06-15"
        head = {
            "Authorization": "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/sts/aws4_request"
        }
        request = urllib.request.Request(url, body, head)  # noqa: S310 - our own server
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
            assert b"123456789012" in answer.read()
        server.send_signal(signal.SIGTERM)
        _, err = server.communicate(timeout=30)
    assert server.returncode == 143
    assert f"serving {url}; Ctrl-C ends it" in err
    assert "building Acme" not in err


def test_a_port_that_is_taken_is_named(ringwall: Ringwall) -> None:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = ringwall("emulator", "serve", "--empty", "--port", port)
    assert (found.code, found.out) == (64, "")
    assert f"cannot listen on 127.0.0.1:{port}: " in found.err
    assert "try --port 0" in found.err


def test_a_port_that_there_is_not_is_bad_use(ringwall: Ringwall) -> None:
    assert ringwall("emulator", "serve", "--port", "70000").code == 64
