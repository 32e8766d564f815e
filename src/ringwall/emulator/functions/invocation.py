"""One invocation of a function: its folder, its process, its credentials, its answer and its log.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.service_access import IssuedCredentials, ServiceRequest
from ringwall.emulator.call import Fault
from ringwall.emulator.functions.connection import AwsKeys, run_connected, write_limits
from ringwall.emulator.functions.folder import own_folder
from ringwall.emulator.functions.logs import FunctionLog, write_log
from ringwall.emulator.functions.package import MAX_UNPACKED, BadPackage, link_runtime, unpack
from ringwall.emulator.functions.prepared import PreparedFunction
from ringwall.emulator.functions.process import ProcessOutcome
from ringwall.emulator.running import RunningEmulator

PRINCIPAL = "lambda.amazonaws.com"
PYTHON = re.compile(r"python3\.\d+")
MAX_RESPONSE = 6_291_556
OFF = (
    "the emulator does not run functions: start it with run_functions=True, or with "
    "--run-functions, if whoever can connect to it may run code on this machine"
)


@dataclass(frozen=True)
class InvocationResult:
    """What an invocation came to."""

    payload: str
    """JSON: what the function returned, or its error."""
    is_error: bool
    version: str
    request_id: str
    log: str
    """Its lines, START and REPORT included."""

    @property
    def message(self) -> str:
        """The error in words; '' where there is none."""
        text = str(json.loads(self.payload).get("errorMessage", "")) if self.is_error else ""
        return text.encode(errors="replace").decode()  # half of a character cannot be sent


def invoke_function(
    emulator: RunningEmulator,
    function: PreparedFunction,
    event: str,
    request_id: str,
    client_context: str = "",
) -> InvocationResult:
    """Run a function and wait for it; Fault where Lambda would not run it at all."""
    _check(emulator, function)
    with emulator.mounted():
        stream = f"[{function.version}]{mock_random.uuid4().hex}"
        log = FunctionLog.open(function, stream)
        credentials = _assume(emulator, function)
    if credentials is None:
        reason = "The role defined for the function cannot be assumed by Lambda."
        raise Fault("AccessDeniedException", reason, 502)
    with own_folder("ringwall-function-") as folder:
        paths = _unpack(function, folder)
        request = _write_request(function, folder, paths, event, request_id, log)
        request["context"]["client_context"] = client_context
        keys = AwsKeys(credentials.access_key, credentials.secret_key, credentials.token)
        outcome = run_connected(emulator, request, folder, function.seconds, keys)
    payload, is_error, reason = _read(outcome, function, request_id)
    lines = log.write(function, request_id, outcome, reason)
    write_log(emulator, function, credentials, log, lines)
    return InvocationResult(
        payload, is_error, function.version, request_id, "\n".join(lines) + "\n"
    )


def _check(emulator: RunningEmulator, function: PreparedFunction) -> None:
    if function.concurrency == 0:
        raise Fault("TooManyRequestsException", "Rate Exceeded.", 429)
    if not emulator.run_functions:
        raise Fault("ServiceException", OFF, 501)
    if function.package_type != "Zip":
        reason = "the emulator does not run functions of container images"
        raise Fault("InvalidRuntimeException", reason, 502)
    if not PYTHON.fullmatch(function.runtime):
        reason = f"the emulator runs functions of Python alone, and this one is {function.runtime}"
        raise Fault("InvalidRuntimeException", reason, 502)


def _assume(emulator: RunningEmulator, function: PreparedFunction) -> IssuedCredentials | None:
    request = ServiceRequest(
        PRINCIPAL, "sts:AssumeRole", function.role, "", function.account_id, function.region
    )
    return emulator.service_access.assume(emulator.state, request, function.name)


def _unpack(function: PreparedFunction, folder: Path) -> list[str]:
    """Return the folders in which the function finds modules, in AWS's order."""
    (folder / "tmp").mkdir()
    room = MAX_UNPACKED
    try:
        room -= unpack(function.code, folder / "task", room)
        for layer in function.layers:
            room -= unpack(layer, folder / "opt", room)
    except BadPackage as error:
        raise Fault("InvalidZipFileException", str(error), 502) from error
    link_runtime(folder / "runtime")
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    layered = [
        folder / "opt" / "python" / "lib" / version / "site-packages",
        folder / "opt" / "python",
    ]
    return [str(path) for path in (folder / "task", *layered, folder / "runtime")]


def _write_request(  # noqa: PLR0917 - what a process is told
    function: PreparedFunction,
    folder: Path,
    paths: list[str],
    event: str,
    request_id: str,
    log: FunctionLog,
) -> dict[str, Any]:
    return {
        "handler": function.handler,
        "event": event,
        "task": str(folder / "task"),
        "paths": paths,
        "seconds": function.seconds,
        "environment": {
            **function.variables,
            "_HANDLER": function.handler,
            "AWS_REGION": function.region,
            "AWS_DEFAULT_REGION": function.region,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
            "AWS_LAMBDA_FUNCTION_NAME": function.name,
            "AWS_LAMBDA_FUNCTION_VERSION": function.version,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": log.group,
            "AWS_LAMBDA_LOG_STREAM_NAME": log.stream,
            "LAMBDA_TASK_ROOT": str(folder / "task"),
            "LAMBDA_RUNTIME_DIR": str(folder / "runtime"),
        },
        "limits": write_limits(function.seconds, function.memory, function.storage),
        "context": {
            "function_name": function.name,
            "function_version": function.version,
            "invoked_function_arn": function.arn,
            "memory_limit_in_mb": str(function.memory),
            "aws_request_id": request_id,
            "log_group_name": log.group,
            "log_stream_name": log.stream,
        },
    }


def _read(
    outcome: ProcessOutcome, function: PreparedFunction, request_id: str
) -> tuple[str, bool, str]:
    """Return the payload, whether it is an error, and what the log says of the end."""
    if outcome.result is not None and len(outcome.result.encode()) <= MAX_RESPONSE:
        return outcome.result, False, ""
    if outcome.result is not None:
        message = (
            f"Response payload size exceeded maximum allowed payload size ({MAX_RESPONSE} bytes)."
        )
        return _fail("Function.ResponseSizeTooLarge", message), True, ""
    if outcome.error is not None:
        return json.dumps(outcome.error), True, ""
    if outcome.is_timeout:
        message = f"Task timed out after {function.seconds:.2f} seconds"
        return _fail("Sandbox.Timedout", f"RequestId: {request_id} Error: {message}"), True, message
    why = "signal: killed" if outcome.status < 0 else f"exit status {outcome.status}"
    message = f"Runtime exited with error: {why}"
    if outcome.status == 0:
        message = "Runtime exited without providing a reason"
    shown = f"RequestId: {request_id} Error: {message}"
    return _fail("Runtime.ExitError", shown), True, f"Error: {message}\nRuntime.ExitError"


def _fail(name: str, message: str) -> str:
    return json.dumps({"errorType": name, "errorMessage": message})
