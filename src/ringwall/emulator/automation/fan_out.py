"""Executions that start others: for each target, and for each account and Region.

A child in another account is started there by its execution role, which the role of the parent
assumes. A document that is not AWS's has to be shared with the account.
https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-multiple-accounts-regions.html
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.automation.api_calls import call_api, find_access_key
from ringwall.emulator.automation.execution import (
    ENDED,
    Execution,
    ExecutionKey,
    StepFailure,
    StepRun,
    find_execution,
)
from ringwall.emulator.automation.notices import tell_step
from ringwall.emulator.automation.service_actions import PARENT
from ringwall.emulator.automation.start import make_execution
from ringwall.emulator.automation.step_error import StepError
from ringwall.emulator.automation.targets import find_accounts, find_targets
from ringwall.emulator.automation.values import read_outputs
from ringwall.emulator.call import Fault
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.state import EmulatorState

EXECUTION_ROLE = "AWS-SystemsManager-AutomationExecutionRole"
ASSUME_PARAMETER = "AutomationAssumeRole"
"""The parameter by which AWS's documents take their role."""
AT_ONCE = "10"
Begin = Callable[[EmulatorState, Execution], None]


@dataclass(frozen=True)
class WaitingChild:
    """A child that is still to be started."""

    request: Mapping[str, Any]
    """The parameters of StartAutomationExecution."""
    place: tuple[str, str] | None = None
    """Account and Region; None for those of the parent."""
    role: str = ""
    """The role that starts it there."""


def advance_fan(emulator: RunningEmulator, execution: Execution, begin: Begin) -> bool:
    """Start the children that may start now; return whether none is left."""
    fan, state = execution.fan, emulator.state
    if fan is None:
        return True
    now = state.clock.now()
    if not fan.is_resolved:
        _resolve(emulator, execution)
    _collect(state, execution, now)
    if execution.is_cancelled or fan.errors > fan.most_errors:
        fan.waiting.clear()
    while fan.waiting and len(fan.running) < fan.most_at_once:
        _start(emulator, execution, fan.waiting.pop(0), begin)
        if fan.errors > fan.most_errors:
            fan.waiting.clear()
    if not fan.running and fan.errors:
        execution.has_failed = True
        failed = next(run for run in execution.runs if run.failure is not None)
        execution.failure = failed.failure.message if failed.failure else ""
    return not fan.running


def _resolve(emulator: RunningEmulator, execution: Execution) -> None:
    """Find what the children are for."""
    fan, request = execution.fan, execution.request
    if fan is None:
        return
    locations = request.get("TargetLocations") or ()
    if locations:
        fan.waiting = list(_find_in_locations(emulator, execution))
        first = locations[0]
        at_once, errors = (
            first.get("TargetLocationMaxConcurrency"),
            first.get("TargetLocationMaxErrors"),
        )
        at_once = at_once or "1"
    else:
        fan.waiting = list(_find_here(emulator, execution))
        at_once, errors = request.get("MaxConcurrency") or AT_ONCE, request.get("MaxErrors")
    fan.total = len(fan.waiting)
    fan.most_at_once = max(1, _count(str(at_once), fan.total, math.ceil))
    fan.most_errors = _count(str(errors or "0"), fan.total, math.floor)
    fan.is_resolved = True


def _count(text: str, total: int, round_: Callable[[float], int]) -> int:
    return round_(total * int(text[:-1]) / 100) if text.endswith("%") else int(text)


def _find_here(emulator: RunningEmulator, execution: Execution) -> Iterator[WaitingChild]:
    request = execution.request
    own = ("DocumentName", "DocumentVersion", "Parameters", "Mode")
    base = {name: request[name] for name in own if request.get(name)}
    parameters = dict(request.get("Parameters") or {})
    maps: list[Mapping[str, Any]] = list(request.get("TargetMaps") or ())
    if not maps:
        execution.targets = find_targets(emulator, execution)
        maps = [{str(request["TargetParameterName"]): [value]} for value in execution.targets]
    for one in maps:
        yield WaitingChild({**base, "Parameters": {**parameters, **one}})


def _find_in_locations(emulator: RunningEmulator, execution: Execution) -> Iterator[WaitingChild]:
    request = execution.request
    account, region, _ = execution.key
    parameters = dict(request.get("Parameters") or {})
    name = execution.document
    if not name.startswith(("arn:", "AWS-", "AWSSupport-")):
        name = f"arn:{own_partition()}:ssm:{region}:{account}:document/{name}"
    base: dict[str, Any] = {"DocumentName": name, "DocumentVersion": execution.version}
    passed_on = ("TargetParameterName", "Targets", "TargetMaps", "MaxConcurrency", "MaxErrors")
    base |= {member: request[member] for member in passed_on if request.get(member)}
    for location in request["TargetLocations"]:
        own = {"Targets": "Targets", "TargetsMaxConcurrency": "MaxConcurrency"}
        own["TargetsMaxErrors"] = "MaxErrors"
        more = {theirs: location[name] for name, theirs in own.items() if location.get(name)}
        role_name = str(location.get("ExecutionRoleName") or EXECUTION_ROLE)
        for target in find_accounts(emulator, execution, location):
            role = f"arn:{own_partition()}:iam::{target}:role/{role_name}"
            given = dict(parameters)
            if ASSUME_PARAMETER in execution.runbook.parameters:
                given[ASSUME_PARAMETER] = [role]
            for place in location["Regions"]:
                child = {**base, **more, **({"Parameters": given} if given else {})}
                yield WaitingChild(child, (target, place), role)


def _start(
    emulator: RunningEmulator, execution: Execution, child: WaitingChild, begin: Begin
) -> None:
    fan, state = execution.fan, emulator.state
    now = state.clock.now()
    if fan is None:
        return
    number = len(execution.runs) + 1
    name = "_".join(child.place) if child.place else f"target_{number}"
    step = {"name": name, "action": "aws:executeAutomation", "inputs": {}}
    run = StepRun(str(mock_random.uuid4()), step, location=child.place)
    run.inputs, run.status, run.started = child.request, "InProgress", now
    execution.runs.append(run)
    tell_step(state, execution, run, now)
    try:
        key = _launch(emulator, execution, child, begin)
    except StepError as error:
        run.failure, run.status, run.ended = error.failure, "Failed", now
        fan.errors += 1
        tell_step(state, execution, run, now)
        return
    run.outputs = {"ExecutionId": key[2]}
    fan.running[run.step_id] = key


def _launch(
    emulator: RunningEmulator, execution: Execution, child: WaitingChild, begin: Begin
) -> ExecutionKey:
    """Start a child: one elsewhere by a call, as its execution role."""
    state = emulator.state
    account, region, _ = execution.key
    if child.place is None:
        try:
            made = make_execution(
                state, (account, region), child.request, execution.starter, execution.key
            )
        except Fault as error:
            raise StepError(f"{error.code}: {error.message}") from error
        made.session = execution.session
        begin(state, made)
        return made.key
    key = find_access_key(emulator, execution)
    target, place = child.place
    asked = {"RoleArn": child.role, "RoleSessionName": f"Automation-{execution.execution_id}"}
    session = call_api(emulator, execution, "sts", "AssumeRole", asked, place, key)
    answer = call_api(
        emulator,
        execution,
        "ssm",
        "StartAutomationExecution",
        child.request,
        place,
        session["Credentials"]["AccessKeyId"],
        {PARENT: execution.key},
    )
    return (target, place, answer["AutomationExecutionId"])


def _collect(state: EmulatorState, execution: Execution, now: datetime) -> None:
    """Note which children have ended."""
    fan = execution.fan
    if fan is None:
        return
    for step_id, key in list(fan.running.items()):
        child = find_execution(state, key)
        if child.status not in ENDED:
            continue
        del fan.running[step_id]
        run = next(found for found in execution.runs if found.step_id == step_id)
        run.status, run.ended = child.status, now
        run.outputs = {**run.outputs, "Status": child.status, "Output": read_outputs(child)}
        if child.status != "Success":
            fan.errors += 1
            run.failure = StepFailure(child.failure or f"The execution ended as {child.status}.")
        tell_step(state, execution, run, now)
