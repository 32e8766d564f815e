"""What a call names has to be there: each operation that is needed, with the name of nothing."""

import csv
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from moto.core.utils import get_service_model

from ringwall.catalog.loader import load_lifecycles
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import open_session

FILE = Path(__file__).parents[1] / "needed_operations.csv"
MAKES = (
    "AssociateDelegated",
    "Assume",
    "BatchImport",
    "Create",
    "Enable",
    "Generate",
    "Invite",
    "Publish",
    "Put",
    "Register",
    "Request",
    "Run",
    "Send",
    "Set",
    "Start",
    "Subscribe",
)
"""How operations begin that may name what is not there yet."""
SUCCEEDS = {
    # AWS says that there is nothing.
    ("backup", "ListRecoveryPointsByResource"),
    ("cloudfront", "ListDistributionsByWebACLId"),
    ("cloudwatch", "DescribeAlarmsForMetric"),
    ("config", "DescribeRemediationConfigurations"),
    ("config", "DescribeRemediationExceptions"),
    ("lambda", "ListLayerVersions"),
    ("ssm", "GetConnectionStatus"),
    # To delete what is not there is no error.
    ("cloudwatch", "DeleteAlarms"),
    ("cloudwatch", "DisableAlarmActions"),
    ("config", "DeleteAggregationAuthorization"),
    ("elbv2", "DeleteLoadBalancer"),
    ("elbv2", "DeleteTargetGroup"),
    ("events", "DeleteEventBus"),
    ("events", "DeleteRule"),
    ("iam", "DeleteOpenIDConnectProvider"),
    ("ses", "DeleteIdentity"),
    ("sns", "DeleteTopic"),
    ("sns", "Unsubscribe"),
    ("ssm", "TerminateSession"),
    # It names nothing that has to be there.
    ("secretsmanager", "ValidateResourcePolicy"),
    # Moto keeps too little to know: docs/emulator/differences.md.
    ("cloudtrail", "ListTags"),
    ("elbv2", "DescribeTags"),
    ("route53", "GetChange"),
    ("sesv2", "DeleteEmailIdentity"),
    ("wafv2", "DisassociateWebACL"),
    ("wafv2", "GetWebACLForResource"),
}
"""Operations that succeed all the same."""
LEFT_OUT = {
    # Answered from the model alone: the answer is a guess.
    ("acm", "UpdateCertificateOptions"),
    # They take one of several members, which the model does not call required.
    ("identitystore", "GetGroupId"),
    ("identitystore", "GetUserId"),
    ("identitystore", "IsMemberInGroups"),
    ("identitystore", "ListGroupMembershipsForMember"),
}
"""Operations that are not called."""


def list_operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Return the operations, with parameters that name nothing."""
    with FILE.open(encoding="utf-8") as lines:
        rows = {(row["service"], row["operation"]) for row in csv.DictReader(lines)}
    found = []
    for service, operation in sorted(rows | list_planned()):
        if service == "ec2" or operation.startswith(MAKES) or (service, operation) in LEFT_OUT:
            continue
        model = get_service_model(service)
        shape = model.operation_model(operation).input_shape
        name = f"none-{operation.lower()}"
        arn = f"arn:aws:{model.signing_name}:us-east-1:123456789012:thing/{name}"
        asked = make_value(shape, "", name, arn) if shape else {}
        if name in json.dumps(asked, default=str):
            found.append((service, operation, asked))
    return found


def list_planned() -> set[tuple[str, str]]:
    """Return the operations by which plans make, change and erase."""
    steps = (step for life in load_lifecycles().values() for step in life.steps)
    planned = {tuple(step.operation.split(".")) for step in steps}
    return {
        (service, operation)
        for service in {service for service, _ in planned}
        for operation in get_service_model(service).operation_names
        if (service, xform_name(operation)) in planned
    }


def make_value(shape: Any, member: str, name: str, arn: str) -> Any:
    """Return some value of a shape: texts are a name, or an ARN, of nothing."""
    kind = shape.type_name
    if kind == "structure":
        needed = {each: shape.members[each] for each in shape.required_members}
        return {each: make_value(inner, each, name, arn) for each, inner in needed.items()}
    if kind == "list":
        return [make_value(shape.member, member.removesuffix("s"), name, arn)]
    if kind == "map":
        return {"k": make_value(shape.value, member, name, arn)}
    simple = {"boolean": True, "timestamp": "2026-01-01T00:00:00Z", "blob": b"x"}
    if kind in simple:
        return simple[kind]
    if kind in {"integer", "long", "float", "double"}:
        return max(1, shape.metadata.get("min", 1))
    return write_text(shape, member.lower(), name, arn)


def write_text(shape: Any, member: str, name: str, arn: str) -> str:
    if enum := getattr(shape, "enum", ()):
        return str(enum[0])
    if "arn" in member:
        return arn
    if member.endswith(("account", "accountid")):
        return "999999999999"
    if member == "key" or "tagkey" in member:
        return "k"
    length: int = max(shape.metadata.get("min", 1), len(name))
    return (name * length)[: min(length, shape.metadata.get("max", length))]


@pytest.fixture(scope="module")
def client_of() -> Callable[[str], Any]:
    """Return what returns clients of an emulator where everybody may do all: one of a service."""
    session = open_session(Emulator(), "AKIATEAM", "not-a-secret")
    return cache(lambda service: session.create_client(service, region_name="us-east-1"))


@pytest.mark.parametrize(
    ("service", "operation", "asked"),
    list_operations(),
    ids=[f"{service}:{operation}" for service, operation, _ in list_operations()],
)
def test_what_names_nothing_is_refused(
    client_of: Callable[[str], Any], service: str, operation: str, asked: dict[str, Any]
) -> None:
    call = getattr(client_of(service), xform_name(operation))
    if (service, operation) in SUCCEEDS:
        call(**asked)
        return
    with pytest.raises(ClientError) as raised:
        call(**asked)
    assert raised.value.response["Error"]["Code"] not in {"InternalError", "InternalFailure"}
