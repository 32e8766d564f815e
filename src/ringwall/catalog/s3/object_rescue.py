"""What became of a bucket's objects: delete markers removed, old versions held, lost ones told."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from ringwall.catalog.s3.threatened_bucket import BUSY, OWNED, ThreatenedBucket
from ringwall.model.change import Change, Probe, ProbeLookup, Write
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.response_playbook import HumanStep
from ringwall.model.table import Row
from ringwall.model.write_shape import WriteShape

MOST_PAGES = 50
"""Pages of a thousand versions each that are looked at."""
NAMED = 20
"""Keys that a step names."""
ANY_KEY = r"[\s\S]{1,1024}"
VERSION = r"[\w.-]{1,1024}"
RESCUE_WRITES = (
    WriteShape("s3.delete_object", {**OWNED, "Key": ANY_KEY, "VersionId": VERSION}),
    WriteShape(
        "s3.put_object_legal_hold",
        {**OWNED, "Key": ANY_KEY, "VersionId": VERSION, "LegalHold": {"Status": "ON|OFF"}},
    ),
)


@dataclass
class ObjectHistory:
    """What a bucket has of one key, newest first."""

    versions: list[Row] = field(default_factory=list)
    markers: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class BucketHistory:
    """What a bucket has of its keys, as far as it was read."""

    keys: dict[str, ObjectHistory]
    is_whole: bool


def read_history(bucket: ThreatenedBucket) -> BucketHistory:
    """Return the versions and delete markers of a bucket, of its first pages."""
    found: dict[str, ObjectHistory] = {}
    path = "[{versions: Versions || `[]`, markers: DeleteMarkers || `[]`}]"
    pages = iter(bucket.reader.items("s3.list_object_versions", path, **bucket.which))
    for page in islice(pages, MOST_PAGES):
        for name in ("versions", "markers"):
            for item in page[name]:
                history = found.setdefault(item["Key"], ObjectHistory())
                getattr(history, name).append(item)
    return BucketHistory(found, next(pages, None) is None)


def remove_markers(
    bucket: ThreatenedBucket, history: BucketHistory, since: int, most: int
) -> Iterator[Change | HumanStep]:
    """Yield the Changes that remove delete markers made since a time: the objects are back."""
    start = _time(since)
    hidden = {
        key: one
        for key, one in history.keys.items()
        if one.markers and one.markers[0]["IsLatest"] and one.markers[0]["LastModified"] >= start
    }
    simple = [key for key, one in hidden.items() if _is_simple(one)]
    for key in simple[:most]:
        yield _remove(bucket, key, hidden[key])
    left = [*simple[most:], *(key for key, one in hidden.items() if not _is_simple(one))]
    if left:
        yield HumanStep(
            bucket.arn,
            f"Remove the delete markers of {_name(left)}, or restore copies",
            f"they are more than {most}, have several markers, or no version is below",
        )
    if not history.is_whole:
        yield HumanStep(
            bucket.arn,
            "Look through the rest of the bucket by S3 Inventory and S3 Batch Operations",
            f"only the first {MOST_PAGES * 1000:,} versions were looked at",
        )


def _is_simple(history: ObjectHistory) -> bool:
    """Whether the object is back once its newest delete marker is removed."""
    if not history.versions:
        return False
    newest = history.versions[0]["LastModified"]
    return not any(marker["LastModified"] > newest for marker in history.markers[1:])


def _remove(bucket: ThreatenedBucket, key: str, history: ObjectHistory) -> Change:
    which = {**bucket.which, "Key": key}
    marker = history.markers[0]["VersionId"]
    return Change(
        account_id=bucket.owner,
        region=bucket.reader.region,
        resource=f"{bucket.arn}/{key}",
        write=Write("s3.delete_object", {**which, "VersionId": marker}, BUSY),
        # The newest version is seen again; one under a customer's key is there, and not seen.
        probe=Probe("s3.head_object", which, "VersionId", ("404", "NoSuchKey")),
        before=None,
        after=history.versions[0]["VersionId"],
        why="the object was deleted, and its newest version is below the delete marker",
        layer="response",
        blast="config",
        irreversible="an object that is back is not deleted again",
        stage="recover",
    )


def hold_versions(
    bucket: ThreatenedBucket, history: BucketHistory, since: int, most: int
) -> Iterator[Change | HumanStep]:
    """Yield the Changes by which nobody deletes what was there before the threat."""
    try:
        answer = bucket.reader.call("s3.get_object_lock_configuration", **bucket.which)
    except CallFailed as error:
        if not error.is_one_of(("ObjectLockConfigurationNotFoundError",)):
            raise
        answer = {}
    if (answer.get("ObjectLockConfiguration") or {}).get("ObjectLockEnabled") != "Enabled":
        return
    start = _time(since) if since else datetime.max.replace(tzinfo=UTC)
    kept = [
        (key, next((v for v in one.versions if v["LastModified"] < start), None))
        for key, one in history.keys.items()
    ]
    found = [(key, version["VersionId"]) for key, version in kept if version is not None]
    for key, version in found[:most]:
        if not _is_held(bucket, key, version):
            yield _hold(bucket, key, version)
    if len(found) > most:
        yield HumanStep(
            bucket.arn,
            "Put a legal hold on the other objects by S3 Batch Operations",
            f"of {len(found)} versions only {most} were held",
        )


def _which_version(bucket: ThreatenedBucket, key: str, version: str) -> dict[str, str]:
    return {**bucket.which, "Key": key, "VersionId": version}


def _is_held(bucket: ThreatenedBucket, key: str, version: str) -> bool:
    which = _which_version(bucket, key, version)
    try:
        answer = bucket.reader.call("s3.get_object_legal_hold", **which)
    except CallFailed as error:
        if error.is_one_of(("NoSuchObjectLockConfiguration",)):
            return False
        raise
    return bool((answer.get("LegalHold") or {}).get("Status") == "ON")


def _hold(bucket: ThreatenedBucket, key: str, version: str) -> Change:
    which = _which_version(bucket, key, version)
    lookup = ProbeLookup(
        "s3.get_object_legal_hold",
        {name: f"{{{name}}}" for name in which},
        "LegalHold.Status",
        "hold",
        absent=("NoSuchObjectLockConfiguration",),
    )
    operation = "s3.put_object_legal_hold"
    return Change(
        account_id=bucket.owner,
        region=bucket.reader.region,
        resource=f"{bucket.arn}/{key}",
        write=Write(operation, {**which, "LegalHold": {"Status": "ON"}}, BUSY),
        probe=Probe("", {}, "{held: hold == 'ON'}", members=which, lookups=(lookup,)),
        before={"held": False},
        after={"held": True},
        why="nobody can delete this version, which was there before, until the hold is off",
        layer="response",
        blast="none",
        undo=Write(operation, {**which, "LegalHold": {"Status": "OFF"}}, BUSY),
        stage="preserve",
    )


def find_locked_copies(
    bucket: ThreatenedBucket, history: BucketHistory, since: int, most: int
) -> Iterator[HumanStep]:
    """Yield what tells of objects that were encrypted with a key that AWS does not have (SSE-C)."""
    start = _time(since)
    fresh = [
        (key, one.versions[0])
        for key, one in history.keys.items()
        if one.versions and one.versions[0]["LastModified"] >= start
    ]
    locked: list[str] = []
    unread: list[str] = []
    for key, version in fresh[:most]:
        try:
            locked += [key] if _is_locked(bucket, key, version) else []
        except AccessDenied:
            unread.append(key)
    if unread:
        yield HumanStep(
            bucket.arn,
            f"Look whether these objects are encrypted with a customer's key: {_name(unread)}",
            "AWS let nobody look (403): it takes s3:GetObject and s3:GetObjectVersion, and "
            "s3:ListBucket to be told what is gone",
        )
    if locked:
        restorable = [key for key in locked if len(history.keys[key].versions) > 1]
        yield HumanStep(
            bucket.arn,
            f"Restore {_name(locked)}: older versions of {len(restorable)} are there",
            "they were encrypted with a customer's key (SSE-C), which AWS does not have",
        )
    if len(fresh) > most:
        yield HumanStep(
            bucket.arn,
            "Look through the other objects for such encryption by S3 Inventory",
            f"only {most} of {len(fresh)} that were written since were looked at",
        )


def _is_locked(bucket: ThreatenedBucket, key: str, version: Row) -> bool:
    """Whether S3 tells nothing of a version without the customer's key: it answers 400.

    AccessDenied where nobody may look.
    """
    which = _which_version(bucket, key, version["VersionId"])
    try:
        bucket.reader.call("s3.head_object", **which)
    except CallFailed as error:
        if error.is_one_of(("400", "InvalidRequest")):
            return True
        if error.is_one_of(("404", "NoSuchKey", "NoSuchVersion")):
            return False
        raise
    return False


def _name(keys: list[str]) -> str:
    """Return keys as a person reads them: quoted, for they are an attacker's."""
    named = ", ".join(json.dumps(key) for key in keys[:NAMED])
    more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
    return f"{named}{more}"


def _time(milliseconds: int) -> datetime:
    """Return a time as S3 tells it, in whole seconds: the second in which it began counts."""
    return datetime.fromtimestamp(milliseconds // 1000, UTC)
