"""Answers held against botocore's description of the operation: no member is missing or strange."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import botocore.session
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

KNOWN = {
    # AWS itself answers so, whatever its description says.
    ("ec2", "DescribeInternetGateways", ".InternetGateways[].Attachments[].State"),
    ("ec2", "DescribeVpcEndpoints", ".VpcEndpoints[].State"),
    ("ec2", "CreateVpcEndpoint", ".VpcEndpoint.State"),
    ("route53", "CreateHostedZone", ".DelegationSet"),  # of a private zone
    ("config", "DescribeConfigurationRecorderStatus", ".ConfigurationRecordersStatus[].lastStatus"),
}
"""What differs: service, operation and member."""
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (float, int),
    "double": (float, int),
    "timestamp": (datetime,),
}


def check_answers(session: botocore.session.Session) -> None:
    """Let every answer to a client of the session be checked; AssertionError names what differs."""

    def check(http_response: Any, parsed: Any, model: OperationModel, **_: Any) -> None:
        if http_response.status_code < 300 and isinstance(model.output_shape, StructureShape):
            faults = list(find_faults(model, parsed))
            assert not faults, f"{model.service_model.service_name}:{model.name}: {faults}"

    handler: Any = check
    session.register("after-call", handler)


def find_faults(model: OperationModel, answer: Any) -> Iterator[str]:
    """Yield what an answer lacks, or has of another type than AWS says."""
    assert model.output_shape
    for path, fault in _compare(model.output_shape, answer, ""):
        if (model.service_model.service_name, model.name, path) not in KNOWN:
            yield f"{path}: {fault}"


def _compare(shape: Shape, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(shape, StructureShape):
        missing = [name for name in shape.required_members if name not in value]
        yield from ((f"{path}.{name}", "missing") for name in missing)
        for name in value.keys() & shape.members.keys():
            yield from _compare(shape.members[name], value[name], f"{path}.{name}")
    elif isinstance(shape, ListShape):
        for inner in value:
            yield from _compare(shape.member, inner, f"{path}[]")
    elif isinstance(shape, MapShape):
        for inner in value.values():
            yield from _compare(shape.value, inner, f"{path}{{}}")
    else:
        yield from _compare_scalar(shape, value, path)


def _compare_scalar(shape: Shape, value: Any, path: str) -> Iterator[tuple[str, str]]:
    known = getattr(shape, "enum", None)
    if shape.name == "policyDocumentType" and isinstance(value, dict):
        return  # botocore has read it
    if not isinstance(value, TYPES.get(shape.type_name, (object,))):
        yield path, f"{type(value).__name__} in place of {shape.type_name}"
    elif known and value not in known:
        yield path, f"{value!r} is none of {', '.join(known)}"
