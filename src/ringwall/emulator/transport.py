"""Connect boto3 to an emulator without a socket: one hook on a botocore session."""

import copy
import functools
import io
from collections.abc import Iterator, Mapping
from typing import Any
from wsgiref.types import WSGIApplication

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.hooks import HierarchicalEmitter
from botocore.loaders import Loader, create_loader
from botocore.session import Session
from moto.core.request import Request
from werkzeug.test import run_wsgi_app

NOTHING: Mapping[str, Any] = {}


def open_session(
    app: WSGIApplication,
    *keys: str | None,
    environ: Mapping[str, Any] = NOTHING,
    settings: Mapping[str, Any] = NOTHING,
) -> Session:
    """Return a new session that is attached to the emulator, in half a millisecond instead of six.

    `keys` are an access key, its secret and a session's token; without them botocore looks for
    some. `environ` is that of `attach`, `settings` are botocore's session variables.
    """
    hooks = copy.copy(_builtin_hooks())
    session = Session(dict(settings) or None, hooks, include_builtin_handlers=False)
    if keys:
        given: Any = keys  # botocore's stubs do not know that there may be no token
        session.set_credentials(*given)
    attach(session, app, environ)
    return session


@functools.cache
def _builtin_hooks() -> HierarchicalEmitter:
    """Return botocore's own handlers of events, which every session would register anew."""
    hooks = HierarchicalEmitter()
    Session(event_hooks=hooks)
    return hooks


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
    return SharedLoader(create_loader().search_paths)


class SharedLoader(Loader):
    """A loader whose sessions do not see each other's retry rules."""

    def load_data(self, name: str) -> Any:
        """Return data of botocore; retry rules as a copy, as botocore writes into them.

        A client of Organizations in legacy mode would end the retries of status 429 of all others.
        """
        data = super().load_data(name)
        return copy.deepcopy(data) if name == "_retry" else data


class ReceivedBody(io.BytesIO):
    """A body that botocore reads like one that urllib3 received."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """Yield the body in pieces."""
        while chunk := self.read(65536):
            yield chunk
