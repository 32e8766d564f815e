"""EBS direct APIs: read and write the blocks of snapshots, as far as somebody wrote them.

https://docs.aws.amazon.com/ebs/latest/userguide/ebs-accessing-snapshot.html
"""

import base64
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.disk_blocks import (
    BLOCK_SIZE,
    DiskBlocks,
    copy_blocks,
    digest_block,
    find_blocks,
    make_block_token,
)
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.needs.stored import find_key_arn, find_snapshot
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.services.ec2_instances import find_default_disk_key
from ringwall.emulator.state import EmulatorState

DAYS_OF_TOKENS = 7
PAGE = 10_000
SHA256 = "SHA256"
BLOCKS_PER_GIB = 2**30 // BLOCK_SIZE


@emulates("ebs", "StartSnapshot")
def start_snapshot(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a snapshot that is pending until it is completed; it begins with its parent's blocks."""
    given = call.parameters
    parent = _find(call, given["ParentSnapshotId"]) if given.get("ParentSnapshotId") else None
    if parent is not None and (given.get("Encrypted") or given.get("KmsKeyArn")):
        message = "Encrypted cannot be specified with ParentSnapshotId"
        raise Fault("ValidationException", message)
    backend = moto_backend("ec2", call.account_id, call.region)
    volume = backend.create_volume(size=given["VolumeSize"], zone_name=f"{call.region}a")
    made = backend.create_snapshot(volume.id, given.get("Description") or "")
    del backend.volumes[volume.id]
    made.status = "pending"
    made.add_tags({tag["Key"]: tag["Value"] for tag in given.get("Tags") or ()})
    made.kms_key_id = _choose_key(state, call, parent)
    made.encrypted = made.kms_key_id is not None
    if parent is not None:
        copy_blocks(state, (parent.owner_id, call.region, parent.id), call, made.id)
    hold(state, call, "pending")[made.id] = {"changed": set()}
    shown = {
        "SnapshotId": made.id,
        "OwnerId": call.account_id,
        "Status": "pending",
        "StartTime": made.start_time,
        "VolumeSize": volume.size,
        "BlockSize": BLOCK_SIZE,
        "Description": made.description,
        "Tags": list(given.get("Tags") or ()),
        "SseType": "sse-kms" if made.encrypted else "none",
    }
    more = {"ParentSnapshotId": parent.id} if parent is not None else {}
    return shown | more | ({"KmsKeyArn": made.kms_key_id} if made.encrypted else {})


def _choose_key(state: EmulatorState, call: EmulatedCall, parent: Any) -> str | None:
    """Return the ARN of a snapshot's key: its parent's, the request's, or the account's default."""
    if parent is not None:
        return parent.kms_key_id if parent.encrypted else None
    if call.parameters.get("KmsKeyArn"):
        return find_key_arn(call, call.parameters["KmsKeyArn"])
    is_default = moto_backend("ec2", call.account_id, call.region).ebs_encryption_by_default
    if call.parameters.get("Encrypted") or is_default:
        return find_default_disk_key(state, replace(call, service="ec2"))
    return None


@emulates("ebs", "PutSnapshotBlock")
def put_block(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Write a block of a pending snapshot whose checksum is right."""
    snapshot, index = _find_pending(state, call), call.parameters["BlockIndex"]
    data = _read_body(call)
    if len(data) != call.parameters["DataLength"] or len(data) != BLOCK_SIZE:
        message = f"A block has {BLOCK_SIZE} bytes, and DataLength says how many"
        raise Fault("ValidationException", message)
    if call.parameters.get("ChecksumAlgorithm") != SHA256:
        raise Fault("ValidationException", "ChecksumAlgorithm must be SHA256")
    if call.parameters.get("Checksum") != digest_block(data):
        raise Fault("ValidationException", "The checksum does not match the block data")
    if not 0 <= index < snapshot.volume.size * BLOCKS_PER_GIB:
        raise Fault("ValidationException", f"BlockIndex {index} is outside the volume")
    find_blocks(state, (call.account_id, call.region, snapshot.id))[index] = data
    hold(state, call, "pending")[snapshot.id]["changed"].add(index)
    return {"Checksum": digest_block(data), "ChecksumAlgorithm": SHA256}


def _read_body(call: EmulatedCall) -> bytes:
    data = call.parameters.get("BlockData")
    if isinstance(data, bytes):
        return data
    return call.body if data is None else str(data).encode()


@emulates("ebs", "CompleteSnapshot")
def complete_snapshot(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Complete a snapshot of which as many blocks were written as the request says."""
    snapshot = _find_pending(state, call)
    pending = hold(state, call, "pending")
    if len(pending[snapshot.id]["changed"]) != call.parameters["ChangedBlocksCount"]:
        raise Fault("ValidationException", "ChangedBlocksCount does not match the blocks written")
    del pending[snapshot.id]
    snapshot.status = "completed"
    return {"Status": "completed"}


@emulates("ebs", "ListSnapshotBlocks")
def list_blocks(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the blocks that have been written on a snapshot."""
    snapshot = _find_completed(call, "SnapshotId")
    blocks = _blocks_of(state, call, snapshot)
    shown = [
        {"BlockIndex": index, "BlockToken": make_block_token(snapshot.id, index, blocks[index])}
        for index in sorted(blocks)
    ]
    return _page(call, snapshot, "Blocks", shown)


@emulates("ebs", "ListChangedBlocks")
def list_changed_blocks(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the blocks of two snapshots of one volume that are not equal."""
    second = _find_completed(call, "SecondSnapshotId")
    first = (
        _find_completed(call, "FirstSnapshotId") if "FirstSnapshotId" in call.parameters else None
    )
    new = _blocks_of(state, call, second)
    old = _blocks_of(state, call, first) if first is not None else {}
    shown = []
    for index in sorted(old.keys() | new.keys()):
        if old.get(index) == new.get(index):
            continue
        item: dict[str, Any] = {"BlockIndex": index}
        if first is not None and index in old:
            item["FirstBlockToken"] = make_block_token(first.id, index, old[index])
        if index in new:
            item["SecondBlockToken"] = make_block_token(second.id, index, new[index])
        shown.append(item)
    return _page(call, second, "ChangedBlocks", shown)


@emulates("ebs", "GetSnapshotBlock")
def get_block(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a block by the token that a list gave for it."""
    snapshot, index = _find_completed(call, "SnapshotId"), call.parameters["BlockIndex"]
    data = _blocks_of(state, call, snapshot).get(index)
    if data is None:
        raise Fault("ResourceNotFoundException", f"There is no block {index}", 404)
    if call.parameters["BlockToken"] != make_block_token(snapshot.id, index, data):
        raise Fault("ValidationException", "The block token is not valid")
    return {
        "BlockData": data,
        "DataLength": len(data),
        "Checksum": digest_block(data),
        "ChecksumAlgorithm": SHA256,
    }


def _page(
    call: EmulatedCall, snapshot: Any, member: str, items: list[dict[str, Any]]
) -> dict[str, Any]:
    start = int(call.parameters.get("StartingBlockIndex") or 0)
    token = call.parameters.get("NextToken")
    if token:
        try:
            start = int(base64.b64decode(token, validate=True))
        except ValueError as error:
            raise Fault("ValidationException", "The pagination token is not valid") from error
    rest = [item for item in items if item["BlockIndex"] >= start]
    size = int(call.parameters.get("MaxResults") or PAGE)
    answer: dict[str, Any] = {
        member: rest[:size],
        "ExpiryTime": datetime.now(UTC) + timedelta(days=DAYS_OF_TOKENS),
        "VolumeSize": snapshot.volume.size,
        "BlockSize": BLOCK_SIZE,
    }
    if len(rest) > size:
        following = str(rest[size]["BlockIndex"]).encode()
        answer["NextToken"] = base64.b64encode(following).decode()
    return answer


def _blocks_of(state: EmulatorState, call: EmulatedCall, snapshot: Any) -> DiskBlocks:
    return find_blocks(state, (snapshot.owner_id, call.region, snapshot.id))


def _find(call: EmulatedCall, snapshot_id: str) -> Any:
    """Return a snapshot that the account owns or that is shared with it; not what is public."""
    found = find_snapshot(call.account_id, call.region, snapshot_id)
    named = found is not None and call.account_id in found.create_volume_permission_userids
    if found is None or not (named or found.owner_id == call.account_id):
        message = f"The snapshot '{snapshot_id}' does not exist."
        raise Fault("ResourceNotFoundException", message, 404)
    return found


def _find_completed(call: EmulatedCall, member: str) -> Any:
    found = _find(call, call.parameters[member])
    if found.status != "completed":
        message = f"The snapshot '{found.id}' is not in the 'completed' state"
        raise Fault("ValidationException", message)
    return found


def _find_pending(state: EmulatorState, call: EmulatedCall) -> Any:
    snapshot_id = call.parameters["SnapshotId"]
    if snapshot_id not in hold(state, call, "pending"):
        raise Fault("ResourceNotFoundException", f"There is no pending {snapshot_id}", 404)
    return _find(call, snapshot_id)
