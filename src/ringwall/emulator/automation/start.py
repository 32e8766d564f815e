"""What an execution starts with: its document, its parameters, its role.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
"""

import re
from collections.abc import Mapping
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.automation.execution import (
    Execution,
    ExecutionKey,
    FanOut,
    Starter,
    executions_of,
    find_execution,
)
from ringwall.emulator.automation.parameters import BadParameters, bind
from ringwall.emulator.automation.references import find_references, resolve
from ringwall.emulator.automation.runbook import Runbook
from ringwall.emulator.automation.stored_documents import find_document
from ringwall.emulator.call import ROLE_ARN, Fault
from ringwall.emulator.state import EmulatorState

TARGETED = ("Targets", "TargetMaps", "TargetLocations")
"""Parameters by which an execution starts others instead of running steps itself."""
PATTERNS = {
    "ExecutionRoleName": r"[\w+=,.@/-]{1,64}",
    "MaxConcurrency": "[1-9][0-9]{0,6}|[1-9][0-9]%|[1-9]%|100%",
    "MaxErrors": "[1-9][0-9]{0,6}|[0]|[1-9][0-9]%|[0-9]%|100%",
}
"""What parameters that end so may be."""
MAX_LEVELS = 5
"""Executions above one that others have started: a runbook that starts itself has no end."""


def make_execution(
    state: EmulatorState,
    place: tuple[str, str],
    request: Mapping[str, Any],
    starter: Starter,
    parent: ExecutionKey | None = None,
) -> Execution:
    """Return a new execution in an account and Region; Fault where the request does not suit."""
    account, region = place
    _check_level(state, parent)
    runbook, name, version = read_runbook(state, place, request)
    _check_targets(request, runbook)
    for given in (request, *(request.get("TargetLocations") or ())):
        _check_forms(given)
    values = _bind(runbook, request)
    execution = Execution(
        key=(account, region, str(mock_random.uuid4())),
        document=name,
        version=version,
        runbook=runbook,
        starter=starter,
        request=request,
        values=values,
        started=state.clock.now(),
        role=find_role(runbook, values),
        parent=parent,
        variables={
            name: facts.get("default")
            for name, facts in runbook.variables.items()
            if "default" in facts
        },
        fan=FanOut() if any(request.get(member) for member in TARGETED) else None,
        tags={tag["Key"]: tag["Value"] for tag in request.get("Tags") or ()},
    )
    executions_of(state, account, region)[execution.execution_id] = execution
    return execution


def _check_level(state: EmulatorState, parent: ExecutionKey | None) -> None:
    levels = 0
    while parent is not None:
        levels += 1
        parent = find_execution(state, parent).parent
    if levels > MAX_LEVELS:
        raise reject(f"An automation can be nested in at most {MAX_LEVELS} others.")


def read_runbook(
    state: EmulatorState, place: tuple[str, str], request: Mapping[str, Any]
) -> tuple[Runbook, str, str]:
    """Return the runbook that a request names, its name and version; Fault where there is none."""
    name = str(request["DocumentName"])
    document = find_document(state, *place, name)
    if document is None or document.kind != "Automation":
        message = "An Automation runbook with the specified name couldn't be found."
        raise Fault("AutomationDefinitionNotFoundException", message)
    wanted = str(request.get("DocumentVersion") or "")
    allowed = document.shared.get(place[0]) or document.shared.get("all")
    is_foreign = document.owner not in {place[0], "Amazon"}
    version = document.find_version(wanted)
    if is_foreign and allowed == "$DEFAULT" and version is not document.find_version():
        version = None
    if version is None:
        message = "An Automation runbook with the specified name and version couldn't be found."
        raise Fault("AutomationDefinitionVersionNotFoundException", message)
    return Runbook(version.content), name, str(version.number)


def find_role(runbook: Runbook, values: Mapping[str, Any]) -> str:
    """Return the ARN of the role that a runbook acts as; '' where it names none."""

    def find(name: str) -> Any:
        return values.get(name, "")

    role = str(resolve(runbook.assume_role, find) or "").strip()
    if role and not ROLE_ARN.fullmatch(role):
        raise reject("The format of the supplied assume role ARN is invalid.")
    return role


def find_passed_role(state: EmulatorState, place: tuple[str, str], request: Any) -> str:
    """Return the role that a request hands to Automation; '' where it names none, or no sense."""
    try:
        runbook, _, _ = read_runbook(state, place, request)
        return find_role(runbook, _bind(runbook, request))
    except Fault:
        return ""


def reject(message: str) -> Fault:
    """Return the error for parameters that do not suit."""
    return Fault("InvalidAutomationExecutionParametersException", message)


def _bind(runbook: Runbook, request: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(request.get("Parameters") or {})
    declared = dict(runbook.parameters)
    # What targets give is not asked for: each child gets a value of its own.
    by_target = {str(request.get("TargetParameterName") or "")}
    by_target |= {name for one in request.get("TargetMaps") or () for name in one}
    if any(request.get(member) for member in TARGETED):
        declared = {n: f for n, f in declared.items() if n not in by_target or n in given}
    try:
        return bind(declared, given)
    except BadParameters as error:
        raise reject(str(error)) from error


def _check_targets(request: Mapping[str, Any], runbook: Runbook) -> None:
    targets, name = request.get("Targets") or (), request.get("TargetParameterName")
    if len(targets) > 1:
        raise reject("Only one resource group or tag can be specified at a time")
    if targets and request.get("TargetMaps"):
        raise reject("Targets and TargetMaps can't be specified together.")
    if bool(targets) != bool(name) and not request.get("TargetMaps"):
        locations = request.get("TargetLocations") or ()
        if not (name and any(location.get("Targets") for location in locations)):
            raise reject("Targets and TargetParameterName must be specified together.")
    if name and name not in runbook.parameters:
        raise reject(f"The target parameter {name} is not defined in the document.")
    for location in request.get("TargetLocations") or ():
        if not location.get("Accounts") or not location.get("Regions"):
            raise reject("A target location must have Accounts and Regions.")
    refused = [m for m in ("TargetLocationsURL", "AlarmConfiguration") if request.get(m)]
    if refused:
        raise reject(f"{refused[0]} is not emulated.")
    if list(find_references(request.get("Parameters") or {})):
        raise reject("References to Parameter Store in parameters are not emulated.")


def _check_forms(given: Mapping[str, Any]) -> None:
    """Fault for what has not the form of its parameter: a limit is a number or a percentage."""
    for name, value in given.items():
        pattern = next((p for end, p in PATTERNS.items() if name.endswith(end)), "")
        if pattern and not re.fullmatch(pattern, str(value)):
            message = (
                f"1 validation error detected: Value '{value}' at '{name[0].lower()}{name[1:]}' "
                f"failed to satisfy constraint: Member must satisfy regular expression pattern: "
                f"^({pattern})$"
            )
            raise Fault("ValidationException", message)
