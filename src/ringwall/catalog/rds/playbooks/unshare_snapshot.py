"""Stops sharing a snapshot of a database with all AWS accounts."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = tuple(
    WriteShape(
        f"rds.modify_{kind}_snapshot_attribute",
        {
            f"{name}SnapshotIdentifier": r"[A-Za-z][A-Za-z0-9-]{0,254}",
            "AttributeName": "restore",
            "ValuesToRemove?": ("all",),
            "ValuesToAdd?": ("all",),
        },
    )
    for kind, name in (("db", "DB"), ("db_cluster", "DBCluster"))
)


@answers("rds.snapshot_is_not_public", writes=WRITES)
def unshare_snapshot(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Stop sharing the snapshot with all AWS accounts; named accounts keep their access."""
    _, _, _, _, _, of, snapshot = finding.resource.split(":", 6)
    kind, name = ("db_cluster", "DBCluster") if of == "cluster-snapshot" else ("db", "DB")
    which = {f"{name}SnapshotIdentifier": snapshot}
    found = f"{name}SnapshotAttributesResult.{name}SnapshotAttributes"

    def share(state: str | None) -> Write:
        change = {"ValuesToAdd" if state else "ValuesToRemove": ["all"]}
        parameters = {**which, "AttributeName": "restore", **change}
        return Write(f"rds.modify_{kind}_snapshot_attribute", parameters)

    return change_setting(
        finding,
        reader,
        Probe(
            f"rds.describe_{kind}_snapshot_attributes",
            which,
            f"{found}[?AttributeName=='restore'].AttributeValues[] | [?@=='all'] | [0]",
        ),
        share,
        after=None,
        why="any AWS account can restore the database while the snapshot is shared with all",
        blast="availability",
    )
