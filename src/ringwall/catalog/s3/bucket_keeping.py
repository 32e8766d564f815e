"""What a bucket holds is kept: nothing expires, old versions stay, and its key is not deleted."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.kms.revived_key import KEY_WRITES, revive_key
from ringwall.catalog.s3.threatened_bucket import BUSY, OWNED, ThreatenedBucket
from ringwall.model.change import Change, Probe, Write
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import read_state
from ringwall.model.write_shape import WriteShape

SIZE = "TransitionDefaultMinimumObjectSize"
KEEPING_WRITES = (
    WriteShape(
        "s3.put_bucket_lifecycle_configuration",
        {**OWNED, "LifecycleConfiguration": {"Rules": [object]}, f"{SIZE}?": r"\w+"},
    ),
    WriteShape("s3.delete_bucket_lifecycle", OWNED),
    WriteShape(
        "s3.put_bucket_versioning",
        {**OWNED, "VersioningConfiguration": {"Status": "Enabled|Suspended"}},
    ),
    *KEY_WRITES,
)


def stop_expiry(bucket: ThreatenedBucket) -> Iterator[Change]:
    """Yield the Change that takes out the rules by which objects and old versions expire."""
    probe = Probe(
        "s3.get_bucket_lifecycle_configuration",
        bucket.which,
        f"{{rules: Rules, size: {SIZE}}}",
        ("NoSuchLifecycleConfiguration",),
        normal={"rules": "set"},
    )
    before = read_state(probe, bucket.reader)
    if before is None:
        return
    kept = [rule for rule in before["rules"] if not _expires(rule)]
    if kept == before["rules"]:
        return
    write = Write("s3.delete_bucket_lifecycle", bucket.which, BUSY)
    if kept:
        write = _put_rules(bucket, kept, before["size"])
    yield _make(
        bucket,
        write=write,
        probe=probe,
        before=before,
        after={**before, "rules": kept} if kept else None,
        why="no rule deletes objects or old versions; the bucket grows until this is undone",
        undo=_put_rules(bucket, before["rules"], before["size"]),
    )


def _expires(rule: dict[str, Any]) -> bool:
    if rule.get("Status") != "Enabled":
        return False
    expiration = rule.get("Expiration") or {}
    return bool({"Days", "Date"} & expiration.keys() or rule.get("NoncurrentVersionExpiration"))


def _put_rules(bucket: ThreatenedBucket, rules: list[Any], size: str | None) -> Write:
    parameters = {**bucket.which, "LifecycleConfiguration": {"Rules": rules}}
    if size:
        parameters[SIZE] = size
    return Write("s3.put_bucket_lifecycle_configuration", parameters, BUSY)


def keep_versions(bucket: ThreatenedBucket) -> Iterator[Change | HumanStep]:
    """Yield the Change that keeps what is overwritten or deleted from now on."""
    answer = bucket.reader.call("s3.get_bucket_versioning", **bucket.which)
    before = answer.get("Status")
    if before == "Enabled":
        return
    if answer.get("MFADelete") == "Enabled":
        what = "Enable versioning as the root user, with its MFA device"
        yield HumanStep(bucket.arn, what, "MFA delete lets nobody else")
        return
    once = "versioning that was on once can only be suspended"
    yield _make(
        bucket,
        write=_put_status(bucket, "Enabled"),
        probe=Probe("s3.get_bucket_versioning", bucket.which, "Status"),
        before=before,
        after="Enabled",
        why="what is overwritten or deleted from now on stays as an old version",
        undo=None if before is None else _put_status(bucket, "Suspended"),
        irreversible=once if before is None else "",
    )


def _put_status(bucket: ThreatenedBucket, status: str) -> Write:
    parameters = {**bucket.which, "VersioningConfiguration": {"Status": status}}
    return Write("s3.put_bucket_versioning", parameters, BUSY)


def keep_key(bucket: ThreatenedBucket) -> Iterator[Change | HumanStep]:
    """Yield the Changes that keep the bucket's key from deletion, and let it be used again."""
    take = (
        "ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault"
        ".KMSMasterKeyID"
    )
    absent = ("ServerSideEncryptionConfigurationNotFoundError",)
    probe = Probe("s3.get_bucket_encryption", bucket.which, take, absent)
    if named := read_state(probe, bucket.reader):
        yield from revive_key(bucket.reader, bucket.owner, str(named), bucket.arn)


def _make(bucket: ThreatenedBucket, **facts: Any) -> Change:
    made: dict[str, Any] = {"resource": bucket.arn, "stage": "contain", "blast": "config", **facts}
    return Change(account_id=bucket.owner, region=bucket.reader.region, layer="response", **made)
