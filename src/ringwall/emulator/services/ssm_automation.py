"""Systems Manager Automation: executions of runbooks.

https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-automation.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.authorization.callers import find_caller
from ringwall.emulator.automation.answers import describe, list_steps, summarize
from ringwall.emulator.automation.api_calls import ask_assume
from ringwall.emulator.automation.execution import Execution, Starter, executions_of
from ringwall.emulator.automation.progress import begin_execution
from ringwall.emulator.automation.service_actions import PARENT
from ringwall.emulator.automation.signals import signal, stop
from ringwall.emulator.automation.start import make_execution, reject
from ringwall.emulator.automation.step_error import UNABLE
from ringwall.emulator.automation.timing import look_at
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import answer_page
from ringwall.emulator.state import EmulatorState

MISSING = "There is no automation execution information for the requested automation execution ID."
MAX_TAGS = 5


@emulates("ssm", "StartAutomationExecution")
def start_execution(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Start a runbook: its first step runs when the call has been answered."""
    request = {
        name: value for name, value in call.parameters.items() if value not in (None, [], {})
    }
    token = str(request.pop("ClientToken", "") or "").lower()
    tokens: dict[str, Any] = state.settings.setdefault(
        (call.account_id, call.region, "ssm.ClientTokens"), {}
    )
    if token in tokens:
        known, own = tokens[token]
        if known != request:
            message = (
                "Error returned when an idempotent operation is retried with other parameters."
            )
            raise Fault("IdempotentParameterMismatch", message)
        return {"AutomationExecutionId": own}
    if len(request.get("Tags") or ()) > MAX_TAGS:
        raise reject(f"An automation can have at most {MAX_TAGS} tags when it is started.")
    execution = _make(state, call, request)
    if token:
        tokens[token] = (request, execution.execution_id)
    return {"AutomationExecutionId": execution.execution_id}


def _make(state: EmulatorState, call: EmulatedCall, request: Mapping[str, Any]) -> Execution:
    caller = find_caller(state, call)
    starter = Starter(caller.arn, call.access_key, call.source_ip, call.user_agent)
    place = (call.account_id, call.region)
    execution = make_execution(state, place, request, starter, call.environ.get(PARENT))
    if execution.role:
        name = f"Automation-{execution.execution_id}"
        issued = state.service_access.assume(state, ask_assume(execution), name)
        if issued is None:
            del executions_of(state, *place)[execution.execution_id]
            raise reject(UNABLE)
        execution.session = (issued.access_key, issued.expires)
    begin_execution(state, execution)
    return execution


@emulates("ssm", "StartChangeRequestExecution")
def start_change_request(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Refuse: Change Manager is not emulated."""
    raise Fault("UnknownOperationException", f"{call.name} is not emulated", 501)


@emulates("ssm", "GetAutomationExecution")
def get_execution(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return an execution; the time for which it waits passes when it has been told."""
    execution = _find(state, call)
    look_at(state, execution)
    return {"AutomationExecution": describe(execution)}


@emulates("ssm", "DescribeAutomationExecutions")
def describe_executions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return executions by filters, the newest first."""
    held = executions_of(state, call.account_id, call.region)
    found = list(reversed(held.values()))
    for given in call.parameters.get("Filters") or ():
        found = [e for e in found if _matches(e, str(given["Key"]), list(given["Values"]))]
    for execution in found:
        look_at(state, execution)
    shown = [summarize(e) | {"AutomationType": _find_type(e), "LogFile": ""} for e in found]
    return answer_page(call, "AutomationExecutionMetadataList", shown)


def _find_type(execution: Execution) -> str:
    return "CrossAccount" if execution.request.get("TargetLocations") else "Local"


def _matches(execution: Execution, key: str, values: list[str]) -> bool:
    current = execution.current
    if key == "DocumentNamePrefix":
        return execution.document.startswith(tuple(values))
    if key in {"StartTimeBefore", "StartTimeAfter"}:
        moment = _read_time(values[0])
        is_before = key == "StartTimeBefore"
        return execution.started <= moment if is_before else execution.started >= moment
    texts = {
        "ExecutionStatus": execution.status,
        "ExecutionId": execution.execution_id,
        "ParentExecutionId": execution.parent[2] if execution.parent else "",
        "CurrentAction": current.action if current else "",
        "AutomationType": _find_type(execution),
    }
    if key == "TagKey":
        return any(value in execution.tags for value in values)
    if key not in texts:
        raise Fault("InvalidFilterKey", "The specified key isn't valid.")
    return texts[key] in values


def _read_time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        message = "The filter value isn't valid. Verify the value and try again."
        raise Fault("InvalidFilterValue", message) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@emulates("ssm", "DescribeAutomationStepExecutions")
def describe_steps(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the steps of an execution by filters."""
    execution = _find(state, call)
    look_at(state, execution)
    steps = list_steps(execution)
    for given in call.parameters.get("Filters") or ():
        steps = [s for s in steps if _step_matches(s, str(given["Key"]), list(given["Values"]))]
    if call.parameters.get("ReverseOrder"):
        steps.reverse()
    return answer_page(call, "StepExecutions", steps)


def _step_matches(step: Mapping[str, Any], key: str, values: list[str]) -> bool:
    started = step.get("ExecutionStartTime")
    if key in {"StartTimeBefore", "StartTimeAfter"}:
        moment = _read_time(values[0])
        is_before = key == "StartTimeBefore"
        return started is not None and (started <= moment if is_before else started >= moment)
    parent = step.get("ParentStepDetails", {})
    texts = {
        "StepExecutionStatus": step["StepStatus"],
        "StepExecutionId": step.get("StepExecutionId", ""),
        "StepName": step["StepName"],
        "Action": step["Action"],
        "ParentStepExecutionId": parent.get("StepExecutionId", ""),
        "ParentStepIteration": str(parent.get("Iteration", "")),
        "ParentStepIteratorValue": parent.get("IteratorValue", ""),
    }
    if key not in texts:
        raise Fault("InvalidFilterKey", "The specified key isn't valid.")
    return texts[key] in values


@emulates("ssm", "StopAutomationExecution")
def stop_execution(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Cancel an execution, or let it end with the step that runs."""
    stop(state, _find(state, call), str(call.parameters.get("Type") or "Cancel"))
    return {}


@emulates("ssm", "SendAutomationSignal")
def send_signal(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Take a signal of the caller, who is the approver where it approves."""
    kind = str(call.parameters["SignalType"])
    payload = call.parameters.get("Payload") or {}
    signal(state, _find(state, call), kind, payload, find_caller(state, call))
    return {}


def _find(state: EmulatorState, call: EmulatedCall) -> Execution:
    own = str(call.parameters["AutomationExecutionId"])
    found = executions_of(state, call.account_id, call.region).get(own)
    if found is None:
        raise Fault("AutomationExecutionNotFoundException", MISSING)
    return found
