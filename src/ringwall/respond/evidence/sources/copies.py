"""Copies that stay at AWS: snapshots and images of a case, and objects put into its folder."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ringwall.aws.objects import ObjectStream
from ringwall.model.errors import CallFailed
from ringwall.model.evidence import EvidenceItem
from ringwall.model.table import Reader, Row
from ringwall.model.threat import EvidencePlace
from ringwall.respond.evidence.collector import AskedPlace, EvidenceCollector

CASE_TAG = "ringwall:case"
"""The tag of what belongs to a case."""
OURS = re.compile(r"[0-9a-f]{64}(?:\.pem)?|manifest-\d{4,9}(?:\.sig)?\.json")
"""What is deposited into the case's folder from here. All else was put there by others: by the
command that captures memory, for instance."""
MOST_BLOCKS = 20_000
"""Blocks of a snapshot that are listed, of 512 KiB each: 10 GiB."""
READS = (
    "ebs.get_snapshot_block",
    "ebs.list_snapshot_blocks",
    "ec2.describe_images",
    "ec2.describe_snapshots",
    "s3.head_object",
    "s3.list_objects_v2",
)


def collect_snapshots(
    collector: EvidenceCollector, place: AskedPlace, case: str, hashed_blocks: int = 0
) -> None:
    """Keep which snapshots and images of the case there are in an account and Region.

    AWS has no hash of a whole snapshot. Which blocks it has is kept; their contents are read and
    hashed where there are at most `hashed_blocks`, which AWS charges for.
    """
    tagged = {"Filters": [{"Name": f"tag:{CASE_TAG}", "Values": [case]}]}
    images = {"Owners": ["self"], **tagged}
    collector.ask("images of the case", place, "ec2.describe_images", images)
    own = {"OwnerIds": ["self"], **tagged}
    answer = collector.ask("snapshots of the case", place, "ec2.describe_snapshots", own)
    for snapshot in answer.get("Snapshots", ()):
        reader = collector.readers(*place)
        name = snapshot["SnapshotId"]
        members = ("VolumeId", "VolumeSize", "Encrypted", "KmsKeyId", "State", "StartTime")
        said = {member: str(snapshot[member]) for member in members if member in snapshot}
        collector.note(
            f"snapshot {name}",
            place,
            "ec2.describe_snapshots",
            {"SnapshotIds": [name]},
            kind="snapshot",
            resource=f"arn:{reader.partition}:ec2:{place[1]}::snapshot/{name}",
            attributes=said,
        )
        _keep_blocks(collector, place, name, hashed_blocks)


def _keep_blocks(
    collector: EvidenceCollector, place: AskedPlace, snapshot: str, hashed_blocks: int
) -> None:
    """Keep which blocks a snapshot has, with the hash of each where there are few enough."""
    what, operation, which = (
        f"blocks of {snapshot}",
        "ebs.list_snapshot_blocks",
        {"SnapshotId": snapshot, "MaxResults": 10_000},
    )
    try:
        reader = collector.readers(*place)
        blocks = list(islice(reader.items(operation, "Blocks || `[]`", **which), MOST_BLOCKS + 1))
    except CallFailed as error:
        status = {"denied": "denied", "throttled": "throttled"}.get(error.status, "failed")
        known: Any = status
        collector.note(
            what, place, operation, which, kind="document", status=known, reason=str(error)
        )
        return
    is_hashed = 0 < len(blocks) <= hashed_blocks
    attributes = {
        "blocks": min(len(blocks), MOST_BLOCKS),
        "is_complete": len(blocks) <= MOST_BLOCKS,
        "hashes": "SHA-256 of each block, as it was read" if is_hashed else "",
    }
    lines = (
        _hash_blocks(reader, snapshot, blocks)
        if is_hashed
        else (_write_line(block["BlockIndex"], "") for block in blocks[:MOST_BLOCKS])
    )
    collector.keep_content(
        what, place, operation, which, lines, kind="document", attributes=attributes
    )


def _hash_blocks(reader: Reader, snapshot: str, blocks: list[Row]) -> Iterator[bytes]:
    for block in blocks:
        index = block["BlockIndex"]
        answer = reader.call(
            "ebs.get_snapshot_block",
            SnapshotId=snapshot,
            BlockIndex=index,
            BlockToken=block["BlockToken"],
        )
        address = f"{snapshot}, block {index}"
        with ObjectStream(answer["BlockData"], address, "ebs.get_snapshot_block") as body:
            digest = hashlib.sha256(body.read()).digest()
        if base64.b64encode(digest).decode() != answer.get("Checksum"):
            raise CallFailed(
                f"ebs.get_snapshot_block: block {index} is not what AWS says", "Broken"
            )
        yield _write_line(index, digest.hex())


def _write_line(index: int, sha256: str) -> bytes:
    return json.dumps({"block": index, "sha256": sha256}).encode() + b"\n"


def collect_objects(collector: EvidenceCollector, evidence: EvidencePlace, case: str) -> None:
    """Keep which objects others put into the case's folder, with the hashes that S3 made."""
    place = (evidence.account_id, evidence.region)
    asked = {
        "Bucket": evidence.bucket,
        "Prefix": f"{case}/",
        "ExpectedBucketOwner": evidence.account_id,
    }
    answer = collector.ask("objects of the case", place, "s3.list_objects_v2", asked)
    keys = [found["Key"] for found in answer.get("Contents", ())]
    for key in [key for key in keys if not OURS.fullmatch(key.removeprefix(f"{case}/"))]:
        _keep_object(collector, place, evidence, key)


def _keep_object(
    collector: EvidenceCollector, place: AskedPlace, evidence: EvidencePlace, key: str
) -> EvidenceItem | None:
    which = {
        "Bucket": evidence.bucket,
        "Key": key,
        "ChecksumMode": "ENABLED",
        "ExpectedBucketOwner": evidence.account_id,
    }
    what, operation = f"object {key}", "s3.head_object"
    answer = collector.read(what, place, operation, which, kind="object")
    if answer is None:
        return None
    partition = collector.readers(*place).partition
    checksum = answer.get("ChecksumSHA256", "")
    is_whole = bool(checksum) and "-" not in checksum and answer.get("ChecksumType") != "COMPOSITE"
    members = ("ChecksumType", "VersionId", "ObjectLockMode", "ObjectLockRetainUntilDate", "ETag")
    said = {name: str(answer[name]) for name in members if name in answer}
    sums = {name: answer[name] for name in answer if name.startswith("Checksum")}
    return collector.note(
        what,
        place,
        operation,
        which,
        kind="object",
        status="kept" if is_whole else "partial",
        reason="" if is_whole else "S3 has no SHA-256 of the whole object",
        size=int(answer.get("ContentLength", 0)),
        sha256=base64.b64decode(checksum).hex() if is_whole else "",
        resource=f"arn:{partition}:s3:::{evidence.bucket}/{key}",
        attributes={**said, **sums},
    )
