"""What people tell a running execution: to approve, to reject, to go on, to stop.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendAutomationSignal.html
"""

from collections.abc import Mapping, Sequence

from ringwall.emulator.authorization.callers import ApiCaller
from ringwall.emulator.automation.execution import ENDED, Execution, StepRun
from ringwall.emulator.automation.progress import AdvanceExecution, request_cancel
from ringwall.emulator.call import Fault
from ringwall.emulator.state import EmulatorState

Payload = Mapping[str, Sequence[str]]


def signal(
    state: EmulatorState, execution: Execution, kind: str, payload: Payload, caller: ApiCaller
) -> None:
    """Take a signal; Fault where the execution does not wait for it."""
    if execution.status in ENDED:
        raise _reject("The execution has ended.")
    if kind in {"Approve", "Reject"}:
        _decide(execution, kind, payload, caller)
    elif kind == "Resume":
        _resume(execution, payload)
    elif kind == "StartStep":
        _start_step(execution, payload)
    elif kind == "StopStep":
        _stop_step(state, execution, payload)
        return
    else:
        raise _reject(f"The signal {kind} is not emulated.")
    state.backlog.add(AdvanceExecution(execution.key))


def stop(state: EmulatorState, execution: Execution, kind: str) -> None:
    """Cancel an execution, or let it end with the step that runs."""
    if execution.status in ENDED:
        message = "The specified update status operation isn't valid."
        raise Fault("InvalidAutomationStatusUpdateException", message)
    if kind == "Complete":
        execution.is_completing = True
        if execution.current is None and execution.rounds:
            del execution.rounds[1:]
            execution.rounds[0].next_name = None
            state.backlog.add(AdvanceExecution(execution.key))
        return
    request_cancel(state, execution)


def _decide(execution: Execution, kind: str, payload: Payload, caller: ApiCaller) -> None:
    """Note an approver's decision: each of the approvers counts once, whoever acts as it."""
    run = _find_waiting(execution, "aws:approve")
    approvers = run.inputs.get("Approvers") or []
    named = [str(approver) for approver in approvers if is_approver(str(approver), caller)]
    if not named:
        raise _reject(f"{caller.arn} is not an approver of the step {run.name}.")
    decisions = run.memory["decisions"]
    if any(decision["Approver"] in named for decision in decisions):
        raise _reject(f"{caller.arn} has already decided on the step {run.name}.")
    comment = (payload.get("Comment") or [""])[0]
    decisions.append(
        {"Approver": named[0], "Decision": kind, "DecidedBy": caller.arn, "Comment": comment}
    )


def is_approver(approver: str, caller: ApiCaller) -> bool:
    """Whether a caller is one of the principals that an approver stands for.

    A user's name or ARN, a role's ARN, or the ARN of a role's session.
    """
    if not approver.startswith("arn:"):
        is_user = caller.kind in {"user", "operator"}
        return is_user and caller.arn.rpartition("/")[2] == approver
    return approver in {caller.arn, caller.role_arn}


def _resume(execution: Execution, payload: Payload) -> None:
    run = _find_waiting(execution, "aws:pause")
    name = (payload.get("StepName") or [run.name])[0]
    if name != run.name:
        raise _missing(name)
    run.memory["resumed"] = True


def _start_step(execution: Execution, payload: Payload) -> None:
    if not execution.is_interactive or execution.current is not None:
        raise _reject("No step waits to be started.")
    following = execution.rounds[-1].next_name
    name = (payload.get("StepName") or [str(following)])[0]
    if name != following:
        raise _missing(str(name))
    execution.is_released = True


def _stop_step(state: EmulatorState, execution: Execution, payload: Payload) -> None:
    wanted = (payload.get("StepExecutionId") or [""])[0]
    run = execution.current
    if run is None or run.step_id != wanted:
        raise _missing(wanted)
    request_cancel(state, execution)


def _find_waiting(execution: Execution, action: str) -> StepRun:
    run = execution.current
    if run is None or run.status != "Waiting" or run.action != action:
        raise _reject(f"No step {action} of the execution waits for this signal.")
    return run


def _reject(message: str) -> Fault:
    return Fault("InvalidAutomationSignalException", message)


def _missing(name: str) -> Fault:
    message = f"The specified step name or execution ID doesn't exist: {name}"
    return Fault("AutomationStepNotFoundException", message)
