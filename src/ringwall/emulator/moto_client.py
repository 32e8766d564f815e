"""Requests to moto: which operations it implements, and its response to a request."""

import functools
import importlib
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from moto.backends import get_backend, list_of_moto_modules
from moto.core import responses
from moto.core.responses import BaseResponse
from moto.core.utils import camelcase_to_underscores, method_names_from_class
from moto.iam.access_control import PermissionResult
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import FakeBucket
from werkzeug.test import run_wsgi_app

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.response import Response, make_well_formed, read_answer, read_fault

MODULES = {"lambda": "awslambda", "apigatewayv2": "apigatewayv2"}
"""Moto's modules that have another name than the service."""

ACCOUNT_HEADER = "HTTP_X_MOTO_ACCOUNT_ID"
"""The header by which moto lets a request choose its account; ours alone may have it."""
NO_SERVICES = ("/moto-api", "/favicon.ico", "/latest/meta-data/", "/latest/api/")
"""Paths that moto answers beside AWS's services."""


# Moto lists the methods of a class anew for each call: of EC2 that takes 2 ms.
setattr(responses, "method_names_from_class", functools.cache(method_names_from_class))  # noqa: B010
# Moto reads bucket policies itself, without their conditions. Who may do what is decided before.
setattr(FakeBucket, "get_permission", lambda *_: PermissionResult.PERMITTED)  # noqa: B010


class MotoClient:
    """Moto as a WSGI application without a socket."""

    def __init__(self) -> None:
        self._dispatcher = DomainDispatcherApplication(create_backend_app)
        self._apps: dict[str, Any] = {}

    def send(self, environ: dict[str, Any], body: bytes, service: str = "") -> Response:
        """Return moto's response to a request; `service` is botocore's name of it, if known."""
        # Moto reads its own folder to find the application, which takes a tenth of each request.
        app = self._apps.get(service)
        if app is None:
            asked = environ | {"wsgi.input": io.BytesIO(body)}
            # A bucket may have such a name; where it has, moto would take its own interface.
            app = self._dispatcher.get_application(
                asked | {"PATH_INFO": "/"} if is_no_service(environ) else asked
            )
            if service:
                self._apps[service] = app
        data, status, headers = run_wsgi_app(
            app, environ | {"wsgi.input": io.BytesIO(body)}, buffered=True
        )
        return Response(int(status.split()[0]), tuple(headers.items()), b"".join(data))

    def ask(self, call: EmulatedCall) -> dict[str, Any]:
        """Return moto's answer as a client reads it; Fault if it is an error."""
        found = self.send(dict(call.environ), call.body, call.service)
        response = make_well_formed(call, found)
        fault = read_fault(call, response)
        if fault is not None:
            raise fault
        answer = read_answer(call, response)
        answer.pop("ResponseMetadata", None)
        return answer


def act_in(call: EmulatedCall, account_id: str) -> EmulatedCall:
    """Return a call as moto serves it in another account: by a key of that account.

    Moto looks for what a call names in the account of its key alone.
    """
    if account_id == call.account_id:
        return call
    environ = {**call.environ, ACCOUNT_HEADER: account_id}
    return replace(call, account_id=account_id, environ=environ)


def is_no_service(environ: Mapping[str, Any]) -> bool:
    """Whether moto would answer itself: its own interface, an instance's metadata; not AWS."""
    return str(environ.get("PATH_INFO", "")).startswith(NO_SERVICES)


def moto_backend(service: str, account_id: str, region: str = "aws") -> Any:
    """Return moto's state of a service in an account; global services have `aws` as region."""
    return moto_backends(service)[account_id][region]


def moto_backends(service: str) -> Any:
    """Return moto's state of a service, by account and region."""
    name: Any = service
    return get_backend(name)


@functools.cache
def moto_operations(service: str) -> frozenset[str]:
    """Return moto's method names for a service: `describe_vpcs`."""
    module = MODULES.get(service, service.replace("-", ""))
    if module not in list_of_moto_modules():
        return frozenset()
    found = importlib.import_module(f"moto.{module}.responses")
    classes = [c for c in vars(found).values() if isinstance(c, type)]
    if service != "s3":
        # S3 is dispatched in another way: its operations are methods of its backend.
        classes = [c for c in classes if issubclass(c, BaseResponse)]
    return frozenset(name for c in classes for name in dir(c))


def is_in_moto(call: EmulatedCall) -> bool:
    """Whether moto implements the operation."""
    return camelcase_to_underscores(call.operation) in moto_operations(call.service)
