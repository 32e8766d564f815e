"""EC2's events: the old operations as its SOAP interface wrote them, later ones in an envelope.

Operations of API version 2014-10-01 have sets, `{"instancesSet": {"items": [...]}}`; those that
came later are written from XML, `{"CreateFlowLogsRequest": {...}}`. Found in real records.
"""

import functools
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.loaders import create_loader
from botocore.model import ListShape, Shape, StructureShape

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.trail.plain import lower_first

LAST_SOAP = "2014-10-01"
REMOVED = "<sensitiveDataRemoved>"
XMLNS = "http://ec2.amazonaws.com/doc/2016-11-15/"

SETS = {
    "AllocationId": "allocationIdsSet",
    "AttributeName": "accountAttributeNameSet",
    "BundleId": "bundlesSet",
    "DhcpOptionsId": "dhcpOptionsSet",
    "ExecutableBy": "executableBySet",
    "Filter": "filterSet",
    "GroupId": "securityGroupIdSet",
    "GroupName": "securityGroupSet",
    "ImageId": "imagesSet",
    "InstanceId": "instancesSet",
    "KeyName": "keySet",
    "NetworkInterface": "networkInterfaceSet",
    "Owner": "ownersSet",
    "PublicIp": "publicIpsSet",
    "ResourceId": "resourcesSet",
    "RestorableBy": "sharedUsersSet",
    "SecurityGroup": "groupSet",
    "SecurityGroupId": "groupSet",
    "SnapshotId": "snapshotSet",
    "SubnetId": "subnetSet",
    "Tag": "tagSet",
    "TagSpecification": "tagSpecificationSet",
    "Value": "valueSet",
    "VolumeId": "volumeSet",
    "VpcId": "vpcSet",
    "ZoneName": "availabilityZoneSet",
}
"""The set that a list of the request is in; others add `Set` to the name, or keep it."""
ELEMENTS = {
    "ExecutableBy": "user",
    "RestorableBy": "user",
    "SecurityGroup": "groupName",
    "SecurityGroupId": "groupId",
}
"""What a set's values are called, if not as their list is."""
UNCHANGED = {
    "BlockDeviceMapping",
    "Groups",
    "IpPermissions",
    "IpRanges",
    "Ipv6Ranges",
    "PrefixListIds",
}
"""Lists that keep their name."""
GIVEN_EMPTY = {
    "AuthorizeSecurityGroupEgress": ("ipPermissions",),
    "AuthorizeSecurityGroupIngress": ("ipPermissions",),
    "CreateNetworkAclEntry": ("icmpTypeCode",),
    "ReplaceNetworkAclEntry": ("icmpTypeCode",),
    "RevokeSecurityGroupEgress": ("ipPermissions",),
    "RevokeSecurityGroupIngress": ("ipPermissions",),
    "RunInstances": ("blockDeviceMapping",),
}
"""What is written as `{}` where the request has none of it; in `Describe` all sets are."""
RULE_LISTS = ("groups", "ipRanges", "ipv6Ranges", "prefixListIds")
"""Lists of a security group's rule, which are written as `{}` where they are empty."""
PERMISSIONS = {
    "ModifyImageAttribute": ("launchPermission", "launchPermission"),
    "ModifySnapshotAttribute": ("CREATE_VOLUME_PERMISSION", "createVolumePermission"),
}
"""The `attributeType` and the member of operations that share a resource."""


def write_ec2_request(call: EmulatedCall) -> dict[str, Any] | None:
    """Return `requestParameters` of a call of EC2."""
    shape = call.model.input_shape
    if not _is_old(call.operation):
        found = _envelope(call.parameters, shape)
        return {f"{call.operation}Request": found or ""}
    if call.operation in PERMISSIONS:
        return _write_sharing(call)
    members = _write_old(call.parameters, shape) | {
        name: {} for name in GIVEN_EMPTY.get(call.operation, ()) if name not in _names(call)
    }
    if call.operation == "RunInstances":
        return _write_run_instances(members)
    if call.operation.endswith("NetworkAclEntry") and "protocol" in members:
        members["aclProtocol"] = members.pop("protocol")
    if call.operation.startswith("Describe") and isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            if isinstance(member, ListShape):
                members.setdefault(_set_name(_wire_name(name, member)), {})
    return members or None


def write_ec2_response(
    call: EmulatedCall, answer: Mapping[str, Any], request_id: str
) -> dict[str, Any]:
    """Return `responseElements` of a call of EC2 that changed something."""
    shape = call.model.output_shape
    if _is_old(call.operation):
        found = _write_items(answer, shape) if shape else {"_return": True}
        return {"requestId": request_id} | found
    inner = {"xmlns": XMLNS, "requestId": request_id} | (_from_xml(answer, shape) if shape else {})
    return {f"{call.operation}Response": inner}


@functools.cache
def _old_operations() -> frozenset[str]:
    model = create_loader().load_service_model("ec2", "service-2", LAST_SOAP)
    return frozenset(model["operations"])


def _is_old(operation: str) -> bool:
    return operation in _old_operations()


def _wire_name(name: str, shape: Shape) -> str:
    found = str(shape.serialization.get("name") or name)
    return found[:1].upper() + found[1:]


def _set_name(wire: str) -> str:
    if wire in SETS:
        return SETS[wire]
    name = lower_first(wire)
    return name if wire in UNCHANGED or name.endswith("Set") else f"{name}Set"


def _names(call: EmulatedCall) -> set[str]:
    shape = call.model.input_shape
    members = shape.members if isinstance(shape, StructureShape) else {}
    given = {name: members[name] for name in call.parameters if name in members}
    return {lower_first(_wire_name(name, member)) for name, member in given.items()}


def _write_old(value: Mapping[str, Any], shape: Shape | None) -> dict[str, Any]:
    members = shape.members if isinstance(shape, StructureShape) else {}
    written: dict[str, Any] = {}
    for name, inner in value.items():
        member = members.get(name)
        wire = _wire_name(name, member) if member is not None else name
        if inner is None or wire == "DryRun":
            continue
        if isinstance(inner, list | tuple):
            written[_set_name(wire)] = _write_set(wire, inner, member)
        else:
            written[lower_first(wire)] = _write_value(inner, member)
    return written


def _write_set(wire: str, values: Any, shape: Shape | None) -> Any:
    member = shape.member if isinstance(shape, ListShape) else None
    element = ELEMENTS.get(wire, lower_first(wire))
    items = [
        _write_old(v, member) if isinstance(v, Mapping) else {element: _write_value(v, member)}
        for v in values
    ]
    if wire == "IpPermissions":
        items = [item | {name: item.get(name, {}) for name in RULE_LISTS} for item in items]
    if wire == "TagSpecification":  # its tags are a plain list
        for item in items:
            item["tags"] = item.pop("tagSet", {}).get("items", [])
    return {"items": items} if items else {}


def _write_value(value: Any, shape: Shape | None) -> Any:
    name = shape.name if shape is not None else ""
    if shape is not None and (
        shape.metadata.get("sensitive") or name.endswith("BlobAttributeValue")
    ):
        return REMOVED
    if isinstance(value, Mapping):
        return _write_old(value, shape)
    if isinstance(value, datetime):
        return int(value.timestamp() * 1000)
    return value if isinstance(value, str | int | float | bool) else REMOVED


def _write_run_instances(members: dict[str, Any]) -> dict[str, Any]:
    """Return the request with image, key and counts in a set, as its SOAP interface had them."""
    moved = ("imageId", "minCount", "maxCount", "keyName")
    item = {name: members.pop(name) for name in moved if name in members}
    defaults = {
        "instanceType": "m1.small",
        "monitoring": {"enabled": False},
        "disableApiTermination": False,
        "disableApiStop": False,
    }
    return {"instancesSet": {"items": [item]}} | defaults | members


def _write_sharing(call: EmulatedCall) -> dict[str, Any]:
    """Return with whom an image or a snapshot is shared, however the request says it."""
    kind, member = PERMISSIONS[call.operation]
    given = call.parameters
    changes: dict[str, Any] = {}
    structure = given.get("LaunchPermission") or given.get("CreateVolumePermission") or {}
    for verb, entries in structure.items():
        items = [{lower_first(k): v for k, v in entry.items()} for entry in entries]
        changes[verb.lower()] = {"items": items}
    listed = [{"userId": user} for user in given.get("UserIds") or ()]
    groups = given.get("GroupNames") or given.get("UserGroups") or ()
    listed += [{"group": group} for group in groups]
    if listed:
        changes[given.get("OperationType", "add")] = {"items": listed}
    rest = {"imageId": given.get("ImageId"), "snapshotId": given.get("SnapshotId")}
    description = given.get("Description")
    if not changes and description:
        value = description.get("Value") if isinstance(description, Mapping) else description
        rest |= {"attributeType": "description", "description": value}
    else:
        rest |= {"attributeType": kind, member: changes}
    return {name: value for name, value in rest.items() if value is not None}


def _envelope(value: Any, shape: Shape | None) -> Any:
    """Return the request's query parameters as XML turned into JSON."""
    if shape is not None and shape.metadata.get("sensitive"):
        return REMOVED
    if isinstance(value, Mapping):
        members = shape.members if isinstance(shape, StructureShape) else {}
        return {
            _wire_name(name, members[name]) if name in members else name: _envelope(
                inner, members.get(name)
            )
            for name, inner in value.items()
            if inner is not None and name != "DryRun"
        }
    if isinstance(value, list | tuple):
        member = shape.member if isinstance(shape, ListShape) else None
        found = [_numbered(_envelope(v, member), n) for n, v in enumerate(value, 1)]
        return found[0] if len(found) == 1 else found
    if isinstance(value, datetime):
        return _iso(value)
    return value if isinstance(value, str | int | float | bool) else REMOVED


def _numbered(value: Any, number: int) -> dict[str, Any]:
    return (value if isinstance(value, dict) else {"content": value}) | {"tag": number}


def _write_items(value: Any, shape: Shape | None) -> Any:
    """Return an answer with its lists as sets."""
    if shape is not None and shape.metadata.get("sensitive"):
        return REMOVED
    if isinstance(value, Mapping):
        members = shape.members if isinstance(shape, StructureShape) else {}
        return {
            _answer_name(name, members.get(name)): _write_items(inner, members.get(name))
            for name, inner in value.items()
        }
    if isinstance(value, list):
        member = shape.member if isinstance(shape, ListShape) else None
        return {"items": [_write_items(v, member) for v in value]} if value else {}
    return _write_value(value, None)


def _from_xml(value: Any, shape: Shape | None) -> Any:
    """Return an answer as its XML turned into JSON."""
    if shape is not None and shape.metadata.get("sensitive"):
        return REMOVED
    if isinstance(value, Mapping):
        members = shape.members if isinstance(shape, StructureShape) else {}
        return {
            str(members[name].serialization.get("name") or name)
            if name in members
            else name: _from_xml(inner, members.get(name))
            for name, inner in value.items()
        }
    if isinstance(value, list):
        member = shape.member if isinstance(shape, ListShape) else None
        found = [_from_xml(v, member) for v in value]
        if not found:
            return ""
        return {"item": found[0] if len(found) == 1 else found}
    return _iso(value) if isinstance(value, datetime) else _write_value(value, None)


def _answer_name(name: str, shape: Shape | None) -> str:
    wire = str(shape.serialization.get("name") or name) if shape is not None else name
    return "_return" if wire == "return" else lower_first(wire)


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
