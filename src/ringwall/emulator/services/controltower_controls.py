"""Control Tower: baselines and controls of OUs, and what a control does there."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.control_tower.known_controls import (
    BASELINES,
    DETECTIVE,
    PREVENTIVE,
    REGISTERED,
)
from ringwall.emulator.control_tower.landing_zone import (
    ControlTowerRecords,
    EnabledPart,
    LandingZoneOperation,
    find_tower,
    is_over,
    refuse,
    require_zone,
    start_tower_operation,
)
from ringwall.emulator.handlers import emulates
from ringwall.emulator.inner_call import ask_inside
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.organizations.members import list_children
from ringwall.emulator.paging import cut_page
from ringwall.emulator.services.organizations_policies import ManagementPolicy
from ringwall.emulator.state import EmulatorState

SCP = "SERVICE_CONTROL_POLICY"


def _find_unit(organization: Any, arn: str) -> Any:
    unit = next((u for u in organization.ou if u.arn == arn and u.type != "ROOT"), None)
    if unit is None:
        raise Fault("ResourceNotFoundException", f"The target {arn} does not exist.", 404)
    return unit


def _make_arn(call: EmulatedCall, kind: str) -> str:
    number = mock_random.get_random_hex(16).upper()
    return f"arn:{call.partition}:controltower:{call.region}:{call.account_id}:{kind}/{number}"


@emulates("controltower", "ListBaselines", "GetBaseline")
def list_baselines(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the baselines that are emulated, or one of them."""
    place = f"arn:{call.partition}:controltower:{call.region}::baseline"
    found = [{"arn": f"{place}/{number}", "name": name} for number, name in BASELINES.items()]
    if call.operation == "ListBaselines":
        page, more = cut_page(call, found)
        return {"baselines": page, **more}
    number = call.parameters["baselineIdentifier"].rpartition("/")[2]
    for shown in found:
        if shown["arn"] == f"{place}/{number}":
            return shown
    raise Fault("ResourceNotFoundException", "The baseline does not exist.", 404)


@emulates("controltower", "EnableBaseline")
def enable_baseline(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to enable a baseline for an OU."""
    organization, records = find_tower(state, call)
    require_zone(records)
    given = call.parameters
    if given["baselineIdentifier"].rpartition("/")[2] not in BASELINES:
        raise Fault("ResourceNotFoundException", "The baseline does not exist.", 404)
    _find_unit(organization, given["targetIdentifier"])
    if _find(records.baselines, given["baselineIdentifier"], given["targetIdentifier"]):
        raise Fault("ConflictException", "The baseline is enabled already.", 409)
    operation = start_tower_operation(state, records, "ENABLE_BASELINE")
    made = EnabledPart(
        arn=_make_arn(call, "enabledbaseline"),
        identifier=given["baselineIdentifier"],
        target=given["targetIdentifier"],
        operation_id=operation.operation_id,
        version=given["baselineVersion"],
        parameters=list(given.get("parameters") or ()),
        tags=dict(given.get("tags") or {}),
    )
    records.baselines[made.arn] = made
    return {"operationIdentifier": operation.operation_id, "arn": made.arn}


def _find(held: Mapping[str, EnabledPart], identifier: str, target: str) -> EnabledPart | None:
    for part in held.values():
        if (part.identifier, part.target) == (identifier, target):
            return part
    return None


@emulates("controltower", "DisableBaseline")
def disable_baseline(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to disable a baseline: controls of the OU go first."""
    _, records = find_tower(state, call)
    part = _require(records.baselines, call.parameters["enabledBaselineIdentifier"])
    if any(control.target == part.target for control in records.controls.values()):
        raise Fault("ConflictException", "The OU has enabled controls.", 409)
    operation = start_tower_operation(state, records, "DISABLE_BASELINE")
    del records.baselines[part.arn]
    return {"operationIdentifier": operation.operation_id}


def _require(held: Mapping[str, EnabledPart], arn: str) -> EnabledPart:
    if arn not in held:
        raise Fault("ResourceNotFoundException", f"{arn} does not exist.", 404)
    return held[arn]


@emulates("controltower", "EnableControl")
def enable_control(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to enable a control for an OU that is registered."""
    organization, records = find_tower(state, call)
    zone, given = require_zone(records), call.parameters
    identifier, target = given["controlIdentifier"], given["targetIdentifier"]
    unit = _find_unit(organization, target)
    name = identifier.rpartition("/")[2]
    if name not in PREVENTIVE and name not in DETECTIVE:
        message = f"the control {name} is not emulated"
        raise Fault("UnknownOperationException", message, 501)
    registered = (p.target for p in records.baselines.values() if p.identifier.endswith(REGISTERED))
    if target not in registered:
        raise refuse("The OU is not registered with AWS Control Tower")
    if _find(records.controls, identifier, target):
        raise Fault("ConflictException", "The control is enabled already.", 409)
    about = {"controlIdentifier": identifier, "targetIdentifier": target}
    operation = start_tower_operation(state, records, "ENABLE_CONTROL", **about)
    made = EnabledPart(
        arn=_make_arn(call, "enabledcontrol"),
        identifier=identifier,
        target=target,
        operation_id=operation.operation_id,
        parameters=list(given.get("parameters") or ()),
        tags=dict(given.get("tags") or {}),
    )
    if name in PREVENTIVE:
        made.policy_id = _attach(organization, unit, name)
    else:
        _change_rules(state, (organization, unit), zone.manifest["governedRegions"], name)
    records.controls[made.arn] = made
    return _name_operation(operation, made)


def _name_operation(operation: LandingZoneOperation, part: EnabledPart) -> dict[str, Any]:
    operation.about["enabledControlIdentifier"] = part.arn
    return {"operationIdentifier": operation.operation_id, "arn": part.arn}


def _attach(organization: Any, unit: Any, name: str) -> str:
    """Attach the SCP of a preventive control to an OU; return its id."""
    policy = ManagementPolicy(
        organization.org,
        Name=f"aws-guardrails-{mock_random.get_random_hex(6)}",
        Description=f"AWS Control Tower: {name}",
        Type=SCP,
        Content=json.dumps(PREVENTIVE[name]).replace("${Partition}", own_partition()),
        Tags=[],
    )
    organization.policies.append(policy)
    unit.attached_policies.append(policy)
    policy.attachments.append(unit)
    found: str = policy.id
    return found


def _change_rules(
    state: EmulatorState, place: tuple[Any, Any], regions: list[str], name: str, verb: str = "Put"
) -> None:
    """Put the rule of a detective control into the accounts of an OU, or delete it there."""
    rule = {
        "ConfigRuleName": f"AWSControlTower_{name}",
        "Source": {"Owner": "AWS", "SourceIdentifier": DETECTIVE[name]},
    }
    for account in _list_accounts(*place):
        for region in regions:
            if verb == "Put":
                given: dict[str, Any] = {"ConfigRule": rule}
            else:
                given = {"ConfigRuleName": rule["ConfigRuleName"]}
            ask_inside(state, account, region, "config", f"{verb}ConfigRule", **given)


def _list_accounts(organization: Any, unit: Any) -> Iterator[str]:
    for child in list_children(organization, unit.id):
        if child.type == "ACCOUNT":
            yield child.id


@emulates("controltower", "DisableControl")
def disable_control(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to disable a control: its SCP or its rules are deleted."""
    organization, records = find_tower(state, call)
    zone, given = require_zone(records), call.parameters
    arn = given.get("enabledControlIdentifier")
    if arn:
        part = _require(records.controls, arn)
    else:
        named = (given.get("controlIdentifier") or "", given.get("targetIdentifier") or "")
        found = _find(records.controls, *named)
        if found is None:
            raise Fault("ResourceNotFoundException", "The control is not enabled.", 404)
        part = found
    about = {"controlIdentifier": part.identifier, "targetIdentifier": part.target}
    operation = start_tower_operation(state, records, "DISABLE_CONTROL", **about)
    name = part.identifier.rpartition("/")[2]
    unit = _find_unit(organization, part.target)
    for policy in [p for p in organization.policies if p.id == part.policy_id]:
        unit.attached_policies.remove(policy)
        organization.policies.remove(policy)
    if name in DETECTIVE:
        regions = zone.manifest["governedRegions"]
        _change_rules(state, (organization, unit), regions, name, "Delete")
    del records.controls[part.arn]
    return {"operationIdentifier": operation.operation_id}


@emulates("controltower", "ListEnabledBaselines", "GetEnabledBaseline")
def show_baselines(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the baselines that are enabled, or one of them."""
    _, records = find_tower(state, call)
    if call.operation.startswith("Get"):
        part = _require(records.baselines, call.parameters["enabledBaselineIdentifier"])
        shown = _show(state, records, part) | {"parameters": part.parameters}
        return {"enabledBaselineDetails": shown | {"baselineVersion": part.version}}
    wanted = call.parameters.get("filter") or {}
    found = [
        _show(state, records, part) | {"baselineVersion": part.version}
        for part in records.baselines.values()
        if part.target in (wanted.get("targetIdentifiers") or [part.target])
        and part.identifier in (wanted.get("baselineIdentifiers") or [part.identifier])
    ]
    page, more = cut_page(call, found)
    return {"enabledBaselines": page, **more}


@emulates("controltower", "ListEnabledControls", "GetEnabledControl")
def show_controls(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the controls that are enabled, or one of them."""
    _, records = find_tower(state, call)
    if call.operation.startswith("Get"):
        part = _require(records.controls, call.parameters["enabledControlIdentifier"])
        shown = _show(state, records, part) | {"parameters": part.parameters}
        regions = require_zone(records).manifest["governedRegions"]
        return {"enabledControlDetails": shown | {"targetRegions": [{"name": r} for r in regions]}}
    target = call.parameters.get("targetIdentifier")
    wanted = (call.parameters.get("filter") or {}).get("controlIdentifiers")
    found = [
        _show(state, records, part)
        for part in records.controls.values()
        if target in {None, part.target} and (not wanted or part.identifier in wanted)
    ]
    page, more = cut_page(call, found)
    return {"enabledControls": page, **more}


def _show(state: EmulatorState, records: ControlTowerRecords, part: EnabledPart) -> dict[str, Any]:
    is_control = part.arn in records.controls
    is_done = is_over(state, records.operations[part.operation_id])
    summary = {
        "status": "SUCCEEDED" if is_done else "UNDER_CHANGE",
        "lastOperationIdentifier": part.operation_id,
    }
    noun = "controlIdentifier" if is_control else "baselineIdentifier"
    found = {
        "arn": part.arn,
        noun: part.identifier,
        "targetIdentifier": part.target,
        "statusSummary": summary,
    }
    return found | ({"driftStatusSummary": {"driftStatus": "IN_SYNC"}} if is_control else {})
