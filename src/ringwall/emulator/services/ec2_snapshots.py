"""EC2: which other accounts see and can restore a snapshot."""

from collections.abc import Iterator, Mapping
from typing import Any

from moto.ec2.utils import generic_filter

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_aliases, may_restore
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.state import EmulatorState

EVERYONE = "all"


@emulates("ec2", "DescribeSnapshots")
def describe_snapshots(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Return the snapshots that the account owns and those that it can restore.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html
    """
    restorers = set(call.parameters.get("RestorableByUserIds") or ())
    foreign = list(_find_foreign(call))
    known = moto_backend("ec2", call.account_id, call.region).snapshots
    if foreign:
        answer: dict[str, Any] = {"Snapshots": [show_snapshot(s) for s in _select(call, foreign)]}
    elif restorers:
        answer = state.ask_moto(call)
    else:
        return None
    if restorers:
        answer["Snapshots"] = [
            item
            for item in answer.get("Snapshots", ())
            if restorers & _name_restorers(call, known.get(item["SnapshotId"]))
        ]
    return answer


def _find_foreign(call: EmulatedCall) -> Iterator[Any]:
    """Yield the snapshots of other accounts that are shared with the caller's and are asked for."""
    owners = set(call.parameters.get("OwnerIds") or ())
    wanted = set(call.parameters.get("SnapshotIds") or ())
    if owners and owners <= {"self", call.account_id, "amazon"}:
        return
    for account_id, region, backend in moto_backends("ec2").iter_backends():
        if account_id == call.account_id or region != call.region:
            continue
        for snapshot in backend.snapshots.values():
            is_shared = may_restore(snapshot, call.account_id)
            if is_shared and (not wanted or snapshot.id in wanted):
                yield snapshot


def _select(call: EmulatedCall, foreign: list[Any]) -> list[Any]:
    backend = moto_backend("ec2", call.account_id, call.region)
    every = [*backend.snapshots.values(), *foreign]
    wanted = call.parameters.get("SnapshotIds") or [s.id for s in every]
    missing = set(wanted) - {s.id for s in every}
    if missing:
        message = f"The snapshot '{min(missing)}' does not exist."
        raise Fault("InvalidSnapshot.NotFound", message)
    owners = {call.account_id if o == "self" else o for o in call.parameters.get("OwnerIds") or ()}
    found = [s for s in every if s.id in wanted and (not owners or s.owner_id in owners)]
    filters = {f["Name"]: f["Values"] for f in call.parameters.get("Filters") or ()}
    return list(generic_filter(filters, found)) if filters else found


def show_snapshot(snapshot: Any) -> dict[str, Any]:
    """Return a snapshot as DescribeSnapshots shows it."""
    shown = {
        "SnapshotId": snapshot.id,
        "VolumeId": snapshot.volume.id,
        "VolumeSize": snapshot.volume.size,
        "Description": snapshot.description or "",
        "Encrypted": bool(snapshot.encrypted),
        "OwnerId": snapshot.owner_id,
        "Progress": snapshot.progress,
        "StartTime": snapshot.start_time,
        "State": snapshot.status,
        "StorageTier": snapshot.storage_tier,
        "Tags": [{"Key": tag["key"], "Value": tag["value"]} for tag in snapshot.get_tags()],
    }
    return shown | ({"KmsKeyId": snapshot.kms_key_id} if snapshot.encrypted else {})


def _name_restorers(call: EmulatedCall, own: Any) -> set[str]:
    # `self` is the caller: the owner, or an account that the snapshot is shared with.
    if own is None:
        return {"self", call.account_id}
    return {
        own.owner_id,
        "self",
        *own.create_volume_permission_groups,
        *own.create_volume_permission_userids,
    }


@emulates("ec2", "ModifySnapshotAttribute", "ResetSnapshotAttribute")
def modify_snapshot_attribute(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Share a snapshot, or take it back.

    https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
    """
    snapshot = find_own_snapshot(call, call.parameters["SnapshotId"])
    groups = snapshot.create_volume_permission_groups
    users = snapshot.create_volume_permission_userids
    if call.operation.startswith("Reset"):
        groups.clear()
        users.clear()
        return {}
    change = _read_change(call)
    _check_sharing(state, call, snapshot, change["Add"])
    for member, known in (("Group", groups), ("UserId", users)):
        known |= {item[member] for item in change["Add"] if item.get(member)}
        known -= {item[member] for item in change["Remove"] if item.get(member)}
    return {}


def _read_change(call: EmulatedCall) -> dict[str, list[Mapping[str, str]]]:
    """Return what is added and removed, by the structured parameter or the older, flat ones."""
    change = call.parameters.get("CreateVolumePermission") or {}
    found = {name: list(change.get(name) or ()) for name in ("Add", "Remove")}
    flat = [{"Group": name} for name in call.parameters.get("GroupNames") or ()]
    flat += [{"UserId": name} for name in call.parameters.get("UserIds") or ()]
    verb = str(call.parameters.get("OperationType") or "").capitalize()
    if flat and verb not in found:
        raise Fault("InvalidParameterValue", f"Value ({verb}) for parameter operationType")
    if flat:
        found[verb] += flat
    return found


def _check_sharing(
    state: EmulatorState, call: EmulatedCall, snapshot: Any, added: list[Mapping[str, str]]
) -> None:
    is_public = any(item.get("Group") == EVERYONE for item in added)
    is_by_aws = any(
        name.startswith("alias/aws/") for name in find_aliases(snapshot.kms_key_id or "")
    )
    if added and snapshot.encrypted and (is_by_aws or not snapshot.kms_key_id):
        message = "Encrypted snapshots with EBS default key cannot be shared"
        raise Fault("OperationNotPermitted", message)
    if is_public and snapshot.encrypted:
        raise Fault("OperationNotPermitted", "Encrypted snapshots cannot be shared publicly")
    if is_public and state.setting(call, "SnapshotBlock", "unblocked") != "unblocked":
        message = (
            "You can't publicly share snapshots in this Region because block public access for "
            "snapshots is enabled."
        )
        raise Fault("OperationNotPermitted", message)


def find_own_snapshot(call: EmulatedCall, snapshot_id: str) -> Any:
    """Return moto's state of a snapshot of the account; Fault where it has none of that id."""
    found = moto_backend("ec2", call.account_id, call.region).snapshots.get(snapshot_id)
    if found is None:
        raise Fault("InvalidSnapshot.NotFound", f"The snapshot '{snapshot_id}' does not exist.")
    return found
