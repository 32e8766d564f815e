"""One HTTP exchange with AWS: an answer has an end, in time and in size.

The timeout of botocore is for each piece of an answer: one that drips byte by byte has no end.
"""

import io
import socket
import time
from http.client import HTTPResponse
from threading import Lock
from typing import Any

from botocore.awsrequest import (
    AWSHTTPConnection,
    AWSHTTPConnectionPool,
    AWSHTTPSConnection,
    AWSHTTPSConnectionPool,
)
from botocore.exceptions import BotoCoreError, ConnectionClosedError, HTTPClientError
from botocore.httpsession import URLLib3Session
from botocore.utils import get_environ_proxies

CONNECTIONS = 32
"""Idle connections that are kept for an endpoint."""
ENDPOINTS = 64
"""Endpoints to which connections are kept: the others' are closed."""
SOCKET_OPTIONS: Any = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
"""Header and body are two packets: by Nagle's algorithm the second waits for an ack of the first,
which may take 40 ms. botocore's clients turn it off too; a session by itself does not."""
MAX_BYTES = 64 * 2**20
"""Bytes of one answer. The largest that AWS gives are pages of some megabytes."""


class AnswerTooLarge(BotoCoreError):
    """An answer without end; to ask again would bring the same."""

    fmt = "the answer has more than {limit:,} bytes"


class Exchanges:
    """The connections to all endpoints; whoever asks next uses them again. Thread-safe.

    `verify` is a file of certificates, or True for botocore's own. `timeout` has the seconds to
    connect, and those from the request to the last byte of the answer.
    """

    def __init__(self, verify: Any, timeout: tuple[float, float]) -> None:
        self._verify = verify
        self._timeout = timeout
        self._lock = Lock()
        self._sessions: dict[tuple[tuple[str, str], ...], LimitedSession] = {}

    def open(self, url: str) -> "LimitedSession":
        """Return what sends requests to an endpoint, through a proxy where one leads there."""
        proxies = get_environ_proxies(url)
        key = tuple(sorted(proxies.items()))
        with self._lock:
            if key not in self._sessions:
                self._sessions[key] = LimitedSession(proxies, self._verify, self._timeout)
            return self._sessions[key]


class LimitedSession(URLLib3Session):
    """Connections as botocore makes them; the read timeout is that of a whole answer."""

    def __init__(self, proxies: dict[str, str], verify: Any, timeout: Any) -> None:
        super().__init__(
            verify=verify,
            proxies=proxies,
            timeout=timeout,
            max_pool_connections=CONNECTIONS,
            socket_options=SOCKET_OPTIONS,
        )
        # No public way leads to the classes of connections; the managers of proxies share them.
        pools: dict[str, type] = vars(self)["_pool_classes_by_scheme"]
        pools.update(http=_HttpPool, https=_HttpsPool)

    def send(self, request: Any) -> Any:
        """Return the answer; AnswerTooLarge, or what botocore raises where there is none."""
        try:
            answer = super().send(request)
        except HTTPClientError as error:
            if isinstance(error.__context__, AnswerTooLarge):
                raise error.__context__ from None
            raise
        # botocore takes what came before the connection broke for all of the answer.
        if not request.stream_output and answer.raw.length_remaining:
            raise ConnectionClosedError(endpoint_url=request.url)
        return answer

    def _get_pool_manager_kwargs(self, **extra: Any) -> Any:
        parent: Any = super()
        return parent._get_pool_manager_kwargs(num_pools=ENDPOINTS, **extra)  # noqa: SLF001 - its hook


class _LimitedResponse(HTTPResponse):
    """An answer whose bytes, headers too, come through `_LimitedStream`."""

    def __init__(self, sock: Any, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_LimitedStream(sock, self.fp.detach()))


class _HttpConnection(AWSHTTPConnection):
    response_class = _LimitedResponse  # type: ignore[assignment]  # as http.client documents it


class _HttpsConnection(AWSHTTPSConnection):
    response_class = _LimitedResponse  # type: ignore[assignment]


class _HttpPool(AWSHTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(AWSHTTPSConnectionPool):
    ConnectionCls = _HttpsConnection


class _LimitedStream(io.RawIOBase):
    """What a socket receives, until the time is over that the socket has for its first piece."""

    def __init__(self, sock: Any, received: io.RawIOBase) -> None:
        self._sock = sock
        self._received = received
        timeout = sock.gettimeout()
        self._end = None if timeout is None else time.monotonic() + timeout
        self._left = MAX_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._end is not None:
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            self._sock.settimeout(left)
        count = self._received.readinto(buffer) or 0
        self._left -= count
        if self._left < 0:
            raise AnswerTooLarge(limit=MAX_BYTES)
        return count

    def close(self) -> None:
        self._received.close()
        super().close()
