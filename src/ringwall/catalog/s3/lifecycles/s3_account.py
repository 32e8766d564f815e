"""How an account's own Block Public Access changes."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Call

_FLAGS = {
    "BlockPublicAcls": "{block_public_acls}",
    "IgnorePublicAcls": "{ignore_public_acls}",
    "BlockPublicPolicy": "{block_public_policy}",
    "RestrictPublicBuckets": "{restrict_public_buckets}",
}
COLUMNS = tuple(value.strip("{}") for value in _FLAGS.values())

account = Lifecycle(
    table="s3_account",
    find=Find(
        then=(
            Call(
                "s3control.get_public_access_block",
                "PublicAccessBlockConfiguration",
                {"AccountId": "{account_id}"},
                into="PublicAccessBlock",
                absent=("NoSuchPublicAccessBlockConfiguration",),
            ),
        ),
    ),
    ids=(),
    updates=(
        Update(
            COLUMNS,
            Step(
                "s3control.put_public_access_block",
                {"AccountId": "{account_id}", "PublicAccessBlockConfiguration": _FLAGS},
                blast="availability",
            ),
            whole=True,
        ),
    ),
)
