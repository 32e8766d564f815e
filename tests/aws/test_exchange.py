"""An answer has an end, whatever the other side sends."""

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ringwall.aws.exchange import MAX_BYTES
from ringwall.aws.session import Sessions
from ringwall.aws.write import open_writer
from ringwall.model.errors import CallFailed

ACCOUNT = "123456789012"
IDENTITY = (
    "<GetCallerIdentityResponse><GetCallerIdentityResult><UserId>A</UserId>"
    f"<Arn>arn:aws:iam::{ACCOUNT}:user/ann</Arn><Account>{ACCOUNT}</Account>"
    "</GetCallerIdentityResult></GetCallerIdentityResponse>"
).encode()
HEAD = b"HTTP/1.1 200 OK\r\n"
Send = Callable[[socket.socket], None]
Serve = Callable[..., Sessions]


def answer(content: bytes) -> Send:
    head = HEAD + b"Content-Length: %d\r\n\r\n" % len(content)
    return lambda sock: sock.sendall(head + content)


def drip(beginning: bytes, piece: bytes) -> Send:
    """Return what sends a beginning, and then a piece ten times a second, for ever."""

    def send(sock: socket.socket) -> None:
        sock.sendall(beginning)
        while True:
            sock.sendall(piece)
            time.sleep(0.1)

    return send


def flood(sock: socket.socket) -> None:
    sock.sendall(HEAD + b"\r\n")
    while True:
        sock.sendall(b"x" * 2**20)


def take_request(sock: socket.socket) -> bool:
    """Read one request to its end; return whether there was one."""
    received = b""
    while (piece := sock.recv(65536)) and b"\r\n\r\n" not in (received := received + piece):
        pass
    head, _, body = received.partition(b"\r\n\r\n")
    if found := re.search(rb"(?i)content-length: (\d+)", head):
        while len(body) < int(found[1]) and (piece := sock.recv(65536)):
            body += piece
    return bool(received)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a key, and a certificate for this machine that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return a function that starts a server with these answers, and sessions that reach it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        waiting: list[Send] = [answer(IDENTITY)]

        def run(context: ssl.SSLContext | None) -> None:
            with suppress(TimeoutError, OSError):
                while True:
                    sock, _ = server.accept()
                    threading.Thread(target=talk, args=(sock, context), daemon=True).start()

        def talk(sock: socket.socket, context: ssl.SSLContext | None) -> None:
            with suppress(OSError), sock:
                if context:
                    sock = context.wrap_socket(sock, server_side=True)
                while take_request(sock):
                    waiting.pop(0)(sock)

        def start(*answers: Send, certificate: Path | None = None, **settings: float) -> Sessions:
            waiting[1:] = answers
            context = None
            if certificate:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(certificate)
            threading.Thread(target=run, args=(context,), daemon=True).start()
            url = f"http{'s' if context else ''}://127.0.0.1:{server.getsockname()[1]}"
            known = {"answer_seconds": 0.5, "attempts": 1} | settings
            return Sessions(region="eu-west-1", endpoint_url=url, **known)  # type: ignore[arg-type]

        yield start


@pytest.mark.parametrize(
    "send",
    [
        pytest.param(drip(HEAD + b"Content-Length: 9999\r\n\r\n", b"x"), id="body"),
        pytest.param(
            drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), id="chunks"
        ),
        pytest.param(drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"), id="chunk size"),
        pytest.param(drip(HEAD + b"X-Long: ", b"x"), id="headers"),
        pytest.param(drip(b"HTTP/1.1 200 ", b"O"), id="status"),
        pytest.param(drip(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 C\r\n\r\n"), id="100"),
        pytest.param(drip(b"", b""), id="silence"),
    ],
)
def test_an_answer_that_drips_ends_as_a_failed_call(serve: Serve, send: Send) -> None:
    reader = serve(send).reader(ACCOUNT, "eu-west-1")
    started = time.monotonic()
    with pytest.raises(CallFailed, match="Timeout") as raised:
        reader.call("iam.get_account_summary")
    assert 0.4 < time.monotonic() - started < 5
    assert not raised.value.is_rejected


def test_an_answer_without_end_is_cut_off_and_not_asked_for_again(serve: Serve) -> None:
    sessions = serve(flood, flood, answer_seconds=60, attempts=3)
    reader = sessions.reader(ACCOUNT, "eu-west-1")
    with pytest.raises(CallFailed, match=f"the answer has more than {MAX_BYTES:,} bytes"):
        reader.call("iam.get_account_summary")
    assert sessions.traffic.sent == 2


@pytest.mark.parametrize("is_whole", [False, True])
def test_an_answer_that_breaks_off_is_asked_for_again(serve: Serve, *, is_whole: bool) -> None:
    def break_off(sock: socket.socket) -> None:
        sent = IDENTITY if is_whole else IDENTITY[:90]
        sock.sendall(HEAD + b"Content-Length: 9999\r\n\r\n" + sent)
        sock.shutdown(socket.SHUT_RDWR)

    sessions = serve(break_off, answer(IDENTITY), break_off, answer_seconds=60, attempts=2)
    reader = sessions.reader(ACCOUNT, "eu-west-1")
    assert reader.call("sts.get_caller_identity")["Account"] == ACCOUNT
    assert sessions.traffic.sent == 3


def test_a_write_whose_answer_breaks_off_is_not_sent_again(serve: Serve) -> None:
    def break_off(sock: socket.socket) -> None:
        sock.sendall(HEAD + b"Content-Length: 9999\r\n\r\n<")
        sock.shutdown(socket.SHUT_RDWR)

    sessions = serve(break_off, answer_seconds=60)
    with pytest.raises(CallFailed, match="ConnectionClosedError") as raised:
        open_writer(sessions, ACCOUNT, "eu-west-1").call("iam.create_user", {"UserName": "a"})
    assert not raised.value.is_rejected
    assert sessions.traffic.sent == 2


def test_each_answer_on_a_connection_has_its_own_time(serve: Serve) -> None:
    def slow(sock: socket.socket) -> None:
        time.sleep(0.3)
        answer(IDENTITY)(sock)

    reader = serve(slow, slow, slow).reader(ACCOUNT, "eu-west-1")
    for _ in range(3):
        assert reader.call("sts.get_caller_identity")["Account"] == ACCOUNT


def test_a_request_does_not_wait_for_an_ack_of_its_header(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, waits = socket.socket.connect, list[bool]()

    def note(sock: socket.socket, address: object) -> None:
        connect(sock, address)  # type: ignore[arg-type]
        waits.append(not sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    monkeypatch.setattr(socket.socket, "connect", note)
    assert serve().identity().account_id == ACCOUNT
    assert waits == [False]


def test_the_other_side_must_be_who_it_says(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    with pytest.raises(CallFailed, match=r"SSLError.*self-signed"):
        serve(certificate=certificate).identity()
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    assert serve(certificate=certificate).identity().account_id == ACCOUNT


def test_an_answer_that_drips_over_tls_ends_too(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    sessions = serve(drip(HEAD + b"X-Long: ", b"x"), certificate=certificate)
    with pytest.raises(CallFailed, match="ReadTimeoutError"):
        sessions.reader(ACCOUNT, "eu-west-1").call("iam.get_account_summary")
