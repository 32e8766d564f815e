"""The emulator behind a port, for programs of any language and for the demo."""

import io
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Thread
from typing import Any
from wsgiref.types import WSGIApplication

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.test import run_wsgi_app

from ringwall.emulator.wire.browser import check_address, find_refusal

POLL_SECONDS = 0.05
"""The longest time that closing waits."""

PORTAL_TOKEN = "x-amz-sso_bearer_token"  # noqa: S105  # the name of a header
"""What the access portal's calls have in place of a signature: werkzeug drops names with `_`."""
FAILED = b"<html>The emulator failed at this request: its output says why.</html>"
"""What SDKs take for an error of the service, whatever its protocol."""


MAX_BODY = 512 * 1024 * 1024
"""Bytes of a request: it is held in memory."""
IDLE_SECONDS = 120.0
"""How long a connection may stay silent; SDKs open a new one where theirs has ended."""
DIGITS = re.compile("[0-9]{1,18}")


class _BadBody(ValueError):
    """A request whose body has no end, or another one than it says."""

    status = HTTPStatus.BAD_REQUEST


class _TooLarge(_BadBody):
    """A body that is larger than a request may be."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __str__(self) -> str:
        return f"a request may have at most {MAX_BODY} bytes"


@dataclass(frozen=True)
class RunningServer:
    """A running server; close it when done."""

    url: str
    server: BaseWSGIServer = field(repr=False)
    thread: Thread = field(repr=False)

    def close(self) -> None:
        """Stop the server and free the port."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def wait(self) -> None:
        """Return when the server has stopped."""
        self.thread.join()


def serve(app: WSGIApplication, host: str = "127.0.0.1", port: int = 0) -> RunningServer:
    """Serve the emulator over HTTP in a thread; port 0 takes a free one.

    OSError where the address cannot be listened on, BadInput where others could reach it.
    """
    check_address(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # werkzeug would end the program where it cannot listen: it gets a socket that listens.
    with socket.create_server((host, port), family=family) as listener:
        port, fd = listener.getsockname()[1], listener.fileno()
        server = make_server(host, port, app, threaded=True, request_handler=RequestHandler, fd=fd)
    thread = Thread(target=server.serve_forever, args=(POLL_SECONDS,), name="emulator", daemon=True)
    thread.start()
    name = f"[{host}]" if ":" in host else host
    return RunningServer(f"http://{name}:{port}", server, thread)


class RequestHandler(MotoRequestHandler):
    """HTTP/1.1 with persistent connections, and no log line for each request."""

    protocol_version = "HTTP/1.1"
    # Header and body are two packets: by Nagle's algorithm the second waits 40 ms for an ack.
    disable_nagle_algorithm = True
    timeout = IDLE_SECONDS

    def run_wsgi(self) -> None:
        """Answer one request and keep the connection open; refuse those of web pages.

        werkzeug closes it, in case the body was not read. The emulator reads every body to its end.
        """
        environ = self.make_environ()
        if token := self.headers.get(PORTAL_TOKEN):
            environ["HTTP_X_AMZ_SSO_BEARER_TOKEN"] = token
        if refusal := find_refusal(environ):
            self.close_connection = True  # its body was not read
            self.send_error(HTTPStatus.FORBIDDEN, refusal)
            return
        try:
            environ |= self._read_body(environ)
        except _BadBody as error:
            self.close_connection = True  # where the next request begins is not known
            self.send_error(error.status, str(error))
            return
        answered = False
        try:
            chunks, status, headers = run_wsgi_app(self.server.app, environ, buffered=True)
            answered = True
        finally:
            if not answered:  # the server prints the error and closes the connection
                self._answer_failure()
        body = b"".join(chunks)
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers:
            if name.lower() != "content-length" or self.command == "HEAD":
                self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def _read_body(self, environ: Mapping[str, Any]) -> dict[str, Any]:
        """Return the variables of a body that was read to its end; _BadBody where it has none."""
        codings = self.headers.get_all("Transfer-Encoding") or []
        lengths = self.headers.get_all("Content-Length") or []
        if codings:
            if lengths or [coding.strip().lower() for coding in codings] != ["chunked"]:
                raise _BadBody("Transfer-Encoding must be chunked, without Content-Length")
            stream, length = environ["wsgi.input"], MAX_BODY + 1
        else:
            if len(lengths) > 1 or not DIGITS.fullmatch("".join(lengths) or "0"):
                raise _BadBody("Content-Length must be one number")
            stream, length = self.rfile, int("".join(lengths) or "0")
            if length > MAX_BODY:
                raise _TooLarge
        try:
            data = stream.read(length)
        except OSError as error:  # a chunk that is none, or a client that is gone
            raise _BadBody("the body cannot be read") from error
        if codings and len(data) > MAX_BODY:
            raise _TooLarge
        if not codings and len(data) < length:
            raise _BadBody("the body is shorter than Content-Length says")
        return {"wsgi.input": io.BytesIO(data), "CONTENT_LENGTH": str(len(data))}

    def _answer_failure(self) -> None:
        """Tell the client that the emulator failed; without an answer it would wait or guess."""
        self.send_response(HTTPStatus.INTERNAL_SERVER_ERROR)
        self.send_header("Content-Length", str(len(FAILED)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(FAILED)

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  # werkzeug's name
        """Write nothing."""
