"""Copies that stay at AWS: snapshots with their blocks, and objects that others put there."""

import base64
import hashlib
import io
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from evidence_world import BUCKET, EvidenceWorld, find_item
from response_world import CASE

from ringwall.model.errors import AccessDenied
from ringwall.model.threat import EvidencePlace
from ringwall.respond.evidence.sources.copies import READS, collect_objects, collect_snapshots

BLOCKS = [b"a" * 8, b"b" * 8]


class Broken:
    """A body whose connection breaks."""

    def read(self, _size: int | None = None) -> bytes:
        raise ReadTimeoutError(endpoint_url="https://ebs")

    def close(self) -> None:
        pass


class Blocks:
    """A reader of a snapshot of two blocks."""

    def __init__(
        self, inner: Any, *, is_garbled: bool = False, error: Any = None, body: Any = None
    ) -> None:
        self.inner, self.is_garbled, self.error, self.body = inner, is_garbled, error, body

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def items(self, operation: str, path: str, **parameters: Any) -> Any:
        if operation != "ebs.list_snapshot_blocks":
            return self.inner.items(operation, path, **parameters)
        if self.error:
            raise self.error
        return [{"BlockIndex": index * 7, "BlockToken": str(index)} for index in range(2)]

    def call(self, operation: str, **parameters: Any) -> Any:
        if operation != "ebs.get_snapshot_block":
            return self.inner.call(operation, **parameters)
        content = BLOCKS[int(parameters["BlockToken"])]
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        body = self.body or io.BytesIO(b"other" if self.is_garbled else content)
        return {"Checksum": digest, "BlockData": body}


@pytest.fixture
def snapshot(evidence_world: EvidenceWorld) -> str:
    """Return the id of a snapshot of the case; another one is of another case."""
    ec2 = evidence_world.response.client("ec2")
    volume = ec2.create_volume(AvailabilityZone="eu-west-1a", Size=1)["VolumeId"]
    made = [
        ec2.create_snapshot(
            VolumeId=volume,
            TagSpecifications=[
                {"ResourceType": "snapshot", "Tags": [{"Key": "ringwall:case", "Value": case}]}
            ],
        )["SnapshotId"]
        for case in (CASE, "CASE-20261201-others")
    ]
    return str(made[0])


def collect(world: EvidenceWorld, hashed: int = 0, **more: Any) -> Any:
    real = world.response.world.sessions.reader
    collector = world.collector(readers=lambda *place: Blocks(real(*place), **more))
    collect_snapshots(collector, (world.account_id, "eu-west-1"), CASE, hashed)
    return collector.items


def test_snapshots_of_the_case_are_items_by_their_arn(
    evidence_world: EvidenceWorld, snapshot: str
) -> None:
    items = collect(evidence_world)
    found = [item for item in items if item.kind == "snapshot"]
    assert [item.resource for item in found] == [f"arn:aws:ec2:eu-west-1::snapshot/{snapshot}"]
    assert found[0].attributes["VolumeSize"] == "1"
    assert not found[0].has_file
    blocks = find_item(items, f"blocks of {snapshot}")
    assert evidence_world.content(blocks).splitlines() == [
        b'{"block": 0, "sha256": ""}',
        b'{"block": 7, "sha256": ""}',
    ]
    assert {item.source.operation for item in items} <= {*READS}


def test_few_blocks_are_read_and_hashed_where_that_is_wanted(
    evidence_world: EvidenceWorld, snapshot: str
) -> None:
    item = find_item(collect(evidence_world, 2), f"blocks of {snapshot}")
    content = evidence_world.content(item)
    assert all(hashlib.sha256(one).hexdigest().encode() in content for one in BLOCKS)
    assert item.attributes["is_complete"]
    unread = find_item(collect(evidence_world, 1), f"blocks of {snapshot}")
    assert unread.attributes["hashes"] == ""


def test_a_block_that_is_not_what_aws_says_is_told(
    evidence_world: EvidenceWorld, snapshot: str
) -> None:
    item = find_item(collect(evidence_world, 2, is_garbled=True), f"blocks of {snapshot}")
    assert (item.status, item.sha256) == ("failed", "")
    assert "not what AWS says" in item.reason


def test_a_block_that_breaks_off_is_told(evidence_world: EvidenceWorld, snapshot: str) -> None:
    item = find_item(collect(evidence_world, 2, body=Broken()), f"blocks of {snapshot}")
    assert (item.status, item.sha256) == ("failed", "")
    assert "ebs.get_snapshot_block" in item.reason


def test_blocks_that_are_denied_are_told(evidence_world: EvidenceWorld, snapshot: str) -> None:
    item = find_item(collect(evidence_world, error=AccessDenied("no")), f"blocks of {snapshot}")
    assert (item.status, item.reason) == ("denied", "no")


def test_objects_that_others_put_there_are_listed_with_the_hash_that_s3_has(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    world.make_keeper()
    s3 = world.enter("s3")
    digest = hashlib.sha256(b"memory").digest()
    s3.put_object(
        Bucket=BUCKET,
        Key=f"{CASE}/memory/\u202eimage",
        Body=b"memory",
        ChecksumSHA256=base64.b64encode(digest).decode(),
    )
    s3.put_object(Bucket=BUCKET, Key=f"{CASE}/unhashed", Body=b"memory", ChecksumAlgorithm="CRC32")
    s3.put_object(Bucket=BUCKET, Key=f"{CASE}/{'a' * 64}", Body=b"ours")
    s3.put_object(Bucket=BUCKET, Key="CASE-20261201-others/x", Body=b"of another case")
    collector = world.collector()
    collect_objects(collector, EvidencePlace(world.keeper, "eu-west-1", BUCKET), CASE)
    objects = [item for item in collector.items if item.kind == "object"]
    hashed, unhashed = sorted(objects, key=lambda item: item.status)
    assert (hashed.sha256, hashed.size) == (digest.hex(), 6)
    assert not hashed.has_file
    assert hashed.resource == f"arn:aws:s3:::{BUCKET}/{CASE}/memory/\u202eimage"
    assert (unhashed.status, unhashed.sha256) == ("partial", "")
    assert "no SHA-256 of the whole object" in unhashed.reason
