"""Backup plans and selections: as their writes have them, and read for several tables."""

from collections.abc import Iterator

from ringwall.catalog.midway import unless_gone
from ringwall.model.table import Reader, Row


def write_plan(names: Row) -> Row:
    """Return the parameters that make a plan."""
    return {"BackupPlan": _describe(names), "BackupPlanTags": names["tags"]}


def write_plan_change(names: Row) -> Row:
    """Return the parameters that replace a plan's rules by a new version."""
    return {"BackupPlanId": names["found"]["backup_plan_id"], "BackupPlan": _describe(names)}


def _describe(names: Row) -> Row:
    rules = [_write_rule(rule) for rule in names["rules"]]
    return {"BackupPlanName": names["backup_plan_name"], "Rules": rules}


def _write_rule(rule: Row) -> Row:
    """Return a rule without what it does not say: 0 days are no limit."""
    copies = [_limit(copy) for copy in rule["CopyActions"]]
    return {**_limit(rule), "CopyActions": copies}


def _limit(part: Row) -> Row:
    days = {name: value for name, value in part["Lifecycle"].items() if value}
    rest = {name: value for name, value in part.items() if name != "Lifecycle"}
    return {**rest, "Lifecycle": days} if days else rest


def read_selections(reader: Reader) -> Iterator[Row]:
    """Yield the selections of all plans, each with the ID of its plan."""
    for plan in reader.items("backup.list_backup_plans", "BackupPlansList"):
        with unless_gone("ResourceNotFoundException"):
            yield from reader.items(
                "backup.list_backup_selections",
                "BackupSelectionsList",
                BackupPlanId=plan["BackupPlanId"],
            )
