import base64
import hashlib
from typing import Any

SIZE = 524_288


def digest(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def block_of(fill: bytes) -> bytes:
    return fill * SIZE


def put(ebs: Any, snapshot: str, index: int, data: bytes, **more: Any) -> None:
    given = {
        "SnapshotId": snapshot,
        "BlockIndex": index,
        "BlockData": data,
        "DataLength": len(data),
        "Checksum": digest(data),
        "ChecksumAlgorithm": "SHA256",
    }
    ebs.put_snapshot_block(**given | more)


def write(ebs: Any, blocks: dict[int, bytes], **more: Any) -> str:
    snapshot: str = ebs.start_snapshot(VolumeSize=1, **more)["SnapshotId"]
    for index, data in blocks.items():
        put(ebs, snapshot, index, data)
    ebs.complete_snapshot(SnapshotId=snapshot, ChangedBlocksCount=len(blocks))
    return snapshot


def read(ebs: Any, snapshot: str) -> dict[int, bytes]:
    found = {}
    for item in ebs.list_snapshot_blocks(SnapshotId=snapshot)["Blocks"]:
        given = {"BlockIndex": item["BlockIndex"], "BlockToken": item["BlockToken"]}
        answer = ebs.get_snapshot_block(SnapshotId=snapshot, **given)
        data = answer["BlockData"].read()
        assert answer["Checksum"] == digest(data)
        found[item["BlockIndex"]] = data
    return found


def test_blocks_that_were_written_are_read_back(client: Any) -> None:
    ebs = client("ebs")
    blocks = {7: block_of(b"\xff"), 0: block_of(b"a")}
    snapshot = write(ebs, blocks)
    assert read(ebs, snapshot) == blocks
    listed = ebs.list_snapshot_blocks(SnapshotId=snapshot)
    assert (listed["BlockSize"], listed["VolumeSize"]) == (SIZE, 1)
    (shown,) = client("ec2").describe_snapshots(SnapshotIds=[snapshot])["Snapshots"]
    assert shown["State"] == "completed"


def test_blocks_are_listed_in_pages(client: Any) -> None:
    ebs = client("ebs")
    snapshot = write(ebs, {i: block_of(b"a") for i in (1, 3, 5)})
    first = ebs.list_snapshot_blocks(SnapshotId=snapshot, MaxResults=100)
    assert [b["BlockIndex"] for b in first["Blocks"]] == [1, 3, 5]
    later = ebs.list_snapshot_blocks(SnapshotId=snapshot, StartingBlockIndex=2)
    assert [b["BlockIndex"] for b in later["Blocks"]] == [3, 5]


def test_pending_snapshot_is_not_read_and_a_complete_one_not_written(
    client: Any, refusal: Any
) -> None:
    ebs = client("ebs")
    snapshot = ebs.start_snapshot(VolumeSize=1)["SnapshotId"]
    assert refusal(ebs.list_snapshot_blocks, SnapshotId=snapshot)[0] == "ValidationException"
    wrong = {"SnapshotId": snapshot, "ChangedBlocksCount": 1}
    assert refusal(ebs.complete_snapshot, **wrong)[0] == "ValidationException"
    ebs.complete_snapshot(SnapshotId=snapshot, ChangedBlocksCount=0)
    assert read(ebs, snapshot) == {}
    code, status = refusal(put, ebs=ebs, snapshot=snapshot, index=0, data=block_of(b"a"))
    assert (code, status) == ("ResourceNotFoundException", 404)


def test_blocks_that_are_not_what_they_say_are_refused(client: Any, refusal: Any) -> None:
    ebs = client("ebs")
    snapshot = ebs.start_snapshot(VolumeSize=1)["SnapshotId"]
    place = {"ebs": ebs, "snapshot": snapshot, "index": 0, "data": block_of(b"a")}
    for wrong in ({"Checksum": digest(b"b")}, {"data": b"short"}, {"index": 2048}):
        assert refusal(put, **place | wrong)[0] == "ValidationException"


def test_token_is_good_for_its_block_alone(client: Any, refusal: Any) -> None:
    ebs = client("ebs")
    snapshot = write(ebs, {0: block_of(b"a"), 1: block_of(b"a")})
    token = ebs.list_snapshot_blocks(SnapshotId=snapshot)["Blocks"][0]["BlockToken"]
    given = {"SnapshotId": snapshot, "BlockToken": token}
    assert refusal(ebs.get_snapshot_block, BlockIndex=1, **given)[0] == "ValidationException"
    code, _ = refusal(ebs.get_snapshot_block, BlockIndex=9, **given)
    assert code == "ResourceNotFoundException"


def test_changes_between_two_snapshots(client: Any) -> None:
    ebs = client("ebs")
    old = write(ebs, {0: block_of(b"a"), 1: block_of(b"b")})
    new = write(ebs, {1: block_of(b"c"), 2: block_of(b"d")}, ParentSnapshotId=old)
    changed = ebs.list_changed_blocks(FirstSnapshotId=old, SecondSnapshotId=new)["ChangedBlocks"]
    shown = [(c["BlockIndex"], "FirstBlockToken" in c, "SecondBlockToken" in c) for c in changed]
    assert shown == [(1, True, True), (2, False, True)]
    assert read(ebs, new)[0] == block_of(b"a")


def test_content_goes_with_copies_volumes_and_snapshots_of_them(
    client: Any, member: str, refusal: Any
) -> None:
    ebs, ec2, other = client("ebs"), client("ec2"), client("ebs", member)
    blocks = {3: block_of(b"x")}
    snapshot = write(ebs, blocks)
    volume = ec2.create_volume(SnapshotId=snapshot, AvailabilityZone="us-east-1a")["VolumeId"]
    again = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    assert read(ebs, again) == blocks
    code, _ = refusal(other.list_snapshot_blocks, SnapshotId=again)
    assert code == "ResourceNotFoundException"
    ec2.modify_snapshot_attribute(
        SnapshotId=again, Attribute="createVolumePermission",
        CreateVolumePermission={"Add": [{"UserId": member}]},
    )  # fmt: skip
    assert read(other, again) == blocks
    copied = client("ec2", member).copy_snapshot(SourceSnapshotId=again, SourceRegion="us-east-1")
    assert read(other, copied["SnapshotId"]) == blocks


def test_encrypted_snapshot_has_the_account_s_key(client: Any) -> None:
    ebs, key = client("ebs"), client("kms").create_key()["KeyMetadata"]["Arn"]
    assert ebs.start_snapshot(VolumeSize=1, Encrypted=True, KmsKeyArn=key)["KmsKeyArn"] == key
    assert ":key/" in ebs.start_snapshot(VolumeSize=1, Encrypted=True)["KmsKeyArn"]
    assert "KmsKeyArn" not in ebs.start_snapshot(VolumeSize=1)
