"""`ringwall respond serve`: takes what comes from channels, and tells them what is new.

uvicorn speaks HTTP: a server that is kept well, of pure Python, with h11's strict parser, TLS, a
limit of connections and a graceful end; the server of the standard library says of itself that it
is not for production. No framework is needed for three paths: the application is 40 lines of ASGI.
"""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ringwall.jobs.events import Events
from ringwall.jobs.respond.callback import make_handler
from ringwall.jobs.respond.outbox import open_nonces, open_teller
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.tell import ChannelTeller, tell_outcome
from ringwall.model.errors import BadInput, RingwallError
from ringwall.model.response_channels import LOCAL_HOSTS
from ringwall.respond.callbacks.asgi import CallbackApplication

EVERY = 5.0
"""Seconds between two looks at what is new."""
MOST_CONNECTIONS = 64
KEPT_SECONDS = 5
GRACE_SECONDS = 15
"""How long requests may take that go on when the server is ended."""
LONGEST_HEAD = 16 * 1024
LOGGER = "ringwall.respond"


@dataclass(frozen=True)
class ServeRequest:
    """Where to serve. A certificate and its key make it https."""

    host: str = "127.0.0.1"
    port: int = 8765
    certificate: Path | None = None
    key: Path | None = None


def serve_callbacks(
    responders: Responders, request: ServeRequest, events: Events, *, every: float = EVERY
) -> None:
    """Serve until a signal ends it: what was begun is brought to its end, within limits."""
    import uvicorn  # noqa: PLC0415 - 0.1 s that no other command costs

    if bool(request.certificate) != bool(request.key):
        raise BadInput("a certificate and its key come together")
    teller = open_teller(responders)
    courier = teller.courier
    handler = make_handler(responders, courier.equipment, courier.queue, open_nonces(responders))
    with (
        _listen(request) as listener,
        _log_to(events),
        _telling(teller, events, every) as is_telling,
    ):
        started = partial(_note_start, request, listener, events)
        application = CallbackApplication(handler, on_start=started, is_well=is_telling)
        config = uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="on",
            loop="asyncio",
            http="h11",
            ws="none",
            limit_concurrency=MOST_CONNECTIONS,
            timeout_keep_alive=KEPT_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
            h11_max_incomplete_event_size=LONGEST_HEAD,
            ssl_certfile=request.certificate,
            ssl_keyfile=request.key,
        )
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except OSError as error:  # of the certificate or its key
            raise BadInput(f"cannot serve: {error}") from error


def _note_start(request: ServeRequest, listener: socket.socket, events: Events) -> None:
    scheme = "https" if request.certificate else "http"
    host, port = listener.getsockname()[:2]
    events.note(f"serving on {scheme}://{host}:{port}/callbacks/NAME; Ctrl-C ends it")
    if scheme == "http" and request.host not in LOCAL_HOSTS:
        events.note("others can reach it without encryption: put a proxy with TLS before it")


@contextmanager
def _listen(request: ServeRequest) -> Iterator[socket.socket]:
    try:
        family = socket.AF_INET6 if ":" in request.host else socket.AF_INET
        listener = socket.create_server((request.host, request.port), family=family)
    except OSError as error:
        place = f"{request.host}:{request.port}"
        raise BadInput(f"cannot serve on {place}: {error.strerror or error}") from error
    with listener:
        yield listener


@contextmanager
def _telling(teller: ChannelTeller, events: Events, every: float) -> Iterator[Callable[[], bool]]:
    """Tell channels what is new while the block runs; yield what says whether that goes on."""
    stop = threading.Event()

    def run() -> None:
        said = ""
        while not stop.is_set():
            try:
                for told in teller.tell():
                    events.note(tell_outcome(told))
                said = ""
            except RingwallError as error:
                if str(error) != said:
                    events.note(f"channels cannot be told now: {error}")
                said = str(error)
            stop.wait(every)

    thread = threading.Thread(target=run, name="teller")
    thread.start()
    try:
        yield thread.is_alive
    finally:
        stop.set()
        thread.join()


class _NotingHandler(logging.Handler):
    """Passes what is logged of requests on as notes."""

    def __init__(self, events: Events) -> None:
        super().__init__(logging.INFO)
        self._events = events

    def emit(self, record: logging.LogRecord) -> None:
        """Note one record."""
        self._events.note(record.getMessage())


@contextmanager
def _log_to(events: Events) -> Iterator[None]:
    logger, handler = logging.getLogger(LOGGER), _NotingHandler(events)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
