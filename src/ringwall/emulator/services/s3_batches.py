"""S3: a batch of deletions, of which the caller may be allowed some alone.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.state import EmulatorState

BatchItem = Mapping[str, Any]


@emulates("s3", "DeleteObjects")
def delete_objects(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Delete what the caller may delete; the rest of the answer says what it may not."""
    if not call.refused:
        return None
    partition, bucket = next(iter(call.refused)).split(":")[1], call.parameters["Bucket"]
    items = call.parameters["Delete"]["Objects"]
    arns = [f"arn:{partition}:s3:::{bucket}/{item['Key']}" for item in items]
    allowed = [item for item, arn in zip(items, arns, strict=True) if arn not in call.refused]
    answer = dict(state.ask_moto(_reduce(call, allowed))) if allowed else {}
    if call.parameters["Delete"].get("Quiet"):
        answer.pop("Deleted", None)
    refused = [_refuse(item) for item, arn in zip(items, arns, strict=True) if arn in call.refused]
    return answer | {"Errors": [*answer.get("Errors", ()), *refused]}


def _refuse(item: BatchItem) -> dict[str, str]:
    named = {name: item[name] for name in ("Key", "VersionId") if item.get(name)}
    return named | {"Code": "AccessDenied", "Message": "Access Denied"}


def _reduce(call: EmulatedCall, items: Iterable[BatchItem]) -> EmulatedCall:
    """Return the call with these objects alone, in its body too."""
    root = Element("Delete", xmlns="http://s3.amazonaws.com/doc/2006-03-01/")
    for item in items:
        node = SubElement(root, "Object")
        for name in ("Key", "VersionId"):
            if item.get(name):
                SubElement(node, name).text = item[name]
    body = tostring(root)
    environ = {**call.environ, "CONTENT_LENGTH": str(len(body))}
    parameters = {**call.parameters, "Delete": {"Objects": [*items]}}
    return replace(call, parameters=parameters, environ=environ, body=body)
