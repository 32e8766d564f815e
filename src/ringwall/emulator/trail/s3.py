"""S3's events: the request as it was sent, with its query, its headers and its document.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from botocore.model import ListShape, Shape, StructureShape

from ringwall.emulator.call import EmulatedCall

SIGNATURE = ("x-amz-signature", "x-amz-security-token", "x-amz-credential")
"""Parts of a presigned URL that give access."""
MAX_PARAMETERS = 100
UNWRITTEN = frozenset({"DeleteObjects"})
"""CloudTrail does not log the keys that this operation deletes."""


def write_s3_request(call: EmulatedCall) -> dict[str, Any]:
    """Return `requestParameters` of a call of S3."""
    shape = call.model.input_shape
    members = shape.members if isinstance(shape, StructureShape) else {}
    written: dict[str, Any] = {}
    if "Bucket" in call.parameters:
        written["bucketName"] = call.parameters["Bucket"]
    written["Host"] = str(call.environ.get("HTTP_HOST", ""))
    if "Key" in call.parameters:
        written["key"] = call.parameters["Key"]
    written |= _query(call)
    payload = shape.serialization.get("payload", "") if shape is not None else ""
    for name, value in call.parameters.items():
        member = members.get(name)
        if member is None or value is None:
            continue
        header = str(member.serialization.get("name", ""))
        if member.serialization.get("location") == "header" and header.startswith("x-amz-"):
            if not member.metadata.get("sensitive"):
                written[header] = _text(value)
        elif name == payload and call.operation not in UNWRITTEN:
            written |= _document(call, value, member)
    return written


def write_s3_response(call: EmulatedCall, answer: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return `responseElements`: the headers of S3 that an answer has."""
    shape = call.model.output_shape
    members = shape.members if isinstance(shape, StructureShape) else {}
    written = {
        str(member.serialization["name"]): _text(answer[name])
        for name, member in members.items()
        if name in answer
        and member.serialization.get("location") == "header"
        and str(member.serialization["name"]).startswith("x-amz-")
        and not member.metadata.get("sensitive")
    }
    return written or None


def write_s3_control_request(call: EmulatedCall) -> dict[str, Any]:
    """Return `requestParameters` of a call of S3 Control."""
    shape = call.model.input_shape
    members = shape.members if isinstance(shape, StructureShape) else {}
    written: dict[str, Any] = {"Host": str(call.environ.get("HTTP_HOST", ""))}
    for name, value in call.parameters.items():
        member = members.get(name)
        if isinstance(value, Mapping) and member is not None:
            written |= _document(call, value, member)
        elif name != "AccountId" and isinstance(value, str):
            written[name[:1].lower() + name[1:]] = value
    return written


def _query(call: EmulatedCall) -> dict[str, str]:
    text = str(call.environ.get("QUERY_STRING", ""))
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_PARAMETERS)
    except ValueError:  # more of them than any request of S3 has
        return {}
    return {name: value for name, value in pairs if name.lower() not in SIGNATURE}


def _document(call: EmulatedCall, value: Any, shape: Shape) -> dict[str, Any]:
    """Return the body of a request under the name of its root; objects are never recorded."""
    if call.operation == "PutBucketPolicy":
        try:
            return {"bucketPolicy": json.loads(value)}
        except (ValueError, TypeError, RecursionError):
            return {"bucketPolicy": str(value)}
    if not isinstance(value, Mapping):
        return {}
    namespace = shape.serialization.get("xmlNamespace", {}).get("uri", "")
    root = str(shape.serialization.get("name") or shape.name)
    return {root: ({"xmlns": namespace} if namespace else {}) | _xml(value, shape)}


def _xml(value: Any, shape: Shape | None) -> Any:
    """Return XML as JSON: elements that repeat are a list, one alone is not."""
    if isinstance(value, Mapping):
        members = shape.members if isinstance(shape, StructureShape) else {}
        written: dict[str, Any] = {}
        for name, inner in value.items():
            member = members.get(name)
            wire = str(member.serialization.get("name") or name) if member is not None else name
            if isinstance(inner, list) and isinstance(member, ListShape):
                found = [_xml(v, member.member) for v in inner]
                repeated = found[0] if len(found) == 1 else found
                if not member.serialization.get("flattened"):
                    element = str(member.member.serialization.get("name") or "member")
                    repeated = {element: repeated} if found else ""
                written[wire] = repeated
            elif inner is not None:
                written[wire] = _xml(inner, member)
        return written
    return value if isinstance(value, str | int | float | bool) else str(value)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
