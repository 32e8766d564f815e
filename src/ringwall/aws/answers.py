"""An answer is one only if its body is what the service's protocol says: all else is refused.

botocore reads a body that is no JSON, or that is empty, as an object without members. A page of a
proxy, sent with status 200, would say of every list that there is nothing in it.
https://smithy.io/2.0/aws/protocols/index.html
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn, cast
from xml.etree.ElementTree import ParseError, XMLPullParser

from botocore.client import BaseClient
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape
from botocore.parsers import ResponseParserError

ERRORS_FROM = 301
"""botocore reads answers with this status and above as errors."""
HEAD_BYTES = 64 * 1024
"""The root of an XML document begins in so many bytes."""
AWS_NAMESPACE = re.compile(r"https?://[\w.-]+\.amazonaws\.com/doc/[\d-]+/?")
CBOR_MAPS = range(0xA0, 0xC0)
CONTAINERS = (StructureShape, ListShape, MapShape)


def refuse_other_bodies(client: BaseClient) -> None:
    """Let the client's calls fail where the body of an answer is not of the service's protocol."""
    client.meta.events.register("before-parse", check_answer)


def check_answer(response_dict: Any, operation_model: OperationModel, **_: Any) -> None:
    """ResponseParserError for the body of an answer that the operation cannot have."""
    shape = _find_body(operation_model)
    if shape is None or response_dict["status_code"] >= ERRORS_FROM:
        return
    body: bytes = response_dict["body"] or b""
    protocol = operation_model.service_model.resolved_protocol
    if protocol in {"json", "rest-json"}:
        _check_shape(shape, _read_json(body), "the answer")
    elif protocol == "smithy-rpc-v2-cbor":
        if body[:1] == b"" or body[0] not in CBOR_MAPS:
            _refuse("a CBOR map", body)
    else:
        _check_root(operation_model, shape, body)


def _find_body(operation: OperationModel) -> Shape | None:
    """Return the shape that the body of an answer has; None where it has none, or any."""
    output = operation.output_shape
    if output is None or operation.has_streaming_output or operation.has_event_stream_output:
        return None
    if operation.http.get("method") == "HEAD":
        return None
    if payload := output.serialization.get("payload"):
        found: Shape = output.members[payload]
        return found if isinstance(found, CONTAINERS) else None
    return output if _members_of_body(output) else None


def _members_of_body(shape: Shape) -> list[str]:
    """Return how the members of a structure are called that do not come in a header."""
    members = shape.members if isinstance(shape, StructureShape) else {}
    return [
        str(member.serialization.get("name", name))
        for name, member in members.items()
        if "location" not in member.serialization
    ]


def _read_json(body: bytes) -> Any:
    try:
        return json.loads(body.decode())
    except (ValueError, RecursionError):
        _refuse("JSON", body)


def _check_shape(shape: Shape, value: Any, place: str) -> None:
    """ResponseParserError where an object, a map or a list is something else; None is absent.

    botocore takes a text for the list of its characters, and an object for that of its names.
    """
    if isinstance(shape, StructureShape) and shape.is_document_type:
        return  # any JSON
    kind = list if isinstance(shape, ListShape) else dict
    if not isinstance(value, kind):
        what = "list" if kind is list else "JSON object"
        raise ResponseParserError(f"{place} is not a {what}: {type(value).__name__}")
    for name, inner, item in _find_parts(shape, value, place):
        if item is not None:
            _check_shape(inner, item, name)


def _find_parts(shape: Shape, value: Any, place: str) -> Iterator[tuple[str, Shape, Any]]:
    """Yield what is in a container and is to be one itself: its name, its shape and its value."""
    if isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            if isinstance(member, CONTAINERS) and "location" not in member.serialization:
                spelled = str(member.serialization.get("name", name))
                yield spelled, member, value.get(spelled)
    elif isinstance(shape, ListShape) and isinstance(shape.member, CONTAINERS):
        yield from ((place, shape.member, item) for item in value)
    elif isinstance(shape, MapShape) and isinstance(shape.value, CONTAINERS):
        yield from ((name, shape.value, item) for name, item in value.items())


def _check_root(operation: OperationModel, shape: Shape, body: bytes) -> None:
    """ResponseParserError where an XML document is not the one that answers the operation."""
    root, children = _read_head(body)
    if operation.service_model.resolved_protocol in {"query", "ec2"}:
        if _local(root) != f"{operation.name}Response":
            _refuse(f"{operation.name}Response", body)
    # The models do not say how S3 calls its roots: it gives them its namespace.
    elif not (
        AWS_NAMESPACE.fullmatch(root.partition("}")[0].lstrip("{"))
        or _local(root) == shape.name
        or {_local(child) for child in children} & set(_members_of_body(shape))
    ):
        _refuse(shape.name, body)


def _read_head(body: bytes) -> tuple[str, list[str]]:
    """Return the root's tag, and those of its children as far as they are at the beginning."""
    parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
    events: list[tuple[str, str]] = []
    try:
        parser.feed(body[:HEAD_BYTES])
        for found in parser.read_events():
            event, element = cast("tuple[str, Any]", found)
            events.append((event, str(element.tag)))
    except ParseError:
        _refuse("XML", body)
    if not events:
        _refuse("XML", body)
    (_, root), *inner = events
    children, depth = [], 0  # below the root
    for event, tag in inner:
        if event == "start":
            children += [tag] if depth == 0 else []
        depth += 1 if event == "start" else -1
    return root, children


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _refuse(expected: str, body: bytes) -> NoReturn:
    raise ResponseParserError(f"the answer is not {expected}: {body[:80]!r}")
