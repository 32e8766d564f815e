"""Keeps old versions of the objects of a bucket."""

from collections.abc import Iterator
from dataclasses import replace

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "s3.put_bucket_versioning",
        {
            "Bucket": r"[\w.-]{3,255}",
            "ExpectedBucketOwner": "{account_id}",
            "VersioningConfiguration": {"Status": "Enabled|Suspended"},
        },
    ),
)


@answers("s3.bucket_is_versioned", writes=WRITES)
def keep_versions(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable versioning; it can be suspended later, and never be disabled."""
    bucket = {
        "Bucket": finding.resource.rpartition(":")[2],
        "ExpectedBucketOwner": finding.account_id,
    }

    def keep(state: str | None) -> Write:
        configuration = {"Status": state or "Suspended"}
        return Write(
            "s3.put_bucket_versioning", {**bucket, "VersioningConfiguration": configuration}
        )

    for change in change_setting(
        finding,
        reader,
        Probe("s3.get_bucket_versioning", bucket, "Status"),
        keep,
        after="Enabled",
        why="objects that are deleted or overwritten can be restored; old versions are paid for "
        "until a lifecycle rule expires them",
    ):
        if change.before is None:
            why = "versioning can be suspended, but a bucket that had it is never without it again"
            yield replace(change, undo=None, irreversible=why)
        else:
            yield change
