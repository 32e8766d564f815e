"""The server takes decisions over the wire, within limits, tells channels, and ends gracefully."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from callback_bench import press, sign_slack
from responders import plan_stop
from told_cases import SIGNING, ToldWorld
from vendor_servers import Fault

from ringwall.jobs.respond.run import request_response
from ringwall.jobs.respond.serve import ServeRequest, serve_callbacks
from ringwall.model.errors import BadInput
from ringwall.respond.cases import read_case_file

Respond = Callable[[], Any]


@dataclass
class Notes:
    """What a server says."""

    said: list[str] = field(default_factory=list)
    is_up: threading.Event = field(default_factory=threading.Event)

    def note(self, text: str) -> None:
        self.said.append(text)
        if "serving on" in text:
            self.is_up.set()

    def progress(self, part: str, total: int | None = None) -> Any:
        raise AssertionError(part, total)


@dataclass
class Served:
    """A server that is up, and the case that waits."""

    port: int
    notes: Notes
    responders: Any
    case: str

    def send(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as client:
            client.request(method, path, body, headers or {})
            answer = client.getresponse()
            return answer.status, answer.read()

    def events(self) -> list[str]:
        return [e.kind for e in read_case_file(self.responders.log, self.case).events]

    def wait_for(self, kind: str) -> None:
        deadline = time.monotonic() + 10
        while kind not in self.events():
            assert time.monotonic() < deadline, self.events()
            time.sleep(0.02)


@pytest.fixture
def served(responders_of: Respond, told_world: ToldWorld) -> Iterator[Served]:
    import uvicorn  # noqa: PLC0415 - few tests need it

    responders = responders_of()
    file, plan = plan_stop(responders, told_world.stoppable.arn)
    case = request_response(responders, file, plan).file.case.id
    notes, servers = Notes(), list[Any]()

    class Server(uvicorn.Server):
        def run(self, sockets: list[socket.socket] | None = None) -> None:
            servers.append(self)
            super().run(sockets)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn, "Server", Server)
        request = ServeRequest(port=0)
        thread = threading.Thread(
            target=serve_callbacks, args=(responders, request, notes), kwargs={"every": 0.05}
        )
        thread.start()
        assert notes.is_up.wait(10)
        (url,) = re.findall(r"http://\S+?:\d+", " ".join(notes.said))
        yield Served(urlsplit(url).port or 0, notes, responders, case)
        servers[0].should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def sign(body: bytes) -> dict[str, str]:
    at = int(time.time())
    return {
        **sign_slack(body, at, SIGNING),
        "content-type": "application/x-www-form-urlencoded",
    }


def test_a_button_that_was_told_is_pressed_and_counts(
    served: Served, told_world: ToldWorld
) -> None:
    served.wait_for("told")
    while not told_world.slack.messages[1:]:
        time.sleep(0.02)
    for name, trigger in (("U0ANN", "1"), ("U0BOB", "2")):
        url = f"{told_world.at_slack.url}/answer"
        body = press(
            told_world.buttons()["Approve"], trigger=trigger, user={"id": name}, response_url=url
        )
        assert served.send("POST", "/callbacks/soc", body, sign(body)) == (200, b"")
        again = served.send("POST", "/callbacks/soc", body, sign(body))
        assert again == (409, b"refused: it was taken before\n")
    while served.events().count("approved") < 2:
        time.sleep(0.02)
    assert served.events().count("approved") == 2
    while not (answers := [one for one in told_world.at_slack.received if one.path == "/answer"]):
        time.sleep(0.02)
    assert "waits for 1 more person" in answers[0].json["text"]


def test_who_may_not_changes_nothing(served: Served, told_world: ToldWorld) -> None:
    served.wait_for("told")
    while not told_world.slack.messages[1:]:
        time.sleep(0.02)
    token = told_world.buttons()["Approve"]
    body = press(token, user={"id": "U0NOBODY"})
    assert served.send("POST", "/callbacks/soc", body, sign(body))[0] == 403
    body = press(token, user={"id": "U0EVE"})
    status, said = served.send("POST", "/callbacks/soc", body, sign(body))
    assert (status, b"eve@example.com asks for it" in said) == (200, True)
    assert "approved" not in served.events()


def test_a_body_of_ten_megabytes_is_refused_before_it_is_read(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as client:
        client.sendall(
            b"POST /callbacks/soc HTTP/1.1\r\nHost: x\r\nContent-Length: 10485760\r\n\r\n"
        )
        assert client.recv(4096).startswith(b"HTTP/1.1 413 ")
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as client:
        client.sendall(
            b"POST /callbacks/soc HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        sent = b""
        chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
        try:
            for _ in range(160):
                client.sendall(chunk)
                sent += chunk
            answer = client.recv(4096)
        except OSError:
            answer = b"HTTP/1.1 413 closed"
        assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "request_",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-A: " + b"a" * 1_000_000,
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    ],
    ids=["garbage", "headers", "two-lengths", "negative"],
)
def test_what_is_no_http_is_refused_and_the_server_stays_up(
    served: Served, request_: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as client:
        with suppress(OSError):
            client.sendall(request_)
        assert client.recv(4096)[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 413", b"")
    assert served.send("GET", "/health") == (200, b"ok\n")


def test_it_says_what_was_asked_without_bodies(served: Served) -> None:
    status, _ = served.send("POST", "/callbacks/soc?token=hunter2", b"payload=hunter3")
    assert status == 401
    served.send("GET", "/../etc/passwd")
    while not any("path=/../etc/passwd" in one for one in served.notes.said):
        time.sleep(0.02)
    said = "\n".join(served.notes.said)
    assert "callback refused channel=soc" in said
    assert "request method=POST path=/callbacks/soc status=401" in said
    assert "hunter" not in said


def test_a_channel_that_cannot_be_told_is_said_once(served: Served, told_world: ToldWorld) -> None:
    told_world.at_jira.faults.append(Fault(500))
    served.wait_for("told")
    assert not any("channels cannot be told now" in one for one in served.notes.said)


def test_a_place_that_is_taken_and_half_a_certificate_are_refused(
    responders_of: Respond, told_world: ToldWorld, tmp_path: Path
) -> None:
    del told_world
    responders = responders_of()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BadInput, match=f"cannot serve on 127.0.0.1:{port}"):
            serve_callbacks(responders, ServeRequest(port=port), Notes())
    with pytest.raises(BadInput, match="come together"):
        serve_callbacks(responders, ServeRequest(certificate=tmp_path), Notes())
    request = ServeRequest(port=0, certificate=tmp_path / "a", key=tmp_path / "b")
    with pytest.raises(BadInput, match="cannot serve"):
        serve_callbacks(responders, request, Notes())


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_the_command_gracefully(
    told_world: ToldWorld, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    del told_world
    # What runs in the background may ignore SIGINT, and so would its children.
    begin = (
        "import runpy, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "sys.argv[:] = ['ringwall', 'respond', 'serve', '--port', '0']; "
        "runpy.run_module('ringwall', run_name='__main__')"
    )
    command = [sys.executable, "-c", begin]
    environment = {**os.environ, "RINGWALL_HOME": str(tmp_path / "home")}
    with subprocess.Popen(  # noqa: S603 - our own words
        command, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stderr
        line = process.stderr.readline()
        assert "serving on http://127.0.0.1:" in line
        process.send_signal(number)
        rest = process.stderr.read()
        assert process.wait(30) == code, rest
    assert "Traceback" not in rest
    assert json.dumps(rest)
