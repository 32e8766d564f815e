"""The emulator behind a port, for programs of any language and for the demo."""

import socket
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Thread
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

    def _answer_failure(self) -> None:
        """Tell the client that the emulator failed; without an answer it would wait or guess."""
        self.send_response(HTTPStatus.INTERNAL_SERVER_ERROR)
        self.send_header("Content-Length", str(len(FAILED)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(FAILED)

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  # werkzeug's name
        """Write nothing."""
