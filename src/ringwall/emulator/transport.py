"""Connect boto3 to an emulator without a socket: one hook on a botocore session."""

import functools
import io
from collections.abc import Iterator, Mapping
from typing import Any
from wsgiref.types import WSGIApplication

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.loaders import Loader, create_loader
from botocore.session import Session
from moto.core.request import Request
from werkzeug.test import run_wsgi_app

NOTHING: Mapping[str, Any] = {}


def attach(session: Session, app: WSGIApplication, environ: Mapping[str, Any] = NOTHING) -> None:
    """Send every request of the session's clients to the emulator, whatever their endpoint.

    Clients must be made afterwards. The credentials determine the account, as they do on AWS.
    Requests have `environ` besides, which is WSGI's: it says what no client can send, such as the
    VPC endpoint that they came through.
    """

    def send(request: AWSPreparedRequest, **_: Any) -> Any:
        body: Any = request.body
        if hasattr(body, "read"):
            body = body.read()
        data = body.encode() if isinstance(body, str) else body or b""
        given = Request.from_primitives(request.method, request.url, request.headers, data).environ
        given |= {"CONTENT_LENGTH": str(len(data)), **environ}
        chunks, status, headers = run_wsgi_app(app, given, buffered=True)
        raw = ReceivedBody(b"".join(chunks))
        head = HTTPHeaders.from_pairs(headers)
        return AWSResponse(request.url, int(status.split()[0]), head, raw)

    session.register_component("data_loader", _loader())
    handler: Any = send  # botocore's stubs do not know that this event takes an answer
    session.register("before-send", handler)


@functools.cache
def _loader() -> Loader:
    """Return one loader for all sessions; each would parse the models of the services anew."""
    return create_loader()


class ReceivedBody(io.BytesIO):
    """A body that botocore reads like one that urllib3 received."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """Yield the body in pieces."""
        while chunk := self.read(65536):
            yield chunk
