"""Has a bucket with Object Lock lock each new object by itself, for playbooks."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

DAYS = 365
RULE = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": DAYS}}
ENABLED = {"ObjectLockEnabled": "Enabled"}
WRITES = (
    WriteShape(
        "s3.put_object_lock_configuration",
        {
            "Bucket": r"[\w.-]{3,255}",
            "ExpectedBucketOwner": "{account_id}",
            "ObjectLockConfiguration": {
                **ENABLED,
                # Never COMPLIANCE: nobody could ever delete what is locked so.
                "Rule?": {
                    "DefaultRetention": {"Mode": "GOVERNANCE", "Days": range(DAYS, DAYS + 1)}
                },
            },
        },
    ),
)


def lock_by_default(name: str, finding: Finding, reader: Reader) -> Iterator[Change]:
    """Yield the Change that sets a default retention; NeedsHuman without Object Lock.

    `reader` is of the bucket's Region.
    """
    bucket = {"Bucket": name, "ExpectedBucketOwner": finding.account_id}
    read = "s3.get_object_lock_configuration"
    try:
        found: Row = reader.call(read, **bucket)["ObjectLockConfiguration"]
    except CallFailed as error:
        if error.code != "ObjectLockConfigurationNotFoundError":
            raise
        raise NeedsHuman(
            f"{finding.resource}: bucket {name} has no Object Lock, which can never be disabled "
            "again: enable versioning and Object Lock first, or make a new bucket"
        ) from error
    if found.get("Rule"):
        return

    def lock(state: Row) -> Write:
        parameters = {**bucket, "ObjectLockConfiguration": state}
        return Write("s3.put_object_lock_configuration", parameters)

    yield from change_setting(
        finding,
        reader,
        Probe(read, bucket, "ObjectLockConfiguration"),
        lock,
        after={**found, "Rule": RULE},
        why=f"nobody deletes new objects of {name} for {DAYS} days without the permission to "
        "bypass the lock; they are paid for as long, and undo unlocks none that came meanwhile",
    )
