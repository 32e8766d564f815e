"""Disables the ACLs of a bucket whose ACL gives nobody else access."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

BUCKET = {"Bucket": r"[\w.-]{3,255}", "ExpectedBucketOwner": "{account_id}"}
OWNERSHIP = "BucketOwnerEnforced|BucketOwnerPreferred|ObjectWriter"
WRITES = (
    WriteShape(
        "s3.put_bucket_ownership_controls",
        {**BUCKET, "OwnershipControls": {"Rules": ({"ObjectOwnership": OWNERSHIP},)}},
    ),
    WriteShape("s3.delete_bucket_ownership_controls", BUCKET),
)


@answers("s3.bucket_acls_are_disabled", writes=WRITES)
def disable_acls(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Disable ACLs: the bucket's owner owns all objects, and policies alone decide."""
    bucket = {
        "Bucket": finding.resource.rpartition(":")[2],
        "ExpectedBucketOwner": finding.account_id,
    }
    acl = reader.call("s3.get_bucket_acl", **bucket)
    owner = acl["Owner"]["ID"]
    if any(grant["Grantee"].get("ID") != owner for grant in acl["Grants"]):
        raise NeedsHuman(
            f"{finding.resource}: its ACL gives others access, such as a service that delivers "
            "logs; first allow what they need in the bucket policy, and remove the grants"
        )

    def own(state: str | None) -> Write:
        if state is None:
            return Write("s3.delete_bucket_ownership_controls", bucket)
        controls = {"Rules": [{"ObjectOwnership": state}]}
        return Write("s3.put_bucket_ownership_controls", {**bucket, "OwnershipControls": controls})

    return change_setting(
        finding,
        reader,
        Probe(
            "s3.get_bucket_ownership_controls",
            bucket,
            "OwnershipControls.Rules[0].ObjectOwnership",
            ("OwnershipControlsNotFoundError",),
        ),
        own,
        after="BucketOwnerEnforced",
        why="objects cannot be opened one by one; who reads objects by their ACLs loses access, "
        "and uploads that set an ACL are refused",
        blast="availability",
    )
