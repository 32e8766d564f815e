"""EC2: snapshots and images, which are made while their client waits."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.behavior.pending import PendingThing
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.hooks import takes_time
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@takes_time("ec2", "CreateSnapshot", "CreateSnapshots", "CopySnapshot")
def make_snapshot(
    state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Let a snapshot be pending before it is completed."""
    known = moto_backend("ec2", call.account_id, call.region).snapshots
    for shown in answer.get("Snapshots") or [answer]:
        known[shown["SnapshotId"]].status = "pending"
        if "State" in shown:
            shown |= {"State": "pending", "Progress": ""}
        state.pending.start(state, call, shown["SnapshotId"], finish_snapshot)
    return answer


@takes_time("ec2", "DescribeSnapshots")
def show_progress(
    _state: EmulatorState, _call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Show no progress of what is pending; of moto each snapshot is done."""
    for shown in answer.get("Snapshots", ()):
        if shown["State"] == "pending":
            shown["Progress"] = "0%"
    return answer


@takes_time("ec2", "CreateImage", "CopyImage")
def make_image(
    state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Let an image be pending before it is available."""
    known = moto_backend("ec2", call.account_id, call.region).amis
    known[answer["ImageId"]].state = "pending"
    known[answer["ImageId"]].root_device_type = "ebs"  # moto takes the type of the instance's disk
    state.pending.start(state, call, answer["ImageId"], finish_image)
    return answer


def finish_snapshot(_state: EmulatorState, thing: PendingThing) -> None:
    """Complete a snapshot, if it is still there."""
    found = moto_backend("ec2", thing.account_id, thing.region).snapshots.get(thing.name)
    if found is not None:
        found.status = "completed"


def finish_image(_state: EmulatorState, thing: PendingThing) -> None:
    """Let an image be available, if it is still there."""
    found = moto_backend("ec2", thing.account_id, thing.region).amis.get(thing.name)
    if found is not None:
        found.state = "available"
