"""Enables deletion protection of a database instance."""

from collections.abc import Iterator

from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.state import read_state
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "rds.modify_db_instance",
        {"DBInstanceIdentifier": r"[A-Za-z][A-Za-z0-9-]{0,62}", "DeletionProtection": bool},
    ),
)


@answers("rds.instance_is_protected_from_deletion", writes=WRITES)
def protect_from_deletion(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable deletion protection: it must be disabled before the database can be deleted."""
    instance = {"DBInstanceIdentifier": finding.resource.rpartition(":")[2]}
    read = "rds.describe_db_instances"
    found = reader.call(read, **instance)["DBInstances"][0]
    if cluster := found.get("DBClusterIdentifier"):
        raise NeedsHuman(f"{finding.resource}: enable it for the cluster instead: {cluster}")
    probe = Probe(read, instance, "DBInstances[0].DeletionProtection")
    before = read_state(probe, reader)
    if before is True:
        return
    # Without ApplyImmediately: RDS turns this setting on at once all the same, and whatever
    # else waits for the maintenance window goes on waiting.
    operation, member = "rds.modify_db_instance", "DeletionProtection"
    yield Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=Write(operation, {**instance, member: True}),
        probe=probe,
        before=before,
        after=True,
        why="the database can no longer be deleted with one call",
        layer="data",
        blast="none",
        undo=Write(operation, {**instance, member: False}),
    )
