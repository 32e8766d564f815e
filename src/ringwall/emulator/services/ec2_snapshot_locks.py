"""EC2: locks by which nobody can delete a snapshot.

https://docs.aws.amazon.com/ebs/latest/userguide/ebs-snapshot-lock.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.services.ec2_snapshots import find_own_snapshot
from ringwall.emulator.state import EmulatorState, Record

MODES = ("compliance", "governance")
LONGEST_COOL_OFF = 72


@emulates("ec2", "LockSnapshot")
def lock_snapshot(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Lock a snapshot, or change its lock as far as that is allowed."""
    snapshot = find_own_snapshot(call, call.parameters["SnapshotId"])
    locks, now = hold(state, call, "locks"), datetime.now(UTC).replace(microsecond=0)
    lock = _read_lock(call, now)
    before = locks.get(snapshot.id)
    if before is not None and find_lock_state(before, now) == "compliance":
        _check_extension(call, before, lock)
        lock["CoolOffPeriodExpiresOn"] = before.get("CoolOffPeriodExpiresOn")
        lock["CoolOffPeriod"] = before.get("CoolOffPeriod")
    locks[snapshot.id] = lock
    return {"SnapshotId": snapshot.id} | _show(lock, now)


def _read_lock(call: EmulatedCall, now: datetime) -> Record:
    given = call.parameters
    mode, cool_off = given.get("LockMode"), given.get("CoolOffPeriod")
    days: int | None = given.get("LockDuration")
    until: datetime | None = given.get("ExpirationDate")
    if mode not in MODES:
        raise Fault("InvalidParameterValue", f"Value ({mode}) for parameter lockMode is invalid.")
    if (days is None) == (until is None):
        message = "Specify either LockDuration or ExpirationDate, but not both."
        raise Fault("InvalidParameterCombination", message)
    if cool_off is not None and mode != "compliance":
        message = "CoolOffPeriod can be specified only with compliance mode."
        raise Fault("InvalidParameterCombination", message)
    if cool_off is not None and not 1 <= cool_off <= LONGEST_COOL_OFF:
        message = f"Value ({cool_off}) for parameter coolOffPeriod is invalid."
        raise Fault("InvalidParameterValue", message)
    expires = until.replace(tzinfo=UTC) if until else now + timedelta(days=days or 0)
    if expires < now + timedelta(days=1):
        raise Fault("InvalidParameterValue", "The lock must last for at least 1 day.")
    return {
        "LockMode": mode,
        "LockDuration": days or (expires - now).days,
        "LockCreatedOn": now,
        "LockDurationStartTime": now,
        "LockExpiresOn": expires,
        "CoolOffPeriod": cool_off,
        "CoolOffPeriodExpiresOn": now + timedelta(hours=cool_off) if cool_off else None,
    }


def _check_extension(call: EmulatedCall, before: Record, lock: Record) -> None:
    """Let a lock in compliance mode grow, and nothing else."""
    is_longer = lock["LockExpiresOn"] >= before["LockExpiresOn"]
    if lock["LockMode"] != "compliance" or call.parameters.get("CoolOffPeriod") or not is_longer:
        message = (
            f"The snapshot '{call.parameters['SnapshotId']}' is locked in compliance mode and its "
            "cooling-off period has expired. You can only extend the lock."
        )
        raise Fault("OperationNotPermitted", message)


def find_lock_state(lock: Record, now: datetime) -> str:
    """Return the state of a lock at a time."""
    if lock["LockExpiresOn"] <= now:
        return "expired"
    ends = lock.get("CoolOffPeriodExpiresOn")
    if lock["LockMode"] == "compliance" and ends is not None and ends > now:
        return "compliance-cooloff"
    return str(lock["LockMode"])


def _show(lock: Record, now: datetime) -> dict[str, Any]:
    shown = {name: value for name, value in lock.items() if value is not None}
    del shown["LockMode"]
    return shown | {"LockState": find_lock_state(lock, now)}


@emulates("ec2", "UnlockSnapshot")
def unlock_snapshot(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Remove a lock in governance mode or in its cooling-off period."""
    snapshot = find_own_snapshot(call, call.parameters["SnapshotId"])
    locks = hold(state, call, "locks")
    lock = locks.get(snapshot.id)
    if lock is None:
        raise Fault("SnapshotLock.NotFound", f"The snapshot '{snapshot.id}' is not locked.")
    if find_lock_state(lock, datetime.now(UTC)) == "compliance":
        message = f"The snapshot '{snapshot.id}' is locked in compliance mode."
        raise Fault("OperationNotPermitted", message)
    del locks[snapshot.id]
    return {"SnapshotId": snapshot.id}


@emulates("ec2", "DescribeLockedSnapshots")
def describe_locked_snapshots(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the locks of the account's snapshots."""
    now = datetime.now(UTC)
    wanted = set(call.parameters.get("SnapshotIds") or ())
    filters = {f["Name"]: f["Values"] for f in call.parameters.get("Filters") or ()}
    states = filters.get("lock-state")
    shown = [
        {"OwnerId": call.account_id, "SnapshotId": snapshot_id} | _show(lock, now)
        for snapshot_id, lock in hold(state, call, "locks").items()
        if not wanted or snapshot_id in wanted
    ]
    return {"Snapshots": [s for s in shown if not states or s["LockState"] in states]}


@emulates("ec2", "DeleteSnapshot")
def delete_snapshot(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete what is locked; let moto delete the rest."""
    snapshot_id = call.parameters["SnapshotId"]
    lock = hold(state, call, "locks").get(snapshot_id)
    if lock is not None and find_lock_state(lock, datetime.now(UTC)) != "expired":
        message = f"The snapshot '{snapshot_id}' is locked and can't be deleted."
        raise Fault("OperationNotPermitted", message)
