"""Enables deletion protection of a table."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "dynamodb.update_table",
        {"TableName": r"[\w.-]{3,255}", "DeletionProtectionEnabled": bool},
    ),
)


@answers("dynamodb.table_is_protected_from_deletion", writes=WRITES)
def protect_table(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable deletion protection: it must be disabled before the table can be deleted."""
    table = {"TableName": finding.resource.rpartition("/")[2]}

    def protect(state: bool) -> Write:  # noqa: FBT001 - it is given as the state it is
        return Write("dynamodb.update_table", {**table, "DeletionProtectionEnabled": state})

    return change_setting(
        finding,
        reader,
        Probe("dynamodb.describe_table", table, "Table.DeletionProtectionEnabled || `false`"),
        protect,
        after=True,
        why="the table can no longer be deleted with one call",
        blast="none",
    )
