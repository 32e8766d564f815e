"""Keeps the automated backups of a database for a week."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

DAYS = 7
NAME = r"[A-Za-z][A-Za-z0-9-]{0,62}"
WRITES = (
    WriteShape(
        "rds.modify_db_instance",
        {
            "DBInstanceIdentifier": NAME,
            "BackupRetentionPeriod": range(DAYS + 1),
            "ApplyImmediately?": True,
        },
    ),
    WriteShape(
        "rds.modify_db_cluster",
        {"DBClusterIdentifier": NAME, "BackupRetentionPeriod": range(1, DAYS + 1)},
    ),
)


@answers("rds.instance_keeps_backups", writes=WRITES)
def keep_backups(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Raise the retention to seven days, of the cluster where the instance is in one."""
    name = finding.resource.rpartition(":")[2]
    found = reader.call("rds.describe_db_instances", DBInstanceIdentifier=name)["DBInstances"][0]
    cluster = found.get("DBClusterIdentifier")
    if cluster:
        which, change = {"DBClusterIdentifier": cluster}, "rds.modify_db_cluster"
        read = "rds.describe_db_clusters"
        days = reader.call(read, **which)["DBClusters"][0]["BackupRetentionPeriod"]
    else:
        which, change = {"DBInstanceIdentifier": name}, "rds.modify_db_instance"
        read, days = "rds.describe_db_instances", found["BackupRetentionPeriod"]
    if days >= DAYS:
        return
    at_once = {} if days else _begin(found, finding)

    def keep(state: int) -> Write:
        parameters = {**which, "BackupRetentionPeriod": state, **at_once}
        return Write(change, parameters)

    yield from change_setting(
        finding,
        reader,
        Probe(read, which, "*[0].BackupRetentionPeriod | [0]", wait=600.0),
        keep,
        after=DAYS,
        why=_explain(days),
        blast="config" if days else "availability",
    )


def _begin(found: Row, finding: Finding) -> Row:
    """Return what begins with backups at once; NeedsHuman where that would bring other changes."""
    if waiting := sorted(found.get("PendingModifiedValues") or {}):
        raise NeedsHuman(
            f"{finding.resource}: {', '.join(waiting)} waits for the maintenance window, and would "
            "be changed at once with the backups; set the retention in the window"
        )
    return {"ApplyImmediately": True}


def _explain(days: int) -> str:
    if days:
        return f"the database can be restored to any moment of {DAYS} days, not only of {days}"
    return (
        "the database can be restored, which it cannot now; it stops for seconds or minutes when "
        "backups are turned on, and undo deletes those that were made"
    )
