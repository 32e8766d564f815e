"""Depositing: the Changes that put evidence into a bucket with Object Lock, each a file once.

A Change holds the hash of a file, and never its content: `{"$file": "<sha256>"}` is resolved when
the request is sent, so that no evidence gets into the journal. S3 computes the hash again, and
refuses what is something else.
"""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ringwall.model.change import Cause, Change, Probe, Write
from ringwall.model.evidence import EvidenceManifest
from ringwall.model.reference import FILE
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row
from ringwall.model.threat import EvidencePlace
from ringwall.model.write_shape import WriteShape

KEPT = "evidence is kept"
MOST_AT_ONCE = 5 << 30
"""Bytes that S3 takes in one request. Parts would have no hash of the whole file."""
CASE = r"CASE-\d{8}-[0-9a-z]{4,16}"
FILE_NAME = r"(?:[0-9a-f]{64}(?:\.pem)?|manifest-\d{4,9}(?:\.sig)?\.json)"
DEPOSIT_WRITES = (
    WriteShape(
        "s3.put_object",
        {
            "Bucket": r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
            "Key": f"{CASE}/{FILE_NAME}",
            "Body": {FILE: r"[0-9a-f]{64}"},
            "ChecksumAlgorithm": "SHA256",
            "ChecksumSHA256": r"[A-Za-z0-9+/]{43}=",
            "ObjectLockMode": "GOVERNANCE|COMPLIANCE",
            "ObjectLockRetainUntilDate": r"\d{4}-\d\d-\d\dT00:00:00\+00:00",
            "ServerSideEncryption?": "aws:kms",
            "SSEKMSKeyId?": r"arn:[a-z-]{3,20}:kms:[a-z0-9-]{1,30}:\d{12}:key/[0-9a-z-]{1,64}",
            "IfNoneMatch": r"\*",
            "ExpectedBucketOwner": "{account_id}",
        },
        also=("s3:PutObjectRetention",),
    ),
)
DEPOSIT_READS = ("s3.head_object",)
ABSENT = ("404", "NoSuchKey", "NotFound")


@dataclass(frozen=True)
class DepositedFile:
    """A file that is to lie in the bucket."""

    name: str
    """The last part of its key."""
    sha256: str
    size: int


def list_files(manifest: EvidenceManifest) -> list[DepositedFile]:
    """Return the files of a manifest's items, each once."""
    found = {
        item.sha256: DepositedFile(item.sha256, item.sha256, item.size)
        for item in manifest.items
        if item.has_file
    }
    return list(found.values())


def plan_deposit(
    case: str,
    files: Mapping[str, DepositedFile],
    place: EvidencePlace,
    reader: Reader,
    now: datetime,
) -> Iterator[Change | HumanStep]:
    """Yield the Changes that put files into the bucket, by the names that they get there.

    What is there already is left as it is; a HumanStep says where something else is. Raises
    CallFailed where AWS does not say.
    """
    end = (now.astimezone(UTC) + timedelta(days=place.lock_days + 1)).date()
    until = f"{end.isoformat()}T00:00:00+00:00"
    for name, file in files.items():
        key = f"{case}/{name}"
        resource = f"arn:{reader.partition}:s3:::{place.bucket}/{key}"
        if file.size > MOST_AT_ONCE:
            why = f"it has {file.size:,} bytes, and S3 takes {MOST_AT_ONCE:,} at once"
            yield HumanStep(resource, f"Put the file {file.sha256} there by hand", why)
            continue
        change = _put(case, file, place, resource, until)
        there = read_state(change.probe, reader)
        if there is None:
            yield change
        elif (there.get("sha256"), there.get("size")) != (_encode(file.sha256), file.size):
            why = "an object with this key is there, and it is not this evidence"
            yield HumanStep(resource, "Find out who put it there, and keep it", why)


def _put(case: str, file: DepositedFile, place: EvidencePlace, resource: str, until: str) -> Change:
    where = {"Bucket": place.bucket, "Key": f"{case}/{file.name}"}
    encryption: Row = {}
    if place.key_arn:
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": place.key_arn}
    parameters = {
        **where,
        "Body": {FILE: file.sha256},
        "ChecksumAlgorithm": "SHA256",
        "ChecksumSHA256": _encode(file.sha256),
        "ObjectLockMode": place.lock_mode,
        "ObjectLockRetainUntilDate": until,
        **encryption,
        # What has the key already stays the current version.
        "IfNoneMatch": "*",
        # A bucket of this name in another account is somebody else's, who waits for evidence.
        "ExpectedBucketOwner": place.account_id,
    }
    return Change(
        account_id=place.account_id,
        region=place.region,
        resource=resource,
        write=Write("s3.put_object", parameters),
        probe=Probe(
            "s3.head_object",
            {**where, "ChecksumMode": "ENABLED", "ExpectedBucketOwner": place.account_id},
            "{sha256: ChecksumSHA256, size: ContentLength, mode: ObjectLockMode, "
            "until: ObjectLockRetainUntilDate}",
            absent=ABSENT,
        ),
        before=None,
        after={
            "sha256": _encode(file.sha256),
            "size": file.size,
            "mode": place.lock_mode,
            "until": until,
        },
        why="what is deposited can be changed by nobody until its lock ends",
        layer="response",
        blast="none",
        cause=Cause("case", case),
        irreversible=KEPT,
        stage="preserve",
    )


def _encode(sha256: str) -> str:
    return base64.b64encode(bytes.fromhex(sha256)).decode()
