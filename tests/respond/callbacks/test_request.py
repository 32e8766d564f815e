"""A request is read within limits, whether it came by HTTP or to a function URL."""

import base64
from typing import Any

import pytest

from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.request import (
    MAX_BODY,
    CallbackReply,
    make_callback,
    parse_function_url,
)


def event(body: str = "a=b", **more: Any) -> dict[str, Any]:
    """Return an event of payload format 2.0."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/callbacks/soc",
        "rawQueryString": "",
        "headers": {"x-slack-signature": "v0=1", "Host": "x"},
        "requestContext": {"http": {"method": "POST", "path": "/callbacks/soc"}},
        "body": body,
        "isBase64Encoded": False,
    } | more


def test_an_event_of_a_function_url_is_a_request() -> None:
    found = parse_function_url(event())
    assert (found.method, found.path, found.body) == ("POST", "/callbacks/soc", b"a=b")
    assert found.header("x-slack-signature") == "v0=1"
    assert found.header("none") == ""
    data = base64.b64encode(b"\x00\xff").decode()
    assert parse_function_url(event(data, isBase64Encoded=True)).body == b"\x00\xff"
    assert parse_function_url(event(headers=None) | {"body": None}).body == b""


@pytest.mark.parametrize(
    "more",
    [
        {"requestContext": {}},
        {"requestContext": None},
        {"rawPath": None},
        {"body": 5},
        {"headers": ["x"]},
        {"headers": {"a": 5}, "rawPath": 7},
        {"body": "!", "isBase64Encoded": True},
        {"body": "\ud800"},
    ],
)
def test_what_is_no_event_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(CallbackRefused) as raised:
        parse_function_url(event() | more)
    assert raised.value.status == 400


@pytest.mark.parametrize("is_base64", [False, True])
def test_an_event_that_is_too_large_is_refused(*, is_base64: bool) -> None:
    data = b"x" * (MAX_BODY + 1)
    body = base64.b64encode(data).decode() if is_base64 else data.decode()
    for text in (body, body * 3):
        with pytest.raises(CallbackRefused) as raised:
            parse_function_url(event(text, isBase64Encoded=is_base64))
        assert raised.value.status == 413


def test_a_header_that_came_twice_is_none() -> None:
    headers = [("X-A", "1"), ("x-a", "2"), ("X-B", "3")]
    assert make_callback("post", "/", headers, b"").headers == {"x-b": "3"}
    with pytest.raises(CallbackRefused, match="too many"):
        make_callback("POST", "/", headers * 50, b"")


def test_a_reply_is_what_a_function_returns() -> None:
    found = CallbackReply(404, "no").as_function_url()
    assert (found["statusCode"], found["body"]) == (404, "no")
    assert found["headers"]["cache-control"] == "no-store"
