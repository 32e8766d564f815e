"""Lets databases copy their tags to snapshots."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

READ, MODIFY = "rds.describe_db_instances", "rds.modify_db_instance"
READ_OF_CLUSTER, MODIFY_OF_CLUSTER = "rds.describe_db_clusters", "rds.modify_db_cluster"
WRITES = tuple(
    WriteShape(
        modify,
        {f"DB{kind}Identifier": r"[A-Za-z][A-Za-z0-9-]{0,62}", "CopyTagsToSnapshot": bool},
    )
    for kind, modify in (("Instance", MODIFY), ("Cluster", MODIFY_OF_CLUSTER))
)


@answers(
    "rds.aurora_cluster_copies_tags",
    "rds.instance_copies_tags",
    "rds.mysql_cluster_copies_tags",
    "rds.postgres_cluster_copies_tags",
    "neptune.cluster_copies_tags",
    writes=WRITES,
)
def copy_tags(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Give the tags of a database to the snapshots that are made of it from now on."""
    _, _, _, _, _, of, name = finding.resource.split(":", 6)
    if of == "cluster":
        kind, read, modify = "Cluster", READ_OF_CLUSTER, MODIFY_OF_CLUSTER
    else:
        kind, read, modify = "Instance", READ, MODIFY
    which = {f"DB{kind}Identifier": name}

    # Without ApplyImmediately: RDS changes this setting at once all the same, and whatever else
    # waits for the maintenance window goes on waiting.
    def copy(state: bool) -> Write:  # noqa: FBT001 - it is given as the state it is
        return Write(modify, {**which, "CopyTagsToSnapshot": state})

    return change_setting(
        finding,
        reader,
        Probe(read, which, f"DB{kind}s[0].CopyTagsToSnapshot"),
        copy,
        after=True,
        why="new snapshots have the tags by which people and policies know the database",
        blast="none",
    )
