"""What a bucket holds is kept: nothing expires, old versions stay, and its key is not deleted."""

import re
from collections.abc import Iterator
from typing import Any

from ringwall.catalog.s3.threatened_bucket import BUSY, OWNED, ThreatenedBucket
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import read_state
from ringwall.model.write_shape import WriteShape

KEY = r"arn:[a-z-]{3,20}:kms:{region}:{account_id}:key/[\w-]{1,64}"
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
    WriteShape("kms.cancel_key_deletion", {"KeyId": KEY}),
    WriteShape("kms.enable_key", {"KeyId": KEY}),
    WriteShape("kms.disable_key", {"KeyId": KEY}),
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
    key, step = _find_key(bucket)
    if step is not None:
        yield step
    if key is None:
        return
    arn, state = key["Arn"], key["KeyState"]
    probe = Probe("kms.describe_key", {"KeyId": arn}, "KeyMetadata.KeyState")
    needs: tuple[str, ...] = ()
    if state == "PendingDeletion":
        cancel = _make(
            bucket,
            resource=arn,
            write=Write("kms.cancel_key_deletion", {"KeyId": arn}),
            probe=probe,
            before=state,
            after="Disabled",
            why="without the key, nobody can read what it encrypts: it is not deleted",
            undo=None,
            irreversible="its deletion is not scheduled again",
        )
        needs = (cancel.id,)
        yield cancel
    if state in ("PendingDeletion", "Disabled"):
        yield _make(
            bucket,
            resource=arn,
            write=Write("kms.enable_key", {"KeyId": arn}),
            probe=probe,
            before="Disabled",
            after="Enabled",
            why="what the key encrypts can be read and restored",
            undo=Write("kms.disable_key", {"KeyId": arn}),
            needs=needs,
        )


def _find_key(bucket: ThreatenedBucket) -> tuple[dict[str, Any] | None, HumanStep | None]:
    """Return what KMS says of the key that the bucket encrypts with, if it is one to look after."""
    take = (
        "ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault"
        ".KMSMasterKeyID"
    )
    absent = ("ServerSideEncryptionConfigurationNotFoundError",)
    named = read_state(Probe("s3.get_bucket_encryption", bucket.which, take, absent), bucket.reader)
    if not named:
        return None, None
    foreign = re.fullmatch(r"arn:[\w-]+:kms:[\w-]+:(\d{12}):.*", str(named))
    if foreign and foreign[1] != bucket.owner:
        what = f"Find out whose key {named} is: the bucket encrypts with it"
        return None, HumanStep(bucket.arn, what, f"account {foreign[1]} can take it away")
    try:
        key = bucket.reader.call("kms.describe_key", KeyId=named)["KeyMetadata"]
    except AccessDenied:
        what = f"Look whether the key {named} is disabled or is to be deleted"
        return None, HumanStep(bucket.arn, what, "that could not be read")
    except CallFailed as error:
        if not error.is_one_of(("NotFoundException",)):
            raise
        what = f"Restore the objects from copies: the key {named} is gone"
        return None, HumanStep(bucket.arn, what, "what it encrypts cannot be read any more")
    is_ours = key.get("KeyManager") == "CUSTOMER"
    if key["KeyState"] == "PendingReplicaDeletion":
        what = f"Cancel the deletion of the key {named} where its primary is"
        return None, HumanStep(bucket.arn, what, "it is deleted with its replicas")
    return (key if is_ours else None), None


def _make(bucket: ThreatenedBucket, **facts: Any) -> Change:
    made: dict[str, Any] = {"resource": bucket.arn, "stage": "contain", "blast": "config", **facts}
    return Change(account_id=bucket.owner, region=bucket.reader.region, layer="response", **made)
