"""Requests are read within limits and answered; the log has no bodies."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import pytest
from callback_bench import DECISION, Memory, hook, make_handler, make_token, press, slack

from ringwall.model.errors import StorageFailed
from ringwall.respond.callbacks.asgi import CallbackApplication
from ringwall.respond.callbacks.request import MAX_BODY, Callback


def run(
    memory: Memory,
    callback: Callback,
    parts: Sequence[bytes] | None = None,
    *,
    hangs: bool = False,
    length: str | None = None,
) -> tuple[int, dict[str, str], bytes, int]:
    """Return status, headers and body of the answer, and how many parts of the body were read."""
    sent: list[Any] = []
    chunks = list(parts if parts is not None else [callback.body])
    read = 0

    async def receive() -> dict[str, Any]:
        nonlocal read
        if read == len(chunks):
            if hangs:
                await asyncio.sleep(60)
            return {"type": "http.disconnect"}
        read += 1
        more = hangs or read < len(chunks)
        return {"type": "http.request", "body": chunks[read - 1], "more_body": more}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = dict(callback.headers)
    if length is not None:
        headers["content-length"] = length
    scope = {
        "type": "http",
        "method": callback.method,
        "path": callback.path,
        "query_string": b"token=secret",
        "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
    }
    application = CallbackApplication(make_handler(memory), body_seconds=0.2)
    asyncio.run(application(scope, receive, send))
    found = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
    return sent[0]["status"], found, sent[1]["body"], read


def test_a_decision_is_taken_whole_or_in_parts() -> None:
    for number, size in enumerate((10**6, 7)):
        memory = Memory()
        callback = hook(DECISION, id_=f"msg_{number}")
        parts = [callback.body[n : n + size] for n in range(0, len(callback.body), size)]
        status, headers, body, _ = run(memory, callback, parts)
        assert (status, body) == (200, b"ann: approved")
        assert headers["x-content-type-options"] == "nosniff"
        assert len(memory.decided) == 1


def test_what_cannot_be_written_down_is_told() -> None:
    memory = Memory(error=StorageFailed("full"))
    status, _, said, _ = run(memory, slack(press(make_token())))
    assert (status, said) == (503, b"it could not be written down; try again")


@pytest.mark.parametrize("length", ["10485760", str(MAX_BODY + 1), "-1", "x", "9" * 400])
def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read(length: str) -> None:
    memory = Memory()
    status, headers, _, read = run(memory, hook(DECISION), length=length)
    assert (status, read, headers["connection"]) == (413, 0, "close")
    assert memory.decided == []


def test_a_body_that_does_not_say_it_is_refused_where_it_becomes_too_large() -> None:
    status, _, _, read = run(Memory(), hook(DECISION), [b"x" * 65_536] * 160)
    assert (status, read) == (413, 17)


def test_a_body_that_never_ends_is_given_up() -> None:
    status, _, said, _ = run(Memory(), hook(DECISION), [b"{"], hangs=True)
    assert (status, said) == (408, b"the body takes too long\n")


def test_a_connection_that_breaks_off_decides_nothing() -> None:
    memory = Memory()
    status, _, _, _ = run(memory, hook(DECISION), [])
    assert status == 400
    assert memory.decided == []


def test_health_is_told_without_any_secret() -> None:
    status, _, body, read = run(Memory(), Callback("GET", "/health"))
    assert (status, body, read) == (200, b"ok\n", 0)


def test_a_server_that_tells_nobody_any_more_is_not_well() -> None:
    sent: list[Any] = []

    async def never() -> Any:
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(message)

    application = CallbackApplication(make_handler(Memory()), is_well=lambda: False)
    scope = {"type": "http", "method": "GET", "path": "/health", "headers": []}
    asyncio.run(application(scope, never, send))
    assert sent[0]["status"] == 503


def test_nonces_that_cannot_be_kept_refuse_all() -> None:
    class Full(Memory):
        def take(self, via: str, nonce: str, until: int) -> bool:
            raise StorageFailed(f"{via} {nonce} {until}: disk is full")

    memory = Full()
    status, _, said, _ = run(memory, hook(DECISION))
    assert (status, said) == (503, b"it cannot be taken now; try again\n")
    assert memory.decided == []


def test_the_log_has_neither_body_nor_query_nor_headers(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    callback = hook({**DECISION, "person": "mallory"})
    run(Memory(), callback)
    run(Memory(), Callback("GET\x1b[31m", "/x\ny" * 100, {}, b""))
    assert "request method=POST path=/callbacks/soar status=403" in caplog.text
    for word in ("mallory", "secret", callback.header("webhook-signature"), "\x1b"):
        assert word not in caplog.text
    assert max(map(len, caplog.text.splitlines())) < 400


def test_it_says_when_it_is_ready_and_ends_when_it_is_told_to() -> None:
    said: list[str] = []
    coming = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> dict[str, Any]:
        return next(coming)

    async def send(message: Any) -> None:
        said.append(message["type"])

    application = CallbackApplication(
        make_handler(Memory()), on_start=lambda: said.append("started")
    )
    asyncio.run(application({"type": "lifespan"}, receive, send))
    assert said == ["started", "lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_only_http_is_spoken() -> None:
    async def never() -> Any:
        raise AssertionError

    application = CallbackApplication(make_handler(Memory()))
    with pytest.raises(ValueError, match="only HTTP"):
        asyncio.run(application({"type": "websocket"}, never, never))  # type: ignore[arg-type] # it is not called
