"""Snapshots of EBS volumes, and who else can restore them."""

from collections.abc import Mapping
from typing import Any

from ringwall.model.errors import CallFailed
from ringwall.model.share import SharedWith
from ringwall.model.table import Call, Reader, Shared, Table, boolean, integer, moment, text, texts


def _exposed(reader: Reader) -> Mapping[str, Any]:
    """Return the account's own public snapshots: few, in one call."""
    found = reader.items(
        "ec2.describe_snapshots",
        "Snapshots",
        OwnerIds=["self"],
        RestorableByUserIds=["all"],
        MaxResults=1000,
    )
    return {str(snapshot["SnapshotId"]): True for snapshot in found}


def _default_key(reader: Reader) -> Mapping[str, Any]:
    """Return the ARN of the AWS managed key for EBS: what it encrypts cannot be shared.

    Where it cannot be read, the attribute of every snapshot is read.
    https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
    """
    try:
        return {"Arn": reader.call("kms.describe_key", KeyId="alias/aws/ebs")["KeyMetadata"]["Arn"]}
    except CallFailed:
        return {}


snapshot = Table(
    name="ec2_snapshot",
    doc="A snapshot of an EBS volume that the account owns.",
    list=Call("ec2.describe_snapshots", "Snapshots", {"OwnerIds": ["self"], "MaxResults": 1000}),
    arn="arn:{partition}:ec2:{region}::snapshot/{SnapshotId}",
    account="OwnerId",
    tags="Tags",
    shared=(
        Shared("Exposed", _exposed, "SnapshotId", sparse=True),
        Shared(
            "SharingBlock",
            lambda reader: reader.call("ec2.get_snapshot_block_public_access_state"),
        ),
        Shared("DefaultKey", _default_key),
    ),
    calls=(
        Call(
            "ec2.describe_snapshot_attribute",
            "CreateVolumePermissions",
            {"SnapshotId": "{SnapshotId}", "Attribute": "createVolumePermission"},
            into="CreateVolumePermissions",
            when="!Encrypted || KmsKeyId != DefaultKey.Arn",
        ),
    ),
    gone=("InvalidSnapshot.NotFound",),
    columns=(
        text("snapshot_id", "SnapshotId", "The snapshot's ID: snap-..."),
        text("volume_id", "VolumeId", "The volume that it was created from."),
        boolean("encrypted", "Encrypted", "It is encrypted.", required=True),
        text("kms_key_id", "KmsKeyId", "The key that it is encrypted with."),
        boolean("is_public", "Exposed", "It is shared with every AWS account."),
        texts(
            "restore_accounts",
            "CreateVolumePermissions[].[UserId, Group][]",
            "Whom it is shared with: account IDs, or all.",
        ),
        text(
            "block_public_access",
            "SharingBlock.State",
            "The Region's setting: block-all-sharing treats public snapshots as private.",
        ),
        integer("volume_size", "VolumeSize", "The volume's size in GiB."),
        text("state", "State", "completed, pending or error."),
        text("storage_tier", "StorageTier", "standard or archive."),
        text("description", "Description", "Its description."),
        moment("start_time", "StartTime", "When it was created."),
    ),
    # https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
    # https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots-work.html
    share=SharedWith(
        "restore_accounts",
        actions=("ec2:CreateVolume", "ec2:CopySnapshot"),
        is_public="is_public",
        block="block_public_access",
        blocked_by="block-all-sharing",
    ),
)
