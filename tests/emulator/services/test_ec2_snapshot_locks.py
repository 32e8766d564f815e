from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ringwall.emulator.app import Emulator


@pytest.fixture
def snapshot(client: Any) -> str:
    ec2 = client("ec2")
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"]
    made: str = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    return made


def test_locked_snapshot_is_not_deleted_until_it_is_unlocked(
    client: Any, snapshot: str, refusal: Any
) -> None:
    ec2 = client("ec2")
    made = ec2.lock_snapshot(SnapshotId=snapshot, LockMode="governance", LockDuration=5)
    assert made["LockState"] == "governance"
    assert made["LockExpiresOn"] - made["LockCreatedOn"] == timedelta(days=5)
    (shown,) = ec2.describe_locked_snapshots()["Snapshots"]
    assert (shown["SnapshotId"], shown["LockDuration"]) == (snapshot, 5)
    assert refusal(ec2.delete_snapshot, SnapshotId=snapshot)[0] == "OperationNotPermitted"
    ec2.unlock_snapshot(SnapshotId=snapshot)
    assert ec2.describe_locked_snapshots()["Snapshots"] == []
    assert refusal(ec2.unlock_snapshot, SnapshotId=snapshot)[0] == "SnapshotLock.NotFound"
    ec2.delete_snapshot(SnapshotId=snapshot)


def test_compliance_lock_only_grows(client: Any, snapshot: str, refusal: Any) -> None:
    ec2 = client("ec2")
    given = {"SnapshotId": snapshot, "LockMode": "compliance"}
    assert ec2.lock_snapshot(LockDuration=5, **given)["LockState"] == "compliance"
    assert refusal(ec2.unlock_snapshot, SnapshotId=snapshot)[0] == "OperationNotPermitted"
    assert refusal(ec2.lock_snapshot, LockDuration=4, **given)[0] == "OperationNotPermitted"
    softer = {"SnapshotId": snapshot, "LockMode": "governance", "LockDuration": 9}
    assert refusal(ec2.lock_snapshot, **softer)[0] == "OperationNotPermitted"
    assert ec2.lock_snapshot(LockDuration=6, **given)["LockDuration"] == 6


def test_compliance_lock_can_be_undone_while_it_cools_off(
    client: Any, snapshot: str, emulator: Emulator, refusal: Any
) -> None:
    ec2 = client("ec2")
    given = {"SnapshotId": snapshot, "LockMode": "compliance", "LockDuration": 5}
    made = ec2.lock_snapshot(CoolOffPeriod=3, **given)
    assert made["LockState"] == "compliance-cooloff"
    assert made["CoolOffPeriodExpiresOn"] - made["LockCreatedOn"] == timedelta(hours=3)
    cooling = [{"Name": "lock-state", "Values": ["compliance-cooloff"]}]
    assert len(ec2.describe_locked_snapshots(Filters=cooling)["Snapshots"]) == 1
    ec2.unlock_snapshot(SnapshotId=snapshot)
    ec2.lock_snapshot(CoolOffPeriod=3, **given)
    lock = emulator.state.settings["123456789012", "us-east-1", "ec2.locks"][snapshot]
    lock["CoolOffPeriodExpiresOn"] = datetime.now(UTC) - timedelta(seconds=1)
    assert refusal(ec2.unlock_snapshot, SnapshotId=snapshot)[0] == "OperationNotPermitted"
    lock["LockExpiresOn"] = datetime.now(UTC) - timedelta(seconds=1)
    assert ec2.describe_locked_snapshots()["Snapshots"][0]["LockState"] == "expired"
    ec2.delete_snapshot(SnapshotId=snapshot)


@pytest.mark.parametrize(
    "given",
    [
        {"LockMode": "governance"},
        {"LockMode": "governance", "LockDuration": 1, "CoolOffPeriod": 1},
        {"LockMode": "compliance", "LockDuration": 1, "CoolOffPeriod": 73},
        {"LockMode": "forever", "LockDuration": 1},
        {"LockMode": "governance", "ExpirationDate": datetime(2020, 1, 1, tzinfo=UTC)},
    ],
)
def test_locks_that_aws_does_not_take(client: Any, snapshot: str, refusal: Any, given: Any) -> None:
    code, _ = refusal(client("ec2").lock_snapshot, SnapshotId=snapshot, **given)
    assert code.startswith("InvalidParameter")
