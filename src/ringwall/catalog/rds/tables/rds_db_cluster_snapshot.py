"""Snapshots of database clusters."""

from ringwall.catalog.rds.sharing import IS_MANUAL, IS_PUBLIC, RESTORE
from ringwall.model.share import SharedWith
from ringwall.model.table import Call, Table, boolean, moment, text, texts

cluster_snapshot = Table(
    name="rds_db_cluster_snapshot",
    doc="A snapshot of a database cluster that the account owns.",
    list=Call("rds.describe_db_cluster_snapshots", "DBClusterSnapshots"),
    arn="DBClusterSnapshotArn",
    tags="TagList",
    calls=(
        Call(
            "rds.describe_db_cluster_snapshot_attributes",
            "DBClusterSnapshotAttributesResult.DBClusterSnapshotAttributes",
            {"DBClusterSnapshotIdentifier": "{DBClusterSnapshotIdentifier}"},
            into="Sharing",
            when=IS_MANUAL,
        ),
    ),
    gone=("DBClusterSnapshotNotFoundFault",),
    columns=(
        text(
            "db_cluster_snapshot_identifier", "DBClusterSnapshotIdentifier", "The snapshot's name."
        ),
        text(
            "db_cluster_identifier", "DBClusterIdentifier", "The cluster that it was created from."
        ),
        text("snapshot_type", "SnapshotType", "manual, automated or awsbackup.", required=True),
        text("status", "Status", "available, creating, ..."),
        text("engine", "Engine", "The engine of the cluster."),
        boolean("storage_encrypted", "StorageEncrypted", "It is encrypted.", required=True),
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
        "restore_accounts",
        actions=("rds:RestoreDBClusterFromSnapshot", "rds:CopyDBClusterSnapshot"),
    ),
)
