"""Downloading: from AWS alone, and with an end."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from ringwall.aws.client import is_aws
from ringwall.aws.download import MOST_BYTES, download, open_download
from ringwall.aws.session import Sessions
from ringwall.model.errors import CallFailed

URL = "https://awslambda-eu-west-1-tasks.s3.eu-west-1.amazonaws.com/snapshots/x?X-Amz-Signature=abc"


@dataclass
class Server:
    """Answers with what it is told, and remembers what it was asked."""

    body: Any = b"PK"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def send(self, request: Any) -> Any:
        self.asked.append(f"{request.method} {request.url}")
        assert "Authorization" not in request.headers
        if isinstance(self.body, Exception):
            raise self.body
        raw = self.body if hasattr(self.body, "read") else io.BytesIO(self.body)
        return Answer(raw, self.status, self.headers)


@dataclass
class Answer:
    raw: Any
    status_code: int
    headers: dict[str, str]


class Endless:
    def read(self, size: int) -> bytes:
        return bytes(size)

    def close(self) -> None:
        pass


def fetch(server: Server, url: str = URL, clock: Iterable[float] = ()) -> bytes:
    times = iter(clock)
    return b"".join(download(url, server.send, lambda: next(times, 0.0)))


def test_what_is_there_is_downloaded() -> None:
    server = Server(b"x" * 3_000_000, headers={"Content-Length": "3000000"})
    assert fetch(server) == b"x" * 3_000_000
    assert server.asked == [f"GET {URL}"]
    china = URL.replace("amazonaws.com", "amazonaws.com.cn")
    assert fetch(Server(), china) == b"PK"


@pytest.mark.parametrize(
    "url",
    [
        URL.replace("https:", "http:"),
        URL.replace("amazonaws.com", "amazonaws.com.evil.example"),
        URL.replace("amazonaws.com", "notamazonaws.com"),
        URL.replace("https://", "https://user@"),
        URL.replace(".com/", ".com:8443/"),
        URL.replace(".com/", ".com:x/"),
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "s3://bucket/key",
        "https://[",
        "",
    ],
)
def test_nothing_but_aws_is_asked(url: str) -> None:
    server = Server()
    with pytest.raises(CallFailed, match=r"not an address of AWS by https|not a URL"):
        fetch(server, url)
    assert server.asked == []


@pytest.mark.parametrize("status", [301, 403, 500])
def test_a_redirect_or_an_error_is_no_content(status: int) -> None:
    with pytest.raises(CallFailed, match=f"status {status}"):
        fetch(Server(b"<Error/>", status))


def test_an_answer_has_an_end_in_size_and_time() -> None:
    with pytest.raises(CallFailed, match=f"more than {MOST_BYTES:,} bytes"):
        fetch(Server(Endless()))
    with pytest.raises(CallFailed, match="more than 600 seconds"):
        fetch(Server(Endless()), clock=(0.0, 1.0, 601.0))


def test_what_breaks_off_is_no_content_and_no_error_names_the_signature() -> None:
    with pytest.raises(CallFailed, match="IncompleteReadError") as told:
        fetch(Server(b"PK", headers={"Content-Length": "3"}))
    assert "Signature" not in str(told.value)
    with pytest.raises(CallFailed, match="EndpointConnectionError") as told:
        fetch(Server(EndpointConnectionError(endpoint_url=URL)))
    assert "Signature" not in str(told.value)


def test_what_an_emulator_names_is_not_asked_of_aws(enter: Callable[..., Sessions]) -> None:
    with pytest.raises(CallFailed, match="the endpoint is not AWS"):
        list(open_download(enter(), "123456789012", "eu-west-1")(URL))
    assert is_aws("https://lambda.eu-west-1.amazonaws.com")
    assert not is_aws("http://127.0.0.1:5599")
