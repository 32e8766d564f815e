"""Feeds are fetched over https alone, within limits, and a redirect leads to no private address."""

from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult

import pytest

from ringwall.detect.enrichment.fetch import FeedNotFetchedError, check_url, fetch
from ringwall.model.errors import BadInput

ADDRESSES = {
    "feed.example": ["192.0.2.7"], "other.example": ["198.51.100.7"],
    "inside.example": ["10.0.0.1"],
    "mixed.example": ["192.0.2.7", "169.254.169.254"], "nowhere.example": [],
}  # fmt: skip


class Answer:
    """An answer from memory."""

    def __init__(self, status: int, body: bytes = b"", place: str | None = None) -> None:
        self.status, self._body, self._place = status, body, place

    def getheader(self, name: str) -> str | None:
        return self._place if name == "Location" else None

    def read(self, amount: int) -> bytes:
        part, self._body = self._body[:amount], self._body[amount:]
        return part


Get = Callable[..., bytes]


@pytest.fixture
def get() -> Get:
    def ask_for(url: str, answers: dict[str, Any], **options: Any) -> bytes:
        asked: list[tuple[str, str]] = []

        def ask(parts: SplitResult, address: str, seconds: float) -> Answer:
            assert seconds > 0
            asked.append((parts.geturl(), address))
            found = answers[parts.geturl()]
            if isinstance(found, Exception):
                raise found
            assert isinstance(found, Answer)
            return found

        return fetch(url, resolve=lambda host, _: ADDRESSES[host], ask=ask, **options).content

    return ask_for


def test_a_feed_is_fetched(get: Get) -> None:
    url = "https://feed.example/list"
    assert get(url, {url: Answer(200, b"x" * 200_000)}) == b"x" * 200_000


def test_the_user_may_name_a_private_address(get: Get) -> None:
    url = "https://inside.example/list"
    assert get(url, {url: Answer(200, b"x")}) == b"x"


def test_a_redirect_is_followed(get: Get) -> None:
    url, then = "https://feed.example/list", "https://other.example/there"
    assert get(url, {url: Answer(302, place=then), then: Answer(200, b"x")}) == b"x"
    near = "https://feed.example/near"
    assert get(url, {url: Answer(308, place="/near"), near: Answer(200, b"y")}) == b"y"


@pytest.mark.parametrize(
    "place",
    [
        "https://inside.example/x", "https://mixed.example/x", "http://other.example/x",
        "file:///etc/passwd", "https://user:pass@other.example/", "https://nowhere.example/", "",
        "https://[bad",
    ],
)  # fmt: skip
def test_a_redirect_that_leads_inside_or_to_http_is_refused(get: Get, place: str) -> None:
    url = "https://feed.example/list"
    with pytest.raises(FeedNotFetchedError):
        get(url, {url: Answer(302, place=place), place: Answer(200, b"secret")})


def test_redirects_have_an_end(get: Get) -> None:
    url = "https://feed.example/list"
    with pytest.raises(FeedNotFetchedError, match="more than 5 redirects"):
        get(url, {url: Answer(302, place=url)})


@pytest.mark.parametrize(
    "answer",
    [Answer(404), Answer(500), Answer(200, bytes(3_000_000)), OSError("no route"),
     TimeoutError("timed out"), UnicodeError("odd name")],
)  # fmt: skip
def test_what_goes_wrong_is_said(get: Get, answer: Any) -> None:
    url = "https://feed.example/list"
    with pytest.raises(FeedNotFetchedError):
        get(url, {url: answer}, limit=2 * 1024**2)


def test_a_fetch_has_its_time(get: Get) -> None:
    url = "https://feed.example/list"
    with pytest.raises(FeedNotFetchedError, match="took too long"):
        get(url, {url: Answer(200, b"x")}, seconds=-1)


@pytest.mark.parametrize(
    "url",
    ["http://feed.example/", "ftp://feed.example/", "https://", "feed.example", "https://a:b@c/",
     "https://feed.example:99999/", "https://feed.example:0/", "file:///etc/passwd"],
)  # fmt: skip
def test_only_https_without_a_password_is_a_feed(url: str) -> None:
    with pytest.raises(BadInput):
        check_url(url)


def test_nobody_answers_without_a_network() -> None:
    with pytest.raises(FeedNotFetchedError, match="cannot be fetched"):
        fetch("https://localhost:1/list", seconds=5)
