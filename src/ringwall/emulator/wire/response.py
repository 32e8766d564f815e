"""Write an answer or a Fault as an HTTP response in the service's protocol, and read it."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from botocore.parsers import create_parser
from moto.core.serialize import get_serializer_class
from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault, WireFormat

FAILED = 300
"""HTTP statuses from here on are errors."""

XML: frozenset[WireFormat] = frozenset({"ec2", "query", "rest-xml", "s3"})
NO_XML = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xed[\xa0-\xbf][\x80-\xbf]|\xef\xbf[\xbe\xbf]"
    rb"|&#(?:x0*(?:[0-8bcBC]|[0eE][0-9a-fA-F]?|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2\d|3[01]));"
)
"""What a document in UTF-8 cannot have, written as such or as a reference.
https://www.w3.org/TR/xml/#charsets
"""
REPLACEMENT = "\ufffd".encode()


@dataclass(frozen=True)
class Response:
    """An HTTP response."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def write_answer(call: EmulatedCall, answer: Mapping[str, Any]) -> Response:
    """Return the response that carries an answer in the shape of the call's output."""
    serializer = get_serializer_class(call.service, call.wire)(call.model)
    done = serializer.serialize(dict(answer))
    status = _find_status(call, answer) or done["status_code"]
    return _response(status, done["headers"].items(), done["body"])


def _find_status(call: EmulatedCall, answer: Mapping[str, Any]) -> int:
    """Return the HTTP status that a member of the answer is, which moto writes nowhere; or 0."""
    shape: Any = call.model.output_shape
    for name, member in (shape.members if shape else {}).items():
        if member.serialization.get("location") == "statusCode" and name in answer:
            return int(answer[name])
    return 0


def write_fault(protocol: WireFormat, fault: Fault, method: str = "POST") -> Response:
    """Return the response that carries an error in a protocol; one to HEAD has no body."""
    request_id = str(mock_random.uuid4())
    if protocol in ("json", "rest-json"):
        body = json.dumps({"__type": fault.code, "message": fault.message, **fault.details})
        kind = "application/x-amz-json-1.1" if protocol == "json" else "application/json"
        headers = [("x-amzn-ErrorType", fault.code)]
    else:
        body = _xml_error(protocol, fault, request_id)
        kind, headers = "text/xml", []
    headers += [("Content-Type", kind), ("x-amzn-RequestId", request_id)]
    return _response(fault.status, headers, "" if method == "HEAD" else body)


def make_well_formed(call: EmulatedCall, response: Response) -> Response:
    """Return a response in XML without what no XML can have: control characters and the like."""
    if call.protocol not in XML or NO_XML.search(response.body) is None:
        return response
    body = NO_XML.sub(REPLACEMENT, response.body)
    return _response(response.status, response.headers, body)


def read_answer(call: EmulatedCall, response: Response) -> dict[str, Any]:
    """Return what a client reads from a response; errors are under `Error`."""
    headers = {name.lower(): value for name, value in response.headers}
    document = {"body": response.body, "headers": headers, "status_code": response.status}
    shape: Any = call.model.output_shape if response.status < FAILED else None
    parsed: dict[str, Any] = create_parser(call.wire).parse(document, shape)
    return parsed


def read_fault(call: EmulatedCall, response: Response) -> Fault | None:
    """Return the error that a response carries, None if it carries an answer."""
    if response.status < FAILED:
        return None
    error = read_answer(call, response).get("Error", {})
    return Fault(error.get("Code") or "", error.get("Message") or "", response.status)


def _xml_error(protocol: WireFormat, fault: Fault, request_id: str) -> str:
    code, message = escape(fault.code), escape(_replace_no_xml(fault.message))
    inner = f"<Code>{code}</Code><Message>{message}</Message>"
    if protocol == "s3":
        text = f"<Error>{inner}<RequestId>{request_id}</RequestId></Error>"
    elif protocol == "ec2":
        text = (
            f"<Response><Errors><Error>{inner}</Error></Errors>"
            f"<RequestID>{request_id}</RequestID></Response>"
        )
    else:
        text = (
            f"<ErrorResponse><Error><Type>Sender</Type>{inner}</Error>"
            f"<RequestId>{request_id}</RequestId></ErrorResponse>"
        )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def _replace_no_xml(text: str) -> str:
    return NO_XML.sub(REPLACEMENT, text.encode("utf-8", "surrogatepass")).decode()


def _response(status: int, headers: Iterable[tuple[str, Any]], body: str | bytes) -> Response:
    data = body.encode() if isinstance(body, str) else body
    kept = tuple((n, str(v)) for n, v in headers if n.lower() != "content-length")
    return Response(status, (*kept, ("Content-Length", str(len(data)))), data)
