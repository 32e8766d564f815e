"""What Automation tells EventBridge: each change of an execution's and a step's status.

https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
"""

from datetime import datetime
from typing import Any

from ringwall.emulator.automation.execution import Execution, StepRun
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.published_events import publish
from ringwall.emulator.state import EmulatorState


def tell_status(state: EmulatorState, execution: Execution, now: datetime) -> None:
    """Publish an execution's new status."""
    detail = {
        **_describe(execution),
        "Status": execution.status,
        **_times(execution.started, execution.ended),
        "ExecutedBy": execution.starter.arn,
    }
    _publish(state, execution, "EC2 Automation Execution Status-change Notification", detail, now)


def tell_step(state: EmulatorState, execution: Execution, run: StepRun, now: datetime) -> None:
    """Publish a step's new status."""
    detail = {
        **_describe(execution),
        "Status": run.status,
        **_times(run.started or now, run.ended),
        "StepName": run.name,
        "Action": run.action,
    }
    _publish(state, execution, "EC2 Automation Step Status-change Notification", detail, now)


def _describe(execution: Execution) -> dict[str, Any]:
    return {
        "ExecutionId": execution.execution_id,
        "Definition": execution.document,
        "DefinitionVersion": float(execution.version),
    }


def _times(started: datetime, ended: datetime | None) -> dict[str, Any]:
    found: dict[str, Any] = {"StartTime": _write(started)}
    if ended is not None:
        milliseconds = float(round((ended - started).total_seconds() * 1000))
        found |= {"EndTime": _write(ended), "Time": milliseconds}
    return found


def _write(moment: datetime) -> str:
    """Return a time as these events have it: `Nov 29, 2024 7:43:20 PM`."""
    hour = moment.strftime("%I").lstrip("0")
    return moment.strftime(f"%b {moment.day}, %Y {hour}:%M:%S %p")


def _publish(
    state: EmulatorState, execution: Execution, kind: str, detail: dict[str, Any], now: datetime
) -> None:
    account, region, _ = execution.key
    name = execution.document.rpartition("/")[2]
    place = f"arn:{own_partition()}:ssm:{region}:{account}"
    definition = f"{place}:automation-definition/{name}:{execution.version}"
    resources = (execution.arn, definition)
    publish(state, account, region, "aws.ssm", kind, detail, resources, now)
