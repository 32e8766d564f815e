"""Where CloudFormation has backup plans: their rules have other names there."""

from typing import Any

from ringwall.model.export import TableExport
from ringwall.model.table import Row


def write_rules(rules: list[Row]) -> list[Row]:
    """Return the rules of a plan as CloudFormation has them: 0 days are no limit."""
    return [_write_rule(rule) for rule in rules]


def _write_rule(rule: Row) -> Row:
    written = {
        "TargetBackupVault" if name == "TargetBackupVaultName" else name: value
        for name, value in _limit(rule).items()
    }
    return {**written, "CopyActions": [_limit(copy) for copy in rule.get("CopyActions", ())]}


def _limit(part: Row) -> Row:
    days: dict[str, Any] = {
        name: value for name, value in part.get("Lifecycle", {}).items() if value
    }
    rest = {name: value for name, value in part.items() if name != "Lifecycle"}
    return {**rest, "Lifecycle": days} if days else rest


plan = TableExport(
    table="backup_backup_plan",
    properties={"BackupPlan.BackupPlanRule": "{rules}"},
    values={"rules": write_rules},
)
