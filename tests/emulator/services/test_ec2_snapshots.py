from typing import Any

import pytest


def snapshot_of(ec2: Any, **volume: Any) -> str:
    made = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1, **volume)["VolumeId"]
    snapshot: str = ec2.create_snapshot(VolumeId=made)["SnapshotId"]
    return snapshot


def share(snapshot: str, **change: Any) -> dict[str, Any]:
    return {
        "SnapshotId": snapshot,
        "Attribute": "createVolumePermission",
        "CreateVolumePermission": change,
    }


def test_snapshot_is_shared_and_taken_back(client: Any) -> None:
    ec2 = client("ec2")
    snapshot = snapshot_of(ec2)
    snapshot_of(ec2)

    def public() -> list[str]:
        found = ec2.describe_snapshots(OwnerIds=["self"], RestorableByUserIds=["all"])
        return [s["SnapshotId"] for s in found["Snapshots"]]

    def permissions() -> Any:
        return ec2.describe_snapshot_attribute(
            SnapshotId=snapshot, Attribute="createVolumePermission"
        )["CreateVolumePermissions"]

    assert public() == []
    everyone = [{"Group": "all"}]
    added = [*everyone, {"UserId": "111122223333"}]
    ec2.modify_snapshot_attribute(**share(snapshot, Add=added))
    assert public() == [snapshot]
    assert {"UserId": "111122223333"} in permissions()
    ec2.modify_snapshot_attribute(**share(snapshot, Remove=everyone))
    assert public() == []
    assert permissions() == [{"UserId": "111122223333"}]
    assert len(ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]) == 2
    ec2.reset_snapshot_attribute(SnapshotId=snapshot, Attribute="createVolumePermission")
    assert permissions() == []
    ec2.modify_snapshot_attribute(
        SnapshotId=snapshot, Attribute="createVolumePermission",
        OperationType="add", UserIds=["111122223333"],
    )  # fmt: skip
    assert permissions() == [{"UserId": "111122223333"}]


def test_another_account_sees_what_is_shared_with_it(
    client: Any, member: str, refusal: Any
) -> None:
    ec2, other = client("ec2"), client("ec2", member)
    shared, kept = snapshot_of(ec2), snapshot_of(ec2)
    own = snapshot_of(other)

    def seen(**more: Any) -> set[str]:
        return {s["SnapshotId"] for s in other.describe_snapshots(**more)["Snapshots"]}

    assert seen() == {own}
    assert refusal(other.describe_snapshots, SnapshotIds=[shared])[0] == "InvalidSnapshot.NotFound"
    ec2.modify_snapshot_attribute(**share(shared, Add=[{"UserId": member}]))
    assert seen() == {own, shared}
    assert seen(OwnerIds=["self"]) == {own}
    assert seen(SnapshotIds=[shared]) == {shared}
    assert seen(OwnerIds=["123456789012"], RestorableByUserIds=["self"]) == {shared}
    encrypted = [{"Name": "encrypted", "Values": ["true"]}]
    assert seen(Filters=encrypted) == set()
    code, _ = refusal(other.describe_snapshots, SnapshotIds=[shared, kept])
    assert code == "InvalidSnapshot.NotFound"
    code, _ = refusal(other.modify_snapshot_attribute, **share(shared, Add=[]))
    assert code == "InvalidSnapshot.NotFound"


@pytest.mark.parametrize("who", [{"UserId": "111122223333"}, {"Group": "all"}])
def test_snapshot_under_aws_s_key_cannot_be_shared(client: Any, refusal: Any, who: Any) -> None:
    ec2 = client("ec2")
    snapshot = snapshot_of(ec2, Encrypted=True)
    code, _ = refusal(ec2.modify_snapshot_attribute, **share(snapshot, Add=[who]))
    assert code == "OperationNotPermitted"


def test_snapshot_under_a_customer_key_is_shared_but_never_with_everyone(
    client: Any, refusal: Any
) -> None:
    ec2, key = client("ec2"), client("kms").create_key()["KeyMetadata"]["Arn"]
    snapshot = snapshot_of(ec2, Encrypted=True, KmsKeyId=key)
    ec2.modify_snapshot_attribute(**share(snapshot, Add=[{"UserId": "111122223333"}]))
    code, _ = refusal(ec2.modify_snapshot_attribute, **share(snapshot, Add=[{"Group": "all"}]))
    assert code == "OperationNotPermitted"


def test_block_of_public_access_is_obeyed(client: Any, refusal: Any) -> None:
    ec2 = client("ec2")
    snapshot = snapshot_of(ec2)
    ec2.enable_snapshot_block_public_access(State="block-new-sharing")
    code, _ = refusal(ec2.modify_snapshot_attribute, **share(snapshot, Add=[{"Group": "all"}]))
    assert code == "OperationNotPermitted"
    ec2.modify_snapshot_attribute(**share(snapshot, Add=[{"UserId": "111122223333"}]))
