"""Requests to the services of others: https alone, within limits, and never redirected.

urllib3 comes with botocore, so that this works where Ringwall calls AWS: in a Lambda, too. What a
service answers is read to a limit and within a time; an answer that leads elsewhere is a failure,
since what is sent holds a secret. A proxy of the environment is used, as by botocore.
"""

import base64
import email.utils
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec
import urllib3
from urllib3.exceptions import HTTPError

from ringwall.model.errors import RingwallError
from ringwall.model.response_channels import LOCAL_HOSTS, find_url_flaw
from ringwall.model.text import make_visible

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
TOTAL_SECONDS = 20.0
MAX_ANSWER = 1024 * 1024
STEP = 64 * 1024
LONGEST_WAIT = 3_600.0
"""Seconds; a service that asks for more is asked again after these."""
SAID = 200
"""Letters that an error shows of an answer."""


class NoAnswer(RingwallError):
    """A service could not be reached, or did not answer within the limits."""


@dataclass(frozen=True)
class HttpAnswer:
    """What a service answered. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_ok(self) -> bool:
        """Whether it says that all went well."""
        return 200 <= self.status < 300  # noqa: PLR2004 - RFC 9110, 15.3

    def json(self) -> Any:
        """Return the body as JSON; NoAnswer where it is none."""
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise NoAnswer(f"it answered {self.status} with what is no JSON") from error

    def member(self, *path: str) -> Any:
        """Return a member of the body, '' where there is none; NoAnswer where it is no JSON."""
        found = self.json()
        for name in path:
            found = found.get(name, "") if isinstance(found, dict) else ""
        return found

    def say(self) -> str:
        """Return the status and the beginning of the body, for a message."""
        text = self.body[: SAID * 4].decode("utf-8", "replace")
        return make_visible(f"{self.status} {text[:SAID]}".strip())

    def wait(self, now: float) -> float:
        """Return for how many seconds the service asks to wait, 0 for none.

        https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
        """
        text = self.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit():
            seconds = float(text[:9])
        else:
            try:
                at = email.utils.parsedate_to_datetime(text)
            except ValueError:
                return 0.0
            at = at if at.tzinfo else at.replace(tzinfo=UTC)
            seconds = (at - datetime.fromtimestamp(now, UTC)).total_seconds()
        return min(max(seconds, 0.0), LONGEST_WAIT)


@dataclass(frozen=True)
class HttpClient:
    """Sends requests. Thread-safe."""

    read_seconds: float = READ_SECONDS
    total_seconds: float = TOTAL_SECONDS
    connect_seconds: float = CONNECT_SECONDS
    clock: Callable[[], float] = time.monotonic
    _pools: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def send(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HttpAnswer:
        """Return what a service answers; NoAnswer where it does not.

        An error never shows the path: that of a webhook is its password.
        """
        host = urlsplit(url).hostname or "?"
        if flaw := find_url_flaw(url):
            raise NoAnswer(f"the URL {flaw}")
        ends = self.clock() + self.total_seconds
        try:
            answer = self._pool(url).request(
                method,
                url,
                body=body,
                headers={"user-agent": "ringwall", **(headers or {})},
                timeout=urllib3.Timeout(connect=self.connect_seconds, read=self.read_seconds),
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                content = self._read(answer, ends)
            finally:
                answer.close()
        except HTTPError as error:
            raise NoAnswer(f"{host}: {_explain(error)}") from error
        except (OSError, ValueError) as error:
            raise NoAnswer(f"{host}: {type(error).__name__}") from error
        found = {name.lower(): value for name, value in answer.headers.items()}
        return HttpAnswer(int(answer.status), found, content)

    def send_json(
        self, method: str, url: str, document: Any, headers: Mapping[str, str] | None = None
    ) -> HttpAnswer:
        """Send a document as JSON; return what the service answers."""
        body = None if document is None else msgspec.json.encode(document)
        kind = {"accept": "application/json"}
        if body is not None:
            kind["content-type"] = "application/json; charset=utf-8"
        return self.send(method, url, body, {**kind, **(headers or {})})

    def _read(self, answer: Any, ends: float) -> bytes:
        content = bytearray()
        while part := answer.read1(STEP):
            content += part
            if len(content) > MAX_ANSWER:
                raise ValueError("the answer is too long")
            if self.clock() > ends:
                raise TimeoutError("the answer takes too long")
        return bytes(content)

    def _pool(self, url: str) -> Any:
        parts = urlsplit(url)
        host = parts.hostname or ""
        proxies = getproxies() if host not in LOCAL_HOSTS and not proxy_bypass(host) else {}
        proxy = proxies.get(parts.scheme, "")
        if proxy not in self._pools:
            pool = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
            self._pools.setdefault(proxy, pool)
        return self._pools[proxy]


def encode_basic(user: str, password: str) -> dict[str, str]:
    """Return the header of basic authentication, RFC 7617."""
    word = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
    return {"authorization": f"Basic {word}"}


def _explain(error: HTTPError) -> str:
    """Return what went wrong, without the URL that urllib3 writes into most of its messages."""
    return {
        "ConnectTimeoutError": "cannot be reached in time",
        "NameResolutionError": "has no address",
        "NewConnectionError": "cannot be reached",
        "ReadTimeoutError": "does not answer in time",
        "SSLError": "has no certificate that can be trusted, or no TLS that can be used",
    }.get(type(error).__name__, f"broke off ({type(error).__name__})")
