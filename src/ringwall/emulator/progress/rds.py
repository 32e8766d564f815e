"""RDS: instances and their snapshots, which come, change and go slowly."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.behavior.pending import PendingThing
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.hooks import takes_time
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

WAYS = {"CreateDBInstance": "creating", "StartDBInstance": "starting", "StopDBInstance": "stopping"}


@takes_time("rds", *WAYS)
def change_instance(
    state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Let an instance be on its way before it is available, or stopped."""
    shown = answer["DBInstance"]
    name = shown["DBInstanceIdentifier"]
    shown["DBInstanceStatus"] = WAYS[call.operation]
    _instances(call.account_id, call.region)[name].status = WAYS[call.operation]
    stops = call.operation.startswith("Stop")
    state.pending.start(state, call, name, finish_stop if stops else finish_instance)
    return answer


@takes_time("rds", "CreateDBSnapshot")
def make_snapshot(
    state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Let a snapshot be creating before it is available."""
    shown = answer["DBSnapshot"]
    name = shown["DBSnapshotIdentifier"]
    shown["Status"] = "creating"
    _snapshots(call.account_id, call.region)[name].status = "creating"
    state.pending.start(state, call, f"snapshot:{name}", finish_snapshot)
    return answer


def finish_instance(_state: EmulatorState, thing: PendingThing) -> None:
    """Let an instance be available, if it is still there."""
    _set(_instances(thing.account_id, thing.region).get(thing.name), "available")


def finish_stop(_state: EmulatorState, thing: PendingThing) -> None:
    """Let an instance be stopped, if it is still there."""
    _set(_instances(thing.account_id, thing.region).get(thing.name), "stopped")


def finish_snapshot(_state: EmulatorState, thing: PendingThing) -> None:
    """Let a snapshot be available, if it is still there."""
    name = thing.name.removeprefix("snapshot:")
    _set(_snapshots(thing.account_id, thing.region).get(name), "available")


def _set(found: Any, status: str) -> None:
    if found is not None:
        found.status = status


def _instances(account_id: str, region: str) -> Any:
    return moto_backend("rds", account_id, region).databases


def _snapshots(account_id: str, region: str) -> Any:
    return moto_backend("rds", account_id, region).database_snapshots
