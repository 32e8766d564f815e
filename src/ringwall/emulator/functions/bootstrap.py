"""The program that runs a function in its process: it imports nothing of this program.

It is given two pipes: one has what to run, into the other it writes two lines of JSON, one when the
function is loaded and one with what it returned. Output of the function goes elsewhere. Errors are
told as AWS's runtime tells them: https://github.com/aws/aws-lambda-python-runtime-interface-client
"""

import importlib
import json
import logging
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from typing import Any

Handler = Callable[[Any, Any], Any]
LIMITS = ("CPU", "AS", "FSIZE", "NPROC", "NOFILE", "CORE")
LOG_FORMAT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t{}\t%(message)s"


class LambdaContext:
    """What a function is told of its invocation.

    https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
    """

    def __init__(self, facts: Mapping[str, Any], seconds: float) -> None:
        self.function_name: str = facts["function_name"]
        self.function_version: str = facts["function_version"]
        self.invoked_function_arn: str = facts["invoked_function_arn"]
        self.memory_limit_in_mb: str = facts["memory_limit_in_mb"]
        self.aws_request_id: str = facts["aws_request_id"]
        self.log_group_name: str = facts["log_group_name"]
        self.log_stream_name: str = facts["log_stream_name"]
        self.identity = None
        self.client_context = _read_client(facts.get("client_context"))
        self._ends = time.monotonic() + seconds

    def get_remaining_time_in_millis(self) -> int:
        """Return how much time is left."""
        return max(0, int((self._ends - time.monotonic()) * 1000))


class ClientContext:
    """What a mobile application told of itself."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.custom = given.get("custom")
        self.env = given.get("env")
        self.client = given.get("client")


class _NotLoaded(Exception):
    """A handler that could not be found, with the name that AWS has for the error."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def main(arguments: list[str]) -> None:
    """Run one function once."""
    with os.fdopen(int(arguments[0]), "rb") as pipe:
        request: dict[str, Any] = json.load(pipe)
    answers = int(arguments[1])
    os.set_inheritable(answers, False)  # noqa: FBT003
    for name in LIMITS:
        _limit(name, request["limits"].get(name))
    os.environ.update(request["environment"])
    os.chdir(request["task"])
    sys.path[:0] = request["paths"]
    _prepare_logging(request["context"]["aws_request_id"])
    try:
        handler = load(request["handler"])
    except _NotLoaded as error:
        _tell(answers, _write_error(error.name, str(error), request, []))
        return
    _tell(answers, {"ready": True})
    _tell(answers, invoke(handler, request))


def load(name: str) -> Handler:
    """Return the function that a handler names: `folder/module.function`."""
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        message = f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)"
        raise _NotLoaded("Runtime.MalformedHandlerName", message)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        raise _NotLoaded("Runtime.ImportModuleError", message) from error
    except SyntaxError as error:
        message = f"Syntax error in module '{module_name}': {error}"
        raise _NotLoaded("Runtime.UserCodeSyntaxError", message) from error
    except BaseException as error:  # what a module raises is the function's own
        raise _NotLoaded(type(error).__name__, str(error)) from error
    found: Handler | None = getattr(module, function_name, None)
    if found is None:
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise _NotLoaded("Runtime.HandlerNotFound", message)
    return found


def invoke(handler: Handler, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a function returned, or the error that it raised."""
    context = LambdaContext(request["context"], request["seconds"])
    try:
        found = handler(json.loads(request["event"]), context)
    except BaseException as error:  # whatever it raises is its answer: nothing of ours is inside
        if isinstance(error, SystemExit):
            raise
        frames = traceback.extract_tb(error.__traceback__)[1:]
        lines = traceback.format_list(frames)
        return _write_error(type(error).__name__, str(error), request, lines)
    try:
        return {"result": json.dumps(found)}
    except (TypeError, ValueError) as error:
        message = f"Unable to marshal response: {error}"
        return _write_error("Runtime.MarshalError", message, request, [])


def _write_error(
    name: str, message: str, request: Mapping[str, Any], lines: list[str]
) -> dict[str, Any]:
    text = f"[ERROR] {name}: {message}"
    trace = "\nTraceback (most recent call last):\n" + "".join(lines) if lines else ""
    sys.stdout.write(f"{text}{trace}\n")
    error = {
        "errorMessage": message,
        "errorType": name,
        "requestId": request["context"]["aws_request_id"],
        "stackTrace": lines,
    }
    return {"error": error}


def _limit(name: str, value: int | None) -> None:
    """Set a limit for good; the one that holds already may be lower."""
    number = getattr(resource, f"RLIMIT_{name}", None)
    if number is None or value is None or (name == "AS" and sys.platform == "darwin"):
        return  # macOS knows the limit of memory and does not keep it
    _, most = resource.getrlimit(number)
    lower = value if most == resource.RLIM_INFINITY else min(value, most)
    resource.setrlimit(number, (lower, lower))


def _prepare_logging(request_id: str) -> None:
    handler = logging.StreamHandler(sys.stdout)
    written = logging.Formatter(LOG_FORMAT.format(request_id), "%Y-%m-%dT%H:%M:%S")
    written.converter = time.gmtime
    handler.setFormatter(written)
    logging.getLogger().addHandler(handler)


def _read_client(text: str | None) -> ClientContext | None:
    return ClientContext(json.loads(text)) if text else None


def _tell(pipe: int, message: Mapping[str, Any]) -> None:
    sys.stdout.flush()
    data = json.dumps(message).encode() + b"\n"
    while data:
        data = data[os.write(pipe, data) :]


if __name__ == "__main__":
    main(sys.argv[1:])
