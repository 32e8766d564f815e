"""The condition keys of EC2, many of which say where a resource is and what it is like.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.stored import find_key_arn
from ringwall.emulator.needs.templates import find_partition, split_arn
from ringwall.emulator.on_moto.moto_client import moto_backend

METADATA = {
    "HttpTokens": "MetadataHttpTokens",
    "HttpEndpoint": "MetadataHttpEndpoint",
    "HttpPutResponseHopLimit": "MetadataHttpPutResponseHopLimit",
    "InstanceMetadataTags": "InstanceMetadataTags",
}
_CHANGED = ("Add", "Remove")


def find_ec2_keys(call: EmulatedCall, resource: str) -> Iterator[tuple[str, Any]]:
    """Yield the keys of a request for a resource; the action's reference chooses among them."""
    kind, _, identifier = split_arn(resource)[-1].partition("/")
    yield "ec2:Region", call.region
    yield from _find_places(call, kind, identifier)
    yield from _find_volume_keys(call, kind)
    yield from _find_attribute_keys(call)
    options = call.parameters.get("MetadataOptions")
    for place in (call.parameters, options if isinstance(options, Mapping) else {}):
        for member, key in METADATA.items():
            if place.get(member) not in {None, ""}:
                yield f"ec2:{key}", place[member]
    if kind == "instance":
        yield from _find_instance_keys(call, identifier)
    if kind == "network-interface" or call.operation == "RunInstances":
        for interface in call.parameters.get("NetworkInterfaces") or ():
            if isinstance(interface, Mapping) and "AssociatePublicIpAddress" in interface:
                yield "ec2:AssociatePublicIpAddress", interface["AssociatePublicIpAddress"]
    profile = call.parameters.get("IamInstanceProfile")
    if isinstance(profile, Mapping):
        yield from _find_profile_keys(call, profile)


def _find_profile_keys(call: EmulatedCall, profile: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    place = f"arn:{find_partition(call.region)}:iam::{call.account_id}:instance-profile"
    arn = profile.get("Arn") or f"{place}/{profile.get('Name')}"
    # A call that replaces a profile tests the new one under a key of its own.
    key = "InstanceProfile" if call.operation == "RunInstances" else "NewInstanceProfile"
    yield f"ec2:{key}", arn


def _find_places(call: EmulatedCall, kind: str, identifier: str) -> Iterator[tuple[str, Any]]:
    """Yield the ARNs of the VPC and the subnet that the resource is in or will be in."""
    ec2 = moto_backend("ec2", call.account_id, call.region)
    place = f"arn:{find_partition(call.region)}:ec2:{call.region}:{call.account_id}"
    subnet_id = identifier if kind == "subnet" else call.parameters.get("SubnetId")
    subnet = next((zone[subnet_id] for zone in ec2.subnets.values() if subnet_id in zone), None)
    if subnet is not None:
        yield "ec2:Subnet", f"{place}:subnet/{subnet_id}"
    held: Any = subnet
    if kind == "vpc":
        yield "ec2:Vpc", f"{place}:vpc/{identifier}"
        return
    if kind == "security-group":
        held = next((g[identifier] for g in ec2.groups.values() if identifier in g), subnet)
    elif kind in {"route-table", "network-acl", "network-interface"}:
        known = {
            "route-table": ec2.route_tables,
            "network-acl": ec2.network_acls,
            "network-interface": ec2.enis,
        }[kind]
        held = known.get(identifier, subnet)
    vpc_id = getattr(held, "vpc_id", None) or call.parameters.get("VpcId")
    if vpc_id:
        yield "ec2:Vpc", f"{place}:vpc/{vpc_id}"


def _find_instance_keys(call: EmulatedCall, identifier: str) -> Iterator[tuple[str, Any]]:
    """Yield what an instance is like: as the request wants it, or as it is."""
    given = call.parameters
    ec2 = moto_backend("ec2", call.account_id, call.region)
    held = next(
        (i for r in ec2.reservations.values() for i in r.instances if i.id == identifier), None
    )
    if given.get("InstanceType") is None and held is not None:
        yield "ec2:InstanceType", held.instance_type
    placement = given.get("Placement")
    if isinstance(placement, Mapping) and placement.get("AvailabilityZone"):
        yield "ec2:AvailabilityZone", placement["AvailabilityZone"]
    if call.operation == "RunInstances":
        yield "ec2:Tenancy", (placement or {}).get("Tenancy") or "default"
        yield "ec2:IsLaunchTemplateResource", bool(given.get("LaunchTemplate"))


def _find_volume_keys(call: EmulatedCall, kind: str) -> Iterator[tuple[str, Any]]:
    """Yield whether new volumes are encrypted: one that is not makes it false."""
    if kind not in {"volume", "snapshot"}:
        return
    ec2 = moto_backend("ec2", call.account_id, call.region)
    disks = [call.parameters]
    if call.operation == "RunInstances":
        mapped = call.parameters.get("BlockDeviceMappings") or ()
        disks = [d["Ebs"] for d in mapped if isinstance(d, Mapping) and d.get("Ebs")] or [{}]
    if call.operation in {"RunInstances", "CreateVolume", "CopySnapshot"}:
        yield (
            "ec2:Encrypted",
            ec2.ebs_encryption_by_default or all(bool(disk.get("Encrypted")) for disk in disks),
        )
    for member, key in {
        "KmsKeyId": "KmsKeyId",
        "VolumeType": "VolumeType",
        "VolumeSize": "VolumeSize",
        "Size": "VolumeSize",
        "Iops": "VolumeIops",
    }.items():
        found = [disk[member] for disk in disks if disk.get(member)]
        if found and member == "KmsKeyId":
            yield f"ec2:{key}", find_key_arn(call, str(found[0])) or found[0]
        elif found:
            yield f"ec2:{key}", found[0]


def _find_attribute_keys(call: EmulatedCall) -> Iterator[tuple[str, Any]]:
    """Yield what a call changes: the attribute, and who a snapshot or image is shared with."""
    given = call.parameters
    if not call.operation.startswith(("Modify", "Reset")):
        return
    plain = {"InstanceId", "ImageId", "SnapshotId", "VpcId", "SubnetId", "DryRun", "Attribute"}
    changed = [name for name, value in given.items() if name not in plain and value is not None]
    attribute = given.get("Attribute") or (changed[0] if len(changed) == 1 else None)
    if attribute:
        yield "ec2:Attribute", attribute
        value = given.get("Value") or given.get(str(attribute))
        inner = value.get("Value") if isinstance(value, Mapping) else value
        if inner is not None and not isinstance(inner, Mapping):
            yield f"ec2:Attribute/{attribute}", inner
    shared = given.get("CreateVolumePermission") or given.get("LaunchPermission")
    parts: list[tuple[str, Mapping[str, Any]]] = []
    for verb in _CHANGED:
        listed = shared.get(verb) if isinstance(shared, Mapping) else ()
        parts += [(verb, part) for part in listed or () if isinstance(part, Mapping)]
        if str(given.get("OperationType", "")).capitalize() == verb:
            parts += [(verb, {"UserId": user}) for user in given.get("UserIds") or ()]
            groups = given.get("GroupNames") or given.get("UserGroups") or ()
            parts += [(verb, {"Group": group}) for group in groups]
    for verb in _CHANGED:
        for member, name in (("Group", "group"), ("UserId", "userId")):
            values = [part[member] for v, part in parts if v == verb and part.get(member)]
            if values:
                yield f"ec2:{verb}/{name}", values[0] if len(values) == 1 else values
