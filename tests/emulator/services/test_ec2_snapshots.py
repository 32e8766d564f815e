from typing import Any


def test_snapshot_is_shared_and_taken_back(client: Any) -> None:
    ec2 = client("ec2")
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    ec2.create_snapshot(VolumeId=volume)

    def public() -> list[str]:
        found = ec2.describe_snapshots(OwnerIds=["self"], RestorableByUserIds=["all"])
        return [s["SnapshotId"] for s in found["Snapshots"]]

    def permissions() -> Any:
        return ec2.describe_snapshot_attribute(
            SnapshotId=snapshot, Attribute="createVolumePermission"
        )["CreateVolumePermissions"]

    assert public() == []
    everyone = [{"Group": "all"}]
    ec2.modify_snapshot_attribute(
        SnapshotId=snapshot, Attribute="createVolumePermission",
        CreateVolumePermission={"Add": [*everyone, {"UserId": "111122223333"}]},
    )  # fmt: skip
    assert public() == [snapshot]
    assert {"UserId": "111122223333"} in permissions()
    ec2.modify_snapshot_attribute(
        SnapshotId=snapshot, Attribute="createVolumePermission",
        CreateVolumePermission={"Remove": everyone},
    )  # fmt: skip
    assert public() == []
    assert permissions() == [{"UserId": "111122223333"}]
    assert len(ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]) == 2
