"""Downloading from a pre-signed URL: from AWS alone, encrypted, with an end in time and size.

The URL comes in an answer of AWS. Nothing is signed or sent but the URL itself.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session
from botocore.response import StreamingBody
from botocore.utils import get_environ_proxies

from ringwall.aws.client import is_aws
from ringwall.aws.failures import CAUGHT, UNREADABLE
from ringwall.aws.session import Sessions
from ringwall.model.errors import CallFailed

HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}amazonaws\.com(?:\.cn)?")
MOST_BYTES = 300 << 20
"""Bytes of one download: code that was uploaded by way of S3 has 250 MB at most."""
MOST_SECONDS = 600.0
TIMEOUT: Any = (10, 60)
"""Seconds to connect, and for each piece."""
CHUNK = 1 << 20
OK = 200

Download = Callable[[str], Iterator[bytes]]
SendRequest = Callable[[Any], Any]
"""Sends a prepared request of botocore's, and returns its answer."""


def download(
    url: str, send: SendRequest | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[bytes]:
    """Yield what is at a pre-signed URL of AWS, in pieces.

    CallFailed, which does not name the URL, for another host, plain http, a redirect, an answer
    that is none, too much or too long.
    """
    host = _check(url)
    request: Any = AWSRequest(method="GET", url=url, stream_output=True).prepare()
    sends = send or _open_session(url).send
    start, size = clock(), 0
    try:
        answer = sends(request)
        length: Any = answer.headers.get("Content-Length")
        with closing(StreamingBody(answer.raw, length)) as body:
            if answer.status_code != OK:
                raise _fail(f"{host} answered with status {answer.status_code}")
            while chunk := body.read(CHUNK):
                size += len(chunk)
                if size > MOST_BYTES:
                    raise _fail(f"{host} sent more than {MOST_BYTES:,} bytes")
                if clock() - start > MOST_SECONDS:
                    raise _fail(f"{host} sent for more than {MOST_SECONDS:.0f} seconds")
                yield chunk
    except (*CAUGHT, *UNREADABLE, OSError) as error:
        raise _fail(f"{host}: {type(error).__name__}") from error


def _open_session(url: str) -> URLLib3Session:
    bundle: Any = os.environ.get("AWS_CA_BUNDLE") or os.environ.get("REQUESTS_CA_BUNDLE") or True
    return URLLib3Session(verify=bundle, proxies=get_environ_proxies(url), timeout=TIMEOUT)


def open_download(sessions: Sessions, account_id: str, region: str) -> Download:
    """Return what downloads code for a session: only where its answers come from AWS itself.

    An emulator's answers name hosts of AWS, too: nothing is sent there on its word.
    """

    def fetch(url: str) -> Iterator[bytes]:
        endpoint = sessions.connection.client(account_id, region, "lambda").meta.endpoint_url
        if sessions.transport is not None or not is_aws(endpoint):
            raise _fail("the endpoint is not AWS, and so what it names is not asked")
        yield from download(url)

    return fetch


def _check(url: str) -> str:
    """Return the host of a URL; CallFailed where it is no place of AWS."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _fail("not a URL") from error
    is_plain = parts.username is None and port in {None, 443}
    if parts.scheme != "https" or not is_plain or not HOST.fullmatch(host):
        raise _fail("not an address of AWS by https")
    return host


def _fail(reason: str) -> CallFailed:
    return CallFailed(f"download: {reason}", "Download")
