"""The calls that a step makes: to the emulator, as any caller, in the name of who started it.

With a role its session makes them. Without one the starter does, through Systems Manager: a
forward access session.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ParamValidationError,
    UnknownServiceError,
)
from botocore.model import ListShape, MapShape, Shape, StructureShape
from moto.iam.models import get_account_id_from

from ringwall.emulator.authorization.callers import find_session_token
from ringwall.emulator.authorization.request_context import FORWARDED_BY
from ringwall.emulator.authorization.service_access import ServiceRequest
from ringwall.emulator.automation.execution import Execution
from ringwall.emulator.automation.step_error import UNABLE, StepError, reject_inputs
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.trail.identity import INVOKED_BY
from ringwall.emulator.transport import open_session

SERVICE = "ssm.amazonaws.com"
RENEW = timedelta(minutes=5)
"""How long before its end a session is renewed."""
_DENIED = ("AccessDenied", "Unauthorized", "UnauthorizedOperation", "AuthFailure")
_NO_FILES = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}
"""Neither profiles nor files of whoever runs the emulator have a say in what a step does."""
_THROTTLED = ("Throttling", "RequestLimitExceeded", "TooManyRequests", "SlowDown")


def ask_assume(execution: Execution) -> ServiceRequest:
    """Return the request by which Systems Manager assumes the role of an execution."""
    account, region, _ = execution.key
    return ServiceRequest(SERVICE, "sts:AssumeRole", execution.role, execution.arn, account, region)


def find_access_key(emulator: RunningEmulator, execution: Execution) -> str:
    """Return the access key that an execution acts by; StepError where it gets none."""
    if not execution.role:
        return execution.starter.access_key
    now = datetime.now(UTC)
    if execution.session is not None and execution.session[1] - RENEW > now:
        return execution.session[0]
    name = f"Automation-{execution.execution_id}"
    with emulator.mounted():
        issued = emulator.service_access.assume(emulator.state, ask_assume(execution), name)
    if issued is None:
        raise StepError(UNABLE, kind="Permission")
    execution.session = (issued.access_key, issued.expires)
    return issued.access_key


def find_token(emulator: RunningEmulator, access_key: str) -> str:
    """Return the session token that belongs to an access key; '' for a key of a user."""
    with emulator.mounted():
        account = str(get_account_id_from(access_key))
        return find_session_token(emulator.state, account, access_key)


def call_api(  # noqa: PLR0917 - a call, and what it has beside its parameters
    emulator: RunningEmulator,
    execution: Execution,
    service: str,
    operation: str,
    parameters: Mapping[str, Any],
    region: str = "",
    access_key: str = "",
    environ: Mapping[str, Any] | None = None,
    *,
    is_streamed: bool = False,
) -> dict[str, Any]:
    """Return the answer of a call; StepError where it fails or AWS has no such call.

    A document may not ask for a stream (`is_streamed`): an action may that reads it whole.
    """
    key = access_key or find_access_key(emulator, execution)
    client = _connect(emulator, execution, service, key, region, environ or {})
    names: Mapping[str, str] = client.meta.method_to_api_mapping
    method = next((m for m, api in names.items() if operation in {m, api}), None)
    if method is None:
        raise reject_inputs(f"{service} has no API {operation}")
    model = client.meta.service_model.operation_model(names[method])
    if model.has_event_stream_output or (model.has_streaming_output and not is_streamed):
        raise reject_inputs(f"{operation} is a streaming API, which is not supported")
    converted = _convert(parameters, model.input_shape)
    try:
        answer: dict[str, Any] = getattr(client, method)(**converted)
    except ClientError as error:
        raise StepError(_write(error, names[method]), kind=_find_kind(error)) from error
    except ParamValidationError as error:
        raise reject_inputs(str(error)) from error
    except BotoCoreError as error:
        raise StepError(str(error)) from error
    answer.pop("ResponseMetadata", None)
    return dict(_make_plain(answer))


def _connect(  # noqa: PLR0917
    emulator: RunningEmulator,
    execution: Execution,
    service: str,
    access_key: str,
    region: str,
    environ: Mapping[str, Any],
) -> Any:
    token = find_token(emulator, access_key) or None
    more = {INVOKED_BY: SERVICE, "REMOTE_ADDR": execution.starter.source_ip, **environ}
    if access_key == execution.starter.access_key:
        more[FORWARDED_BY] = SERVICE
    session = open_session(emulator, access_key, "-", token, environ=more, settings=_NO_FILES)
    config = Config(
        retries={"total_max_attempts": 1}, user_agent=SERVICE, s3={"addressing_style": "path"}
    )
    name: Any = service.lower()
    try:
        return session.create_client(name, region_name=region or execution.key[1], config=config)
    except UnknownServiceError as error:
        raise reject_inputs(f"there is no service {service}") from error


def _write(error: ClientError, operation: str) -> str:
    """Return an error as boto3 writes it, without how often it was tried."""
    found = error.response.get("Error", {})
    what = f"({found.get('Code')}) when calling the {operation} operation"
    return f"An error occurred {what}: {found.get('Message')}"


def _find_kind(error: ClientError) -> str:
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code.startswith(_DENIED):
        return "Permission"
    return "Throttling" if code.startswith(_THROTTLED) else "Action"


def _convert(value: Any, shape: Shape | None) -> Any:
    """Return a value in the type that the API takes: a document has numbers and flags as texts."""
    if isinstance(shape, StructureShape) and isinstance(value, Mapping):
        return {name: _convert(inner, shape.members.get(name)) for name, inner in value.items()}
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_convert(inner, shape.member) for inner in value]
    if isinstance(shape, MapShape) and isinstance(value, Mapping):
        return {str(name): _convert(inner, shape.value) for name, inner in value.items()}
    return _convert_plain(value, shape.type_name if shape is not None else "")


def _convert_plain(value: Any, kind: str) -> Any:
    if kind == "boolean" and str(value).lower() in {"true", "false"}:
        return str(value).lower() == "true"
    if kind in {"integer", "long"} and isinstance(value, str) and value.lstrip("-").isdecimal():
        return int(value)
    if kind == "string" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def _make_plain(value: Any) -> Any:
    """Return an answer as JSON has it."""
    if isinstance(value, Mapping):
        return {name: _make_plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_make_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if hasattr(value, "read"):
        value = value.read()
    return value.decode(errors="replace") if isinstance(value, bytes) else value
