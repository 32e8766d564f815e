"""Enables deletion protection of a database cluster."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "rds.modify_db_cluster",
        {"DBClusterIdentifier": r"[A-Za-z][A-Za-z0-9-]{0,62}", "DeletionProtection": bool},
    ),
)


@answers(
    "rds.cluster_is_protected_from_deletion",
    "docdb.cluster_is_protected_from_deletion",
    "neptune.cluster_is_protected_from_deletion",
    writes=WRITES,
)
def protect_cluster_from_deletion(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable deletion protection: it must be disabled before the cluster can be deleted."""
    cluster = {"DBClusterIdentifier": finding.resource.rpartition(":")[2]}

    # Without ApplyImmediately: RDS turns this setting on at once all the same, and whatever
    # else waits for the maintenance window goes on waiting.
    def protect(state: bool) -> Write:  # noqa: FBT001 - it is given as the state it is
        return Write("rds.modify_db_cluster", {**cluster, "DeletionProtection": state})

    return change_setting(
        finding,
        reader,
        Probe("rds.describe_db_clusters", cluster, "DBClusters[0].DeletionProtection"),
        protect,
        after=True,
        why="the cluster can no longer be deleted with one call",
        blast="none",
    )
