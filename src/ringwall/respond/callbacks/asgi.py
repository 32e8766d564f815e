"""The callbacks as an ASGI application: read within limits, answered, logged without bodies.

https://asgi.readthedocs.io/en/latest/specs/www.html
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from ringwall.model.errors import RingwallError
from ringwall.model.text import make_visible
from ringwall.respond.callbacks.handle import (
    HEALTH,
    CallbackHandler,
    CallbackOutcome,
    answer_failure,
    answer_health,
)
from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.request import (
    BAD,
    MAX_BODY,
    TOO_LARGE,
    Callback,
    CallbackReply,
    make_callback,
)

LOG = logging.getLogger(__name__)
BODY_SECONDS = 10.0
"""How long a body may take to come in."""
TOO_SLOW, FAILED = 408, 503
SHOWN = 100
"""Letters of a path in the log."""
Message = MutableMapping[str, Any]
ReceiveMessage = Callable[[], Awaitable[Message]]
SendMessage = Callable[[Message], Awaitable[None]]


def do_nothing() -> None:
    """Do nothing when the server starts."""


def always() -> bool:
    """Return that all is well."""
    return True


@dataclass(frozen=True)
class CallbackApplication:
    """Answers requests; what blocks runs in threads."""

    handler: CallbackHandler
    body_seconds: float = BODY_SECONDS
    on_start: Callable[[], None] = do_nothing
    """Called once the server is ready, and ends as it should when it is told to."""
    is_well: Callable[[], bool] = always
    """Whether all that the server does goes on."""

    async def __call__(
        self, scope: MutableMapping[str, Any], receive: ReceiveMessage, send: SendMessage
    ) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["type"] != "http":
            raise ValueError("only HTTP is spoken here")
        began = time.monotonic()
        outcome = await self._find_outcome(scope, receive)
        await _send(outcome.reply, send)
        LOG.info(
            "request method=%s path=%s status=%d ms=%d",
            make_visible(str(scope["method"]))[:SHOWN],
            make_visible(str(scope["path"]))[:SHOWN],
            outcome.reply.status,
            round((time.monotonic() - began) * 1000),
        )
        if outcome.finish:
            await asyncio.to_thread(outcome.finish)

    async def _live(self, receive: ReceiveMessage, send: SendMessage) -> None:
        """https://asgi.readthedocs.io/en/latest/specs/lifespan.html."""
        await receive()
        self.on_start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    async def _find_outcome(
        self, scope: MutableMapping[str, Any], receive: ReceiveMessage
    ) -> CallbackOutcome:
        if scope["path"] == HEALTH and not self.is_well():
            return CallbackOutcome(CallbackReply(FAILED, "channels are not told any more\n"))
        if scope["path"] == HEALTH:
            return CallbackOutcome(answer_health())
        try:
            async with asyncio.timeout(self.body_seconds):
                callback = await _read(scope, receive)
            return await asyncio.to_thread(self.handler.handle, callback)
        except TimeoutError:
            return CallbackOutcome(CallbackReply(TOO_SLOW, "the body takes too long\n"))
        except RingwallError as error:
            return CallbackOutcome(answer_failure(error))


async def _read(scope: MutableMapping[str, Any], receive: ReceiveMessage) -> Callback:
    headers = [
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]
    ]
    for name, value in headers:
        if name.lower() == "content-length" and not _is_small(value):
            # INVARIANT: what says that it is too large is refused before any of it is read.
            raise CallbackRefused("the body is longer than 1 MiB", TOO_LARGE)
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise CallbackRefused("the connection broke off", BAD)
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BODY:
            raise CallbackRefused("the body is longer than 1 MiB", TOO_LARGE)
    return make_callback(scope["method"], scope["path"], headers, bytes(body))


def _is_small(length: str) -> bool:
    return length.isascii() and length.isdigit() and int(length[:20]) <= MAX_BODY


async def _send(reply: CallbackReply, send: SendMessage) -> None:
    body = reply.body.encode()
    headers = {**reply.all_headers, "content-length": str(len(body))}
    if reply.status in (TOO_LARGE, TOO_SLOW):
        headers["connection"] = "close"
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
