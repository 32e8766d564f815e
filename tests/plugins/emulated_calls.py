"""Calls as the emulator receives them, and parameters made from the service's model."""

import re
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape
from moto.core.utils import get_service_model

from ringwall.emulator.authorization.authority import ActionFacts
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.operations import find_actions
from ringwall.jobs.authority import ReasonedAuthority

ACCOUNT, REGION = "111122223333", "us-east-1"
PLACE = {"Partition": "aws", "Region": REGION, "Account": ACCOUNT}
VALUES = {
    "AccountId": "444455556666",
    "AdminAccountId": "444455556666",
    "AllocationId": "eipalloc-0example",
    "AssociationId": "eipassoc-0example",
    "DestinationParentId": "ou-r001-example1",
    "GroupId": "sg-0example",
    "HandshakeId": "h-example",
    "ImageId": "ami-0example",
    "InstanceId": "i-0example",
    "InternetGatewayId": "igw-0example",
    "NetworkAclId": "acl-0example",
    "NetworkInterfaceId": "eni-0example",
    "OrganizationalUnitId": "ou-r001-example1",
    "ParentId": "r-r001",
    "PolicyId": "p-example1",
    "QueueUrl": f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/example",
    "ResourceIds": "vpc-0example",
    "RootId": "r-r001",
    "RouteTableId": "rtb-0example",
    "SnapshotId": "snap-0example",
    "SourceParentId": "r-r001",
    "SubnetId": "subnet-0example",
    "TargetId": "444455556666",
    "VolumeId": "vol-0example",
    "VpcId": "vpc-0example",
}
"""Ids by parameter, where their form says what they are."""
_MAX_DEPTH = 3


def make_call(service: str, operation: str, /, **parameters: Any) -> EmulatedCall:
    """Return a call of a user that the emulator does not know."""
    model = get_service_model(service).operation_model(operation)
    return EmulatedCall(
        service=service,
        operation=operation,
        parameters=parameters,
        account_id=ACCOUNT,
        region=REGION,
        access_key="AKIAEXAMPLE",
        source_ip="127.0.0.1",
        user_agent="",
        wire=model.service_model.protocol,
        model=model,
        environ={"PATH_INFO": "/", "REQUEST_METHOD": model.http.get("method", "POST")},
        body=b"",
    )


def make_plausible_call(service: str, operation: str, /, **parameters: Any) -> EmulatedCall:
    """Return a call with values for the parameters that the operation requires."""
    bare = make_call(service, operation)
    names = find_actions(bare)
    action = ReasonedAuthority().find_action(names[0]) if names else None
    shape = bare.model.input_shape
    required = set(shape.required_members) if shape is not None else set()
    members = shape.members if shape is not None else {}
    made = {name: _make(members[name], name, action) for name in sorted(required)}
    return make_call(service, operation, **made | parameters)


def _make(shape: Shape, name: str, action: ActionFacts | None, depth: int = 0) -> Any:
    if isinstance(shape, StructureShape):
        chosen = shape.required_members if depth < _MAX_DEPTH else ()
        return {m: _make(shape.members[m], m, action, depth + 1) for m in sorted(chosen)}
    if isinstance(shape, ListShape):
        return [_make(shape.member, name, action, depth + 1)]
    if isinstance(shape, MapShape):
        return {"example": _make(shape.value, name, action, depth + 1)}
    enum = getattr(shape, "enum", None)
    plain = {"integer": 1, "long": 1, "boolean": True, "double": 1.0, "float": 1.0, "blob": b"x"}
    if shape.type_name in plain or enum:
        return enum[0] if enum else plain[shape.type_name]
    return VALUES.get(name) or VALUES.get(name.removesuffix("s")) or _make_text(name, action)


def _make_text(name: str, action: ActionFacts | None) -> str:
    lower = name.lower()
    if not lower.endswith(("arn", "arns", "resourceid")):
        return "example"
    if "role" in lower:
        return f"arn:aws:iam::{ACCOUNT}:role/example"
    kinds = action.kinds if action is not None else ()
    best = [k for k in kinds if k.name.lower().replace("-", "") in lower] or list(kinds)
    if not best:
        return f"arn:aws:example:{REGION}:{ACCOUNT}:thing/example"
    return re.sub(r"\$\{(\w+)\}", lambda found: PLACE.get(found[1], "example"), best[0].arn)
