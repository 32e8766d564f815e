"""A call with some of its parameters changed, in the request that moto reads too."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from botocore.model import Shape, StructureShape

from ringwall.emulator.call import EmulatedCall

ParameterChanges = Mapping[str, str | int | None]
"""New values by member name; None removes a parameter."""


def amend_call(call: EmulatedCall, changes: ParameterChanges) -> EmulatedCall:
    """Return the call with other values of parameters that are text or numbers."""
    kept = {name: value for name, value in call.parameters.items() if name not in changes}
    given = {name: value for name, value in changes.items() if value is not None}
    amended = replace(call, parameters=kept | given)
    for name, value in changes.items():
        amended = _rewrite(amended, name, value)
    return amended


def _rewrite(call: EmulatedCall, member: str, value: str | int | None) -> EmulatedCall:
    shape = call.model.input_shape
    if not isinstance(shape, StructureShape) or member not in shape.members:
        raise ValueError(f"{call.name} has no parameter {member}")
    place = shape.members[member].serialization
    name = place.get("name", member)
    if place.get("location") == "querystring":
        query = _set(str(call.environ.get("QUERY_STRING", "")), name, value)
        return replace(call, environ={**call.environ, "QUERY_STRING": query})
    if place.get("location") == "header":
        key = f"HTTP_{name.upper().replace('-', '_')}"
        environ = {k: v for k, v in call.environ.items() if k != key}
        return replace(call, environ=environ if value is None else {**environ, key: str(value)})
    if call.wire in {"json", "rest-json"}:
        body = json.loads(call.body or b"{}")
        body.pop(name, None)
        return _with_body(call, json.dumps(body if value is None else {**body, name: value}))
    name = _ec2_name(place, member) if call.wire == "ec2" else name
    return _with_body(call, _set(call.body.decode(), name, value))


def _ec2_name(place: Mapping[str, Any], member: str) -> str:
    found: str = place.get("queryName") or place.get("name", member)
    return found[0].upper() + found[1:]


def _set(form: str, name: str, value: str | int | None) -> str:
    pairs = [(k, v) for k, v in parse_qsl(form, keep_blank_values=True) if k != name]
    return urlencode(pairs if value is None else [*pairs, (name, str(value))])


def _with_body(call: EmulatedCall, text: str) -> EmulatedCall:
    body = text.encode()
    return replace(call, body=body, environ={**call.environ, "CONTENT_LENGTH": str(len(body))})


def find_member(shape: Shape | None, name: str) -> Shape | None:
    """Return a member of a structure; None where it has none of that name."""
    return shape.members.get(name) if isinstance(shape, StructureShape) else None
