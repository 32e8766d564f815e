import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from needs import skip_without

from ringwall.emulator import server
from ringwall.emulator.app import Emulator
from ringwall.emulator.server import RunningServer, serve
from ringwall.model.errors import BadInput


@pytest.fixture
def emulator() -> Emulator:
    """Return one that enforces nothing: these tests are about HTTP, and sign nothing."""
    return Emulator()


@pytest.fixture
def served(emulator: Emulator) -> Iterator[RunningServer]:
    running = serve(emulator)
    yield running
    running.close()


def make(served: RunningServer, service: str, **config: Any) -> Any:
    session = botocore.session.Session()
    session.set_credentials("AKIATEAM", "not-a-secret")
    return session.create_client(
        service, region_name="us-east-1", endpoint_url=served.url, config=Config(**config)
    )


def test_calls_are_answered_over_one_connection(served: RunningServer) -> None:
    with socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2]))) as wire:
        stream = wire.makefile("rwb")
        for _ in range(2):
            stream.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            stream.flush()
            assert stream.readline() == b"HTTP/1.1 200 OK\r\n"
            length = 0
            while (line := stream.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            assert length
            assert b"ListAllMyBucketsResult" in stream.read(length)


def test_large_bodies_go_both_ways(served: RunningServer) -> None:
    s3 = make(served, "s3")
    s3.create_bucket(Bucket="b-1")
    body = b"0123456789" * 100_000
    s3.put_object(Bucket="b-1", Key="large", Body=body)
    assert s3.get_object(Bucket="b-1", Key="large")["Body"].read() == body
    assert s3.head_object(Bucket="b-1", Key="large")["ContentLength"] == len(body)


def test_body_of_unknown_length_is_read_whole(served: RunningServer) -> None:
    s3 = make(served, "s3", request_checksum_calculation="when_required")
    s3.create_bucket(Bucket="b-1")
    s3.put_object(Bucket="b-1", Key="after", Body=b"1")
    assert s3.get_object(Bucket="b-1", Key="after")["Body"].read() == b"1"


def test_errors_arrive_as_errors(served: RunningServer, emulator: Emulator, refusal: Any) -> None:
    emulator.deny("iam:*")
    assert refusal(make(served, "iam").list_users) == ("AccessDenied", 403)
    assert refusal(make(served, "s3").head_bucket, Bucket="absent") == ("404", 404)


def test_closed_server_frees_its_port(emulator: Emulator) -> None:
    running = serve(emulator)
    port = int(running.url.rpartition(":")[2])
    running.close()
    again = serve(emulator, port=port)
    again.close()


HOSTILE = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01",
    "no path": b"GET\r\n\r\n",
    "no length": b"POST / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a length that is none": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
    "a negative length": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "a long line": b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n",
    "bytes for a name": b"POST / HTTP/1.1\r\nHost: \xff\xfe\r\nContent-Length: 2\r\n\r\n\xff\x00",
    "a credential without parts": (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Authorization: AWS4-HMAC-SHA256 Credential=a/b\r\n\r\n"
    ),
}


@pytest.mark.parametrize("request_", HOSTILE.values(), ids=HOSTILE.keys())
def test_server_goes_on_after_a_request_that_it_cannot_read(
    served: RunningServer, request_: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2]))) as wire:
        wire.sendall(request_)
        wire.shutdown(socket.SHUT_WR)
        while wire.recv(65536):
            pass
    assert make(served, "sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_head_has_the_length_of_get_and_no_body(served: RunningServer) -> None:
    s3 = make(served, "s3")
    s3.create_bucket(Bucket="b-1")
    s3.put_object(Bucket="b-1", Key="k", Body=b"12345")
    scope = b"Credential=AKIATEAM/1/us-east-1/s3/aws4_request"
    signed = b"Authorization: AWS4-HMAC-SHA256 " + scope + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2]))) as wire:
        stream = wire.makefile("rwb")
        for method, body in ((b"HEAD", b""), (b"GET", b"12345")):
            stream.write(method + b" /b-1/k HTTP/1.1\r\nHost: 127.0.0.1\r\n" + signed)
            stream.flush()
            assert stream.readline() == b"HTTP/1.1 200 OK\r\n"
            headers = [line.lower() for line in iter(stream.readline, b"\r\n")]
            assert b"content-length: 5\r\n" in headers
            assert stream.read(len(body)) == body


def test_client_that_waits_is_told_to_send_its_body(served: RunningServer) -> None:
    head = (
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n"
        b"X-Amz-Target: AmazonSQS.ListQueues\r\nContent-Type: application/x-amz-json-1.0\r\n"
        b"Authorization: AWS4-HMAC-SHA256 Credential=A/1/us-east-1/sqs/aws4_request\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2]))) as wire:
        stream = wire.makefile("rwb")
        stream.write(head)
        stream.flush()
        assert stream.readline() == b"HTTP/1.1 100 Continue\r\n"
        assert stream.readline() == b"\r\n"
        stream.write(b"{}")
        stream.flush()
        assert stream.readline() == b"HTTP/1.1 200 OK\r\n"


def test_clients_are_answered_at_the_same_time(served: RunningServer, emulator: Emulator) -> None:
    queues = make(served, "sqs", max_pool_connections=8)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: queues.create_queue(QueueName=f"q-{n}"), range(24)))
    assert len(queues.list_queues()["QueueUrls"]) == 24
    assert emulator.calls["sqs:CreateQueue"] == 24


def test_wait_ends_when_the_server_is_closed(emulator: Emulator) -> None:
    running = serve(emulator)
    waiting = Thread(target=running.wait)
    waiting.start()
    waiting.join(0.1)
    assert waiting.is_alive()
    running.close()
    waiting.join(10)
    assert not waiting.is_alive()


def test_port_that_is_taken_is_an_error(served: RunningServer, emulator: Emulator) -> None:
    with pytest.raises((OSError, SystemExit)):
        serve(emulator, port=int(served.url.rpartition(":")[2]))


def test_two_servers_have_a_state_each(served: RunningServer) -> None:
    other = serve(Emulator())
    make(served, "sqs").create_queue(QueueName="inbox")
    assert "QueueUrls" not in make(other, "sqs").list_queues()
    other.close()


def ask(served: RunningServer, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2]))) as wire:
        wire.sendall(request + b"\r\n")
        wire.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: wire.recv(65536), b""))


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"GET / HTTP/1.1\r\nHost: evil.example:5599\r\n", b"is not this machine"),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n", b"is not this machine"),
        (b"GET / HTTP/1.1\r\n", b"is not this machine"),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"is not this machine"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n", b"web page"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n", b"web page"),
        (b"GET / HTTP/1.1\r\nHost: [::1]:1\r\nSec-Fetch-Site: cross-site\r\n", b"web page"),
        (b"OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://a\r\n", b"web page"),
    ],
)
def test_what_a_web_page_could_cause_is_refused(
    served: RunningServer, emulator: Emulator, head: bytes, said: bytes
) -> None:
    answer = ask(served, head)
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert said in answer
    assert b"access-control" not in answer.lower()
    assert not emulator.calls


@pytest.mark.parametrize("host", [b"127.0.0.1:80", b"localhost", b"b-1.s3.localhost:1", b"[::1]"])
def test_this_machine_is_answered_and_no_page_may_read_it(
    served: RunningServer, host: bytes
) -> None:
    answer = ask(served, b"GET / HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n")
    assert not answer.startswith(b"HTTP/1.1 403 ")
    assert b"access-control" not in answer.lower()


@pytest.mark.parametrize("path", ["/moto-api/", "/moto-api/reset", "/moto-api/data.json"])
@pytest.mark.parametrize("sign", [b"", b"s3", b"nosuch"])
def test_the_interface_of_moto_is_closed(
    served: RunningServer, emulator: Emulator, path: str, sign: bytes
) -> None:
    make(served, "s3").create_bucket(Bucket="b-1")
    scope = b"Credential=AKIATEAM/1/us-east-1/" + sign + b"/aws4_request"
    signed = b"Authorization: AWS4-HMAC-SHA256 " + scope + b"\r\n" if sign else b""
    for method in (b"GET", b"POST"):
        head = method + f" {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n".encode()
        answer = ask(served, head + signed)
        assert answer.startswith((b"HTTP/1.1 404 ", b"HTTP/1.1 400 ", b"HTTP/1.1 501 "))
        assert b"moto" not in answer.lower().replace(b"moto-api", b"")
    assert [b["Name"] for b in make(served, "s3").list_buckets()["Buckets"]] == ["b-1"]
    assert emulator.calls["s3:CreateBucket"] == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.0.2.1", "example.com"])  # noqa: S104
def test_others_cannot_be_served(emulator: Emulator, host: str) -> None:
    with pytest.raises(BadInput, match="listens on this machine alone"):
        serve(emulator, host)


def test_the_address_of_version_6_is_written_as_a_url(emulator: Emulator) -> None:
    try:
        running = serve(emulator, "::1")
    except OSError:
        skip_without("IPv6")
    assert running.url.startswith("http://[::1]:")
    assert "QueueUrls" not in make(running, "sqs").list_queues()
    running.close()


@pytest.mark.parametrize("service", ["s3", "ec2", "iam", "guardduty", "kms"])
def test_a_failure_of_the_emulator_is_an_answer(service: str, capsys: Any) -> None:
    """SDKs of any protocol read it as an error of the service."""

    def fail(*_: Any) -> Any:
        raise AttributeError("a hole")

    running = serve(fail)
    try:
        client = make(running, service, retries={"total_max_attempts": 1})
        calls = {
            "s3": "list_buckets", "ec2": "describe_vpcs", "iam": "list_users",
            "guardduty": "list_detectors", "kms": "list_keys",
        }  # fmt: skip
        with pytest.raises(ClientError) as raised:
            getattr(client, calls[service])()
    finally:
        running.close()
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500
    assert "a hole" in capsys.readouterr().err


def test_the_access_portal_is_reached_by_its_token(emulator: Emulator) -> None:
    """Its calls have no signature, and a header whose name WSGI servers drop."""
    running = serve(emulator)
    try:
        make(running, "organizations").create_organization(FeatureSet="ALL")
        emulator.enable_identity_center("eu-west-1")
        session: Any = botocore.session.Session()
        session.set_credentials("AKIATEAM", "not-a-secret")
        at: Any = {"region_name": "eu-west-1", "endpoint_url": running.url}
        directory = session.create_client("sso-admin", **at).list_instances()["Instances"][0]
        user = session.create_client("identitystore", **at).create_user(
            IdentityStoreId=directory["IdentityStoreId"],
            UserName="ana",
            DisplayName="Ana",
            Name={"GivenName": "Ana", "FamilyName": "Lee"},
        )["UserId"]
        token = emulator.sign_in_to_portal(user)
        portal = session.create_client("sso", **at)
        assert portal.list_accounts(accessToken=token)["accountList"] == []
        with pytest.raises(ClientError) as raised:
            portal.list_accounts(accessToken="other")
        assert raised.value.response["Error"]["Code"] == "UnauthorizedException"
    finally:
        running.close()


def send(served: RunningServer, head: str, body: bytes) -> tuple[str, bytes]:
    """Return the status of a request whose sender then says no more, and what follows it."""
    scope = "AKIATEAM/20260101/us-east-1/s3/aws4_request"
    lines = (
        "PUT /b-1/key HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
        *head.split("|"),
    )
    with socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2]))) as wire:
        wire.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        wire.shutdown(socket.SHUT_WR)
        answer = wire.makefile("rb").read()
    return answer.split(b" ")[1].decode(), answer


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Length: abc", b"x"),
        ("Content-Length: -5", b"x"),
        ("Content-Length: +5", b"hello"),
        ("Content-Length: 1_0", b"hello12345"),
        ("Content-Length: 100", b"a part"),
        ("Content-Length: 3|Content-Length: 5", b"hello"),
        ("Transfer-Encoding: gzip|Content-Length: 5", b"hello"),
        ("Transfer-Encoding: chunked|Content-Length: 3", b"5\r\nhello\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", b"zz\r\nhello\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", b"-5\r\nhello\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", b"5\r\nhello\r\n"),
    ],
)
def test_a_body_that_has_no_clear_end_is_refused(
    served: RunningServer, refusal: Any, capsys: Any, head: str, body: bytes
) -> None:
    s3 = make(served, "s3")
    s3.create_bucket(Bucket="b-1")
    status, answer = send(served, head, body)
    assert status == "400"
    assert answer.count(b"HTTP/1.1") == 1  # the rest of the body is no request
    assert refusal(s3.get_object, Bucket="b-1", Key="key")[0] == "NoSuchKey"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("head", ["Content-Length: 11", "Transfer-Encoding: chunked"])
def test_a_body_has_a_size(
    served: RunningServer, monkeypatch: pytest.MonkeyPatch, head: str
) -> None:
    monkeypatch.setattr(server, "MAX_BODY", 10)
    body = b"b\r\nhello world\r\n0\r\n\r\n" if "chunked" in head else b"hello world"
    assert send(served, head, body)[0] == "413"


def test_a_client_that_stays_silent_is_left(
    served: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.RequestHandler, "timeout", 0.1)
    with socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2]))) as wire:
        wire.settimeout(30)
        assert wire.recv(1) == b""
