"""Config: what remedies the findings of rules, its executions, and exceptions from it.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutRemediationConfigurations.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.automation.execution import Execution
from ringwall.emulator.automation.timing import look_at
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.configuration.evaluations import evaluate_now
from ringwall.emulator.configuration.places import place_of
from ringwall.emulator.configuration.remediations import (
    RemediationException,
    RemediationRun,
    ResourceKey,
    RuleRemediation,
    exceptions_of,
    find_run,
    is_running,
    keep_remediation,
    remediations_of,
    start_run,
)
from ringwall.emulator.configuration.rules import OWNED, is_service_s, require_rule
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.services.config_items import TOKEN_FAULT
from ringwall.emulator.state import EmulatorState

STEPS = {
    "Pending": "PENDING",
    "InProgress": "IN_PROGRESS",
    "Waiting": "IN_PROGRESS",
    "Success": "SUCCEEDED",
    "Cancelled": "EXITED",
}
"""Config's words for how a step is; a step that is in none of these failed."""


def _require(state: EmulatorState, call: EmulatedCall) -> RuleRemediation:
    name = str(call.parameters["ConfigRuleName"])
    found = remediations_of(state, place_of(call)).get(name)
    if found is None:
        message = f"No RemediationConfiguration for rule {name} exists"
        raise Fault("NoSuchRemediationConfigurationException", message)
    return found


@emulates("config", "PutRemediationConfigurations")
def put_remediations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep what remedies rules; AWS takes none for the rules of other services."""
    place = place_of(call)
    for given in call.parameters["RemediationConfigurations"]:
        if is_service_s(require_rule(place, str(given["ConfigRuleName"]))):
            raise Fault("InvalidParameterValueException", OWNED)
    for given in call.parameters["RemediationConfigurations"]:
        own = {n: v for n, v in given.items() if n not in {"Arn", "CreatedByService"}}
        keep_remediation(state, place, own)
    return {"FailedBatches": []}


@emulates("config", "DescribeRemediationConfigurations")
def describe_remediations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what remedies rules; a rule that has nothing is left out."""
    held = remediations_of(state, place_of(call))
    names = call.parameters["ConfigRuleNames"]
    return {"RemediationConfigurations": [held[n].settings for n in names if n in held]}


@emulates("config", "DeleteRemediationConfiguration")
def delete_remediation(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete what remedies a rule, unless it is at work."""
    found, place = _require(state, call), place_of(call)
    if found.settings.get("CreatedByService"):
        raise Fault("InvalidParameterValueException", OWNED)
    if any(is_running(state, place, found, key) for key in found.runs):
        message = "Remediation action is in progress. Cancel the execution, or try again later."
        raise Fault("RemediationInProgressException", message)
    del remediations_of(state, place)[found.settings["ConfigRuleName"]]
    return {}


def _read_keys(call: EmulatedCall) -> list[ResourceKey]:
    found = call.parameters.get("ResourceKeys") or ()
    named = [{name.lower(): value for name, value in key.items()} for key in found]
    return [(key.get("resourcetype", ""), key.get("resourceid", "")) for key in named]


def _write_key(key: ResourceKey) -> dict[str, str]:
    return {"resourceType": key[0], "resourceId": key[1]}


@emulates("config", "StartRemediationExecution")
def start_remediation(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Run the remediation for resources; one that is at work for a resource must end before."""
    found, place = _require(state, call), place_of(call)
    keys = list(dict.fromkeys(_read_keys(call)))
    busy = [key for key in keys if is_running(state, place, found, key)]
    for key in keys:
        if key not in busy:
            start_run(state, place, found.settings["ConfigRuleName"], key)
    if not busy:
        return {}
    message = "The remediation of a resource is in progress."
    return {"FailureMessage": message, "FailedItems": [_write_key(key) for key in busy]}


@emulates("config", "DescribeRemediationExecutionStatus")
def describe_executions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how the last remediation of each resource goes."""
    found, wanted = _require(state, call), _read_keys(call)
    runs = [run for key, run in found.runs.items() if not wanted or key in wanted]
    shown = [_show(state, call, run) for run in runs]
    page, more = cut_page(call, shown, fault=TOKEN_FAULT)
    return {"RemediationExecutionStatuses": page, **more}


def _show(state: EmulatorState, call: EmulatedCall, run: RemediationRun) -> dict[str, Any]:
    place = place_of(call)
    execution = find_run(state, place, run)[1]
    if execution is not None:
        look_at(state, execution)
    status = find_run(state, place, run)[0]
    return {
        "ResourceKey": _write_key(run.key),
        "State": status,
        "StepDetails": _show_steps(run, execution),
        "InvocationTime": run.invoked,
        "LastUpdatedTime": (execution.ended if execution is not None else None) or run.invoked,
    }


def _show_steps(run: RemediationRun, execution: Execution | None) -> list[dict[str, Any]]:
    if run.error:
        return [{"Name": "StartAutomationExecution", "State": "FAILED", "ErrorMessage": run.error}]
    steps = []
    for step in execution.runs if execution is not None else ():
        shown: dict[str, Any] = {"Name": step.name, "State": STEPS.get(step.status, "FAILED")}
        shown |= {"StartTime": step.started} if step.started else {}
        shown |= {"StopTime": step.ended} if step.ended else {}
        shown |= {"ErrorMessage": step.failure.message} if step.failure else {}
        steps.append(shown)
    return steps


@emulates("config", "PutRemediationExceptions")
def put_exceptions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Take resources that do not comply from a rule's automatic remediation."""
    name, place = str(call.parameters["ConfigRuleName"]), place_of(call)
    rule = require_rule(place, name)
    bad = {(v.resource_type, v.resource_id) for v in evaluate_now(state, place, rule)
           if v.compliance == "NON_COMPLIANT"}  # fmt: skip
    held, failed = exceptions_of(state, place, name), []
    message, expires = call.parameters.get("Message"), call.parameters.get("ExpirationTime")
    if isinstance(expires, datetime) and expires.tzinfo is None:
        expires = expires.replace(tzinfo=UTC)
    for key in _read_keys(call):
        if key in bad:
            held[key] = RemediationException(str(message or ""), expires)
        else:
            failed.append(_show_exception(name, key, None))
    if not failed:
        return {"FailedBatches": []}
    reason = "Exceptions are possible for resources that are NON_COMPLIANT alone."
    return {"FailedBatches": [{"FailureMessage": reason, "FailedItems": failed}]}


def _show_exception(
    rule: str, key: ResourceKey, held: RemediationException | None
) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "ConfigRuleName": rule,
        "ResourceType": key[0],
        "ResourceId": key[1],
    }
    if held is not None and held.message:
        shown["Message"] = held.message
    if held is not None and held.expires:
        shown["ExpirationTime"] = held.expires
    return shown


@emulates("config", "DescribeRemediationExceptions")
def describe_exceptions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the exceptions of a rule."""
    name, wanted = str(call.parameters["ConfigRuleName"]), _read_keys(call)
    held = exceptions_of(state, place_of(call), name)
    shown = [
        _show_exception(name, key, found)
        for key, found in held.items()
        if not wanted or key in wanted
    ]
    page, more = cut_page(call, shown, 25, fault=TOKEN_FAULT)
    return {"RemediationExceptions": page, **more}


@emulates("config", "DeleteRemediationExceptions")
def delete_exceptions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let a rule remedy resources by itself again."""
    name = str(call.parameters["ConfigRuleName"])
    held, keys = exceptions_of(state, place_of(call), name), _read_keys(call)
    missing = [key for key in keys if key not in held]
    if len(missing) == len(keys):
        message = f"The rule {name} has no such remediation exception."
        raise Fault("NoSuchRemediationExceptionException", message)
    for key in keys:
        held.pop(key, None)
    if not missing:
        return {"FailedBatches": []}
    items = [{"ResourceType": kind, "ResourceId": own} for kind, own in missing]
    reason = "The remediation exception does not exist."
    return {"FailedBatches": [{"FailureMessage": reason, "FailedItems": items}]}
