"""Security Hub: the controls of standards, and which of them are on.

https://docs.aws.amazon.com/securityhub/latest/userguide/controls-findings-create-update.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.hub_controls import (
    SecurityControl,
    has_known_controls,
    is_control_on,
    load_controls,
)
from ringwall.emulator.security.hub_policies import refuse_if_managed
from ringwall.emulator.security.hub_settling import require_hub
from ringwall.emulator.security.hubs import (
    EnabledStandard,
    Hub,
    find_standards,
    refuse_input,
    refuse_missing,
)
from ringwall.emulator.state import EmulatorState


def _require_known(standard: str, region: str) -> None:
    """Refuse loudly to tell the controls of a standard that are not known here."""
    if standard not in find_standards(region):
        raise refuse_input(f"Standards ARN {standard} is not valid")
    if not has_known_controls(standard, region):
        message = f"the controls of {standard} are not emulated"
        raise Fault("UnknownOperationException", message, 501)


@emulates("securityhub", "DescribeStandardsControls")
def describe_standards_controls(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the controls of a standard that is enabled."""
    hub = require_hub(state, call)
    subscription = call.parameters["StandardsSubscriptionArn"]
    standard = hub.standards.get(subscription)
    if standard is None:
        raise refuse_missing("The standards subscription")
    _require_known(standard.arn, call.region)
    place = subscription.replace(":subscription/", ":control/")
    found = [
        {
            "StandardsControlArn": f"{place}/{control.control_id}",
            "ControlId": control.control_id,
            "ControlStatusUpdatedAt": hub.subscribed,
            **_describe(control),
            **_status(hub, standard, control),
        }
        for control in load_controls().values()
    ]
    page, more = cut_page(call, found, 100)
    return {"Controls": page} | more


def _describe(control: SecurityControl) -> dict[str, str]:
    return {
        "Title": control.title,
        "Description": control.title,
        "RemediationUrl": control.remediation,
        "SeverityRating": control.severity,
    }


def _status(hub: Hub, standard: EnabledStandard, control: SecurityControl) -> dict[str, Any]:
    off = standard.disabled.get(control.control_id)
    if off is None:
        return {"ControlStatus": "ENABLED", "ControlStatusUpdatedAt": hub.subscribed}
    reason, since = off
    return {
        "ControlStatus": "DISABLED",
        "DisabledReason": reason,
        "ControlStatusUpdatedAt": since,
    }


@emulates("securityhub", "UpdateStandardsControl")
def update_standards_control(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn a control of a standard on or off; a reason is needed to turn it off."""
    hub = require_hub(state, call)
    refuse_if_managed(state, call)
    subscription, _, control_id = call.parameters["StandardsControlArn"].rpartition("/")
    standard = hub.standards.get(subscription.replace(":control/", ":subscription/"))
    if standard is None or control_id not in load_controls():
        raise refuse_missing("The standards control")
    _require_known(standard.arn, call.region)
    reason = call.parameters.get("DisabledReason")
    _turn(standard, control_id, call.parameters.get("ControlStatus"), reason)
    return {}


def _turn(
    standard: EnabledStandard, control_id: str, status: str | None, reason: str | None
) -> None:
    if status == "DISABLED" and not reason:
        raise refuse_input("A reason is required to disable a control")
    if status == "DISABLED":
        standard.disabled[control_id] = (str(reason), datetime.now(UTC))
    elif status == "ENABLED":
        standard.disabled.pop(control_id, None)


@emulates("securityhub", "ListSecurityControlDefinitions")
def list_definitions(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the controls that there are, or those of a standard."""
    standard = call.parameters.get("StandardsArn")
    if standard:
        _require_known(standard, call.region)
    found = [_define(control) for control in load_controls().values()]
    page, more = cut_page(call, found, 100)
    return {"SecurityControlDefinitions": page} | more


def _define(control: SecurityControl) -> dict[str, Any]:
    return {
        "SecurityControlId": control.control_id,
        **_describe(control),
        "CurrentRegionAvailability": "AVAILABLE",
    }


@emulates("securityhub", "GetSecurityControlDefinition")
def get_definition(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a control."""
    control = load_controls().get(call.parameters["SecurityControlId"])
    if control is None:
        raise refuse_missing("The security control")
    return {"SecurityControlDefinition": _define(control)}


@emulates("securityhub", "BatchGetSecurityControls")
def get_controls(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return controls, and whether they are on in the hub."""
    hub, known = require_hub(state, call), load_controls()
    found, failed = [], []
    for given in call.parameters["SecurityControlIds"]:
        control = known.get(given.rpartition("/")[2])
        if control is None:
            failed.append({"SecurityControlId": given, "ErrorCode": "NOT_FOUND"})
            continue
        on = is_control_on(hub, control.control_id)
        found.append(
            {
                "SecurityControlId": control.control_id,
                "SecurityControlArn": _arn(hub, control.control_id),
                **_describe(control),
                "SecurityControlStatus": "ENABLED" if on else "DISABLED",
                "UpdateStatus": "READY",
            }
        )
    return {"SecurityControls": found, "UnprocessedIds": failed}


def _arn(hub: Hub, control_id: str) -> str:
    place = f"arn:{own_partition()}:securityhub:{hub.region}:{hub.account_id}"
    return f"{place}:security-control/{control_id}"


@emulates("securityhub", "ListStandardsControlAssociations")
def list_control_associations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the enabled standards that have a control, and whether it is on there."""
    hub, control_id = require_hub(state, call), call.parameters["SecurityControlId"]
    if control_id not in load_controls():
        raise refuse_missing("The security control")
    found = [
        _associate(hub, standard, control_id)
        for standard in hub.standards.values()
        if has_known_controls(standard.arn, hub.region)
    ]
    page, more = cut_page(call, found, 100)
    return {"StandardsControlAssociationSummaries": page} | more


def _associate(hub: Hub, standard: EnabledStandard, control_id: str) -> dict[str, Any]:
    reason, since = standard.disabled.get(control_id, ("", hub.subscribed))
    control = load_controls()[control_id]
    return {
        "StandardsArn": standard.arn,
        "SecurityControlId": control_id,
        "SecurityControlArn": _arn(hub, control_id),
        "AssociationStatus": "DISABLED" if control_id in standard.disabled else "ENABLED",
        "UpdatedAt": since,
        **({"UpdatedReason": reason} if reason else {}),
        "StandardsControlTitle": control.title,
        "StandardsControlDescription": control.title,
    }


@emulates("securityhub", "BatchGetStandardsControlAssociations")
def get_control_associations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether controls are on in standards."""
    hub = require_hub(state, call)
    found, failed = [], []
    for pair in call.parameters["StandardsControlAssociationIds"]:
        standard = _find_standard(hub, pair)
        if standard is None:
            failed.append({"StandardsControlAssociationId": pair, "ErrorCode": "NOT_FOUND"})
        else:
            found.append(_associate(hub, standard, pair["SecurityControlId"]))
    return {"StandardsControlAssociationDetails": found, "UnprocessedAssociations": failed}


def _find_standard(hub: Hub, pair: Mapping[str, str]) -> EnabledStandard | None:
    known = pair["SecurityControlId"] in load_controls()
    is_known = known and has_known_controls(pair["StandardsArn"], hub.region)
    held = (s for s in hub.standards.values() if s.arn == pair["StandardsArn"])
    return next(held, None) if is_known else None


@emulates("securityhub", "BatchUpdateStandardsControlAssociations")
def update_control_associations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn controls of standards on and off."""
    hub = require_hub(state, call)
    refuse_if_managed(state, call)
    failed = []
    for update in call.parameters["StandardsControlAssociationUpdates"]:
        standard = _find_standard(hub, update)
        reason, status = update.get("UpdatedReason"), update["AssociationStatus"]
        if standard is None or (status == "DISABLED" and not reason):
            code = "NOT_FOUND" if standard is None else "INVALID_INPUT"
            failed.append({"StandardsControlAssociationUpdate": update, "ErrorCode": code})
        else:
            _turn(standard, update["SecurityControlId"], status, reason)
    return {"UnprocessedAssociationUpdates": failed}
