"""Fetches a feed: over https alone, within limits, and never by way of a private address."""

import http.client
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

from ringwall.detect.enrichment.bounded_file import MAX_BYTES
from ringwall.detect.enrichment.indicators import read_address
from ringwall.detect.enrichment.private_addresses import is_private
from ringwall.model.errors import BadInput, RingwallError
from ringwall.model.text import strip_url

MAX_REDIRECTS = 5
SECONDS = 60
"""How long a fetch may take on the whole."""
STEP = 64 * 1024
MOVED = frozenset({301, 302, 303, 307, 308})
OK = 200
HTTPS = 443


class FeedNotFetchedError(RingwallError):
    """A feed could not be fetched; the list stays as it was."""


class FeedResponse(Protocol):
    """An answer whose body has not been read yet."""

    status: int

    def getheader(self, name: str) -> str | None:
        """Return a header; None where there is none."""
        ...

    def read(self, amount: int) -> bytes:
        """Return the next bytes of the body, none at its end."""
        ...


ResolveHost = Callable[[str, int], list[str]]
"""Returns the addresses of a host; OSError where it has none."""
AskHost = Callable[[SplitResult, str, float], FeedResponse]
"""Sends a GET to a host at one of its addresses, within some seconds; OSError where it fails."""


@dataclass(frozen=True)
class FetchedFeed:
    """What a URL answered, and the URL that answered in the end."""

    content: bytes
    url: str


def check_url(url: str) -> SplitResult:
    """Return a URL's parts; BadInput where it is not https, or carries a password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadInput(f"{strip_url(url)}: no URL") from error
    if parts.scheme != "https" or not parts.hostname or port == 0:
        raise BadInput(
            f"{strip_url(url)}: only https:// is fetched: whoever is on the way could write a list"
        )
    if parts.username or parts.password:
        raise BadInput(f"{strip_url(url)}: a URL with a password would be kept in the home")
    return parts


def fetch(
    url: str,
    *,
    limit: int = MAX_BYTES,
    seconds: float = SECONDS,
    resolve: ResolveHost | None = None,
    ask: AskHost | None = None,
) -> FetchedFeed:
    """Return what a URL answers; FeedNotFetchedError says why it does not, BadInput for a bad URL.

    The URL may lead to a private address, since the user named it; a redirect may not.
    """
    ends = time.monotonic() + seconds
    parts = check_url(url)
    for turn in range(MAX_REDIRECTS + 1):
        answer = _ask(parts, ends, is_redirect=turn > 0, resolve=resolve, ask=ask)
        if answer.status in MOVED:
            parts = _follow(parts, answer)
            continue
        if answer.status != OK:
            raise FeedNotFetchedError(f"{_show(parts)}: answered {answer.status}")
        return FetchedFeed(_read(answer, parts, limit, ends), parts.geturl())
    raise FeedNotFetchedError(f"{strip_url(url)}: more than {MAX_REDIRECTS} redirects")


def _ask(
    parts: SplitResult,
    ends: float,
    *,
    is_redirect: bool,
    resolve: ResolveHost | None,
    ask: AskHost | None,
) -> FeedResponse:
    host, port = parts.hostname or "", parts.port or HTTPS
    try:
        addresses = (resolve or _resolve)(host, port)
        if is_redirect and any(map(_is_inside, addresses)):
            raise FeedNotFetchedError(f"{_show(parts)}: a redirect to a private address")
        # INVARIANT: the address that was looked at is the one that is asked.
        return (ask or _send)(parts, addresses[0], _left(parts, ends))
    except (OSError, http.client.HTTPException, UnicodeError, IndexError) as error:
        said = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise FeedNotFetchedError(
            f"{_show(parts)}: cannot be fetched: {said}; the list stays as it was"
        ) from error


def _follow(parts: SplitResult, answer: FeedResponse) -> SplitResult:
    place = answer.getheader("Location")
    if not place:
        raise FeedNotFetchedError(f"{_show(parts)}: a redirect to nowhere")
    try:
        return check_url(urljoin(parts.geturl(), place))
    except (BadInput, ValueError) as error:
        raise FeedNotFetchedError(f"{_show(parts)}: a redirect that is refused: {error}") from error


def _read(answer: FeedResponse, parts: SplitResult, limit: int, ends: float) -> bytes:
    found = bytearray()
    try:
        while step := answer.read(STEP):
            found += step
            if len(found) > limit:
                raise FeedNotFetchedError(f"{_show(parts)}: larger than {limit // 1024**2} MB")
            _left(parts, ends)
    except (OSError, http.client.HTTPException) as error:
        raise FeedNotFetchedError(f"{_show(parts)}: broke off: {error}") from error
    return bytes(found)


def _left(parts: SplitResult, ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise FeedNotFetchedError(f"{_show(parts)}: took too long")
    return left


def _is_inside(text: str) -> bool:
    address = read_address(text)
    return address is None or is_private(*address)


def _show(parts: SplitResult) -> str:
    return strip_url(parts.geturl())


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def _send(parts: SplitResult, address: str, seconds: float) -> FeedResponse:
    host, port = parts.hostname or "", parts.port or HTTPS
    context = ssl.create_default_context()
    plain = socket.create_connection((address, port), timeout=seconds)
    try:
        connection = http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
        connection.sock = context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request(
        "GET", path, headers={"User-Agent": "ringwall", "Accept-Encoding": "identity"}
    )
    return connection.getresponse()
