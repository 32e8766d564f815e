"""Executions and their steps as the API tells them.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecution.html
"""

import json
from typing import Any

from ringwall.emulator.automation.execution import Execution, StepRun
from ringwall.emulator.automation.progress import TIMEOUTS, is_true
from ringwall.emulator.automation.references import write_text
from ringwall.emulator.automation.values import read_outputs, write_list

SHOWN_STEPS = 100
"""Steps that GetAutomationExecution tells; DescribeAutomationStepExecutions tells the rest."""


def describe(execution: Execution) -> dict[str, Any]:
    """Return an execution as GetAutomationExecution tells it."""
    steps = list_steps(execution)
    counted = ("Success", "Failed", "Cancelled", "TimedOut")
    counters = {
        f"{status}Steps": sum(step["StepStatus"] == status for step in steps) for status in counted
    }
    return {
        **summarize(execution),
        "StepExecutions": steps[:SHOWN_STEPS],
        "StepExecutionsTruncated": len(steps) > SHOWN_STEPS,
        "Parameters": {name: write_list(value) for name, value in execution.values.items()},
        "ProgressCounters": {"TotalSteps": len(steps), **counters},
        "Variables": {name: write_list(value) for name, value in execution.variables.items()},
        **{
            name: execution.request[name]
            for name in ("TargetLocations",)
            if name in execution.request
        },
    }


def summarize(execution: Execution) -> dict[str, Any]:
    """Return an execution as DescribeAutomationExecutions tells it."""
    request, current = execution.request, execution.current
    optional = {
        "ExecutionEndTime": execution.ended,
        "FailureMessage": execution.failure,
        "ParentAutomationExecutionId": execution.parent[2] if execution.parent else "",
        "CurrentStepName": current.name if current else "",
        "CurrentAction": current.action if current else "",
        **{n: request.get(n) for n in ("TargetParameterName", "TargetMaps", "MaxConcurrency")},
        "MaxErrors": request.get("MaxErrors"),
    }
    return {
        "AutomationExecutionId": execution.execution_id,
        "DocumentName": execution.document.rpartition("/")[2],
        "DocumentVersion": execution.version,
        "ExecutionStartTime": execution.started,
        "AutomationExecutionStatus": execution.status,
        "Outputs": read_outputs(execution),
        "Mode": request.get("Mode") or "Auto",
        "ExecutedBy": execution.starter.arn,
        "Targets": list(request.get("Targets") or ()),
        "ResolvedTargets": {"ParameterValues": list(execution.targets), "Truncated": False},
        **{name: value for name, value in optional.items() if value},
    }


def list_steps(execution: Execution) -> list[dict[str, Any]]:
    """Return the steps that have begun, and those of the document that have not."""
    begun = [_describe_step(run) for run in execution.runs]
    if execution.fan is not None:
        return begun
    names = {run.name for run in execution.runs}
    waiting = [StepRun("", step) for step in execution.runbook.steps if step["name"] not in names]
    return begun + [_describe_step(run) for run in waiting]


def _describe_step(run: StepRun) -> dict[str, Any]:
    step = run.step
    optional: dict[str, Any] = {
        "StepExecutionId": run.step_id,
        "ExecutionStartTime": run.started,
        "ExecutionEndTime": run.ended,
        "TimeoutSeconds": run.timeout or TIMEOUTS.get(run.action),
        "OnFailure": step.get("onFailure"),
        "MaxAttempts": step.get("maxAttempts"),
        "NextStep": step.get("nextStep"),
        "Inputs": {name: json.dumps(value, default=str) for name, value in run.inputs.items()},
        "Outputs": {name: write_list(value) for name, value in run.outputs.items()},
    }
    for name, member in (("isEnd", "IsEnd"), ("isCritical", "IsCritical")):
        if name in step:
            optional[member] = is_true(step[name])
    if run.failure is not None:
        optional["FailureMessage"] = run.failure.message
        optional["FailureDetails"] = {
            "FailureStage": run.failure.stage,
            "FailureType": run.failure.kind,
            "Details": {},
        }
    if run.parent is not None:
        optional["ParentStepDetails"] = {
            "StepExecutionId": run.parent.step_id,
            "StepName": run.parent.name,
            "Action": "aws:loop",
            "Iteration": run.parent.iteration,
            "IteratorValue": write_text(run.parent.value),
        }
    if run.location is not None:
        account, region = run.location
        optional["TargetLocation"] = {"Accounts": [account], "Regions": [region]}
    return {
        "StepName": run.name,
        "Action": run.action,
        "StepStatus": run.status,
        **{name: value for name, value in optional.items() if value not in (None, "", {})},
    }
