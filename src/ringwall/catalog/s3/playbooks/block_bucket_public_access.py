"""Enables all four settings of Block Public Access for a bucket."""

from collections.abc import Iterator

from ringwall.catalog.s3.public_access import ABSENT, ALL_BLOCKED, SETTINGS, TAKE, keep_known
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.state import read_state
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

BUCKET = {"Bucket": r"[\w.-]{3,255}", "ExpectedBucketOwner": "{account_id}"}
WRITES = (
    WriteShape(
        "s3.put_public_access_block", {**BUCKET, "PublicAccessBlockConfiguration": SETTINGS}
    ),
    WriteShape("s3.delete_public_access_block", BUCKET),
)


@answers("s3.bucket_public_access_is_blocked", "s3.bucket_policy_is_not_public", writes=WRITES)
def block_bucket_public_access(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Block public access to the bucket, whatever its policy and its ACLs say."""
    # With its owner named, a bucket that was deleted and created again by others is not changed.
    bucket = {
        "Bucket": finding.resource.rpartition(":")[2],
        "ExpectedBucketOwner": finding.account_id,
    }
    probe = Probe("s3.get_public_access_block", bucket, TAKE, ABSENT)
    before = read_state(probe, reader)
    if before == ALL_BLOCKED:
        return
    put, members = "s3.put_public_access_block", "PublicAccessBlockConfiguration"
    undo = Write("s3.delete_public_access_block", bucket)
    if before is not None:
        undo = Write(put, {**bucket, members: keep_known(before)})
    yield Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=Write(put, {**bucket, members: ALL_BLOCKED}),
        probe=probe,
        before=before,
        after=ALL_BLOCKED,
        why="the bucket cannot be public; a website served from it stops working",
        layer="data",
        blast="availability",
        undo=undo,
    )
