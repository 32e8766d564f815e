"""An account's own Block Public Access."""

from collections.abc import Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table, boolean


def _account(reader: Reader) -> Iterator[Row]:
    try:
        answer = reader.call("s3control.get_public_access_block", AccountId=reader.account_id)
        flags = answer["PublicAccessBlockConfiguration"]
    except CallFailed as error:
        if error.code != "NoSuchPublicAccessBlockConfiguration":
            raise
        flags = {}
    yield {"PublicAccessBlock": flags}


account = Table(
    name="s3_account",
    doc="An account's settings for all of its buckets.",
    scope="account",
    fetch=_account,
    arn="arn:{partition}:s3::{account_id}:account",
    columns=(
        boolean(
            "block_public_acls",
            "PublicAccessBlock.BlockPublicAcls",
            "New public ACLs are rejected.",
        ),
        boolean(
            "ignore_public_acls", "PublicAccessBlock.IgnorePublicAcls", "Public ACLs are ignored."
        ),
        boolean(
            "block_public_policy",
            "PublicAccessBlock.BlockPublicPolicy",
            "New public policies are rejected.",
        ),
        boolean(
            "restrict_public_buckets",
            "PublicAccessBlock.RestrictPublicBuckets",
            "A public policy gives access only to this account and AWS services.",
        ),
    ),
)
