"""Calls of one service to another, inside the emulator: no policy and no log sees them."""

import functools
import json
from typing import Any
from urllib.parse import urlencode

from botocore.serialize import create_serializer
from moto.core.request import Request
from moto.core.utils import get_service_model

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.on_moto.moto_client import ACCOUNT_HEADER
from ringwall.emulator.state import EmulatorState

KEY = "ASIAINNERCALL0000000"


def ask_inside(
    state: EmulatorState,
    account_id: str,
    region: str,
    service: str,
    operation: str,
    **parameters: Any,
) -> dict[str, Any]:
    """Return moto's answer to a call in an account and Region; raises Fault if it is an error."""
    return state.ask_moto(make_inner_call(account_id, region, service, operation, parameters))


def make_inner_call(
    account_id: str, region: str, service: str, operation: str, parameters: dict[str, Any]
) -> EmulatedCall:
    """Return a call as a service makes it, for whoever answers it."""
    model = get_service_model(service).operation_model(operation)
    asked = _serializer(model.service_model.protocol).serialize_to_request(parameters, model)
    body: Any = asked["body"]
    if isinstance(body, dict):
        body = urlencode(body)
    data = body.encode() if isinstance(body, str) else bytes(body or b"")
    signing = model.service_model.signing_name
    scope = f"{KEY}/20260101/{region}/{signing}/aws4_request"
    headers = {
        **{str(name): str(value) for name, value in asked["headers"].items()},
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
    }
    query = asked["query_string"]
    query = f"?{query if isinstance(query, str) else urlencode(query)}" if query else ""
    host = f"{model.service_model.endpoint_prefix}.{region}.amazonaws.com"
    url = f"http://{host}{asked['url_path']}{query}"
    environ = Request.from_primitives(asked["method"], url, headers, data).environ
    environ |= {"CONTENT_LENGTH": str(len(data)), ACCOUNT_HEADER: account_id}
    return EmulatedCall(
        service=service,
        operation=operation,
        parameters=parameters,
        account_id=account_id,
        region=region,
        access_key=KEY,
        source_ip=f"{signing}.amazonaws.com",
        user_agent=f"{signing}.amazonaws.com",
        wire=model.service_model.protocol,
        model=model,
        environ=environ,
        body=data,
    )


@functools.cache
def _serializer(protocol: str) -> Any:
    return create_serializer(protocol, include_validation=False)


def write_plain(value: Any) -> str:
    """Return a value as JSON; moments become texts."""
    return json.dumps(value, default=_write_moment, sort_keys=True, separators=(",", ":"))


def _write_moment(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else value.decode()
