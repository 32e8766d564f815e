"""Enables all four settings of Block Public Access for an account."""

from collections.abc import Iterator

from ringwall.catalog.s3.public_access import ABSENT, ALL_BLOCKED, SETTINGS, TAKE, keep_known
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.state import read_state
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

ACCOUNT = {"AccountId": "{account_id}"}
WRITES = (
    WriteShape(
        "s3control.put_public_access_block",
        {**ACCOUNT, "PublicAccessBlockConfiguration": SETTINGS},
    ),
    WriteShape("s3control.delete_public_access_block", ACCOUNT),
)


@answers("s3.account_public_access_is_blocked", writes=WRITES)
def block_account_public_access(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Block public access to all buckets of the account, whatever their policies say."""
    account = {"AccountId": finding.account_id}
    probe = Probe("s3control.get_public_access_block", account, TAKE, ABSENT)
    before = read_state(probe, reader)
    if before == ALL_BLOCKED:
        return
    put, members = "s3control.put_public_access_block", "PublicAccessBlockConfiguration"
    undo = Write("s3control.delete_public_access_block", account)
    if before is not None:
        undo = Write(put, {**account, members: keep_known(before)})
    yield Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=Write(put, {**account, members: ALL_BLOCKED}),
        probe=probe,
        before=before,
        after=ALL_BLOCKED,
        why="no bucket of the account can be public; websites served from S3 stop working",
        layer="data",
        blast="availability",
        undo=undo,
    )
