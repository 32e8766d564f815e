"""Replication tasks of the Database Migration Service, and what they log."""

import json
from collections.abc import Iterator
from typing import Any

from ringwall.model.table import Column, Reader, Row, Table, boolean, moment, text

_COMPONENTS = ("SOURCE_CAPTURE", "SOURCE_UNLOAD", "TARGET_APPLY", "TARGET_LOAD")


def _list_tasks(reader: Reader) -> Iterator[Row]:
    for task in reader.items("dms.describe_replication_tasks", "ReplicationTasks"):
        yield {**task, "Logging": _read_logging(task.get("ReplicationTaskSettings"))}


def _read_logging(settings: Any) -> Row | None:
    """Return what a task's settings, a JSON text, say of logs; None where it cannot be read."""
    try:
        found = json.loads(settings)["Logging"]
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _severity(component: str) -> Column:
    return text(
        f"{component.lower()}_severity",
        f"Logging.LogComponents[?Id == '{component}'].Severity | [0]",
        f"From which severity on {component} is logged; '' where it is not.",
    )


task = Table(
    name="dms_replication_task",
    doc="A task that copies data from one database to another.",
    cloudformation="AWS::DMS::ReplicationTask",
    fetch=_list_tasks,
    arn="ReplicationTaskArn",
    columns=(
        text("replication_task_identifier", "ReplicationTaskIdentifier", "The task's name."),
        text("status", "Status", "running, stopped, ready, ..."),
        text("migration_type", "MigrationType", "full-load, cdc or full-load-and-cdc."),
        text("source_endpoint_arn", "SourceEndpointArn", "Where it reads."),
        text("target_endpoint_arn", "TargetEndpointArn", "Where it writes."),
        text("replication_instance_arn", "ReplicationInstanceArn", "The machine that it runs on."),
        boolean(
            "logging_enabled",
            "Logging.EnableLogging",
            "It logs to CloudWatch Logs.",
            required=True,
        ),
        *map(_severity, _COMPONENTS),
        moment(
            "replication_task_creation_date", "ReplicationTaskCreationDate", "When it was created."
        ),
    ),
)
