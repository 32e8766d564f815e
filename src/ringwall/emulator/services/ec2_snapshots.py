"""EC2: which other accounts can restore a snapshot."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates("ec2", "DescribeSnapshots")
def describe_snapshots(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Return the snapshots that the named accounts (or `all`) can restore."""
    restorers = set(call.parameters.get("RestorableByUserIds") or ())
    if not restorers:
        return None
    known = moto_backend("ec2", call.account_id, call.region).snapshots
    answer = state.ask_moto(call)
    answer["Snapshots"] = [
        item
        for item in answer.get("Snapshots", ())
        if restorers & _may_restore(known[item["SnapshotId"]])
    ]
    return answer


def _may_restore(snapshot: Any) -> set[str]:
    # `self` is the caller: the owner, or an account that the snapshot is shared with.
    return {
        snapshot.owner_id,
        "self",
        *snapshot.create_volume_permission_groups,
        *snapshot.create_volume_permission_userids,
    }


@emulates("ec2", "ModifySnapshotAttribute")
def modify_snapshot_attribute(
    _state: EmulatorState, call: EmulatedCall
) -> Mapping[str, Any] | None:
    """Share a snapshot by the structured parameter; moto has only the older, flat ones."""
    change = call.parameters.get("CreateVolumePermission") or {}
    if not change:
        return None
    snapshot = moto_backend("ec2", call.account_id, call.region).get_snapshot(
        call.parameters["SnapshotId"]
    )
    for member, known in (
        ("Group", snapshot.create_volume_permission_groups),
        ("UserId", snapshot.create_volume_permission_userids),
    ):
        known |= {item[member] for item in change.get("Add", ()) if item.get(member)}
        known -= {item[member] for item in change.get("Remove", ()) if item.get(member)}
    return {}
