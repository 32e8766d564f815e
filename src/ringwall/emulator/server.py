"""The emulator behind a port, for programs of any language and for the demo."""

from dataclasses import dataclass, field
from threading import Thread

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import BaseWSGIServer, make_server

from ringwall.emulator.app import Emulator


@dataclass(frozen=True)
class Served:
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


def serve(app: Emulator, host: str = "127.0.0.1", port: int = 0) -> Served:
    """Serve the emulator over HTTP in a thread; port 0 takes a free one."""
    server = make_server(host, port, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, name="emulator", daemon=True)
    thread.start()
    return Served(f"http://{host}:{server.server_port}", server, thread)


class Quiet(MotoRequestHandler):
    """HTTP/1.1 without a line on stderr for each request."""

    protocol_version = "HTTP/1.1"
    # Head and body are two packets: with Nagle's algorithm the second waits 40 ms for an ack.
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  # werkzeug's name
        """Keep quiet."""
