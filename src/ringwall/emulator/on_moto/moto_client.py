"""Requests to moto: which operations it implements, and its response to a request."""

import functools
import importlib
import io
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from moto.backends import get_backend, list_of_moto_modules
from moto.core.exceptions import ServiceException
from moto.core.responses import BaseResponse
from moto.core.utils import camelcase_to_underscores
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.exceptions import HTTPException
from werkzeug.test import run_wsgi_app

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.on_moto.moto_corrections import correct_moto
from ringwall.emulator.on_moto.moto_reading import READ_AS, read_order
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.wire.response import Response, make_well_formed, read_answer, read_fault

_log = logging.getLogger(__name__)

MODULES = {"es": "opensearch", "lambda": "awslambda", "timestream-query": "timestreamwrite"}
"""Moto's modules that have another name than the service."""
OF_ELASTICSEARCH = frozenset(
    {
        "add_tags",
        "create_elasticsearch_domain",
        "delete_elasticsearch_domain",
        "describe_elasticsearch_domain",
        "describe_elasticsearch_domain_config",
        "list_domain_names",
        "list_tags",
        "remove_tags",
    }
)
"""What moto answers of the older API of OpenSearch: its methods there have other names."""

ACCOUNT_HEADER = "HTTP_X_MOTO_ACCOUNT_ID"
"""The header by which moto lets a request choose its account; ours alone may have it."""
UNEXPECTED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    NotImplementedError,
    RecursionError,
    StopIteration,
    TypeError,
    ValueError,
)
"""What moto raises where it does not expect a request, instead of answering."""
MOTO_FAULTS = (ServiceException, HTTPException)
"""What moto's own code raises where AWS has an error, for whoever calls it without a request."""
NO_SERVICES = ("/moto-api", "/favicon.ico", "/latest/meta-data/", "/latest/api/")
"""Paths that moto answers beside AWS's services."""


class MotoClient:
    """Moto as a WSGI application without a socket."""

    def __init__(self) -> None:
        correct_moto()
        self._dispatcher = DomainDispatcherApplication(create_backend_app)
        self._apps: dict[str, Any] = {}

    def send(self, environ: dict[str, Any], body: bytes, service: str = "") -> Response:
        """Return moto's response to a request; `service` is botocore's name of it, if known."""
        # Moto takes what stands before `amazonaws.com` for the Region: for IAM there, `us-gov`.
        host = str(environ.get("HTTP_HOST", ""))
        if ".us-gov." in host:
            environ = environ | {"HTTP_HOST": host.replace(".us-gov.", ".us-gov-west-1.")}
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

    def serve(self, call: EmulatedCall) -> Response:
        """Return moto's response to a call, whatever else its request could be read as."""
        asked = {**call.environ, ACCOUNT_HEADER: call.account_id, READ_AS: read_order(call)}
        try:
            return self.send(asked, call.body, call.service)
        except UNEXPECTED as error:  # moto has the method, but no code for this
            _log.warning("moto call=%s error=%r", call.name, error)
            message = f"{call.name} is not emulated for these parameters"
            raise Fault("UnknownOperationException", message, 501) from error

    def ask(self, call: EmulatedCall) -> dict[str, Any]:
        """Return moto's answer as a client reads it; Fault if it is an error."""
        found = self.serve(call)
        response = make_well_formed(call, found)
        fault = read_fault(call, response)
        if fault is not None:
            raise fault
        answer = read_answer(call, response)
        answer.pop("ResponseMetadata", None)
        return answer


def as_fault(error: ServiceException | HTTPException) -> Fault:
    """Return AWS's error of what moto's own code has raised."""
    if isinstance(error, ServiceException):
        return Fault(error.code, error.message)
    code = str(getattr(error, "error_type", "")) or "InternalError"
    return Fault(code, str(getattr(error, "message", "") or error), error.code or 400)


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


def moto_backend(service: str, account_id: str, region: str = "") -> Any:
    """Return moto's state of a service in an account; global services have no region."""
    return moto_backends(service)[account_id][region or own_partition()]


def moto_backends(service: str) -> Any:
    """Return moto's state of a service, by account and region."""
    name: Any = service
    return get_backend(name)


@functools.cache
def moto_operations(service: str) -> frozenset[str]:
    """Return moto's method names for a service: `describe_vpcs`.

    Fault where moto needs a package for it that is not installed.
    """
    if service == "es":
        return OF_ELASTICSEARCH
    module = MODULES.get(service, service.replace("-", ""))
    if module not in list_of_moto_modules():
        return frozenset()
    try:
        found = importlib.import_module(f"moto.{module}.responses")
    except ModuleNotFoundError as error:
        message = f"{service} is not emulated: moto needs {error.name} for it"
        raise Fault("UnknownOperationException", message, 501) from error
    classes = [c for c in vars(found).values() if isinstance(c, type)]
    if service != "s3":
        # S3 is dispatched in another way: its operations are methods of its backend.
        classes = [c for c in classes if issubclass(c, BaseResponse)]
    return frozenset(name for c in classes for name in dir(c) if not _is_empty(getattr(c, name)))


def _is_empty(member: Any) -> bool:
    """Whether a method of moto is a name alone: it raises NotImplementedError at once."""
    code = getattr(member, "__code__", None)
    return code is not None and code.co_names == ("NotImplementedError",)


def is_in_moto(call: EmulatedCall) -> bool:
    """Whether moto implements the operation."""
    return camelcase_to_underscores(call.operation) in moto_operations(call.service)
