"""Requests end: after a time, after a size, and where they were sent; errors hold no secret."""

import json
from collections.abc import Iterator
from itertools import count

import pytest
from vendor_servers import Fault, Received, Reply, Vendor, serve

from ringwall.respond.channels.https import (
    MAX_ANSWER,
    HttpAnswer,
    HttpClient,
    NoAnswer,
    encode_basic,
)


def echo(request: Received) -> Reply:
    said = {"method": request.method, "path": request.path, "body": request.body.decode()}
    return 200, {"X-Some": "Thing"}, json.dumps(said).encode()


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    with serve(echo) as vendor:
        yield vendor


@pytest.fixture
def client() -> HttpClient:
    return HttpClient(read_seconds=0.3, total_seconds=0.5)


def test_a_document_is_sent_and_the_answer_read(vendor: Vendor, client: HttpClient) -> None:
    answer = client.send_json("PATCH", f"{vendor.url}/a?b=c", {"x": "\u20ac"})
    assert (answer.status, answer.is_ok, answer.headers["x-some"]) == (200, True, "Thing")
    assert answer.member("path") == "/a"
    assert json.loads(answer.member("body")) == {"x": "\u20ac"}
    assert vendor.received[0].headers["content-type"].startswith("application/json")
    assert vendor.received[0].query == {"b": "c"}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(seconds=1.0), "does not answer in time"),
        (Fault(drips=True), "TimeoutError"),
        (Fault(drops=True), "broke off"),
        (Fault(200, b"x" * (MAX_ANSWER + 1)), "ValueError"),
    ],
    ids=["slow", "drips", "drops", "endless"],
)
def test_what_takes_too_much_is_ended(
    vendor: Vendor, client: HttpClient, fault: Fault, said: str
) -> None:
    vendor.faults.append(fault)
    with pytest.raises(NoAnswer, match=said) as raised:
        client.send("POST", f"{vendor.url}/secret-path?sig=secret", b"body")
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(vendor: Vendor, client: HttpClient, status: int) -> None:
    vendor.faults.append(Fault(status, b"", {"location": f"{vendor.url}/elsewhere"}))
    answer = client.send("POST", vendor.url, b"body", {"authorization": "Bearer secret"})
    assert (answer.status, answer.is_ok) == (status, False)
    assert len(vendor.received) == 1


@pytest.mark.parametrize(
    "url",
    ["http://example.com/secret", "https://a:secret@example.com", "ftp://x/secret", "secret"],
)
def test_what_is_not_https_is_not_sent(client: HttpClient, url: str) -> None:
    with pytest.raises(NoAnswer) as raised:
        client.send("GET", url)
    assert "secret" not in str(raised.value)


def test_a_service_that_is_not_there_is_told(client: HttpClient) -> None:
    with pytest.raises(NoAnswer, match="cannot be reached"):
        client.send("GET", "http://127.0.0.1:1/secret")


def test_a_proxy_of_the_environment_is_used_but_for_this_machine(
    vendor: Vendor, client: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", vendor.url)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert client.send("GET", vendor.url).is_ok
    with pytest.raises(NoAnswer):
        client.send("GET", "https://example.invalid/secret")
    assert vendor.received[-1].method == "GET", "a CONNECT is not among the server's methods"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30", 30.0),
        ("Thu, 01 Jan 1970 00:17:10 GMT", 30.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("999999999999999999999", 3600.0),
        ("-5", 0.0),
        ("soon", 0.0),
        ("\u0663", 0.0),
        ("", 0.0),
    ],
)
def test_a_service_says_how_long_to_wait(text: str, seconds: float) -> None:
    assert HttpAnswer(429, {"retry-after": text}, b"").wait(1000.0) == seconds


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000, b"\xff"])
def test_an_answer_that_is_no_json_is_none(body: bytes) -> None:
    with pytest.raises(NoAnswer, match="no JSON"):
        HttpAnswer(200, {}, body).json()


def test_a_member_that_is_missing_is_nothing() -> None:
    answer = HttpAnswer(200, {}, b'{"a": {"b": 1}, "c": []}')
    assert (answer.member("a", "b"), answer.member("c", "b"), answer.member("x")) == (1, "", "")


def test_what_a_service_says_is_shown_on_one_line_and_cut() -> None:
    said = HttpAnswer(500, {}, b"a\r\n\x1b[31m" + b"x" * 10_000).say()
    assert said.startswith("500 a\\r\\n\\x1b[31m")
    assert len(said) < 300


def test_a_login_is_encoded() -> None:
    assert encode_basic("Aladdin", "open sesame") == {
        "authorization": "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    }


def test_time_that_has_passed_ends_an_answer(vendor: Vendor) -> None:
    ticks = count()
    client = HttpClient(clock=lambda: next(ticks) * 1000.0)
    with pytest.raises(NoAnswer, match="TimeoutError"):
        client.send("GET", vendor.url)
