"""Keeps the administration of a bucket in its own account."""

from collections.abc import Iterator

from ringwall.catalog.s3.denying import WRITES, deny
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader

# Those that FSBP S3.6 names.
ACTIONS = (
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketPolicy",
    "s3:PutEncryptionConfiguration",
    "s3:PutObjectAcl",
)


@answers("s3.bucket_is_administered_from_its_account", writes=WRITES)
def keep_administration(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Add a statement that denies other accounts to change policy, ACLs and encryption."""
    statement = {
        "Sid": "KeepAdministration",
        "Effect": "Deny",
        "Principal": "*",
        "Action": list(ACTIONS),
        "Resource": [finding.resource, f"{finding.resource}/*"],
        # A service of AWS has no account: what one may do, other statements say.
        "Condition": {
            "StringNotEquals": {"aws:PrincipalAccount": finding.account_id},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        },
    }
    return deny(
        finding,
        reader,
        statement,
        f"only account {finding.account_id} can open the bucket to others; uploads of other "
        "accounts that set an ACL are refused",
    )
