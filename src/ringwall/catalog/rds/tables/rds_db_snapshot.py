"""Snapshots of database instances."""

from ringwall.catalog.rds.sharing import IS_MANUAL, IS_PUBLIC, RESTORE
from ringwall.model.share import SharedWith
from ringwall.model.table import Call, Table, boolean, moment, text, texts

snapshot = Table(
    name="rds_db_snapshot",
    doc="A snapshot of a database instance that the account owns.",
    list=Call("rds.describe_db_snapshots", "DBSnapshots"),
    arn="DBSnapshotArn",
    tags="TagList",
    calls=(
        # A list of all public snapshots would name every account's. Only manual ones can be shared.
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
        Call(
            "rds.describe_db_snapshot_attributes",
            "DBSnapshotAttributesResult.DBSnapshotAttributes",
            {"DBSnapshotIdentifier": "{DBSnapshotIdentifier}"},
            into="Sharing",
            when=IS_MANUAL,
        ),
    ),
    gone=("DBSnapshotNotFound",),
    columns=(
        text("db_snapshot_identifier", "DBSnapshotIdentifier", "The snapshot's name."),
        text(
            "db_instance_identifier",
            "DBInstanceIdentifier",
            "The instance that it was created from.",
        ),
        text("snapshot_type", "SnapshotType", "manual, automated or awsbackup.", required=True),
        text("status", "Status", "available, creating, ..."),
        text("engine", "Engine", "The engine of the instance."),
        boolean("encrypted", "Encrypted", "It is encrypted.", required=True),
        text("kms_key_id", "KmsKeyId", "The key that it is encrypted with."),
        boolean("is_public", IS_PUBLIC, "Any AWS account can restore it.", required=True),
        texts(
            "restore_accounts",
            RESTORE,
            "Accounts that can restore it; all for any account.",
            required=True,
        ),
        moment("snapshot_create_time", "SnapshotCreateTime", "When it was created."),
    ),
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
    share=SharedWith(
        "restore_accounts", actions=("rds:RestoreDBInstanceFromDBSnapshot", "rds:CopyDBSnapshot")
    ),
)
