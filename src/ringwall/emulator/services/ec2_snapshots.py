"""EC2: which snapshots others may restore, a question that moto ignores."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import Call
from ringwall.emulator.handlers import emulates
from ringwall.emulator.moto_gate import moto_backend
from ringwall.emulator.world import World


@emulates("ec2", "DescribeSnapshots")
def describe_snapshots(world: World, call: Call) -> Mapping[str, Any] | None:
    """Return the snapshots that the named accounts (or `all`) may restore; moto lists the rest."""
    restorers = set(call.parameters.get("RestorableByUserIds") or ())
    if not restorers:
        return None
    known = moto_backend("ec2", call.account_id, call.region).snapshots
    answer = world.ask_moto(call)
    answer["Snapshots"] = [
        item
        for item in answer.get("Snapshots", ())
        if restorers & _may_restore(known[item["SnapshotId"]])
    ]
    return answer


def _may_restore(snapshot: Any) -> set[str]:
    # `self` is whoever asks: the owner, and those that the owner shares with.
    return {
        snapshot.owner_id,
        "self",
        *snapshot.create_volume_permission_groups,
        *snapshot.create_volume_permission_userids,
    }
