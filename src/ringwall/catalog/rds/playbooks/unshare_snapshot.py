"""Stops sharing a snapshot of a database with all AWS accounts."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

READ = "rds.describe_db_snapshot_attributes"
READ_OF_CLUSTER = "rds.describe_db_cluster_snapshot_attributes"
MODIFY = "rds.modify_db_snapshot_attribute"
MODIFY_OF_CLUSTER = "rds.modify_db_cluster_snapshot_attribute"
WRITES = tuple(
    WriteShape(
        modify,
        {
            f"{name}SnapshotIdentifier": r"[A-Za-z][A-Za-z0-9-]{0,254}",
            "AttributeName": "restore",
            "ValuesToRemove?": ("all",),
            "ValuesToAdd?": ("all",),
        },
    )
    for name, modify in (("DB", MODIFY), ("DBCluster", MODIFY_OF_CLUSTER))
)


@answers(
    "rds.snapshot_is_not_public",
    "docdb.snapshot_is_not_public",
    "neptune.snapshot_is_not_public",
    writes=WRITES,
)
def unshare_snapshot(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Stop sharing the snapshot with all AWS accounts; named accounts keep their access."""
    _, _, _, _, _, of, snapshot = finding.resource.split(":", 6)
    if of == "cluster-snapshot":
        name, read, modify = "DBCluster", READ_OF_CLUSTER, MODIFY_OF_CLUSTER
    else:
        name, read, modify = "DB", READ, MODIFY
    which = {f"{name}SnapshotIdentifier": snapshot}
    found = f"{name}SnapshotAttributesResult.{name}SnapshotAttributes"

    def share(state: str | None) -> Write:
        change = {"ValuesToAdd" if state else "ValuesToRemove": ["all"]}
        parameters = {**which, "AttributeName": "restore", **change}
        return Write(modify, parameters)

    return change_setting(
        finding,
        reader,
        Probe(
            read,
            which,
            f"{found}[?AttributeName=='restore'].AttributeValues[] | [?@=='all'] | [0]",
        ),
        share,
        after=None,
        why="any AWS account can restore the database while the snapshot is shared with all",
        blast="availability",
    )
