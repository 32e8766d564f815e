from typing import Any

from policy_texts import allow, write

OWN = "123456789012"


def show(ec2: Any, snapshot: str) -> Any:
    return ec2.describe_snapshots(SnapshotIds=[snapshot])["Snapshots"][0]


def test_snapshot_has_the_key_of_its_volume(client: Any) -> None:
    ec2, key = client("ec2"), client("kms").create_key()["KeyMetadata"]
    volume = ec2.create_volume(
        AvailabilityZone="us-east-1a", Size=1, Encrypted=True, KmsKeyId=key["KeyId"]
    )
    assert volume["KmsKeyId"] == key["Arn"]
    snapshot = ec2.create_snapshot(VolumeId=volume["VolumeId"])
    assert snapshot["Encrypted"] is True
    assert snapshot["KmsKeyId"] == show(ec2, snapshot["SnapshotId"])["KmsKeyId"] == key["Arn"]


def test_all_volumes_of_an_instance_are_taken_at_once(client: Any) -> None:
    ec2 = client("ec2")
    made = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)["Instances"][0]
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=2)["VolumeId"]
    ec2.attach_volume(VolumeId=volume, InstanceId=made["InstanceId"], Device="/dev/sdf")
    ec2.create_tags(Resources=[volume], Tags=[{"Key": "team", "Value": "shop"}])
    wanted = {"InstanceId": made["InstanceId"]}
    case = [{"ResourceType": "snapshot", "Tags": [{"Key": "case", "Value": "7"}]}]
    found = ec2.create_snapshots(
        InstanceSpecification=wanted, CopyTagsFromSource="volume", TagSpecifications=case
    )["Snapshots"]
    tags = {s["VolumeId"]: {t["Key"]: t["Value"] for t in s["Tags"]} for s in found}
    assert tags[volume] == {"case": "7", "team": "shop"}
    assert len(tags) == 2
    assert {s["State"] for s in found} == {"pending"}
    assert {show(ec2, s["SnapshotId"])["State"] for s in found} == {"completed"}
    found = ec2.create_snapshots(InstanceSpecification=wanted | {"ExcludeDataVolumeIds": [volume]})[
        "Snapshots"
    ]
    assert volume not in [s["VolumeId"] for s in found]
    assert len(ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]) == 3


def test_evidence_is_copied_shared_and_copied_again(client: Any, member: str, refusal: Any) -> None:
    ec2, other = client("ec2"), client("ec2", member)
    use = ("kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant", "kms:DescribeKey")
    owners = [allow("kms:*", Principal={"AWS": f"arn:aws:iam::{a}:root"}) for a in (OWN, member)]
    # Who copies an encrypted snapshot of another account has to be let use its key.
    shared = write(owners[0], allow(*use, Principal=owners[1]["Principal"]))
    keys = [
        client("kms", account).create_key(Policy=policy)["KeyMetadata"]["Arn"]
        for account, policy in (("", shared), (member, write(owners[1])))
    ]
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1, Encrypted=True)["VolumeId"]
    first = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    place = {"SourceRegion": "us-east-1", "Encrypted": True}
    second = ec2.copy_snapshot(SourceSnapshotId=first, KmsKeyId=keys[0], **place)["SnapshotId"]
    assert show(ec2, second)["KmsKeyId"] == keys[0]
    again = {"SourceSnapshotId": second, "KmsKeyId": keys[1]} | place
    assert refusal(other.copy_snapshot, **again)[0] == "InvalidSnapshot.NotFound"
    ec2.modify_snapshot_attribute(
        SnapshotId=second, Attribute="createVolumePermission",
        CreateVolumePermission={"Add": [{"UserId": member}]},
    )  # fmt: skip
    third = other.copy_snapshot(Description="case 7", **again)["SnapshotId"]
    shown = show(other, third)
    assert (shown["OwnerId"], shown["KmsKeyId"], shown["Encrypted"]) == (member, keys[1], True)


def test_copy_is_encrypted_where_source_or_account_says_so(client: Any, refusal: Any) -> None:
    ec2 = client("ec2")
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"]
    plain = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    given = {"SourceSnapshotId": plain, "SourceRegion": "us-east-1"}
    assert show(ec2, ec2.copy_snapshot(**given)["SnapshotId"])["Encrypted"] is False
    code, _ = refusal(ec2.copy_snapshot, KmsKeyId="alias/none", **given)
    assert code == "InvalidParameterDependency"
    code, _ = refusal(ec2.copy_snapshot, KmsKeyId="alias/none", Encrypted=True, **given)
    assert code == "InvalidParameterValue"
    own = client("kms").create_key()["KeyMetadata"]["Arn"]
    ec2.modify_ebs_default_kms_key_id(KmsKeyId=own)
    ec2.enable_ebs_encryption_by_default()
    shown = show(ec2, ec2.copy_snapshot(**given)["SnapshotId"])
    assert (shown["Encrypted"], shown["KmsKeyId"]) == (True, own)
    assert ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)["KmsKeyId"] == own


def test_volume_is_made_of_a_shared_snapshot(client: Any, member: str, refusal: Any) -> None:
    ec2, other = client("ec2"), client("ec2", member)
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=3)["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    wanted = {"SnapshotId": snapshot, "AvailabilityZone": "us-east-1a"}
    assert refusal(other.create_volume, **wanted)[0] == "InvalidSnapshot.NotFound"
    ec2.modify_snapshot_attribute(
        SnapshotId=snapshot, Attribute="createVolumePermission",
        CreateVolumePermission={"Add": [{"UserId": member}]},
    )  # fmt: skip
    assert other.create_volume(**wanted)["Size"] == 3
    assert other.describe_snapshots(OwnerIds=["self"])["Snapshots"] == []
