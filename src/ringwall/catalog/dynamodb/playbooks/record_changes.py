"""Enables point-in-time recovery of a table."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

SETTING = "PointInTimeRecoveryEnabled"
STATUS = "ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus"
WRITES = (
    WriteShape(
        "dynamodb.update_continuous_backups",
        {"TableName": r"[\w.-]{3,255}", "PointInTimeRecoverySpecification": {SETTING: bool}},
    ),
)


@answers("dynamodb.table_can_be_restored", writes=WRITES)
def record_changes(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Keep the changes of 35 days, which are paid by the gigabyte."""
    table = {"TableName": finding.resource.rpartition("/")[2]}

    def record(state: bool) -> Write:  # noqa: FBT001 - it is given as the state it is
        specification = {"PointInTimeRecoverySpecification": {SETTING: state}}
        return Write("dynamodb.update_continuous_backups", {**table, **specification})

    return change_setting(
        finding,
        reader,
        Probe("dynamodb.describe_continuous_backups", table, f"{STATUS} == 'ENABLED'"),
        record,
        after=True,
        why="the table can be restored to any second of the last 35 days; undo deletes what was "
        "recorded",
    )
