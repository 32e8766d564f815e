"""How moto reads a request: as the one call that was authorized, and as nothing else.

Moto looks for an operation, a Region, an account and parameters in more places than AWS does: an
`Action` in the URL or in a header of a JSON request, a Region in the host or in the user agent, a
parameter of the path in the body. What was authorized is one reading of the request; a request that
can be read otherwise too would let a caller do what nobody allowed.
"""

import functools
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from moto.core.responses import BaseResponse
from moto.emr.responses import ElasticMapReduceResponse

from ringwall.emulator.call import EmulatedCall

READ_AS = "ringwall.read_as"
"""In the WSGI environment of a request to moto: as what it is to be read."""
ELSEWHERE = frozenset({"uri", "querystring", "header", "headers"})
"""Where a request has parameters that are not in its body."""
FORMS = frozenset({"query", "ec2"})


@dataclass(frozen=True)
class ReadingOrder:
    """As what moto is to read a request."""

    operation: str
    region: str
    access_key: str
    is_form: bool
    """Whether its parameters are those of a form."""
    placed: frozenset[str]
    """Parameters that the body cannot give, by all their names."""
    in_url: frozenset[str] | None
    """Parameters that the query of the URL may give; None for any."""


def read_order(call: EmulatedCall) -> ReadingOrder:
    """Return as what moto is to read a call's request."""
    placed, in_url = _place(call)
    return ReadingOrder(
        call.operation, call.region, call.access_key, call.wire in FORMS, placed, in_url
    )


def _place(call: EmulatedCall) -> tuple[frozenset[str], frozenset[str] | None]:
    if not call.wire.startswith("rest"):
        return frozenset(), frozenset()
    fixed = urlsplit(str(call.model.http.get("requestUri", ""))).query
    placed, in_url = set(), set(parse_qs(fixed, keep_blank_values=True))
    is_open = False
    shape: Any = call.model.input_shape
    for name, member in shape.members.items() if shape else ():
        place = member.serialization.get("location")
        if place not in ELSEWHERE:
            continue
        placed |= {name, member.serialization.get("name", name)}
        if place == "querystring":
            in_url.add(member.serialization.get("name", name))
            is_open = is_open or member.type_name == "map"
    return frozenset(placed), None if is_open else frozenset(in_url)


def correct_reading() -> None:
    """Let moto's classes read requests as they are told."""
    for kind, name, replacement in (
        (BaseResponse, "_get_action", _name_action),
        (BaseResponse, "get_region_from_url", _name_region),
        (ElasticMapReduceResponse, "get_region_from_url", _name_region),
        (BaseResponse, "get_access_key", _name_access_key),
        (BaseResponse, "setup_class", _set_up),
        (BaseResponse, "_get_param", _read_parameter),
    ):
        original = getattr(kind, name)
        setattr(kind, name, functools.partialmethod(replacement, original))


def _find_order(response: Any, request: Any = None) -> ReadingOrder | None:
    asked = request or getattr(response, "normalized_request", None)
    found: ReadingOrder | None = asked.environ.get(READ_AS) if asked is not None else None
    return None if found is None or response.service_name == "s3" else found


def _name_action(self: Any, original: Any) -> Any:
    order = _find_order(self)
    if order is None:
        return original(self)
    self._get_action_from_method_and_request_uri(self.normalized_request)  # finds `uri_match`
    return order.operation


def _name_region(self: Any, original: Any, request: Any, full_url: str) -> Any:
    order = _find_order(self, request)
    return original(self, request, full_url) if order is None else order.region


def _name_access_key(self: Any, original: Any) -> Any:
    order = _find_order(self)
    return original(self) if order is None or not order.access_key else order.access_key


def _set_up(self: Any, original: Any, request: Any, *arguments: Any, **named: Any) -> None:
    original(self, request, *arguments, **named)
    order = _find_order(self, request)
    if order is None:
        return
    if order.is_form:  # as our parser reads it: what is in the URL goes before the form
        self.querystring = self.data = {name: [v] for name, v in request.values.items()}
        return
    query = parse_qs(self.parsed_url.query, keep_blank_values=True)
    self.querystring = self.data = {
        name: values
        for name, values in query.items()
        if name != "Action" and (order.in_url is None or name in order.in_url)
    }


def _read_parameter(self: Any, original: Any, name: str, if_none: Any = None) -> Any:
    order = _find_order(self)
    if order is None or self.automated_parameter_parsing or name not in order.placed:
        return original(self, name, if_none)
    if name in self.uri_match:
        return self.uri_match[name]
    found = self.querystring.get(name)
    return found[0] if found else if_none
