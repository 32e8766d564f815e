"""Takes the public address from a database instance."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "rds.modify_db_instance",
        {
            "DBInstanceIdentifier": r"[A-Za-z][A-Za-z0-9-]{0,62}",
            "PubliclyAccessible": bool,
        },
    ),
)


@answers("rds.instance_is_not_public", writes=WRITES)
def make_private(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Resolve the name of the database to its private address only."""
    instance = {"DBInstanceIdentifier": finding.resource.rpartition(":")[2]}

    # Without ApplyImmediately: RDS changes this setting at once all the same, and whatever else
    # waits for the maintenance window goes on waiting.
    def expose(state: bool) -> Write:  # noqa: FBT001 - it is given as the state it is
        return Write("rds.modify_db_instance", {**instance, "PubliclyAccessible": state})

    return change_setting(
        finding,
        reader,
        Probe(
            "rds.describe_db_instances", instance, "DBInstances[0].PubliclyAccessible", wait=600.0
        ),
        expose,
        after=False,
        why="the database can no longer be reached from the internet; nor can those who use its "
        "public address",
        blast="availability",
    )
