"""The tag of the case, and the flags that keep an instance and its volumes from being lost."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.ec2.suspect import INSTANCE, INTERFACE, VOLUME, Suspect
from ringwall.catalog.response_site import CASE, CASE_TAG
from ringwall.model.change import Change, Probe, Write
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import read_state
from ringwall.model.write_shape import WriteShape

MODIFY = "ec2.modify_instance_attribute"
DEVICE = r"[A-Za-z0-9/_.-]{1,64}"
_TAGGED = [rf"{INSTANCE}|{INTERFACE}|{VOLUME}"]
WRITES = (
    WriteShape(
        "ec2.create_tags",
        {"Resources": (_TAGGED[0],), "Tags": ({"Key": CASE_TAG, "Value": "(?s).{0,256}"},)},
    ),
    WriteShape(
        "ec2.delete_tags",
        {"Resources": (_TAGGED[0],), "Tags": ({"Key": CASE_TAG, "Value": CASE},)},
    ),
    WriteShape(MODIFY, {"InstanceId": INSTANCE, "DisableApiTermination": {"Value": bool}}),
    WriteShape(MODIFY, {"InstanceId": INSTANCE, "DisableApiStop": {"Value": bool}}),
    WriteShape(
        MODIFY,
        {
            "InstanceId": INSTANCE,
            "InstanceInitiatedShutdownBehavior": {"Value": "stop|terminate"},
        },
    ),
    WriteShape(
        MODIFY,
        {
            "InstanceId": INSTANCE,
            "BlockDeviceMappings": ({"DeviceName": DEVICE, "Ebs": {"DeleteOnTermination": bool}},),
        },
    ),
)
READS = ("ec2.describe_tags", "ec2.describe_instance_attribute", "ec2.describe_instance_types")


def tag_case(suspect: Suspect) -> Iterator[Change | HumanStep]:
    """Mark the instance, its network interfaces and its volumes with the case."""
    interfaces = [f"network-interface/{one['NetworkInterfaceId']}" for one in suspect.interfaces]
    volumes = [f"volume/{volume}" for _, volume, _ in suspect.disks]
    for resource in (f"instance/{suspect.instance_id}", *interfaces, *volumes):
        yield from _tag(suspect, resource)


def _tag(suspect: Suspect, resource: str) -> Iterator[Change]:
    site, own = suspect.site, resource.rpartition("/")[2]
    asked = [
        {"Name": "resource-id", "Values": [own]},
        {"Name": "key", "Values": [CASE_TAG]},
    ]
    probe = Probe("ec2.describe_tags", {"Filters": asked}, "Tags[0].Value")
    before = read_state(probe, site.reader)
    if before == site.case:
        return
    tag = {"Key": CASE_TAG, "Value": site.case}
    undo = Write("ec2.delete_tags", {"Resources": [own], "Tags": [tag]})
    if before is not None:
        older = {"Key": CASE_TAG, "Value": before}
        undo = Write("ec2.create_tags", {"Resources": [own], "Tags": [older]})
    yield site.change(
        site.name(resource),
        write=Write("ec2.create_tags", {"Resources": [own], "Tags": [tag]}),
        probe=probe,
        before=before,
        after=site.case,
        why="who finds it knows that it belongs to a case",
        blast="none",
        undo=undo,
        stage="prepare",
    )


def protect(suspect: Suspect) -> Iterator[Change | HumanStep]:
    """Keep the instance from being terminated, by a call or by its own shutdown."""
    if suspect.is_spot:
        yield HumanStep(
            suspect.arn,
            "Take what you need of it soon: AWS may end it at any time",
            "it is a Spot Instance, which takes no protection",
        )
        return
    yield from set_flag(suspect, "disableApiTermination", wanted=True)
    if suspect.has_stored_root:
        yield HumanStep(
            suspect.arn,
            "Do not shut it down: copy its disk while it runs",
            "its root is an instance store, which is lost when it ends",
        )
        return
    yield from _set_attribute(
        suspect,
        "instanceInitiatedShutdownBehavior",
        "stop",
        "a shutdown from within would terminate it",
    )


def set_flag(
    suspect: Suspect, attribute: str, *, wanted: bool, assume: bool | None = None
) -> Iterator[Change]:
    """Set `disableApiTermination` or `disableApiStop`; `assume` is what an earlier Change left."""
    verb = "terminate" if attribute.endswith("Termination") else "stop"
    why = f"nobody can {verb} it by a call, which would destroy traces"
    if not wanted:
        why = "protection against a stop is taken off for the stop that follows"
    yield from _set_attribute(suspect, attribute, wanted, why, assume=assume)


def keep_disks(suspect: Suspect) -> Iterator[Change | HumanStep]:
    """Keep the volumes where the instance is terminated all the same."""
    for device, volume, is_deleted in suspect.disks:
        if is_deleted:
            yield _keep_disk(suspect, device, volume)
    kind = suspect.document.get("InstanceType", "")
    found = suspect.site.reader.call("ec2.describe_instance_types", InstanceTypes=[kind])
    if any(each.get("InstanceStorageSupported") for each in found["InstanceTypes"]):
        yield HumanStep(
            suspect.arn,
            "Copy its instance store, if it uses one, before it is stopped",
            f"{kind} has disks of the host itself: no snapshot has them, and a stop erases them",
        )


def _keep_disk(suspect: Suspect, device: str, volume: str) -> Change:
    attribute = {"InstanceId": suspect.instance_id, "Attribute": "blockDeviceMapping"}
    probe = Probe(
        "ec2.describe_instance_attribute",
        attribute,
        "{deleted: Ebs.DeleteOnTermination, volume: Ebs.VolumeId}",
        items="BlockDeviceMappings",
        match={"DeviceName": device},
    )

    def write(*, is_deleted: bool) -> Write:
        mapping = {"DeviceName": device, "Ebs": {"DeleteOnTermination": is_deleted}}
        parameters = {"InstanceId": suspect.instance_id, "BlockDeviceMappings": [mapping]}
        return Write(MODIFY, parameters)

    return suspect.change(
        write=write(is_deleted=False),
        probe=probe,
        before={"deleted": True, "volume": volume},
        after={"deleted": False, "volume": volume},
        why=f"{volume} outlives the instance",
        blast="config",
        undo=write(is_deleted=True),
        stage="prepare",
    )


def _set_attribute(
    suspect: Suspect, attribute: str, wanted: Any, why: str, *, assume: Any = None
) -> Iterator[Change]:
    name = attribute[0].upper() + attribute[1:]
    asked = {"InstanceId": suspect.instance_id, "Attribute": attribute}
    probe = Probe("ec2.describe_instance_attribute", asked, f"{name}.Value")
    before = read_state(probe, suspect.site.reader) if assume is None else assume
    if before == wanted:
        return
    which = {"InstanceId": suspect.instance_id}
    yield suspect.change(
        write=Write(MODIFY, {**which, name: {"Value": wanted}}),
        probe=probe,
        before=before,
        after=wanted,
        why=why,
        blast="config",
        undo=Write(MODIFY, {**which, name: {"Value": before}}),
        stage="prepare",
    )
