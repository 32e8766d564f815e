"""A callback as it came in, by HTTP or as an event of a Lambda function URL, and what it is told.

https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ringwall.respond.callbacks.refusal import CallbackRefused

MAX_BODY = 1024 * 1024
"""Bytes; what is longer is refused before it is read."""
LONGEST_TEXT = MAX_BODY * 4 // 3 + 4
"""Letters of a body as base64."""
MAX_HEADERS = 100
TOO_LARGE = 413
BAD = 400


@dataclass(frozen=True)
class Callback:
    """One request. Names of headers are in lower case; where one came twice, there is none."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def header(self, name: str) -> str:
        """Return a header, or ''."""
        return self.headers.get(name, "")


@dataclass(frozen=True)
class CallbackReply:
    """What a callback is answered."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_headers(self) -> dict[str, str]:
        """All headers: nothing may be kept, framed, or taken for another type."""
        return {
            "content-type": self.content_type,
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "strict-transport-security": "max-age=31536000",
            **self.headers,
        }

    def as_function_url(self) -> dict[str, Any]:
        """Return it as what a Lambda behind a function URL returns."""
        return {
            "statusCode": self.status,
            "headers": self.all_headers,
            "body": self.body,
            "isBase64Encoded": False,
        }


def parse_function_url(event: Mapping[str, Any]) -> Callback:
    """Return the request in an event of a function URL; CallbackRefused where it holds none."""
    try:
        method, path = event["requestContext"]["http"]["method"], event["rawPath"]
        headers, body = event.get("headers") or {}, event.get("body") or ""
        data = body.encode()
        if len(data) <= LONGEST_TEXT and event.get("isBase64Encoded"):
            data = base64.b64decode(data, validate=True)
        named = [(str(name), _check_text(value)) for name, value in headers.items()]
        return make_callback(_check_text(method), _check_text(path), named, data)
    except (LookupError, TypeError, AttributeError, ValueError, binascii.Error) as error:
        raise CallbackRefused("this is no event of a function URL", BAD) from error


def _check_text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def make_callback(method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> Callback:
    """Return a request; CallbackRefused where it is too large."""
    if len(body) > MAX_BODY:
        raise CallbackRefused("the body is longer than 1 MiB", TOO_LARGE)
    if len(headers) > MAX_HEADERS:
        raise CallbackRefused("too many headers", BAD)
    found: dict[str, str] = {}
    twice: set[str] = set()
    for name, value in headers:
        key = name.lower()
        if key in found:
            twice.add(key)
        found[key] = value
    # INVARIANT: a signature or a length that came twice could be read in two ways.
    return Callback(method.upper(), path, {k: v for k, v in found.items() if k not in twice}, body)
