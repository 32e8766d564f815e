"""Lambda: invocations, and what makes them fail before a function runs."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.service_access import ServiceRequest
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.deferred import DeferredAnswer
from ringwall.emulator.functions.asynchronous import QueuedInvocation
from ringwall.emulator.functions.invocation import OFF, PRINCIPAL, invoke_function
from ringwall.emulator.functions.prepared import RESERVED, PreparedFunction, prepare_function
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.state import EmulatorState

MAX_SYNC = 6_291_456
MAX_ASYNC = 1_048_576
"""Bytes of an event.
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""
TAIL = 4096
"""How much of a log an answer has."""
LambdaAnswer = Mapping[str, Any]


@dataclass(frozen=True)
class FunctionAnswer:
    """The answer to an invocation: it comes when the function has run."""

    function: PreparedFunction
    event: str
    request_id: str
    client_context: str
    has_log: bool

    def finish(self, emulator: RunningEmulator) -> LambdaAnswer:
        """Run the function and return what came of it."""
        result = invoke_function(
            emulator, self.function, self.event, self.request_id, self.client_context
        )
        tail = base64.b64encode(result.log.encode()[-TAIL:]).decode()
        return {
            "StatusCode": 200,
            "Payload": result.payload.encode(),
            "ExecutedVersion": result.version,
            **({"FunctionError": "Unhandled"} if result.is_error else {}),
            **({"LogResult": tail} if self.has_log else {}),
        }


@dataclass(frozen=True)
class QueuedAnswer:
    """The answer to an invocation whose outcome nobody waits for."""

    invocation: QueuedInvocation
    answer: LambdaAnswer

    def finish(self, emulator: RunningEmulator) -> LambdaAnswer:
        """Queue the invocation; Fault where the emulator does not run functions."""
        if not emulator.run_functions:
            raise Fault("ServiceException", OFF, 501)
        with emulator.mounted():
            emulator.state.backlog.add(self.invocation)
        return self.answer


@emulates("lambda", "Invoke")
def invoke(_state: EmulatorState, call: EmulatedCall) -> LambdaAnswer | DeferredAnswer:
    """Invoke a function: wait for it, queue it, or only see whether that could be done."""
    asked = call.parameters
    kind = asked.get("InvocationType") or "RequestResponse"
    named, qualifier = asked["FunctionName"], asked.get("Qualifier")
    function = prepare_function(call.account_id, call.region, named, qualifier)
    event = _read_event(call, asked.get("Payload"), MAX_ASYNC if kind == "Event" else MAX_SYNC)
    if kind == "DryRun":
        return {"StatusCode": 204, "Payload": b""}
    request_id = str(mock_random.uuid4())
    context = _read_context(asked.get("ClientContext"))
    if kind == "Event":
        invocation = QueuedInvocation(
            call.account_id, call.region, named, qualifier, event, request_id, context
        )
        return QueuedAnswer(invocation, {"StatusCode": 202, "Payload": b""})
    has_log = asked.get("LogType") == "Tail"
    return FunctionAnswer(function, event, request_id, context, has_log)


@emulates("lambda", "InvokeAsync")
def invoke_async(_state: EmulatorState, call: EmulatedCall) -> DeferredAnswer:
    """Queue an invocation, as an older operation has it."""
    named = call.parameters["FunctionName"]
    prepare_function(call.account_id, call.region, named, None)
    event = _read_event(call, call.parameters.get("InvokeArgs"), MAX_ASYNC)
    request_id = str(mock_random.uuid4())
    invocation = QueuedInvocation(call.account_id, call.region, named, None, event, request_id)
    return QueuedAnswer(invocation, {"Status": 202})


def _read_event(call: EmulatedCall, payload: Any, most: int) -> str:
    data = payload.read() if hasattr(payload, "read") else payload
    data = data.encode() if isinstance(data, str) else bytes(data or b"")
    if len(data) > most:
        operation = f"{call.operation}Function" if call.operation == "Invoke" else call.operation
        reason = f"Request must be smaller than {most} bytes for the {operation} operation"
        raise Fault("RequestTooLargeException", reason, 413)
    try:
        text = data.decode() or "{}"
        json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = "Could not parse request body into json: Could not parse payload into json"
        raise Fault("InvalidRequestContentException", reason, 400) from error
    return text


def _read_context(encoded: str | None) -> str:
    """Return the client's context as JSON; '' where there is none."""
    if not encoded:
        return ""
    try:
        text = base64.b64decode(encoded, validate=True).decode()
        is_object = isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        is_object = False
    if not is_object:
        raise Fault("InvalidRequestContentException", "Client context must be valid JSON", 400)
    return text


@dataclass(frozen=True)
class CheckedFunction:
    """The answer to a call that sets a function's role: Lambda sees first whether it may."""

    call: EmulatedCall

    def finish(self, emulator: RunningEmulator) -> LambdaAnswer:
        """Let moto keep the function; Fault where Lambda cannot assume its role."""
        asked, call = self.call.parameters, self.call
        _check_variables(asked)
        with emulator.mounted():
            role = asked.get("Role")
            request = ServiceRequest(
                PRINCIPAL, "sts:AssumeRole", str(role), "", call.account_id, call.region
            )
            access = emulator.service_access
            if role and access.decide(emulator.state, request).verdict != "allowed":
                reason = "The role defined for the function cannot be assumed by Lambda."
                raise Fault("InvalidParameterValueException", reason)
            answer = emulator.state.ask_moto(call)
            return answer | _keep_dead_letters(call, answer["FunctionName"])


@emulates("lambda", "CreateFunction", "UpdateFunctionConfiguration")
def set_function(_state: EmulatorState, call: EmulatedCall) -> DeferredAnswer:
    """Keep a function, or its settings."""
    return CheckedFunction(call)


def _check_variables(asked: Mapping[str, Any]) -> None:
    variables = (asked.get("Environment") or {}).get("Variables") or {}
    taken = sorted(RESERVED & set(variables))
    if taken:
        reason = (
            "Lambda was unable to configure your environment variables because the environment "
            "variables you have provided contains reserved keys that are currently not supported "
            f"for modification. Reserved keys used in this request: {', '.join(taken)}"
        )
        raise Fault("InvalidParameterValueException", reason)


def _keep_dead_letters(call: EmulatedCall, name: str) -> dict[str, Any]:
    """Keep a function's dead-letter queue, which moto forgets; return it as answers have it."""
    function = moto_backend("lambda", call.account_id, call.region).get_function(name)
    given = call.parameters.get("DeadLetterConfig")
    if given is not None:
        function.dead_letter_arn = given.get("TargetArn") or ""
    arn = getattr(function, "dead_letter_arn", "")
    return {"DeadLetterConfig": {"TargetArn": arn}} if arn else {}


@emulates("lambda", "ListFunctions")
def list_functions(state: EmulatorState, call: EmulatedCall) -> LambdaAnswer:
    """Return all functions, each with its dead-letter queue."""
    answer = state.ask_moto(call)
    found = [one | _keep_dead_letters(call, one["FunctionName"]) for one in answer["Functions"]]
    return {**answer, "Functions": found}


@emulates("lambda", "GetFunctionConfiguration", "GetFunction")
def show_function(state: EmulatorState, call: EmulatedCall) -> LambdaAnswer:
    """Return a function with its dead-letter queue."""
    answer = state.ask_moto(call)
    config = answer["Configuration"] if call.operation == "GetFunction" else answer
    config |= _keep_dead_letters(call, config["FunctionName"])
    return answer
