"""EC2: snapshots of volumes, of all volumes of an instance, and of snapshots of others."""

from collections.abc import Mapping
from typing import Any

from moto.ec2.models.elastic_block_store import Snapshot
from moto.ec2.utils import convert_tag_spec, random_snapshot_id

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.disk_blocks import copy_blocks
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_key, find_key_arn, find_snapshot
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.services.ec2_instances import find_default_disk_key
from ringwall.emulator.services.ec2_snapshots import show_snapshot
from ringwall.emulator.state import EmulatorState


@emulates("ec2", "CreateSnapshot")
def create_snapshot(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Take a snapshot; it is encrypted with the key of its volume."""
    answer = state.ask_moto(call)
    _follow_volume(state, call, answer["SnapshotId"])
    backend = moto_backend("ec2", call.account_id, call.region)
    shown = show_snapshot(backend.snapshots[answer["SnapshotId"]])
    return answer | {k: v for k, v in shown.items() if k in {"Encrypted", "KmsKeyId", "State"}}


@emulates("ec2", "CreateSnapshots")
def create_snapshots(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Take snapshots of all volumes of an instance, with the volumes' tags where that is asked.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html
    """
    wanted = call.parameters["InstanceSpecification"]
    excluded = set(wanted.get("ExcludeDataVolumeIds") or ())
    backend = moto_backend("ec2", call.account_id, call.region)
    shown = []
    for item in state.ask_moto(call)["Snapshots"]:
        if item["VolumeId"] in excluded:
            del backend.snapshots[item["SnapshotId"]]
            continue
        snapshot = backend.snapshots[item["SnapshotId"]]
        _follow_volume(state, call, snapshot.id)
        if call.parameters.get("CopyTagsFromSource") == "volume":
            own = {tag["key"] for tag in snapshot.get_tags()}
            tags = {tag["key"]: tag["value"] for tag in snapshot.volume.get_tags()}
            snapshot.add_tags({k: v for k, v in tags.items() if k not in own})
        found = show_snapshot(snapshot)
        shown.append({k: v for k, v in found.items() if k not in {"KmsKeyId", "StorageTier"}})
    return {"Snapshots": shown}


def _follow_volume(state: EmulatorState, call: EmulatedCall, snapshot_id: str) -> None:
    snapshot = moto_backend("ec2", call.account_id, call.region).snapshots[snapshot_id]
    snapshot.kms_key_id = snapshot.volume.kms_key_id if snapshot.encrypted else None
    place = (call.account_id, call.region, snapshot.volume.id)
    copy_blocks(state, place, call, snapshot_id)


@emulates("ec2", "CopySnapshot")
def copy_snapshot(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Copy a snapshot that the account owns or that is shared with it, encrypted with its own key.

    The copy has an id of a volume that does not exist. Who copies needs rights to both keys.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html
    """
    given = call.parameters
    source = find_snapshot(call.account_id, given["SourceRegion"], given["SourceSnapshotId"])
    if source is None:
        message = f"The snapshot '{given['SourceSnapshotId']}' does not exist."
        raise Fault("InvalidSnapshot.NotFound", message)
    if given.get("KmsKeyId") and not given.get("Encrypted"):
        message = "The parameter KmsKeyId requires the parameter Encrypted to be set."
        raise Fault("InvalidParameterDependency", message)
    backend = moto_backend("ec2", call.account_id, call.region)
    is_default = backend.ebs_encryption_by_default
    is_encrypted = bool(source.encrypted or given.get("Encrypted") or is_default)
    key = _choose_key(state, call) if is_encrypted else None
    made = Snapshot(
        backend,
        random_snapshot_id(),
        volume=source.volume,
        description=given.get("Description") or "",
        encrypted=is_encrypted,
        kms_key_id=key,
    )
    backend.snapshots[made.id] = made
    tags = convert_tag_spec(given.get("TagSpecifications") or []).get("snapshot", {})
    made.add_tags(tags)
    place = (source.owner_id, given["SourceRegion"], source.id)
    copy_blocks(state, place, call, made.id)
    shown = [{"Key": key, "Value": value} for key, value in tags.items()]
    return {"SnapshotId": made.id, "Tags": shown}


def _choose_key(state: EmulatorState, call: EmulatedCall) -> str:
    given = call.parameters.get("KmsKeyId")
    if not given or given == "alias/aws/ebs":
        return find_default_disk_key(state, call)
    arn = find_key_arn(call, given)
    key = find_key(arn)
    if key is None or key.key_state != "Enabled":
        message = f"The specified keyId {given} is not accessible or does not exist"
        raise Fault("InvalidParameterValue", message)
    return arn
