"""Control Tower: the landing zone, and how its operations go."""

from collections.abc import Mapping
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.control_tower.landing_zone import (
    LATEST,
    ControlTowerRecords,
    LandingZone,
    check_manifest,
    find_tower,
    is_over,
    refuse,
    require_zone,
    start_tower_operation,
)
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.organizations.effective_policies import is_type_enabled
from ringwall.emulator.security.tagging import answer_tags
from ringwall.emulator.state import EmulatorState
from ringwall.model.organization_policy import SCP

ROLES = (
    "AWSControlTowerAdmin",
    "AWSControlTowerCloudTrailRole",
    "AWSControlTowerStackSetRole",
)
"""Roles that the management account has before a landing zone is made by a call.

https://docs.aws.amazon.com/controltower/latest/userguide/lz-api-prereques.html
"""
SERVICE = "controltower.amazonaws.com"


@emulates("controltower", "CreateLandingZone")
def create_zone(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to make the landing zone of the organization."""
    organization, records = find_tower(state, call)
    if records.zone is not None:
        raise Fault("ConflictException", "A landing zone exists already.", 409)
    if organization.org.feature_set != "ALL":
        raise refuse("The organization does not have all features enabled")
    given = call.parameters
    check_manifest(organization, given["version"], given.get("manifest"))
    held = {role.name for role in moto_backend("iam", call.account_id).roles.values()}
    missing = [name for name in ROLES if name not in held]
    if missing:
        raise refuse(f"AWS Control Tower cannot assume the role {missing[0]}")
    operation = start_tower_operation(state, records, "CREATE")
    place = f"arn:{call.partition}:controltower:{call.region}:{call.account_id}:landingzone"
    records.zone = LandingZone(
        arn=f"{place}/{mock_random.get_random_hex(16).upper()}",
        version=given["version"],
        manifest=given["manifest"],
        remediation=tuple(given.get("remediationTypes") or ()),
        tags=dict(given.get("tags") or {}),
    )
    (root,) = (unit for unit in organization.ou if unit.type == "ROOT")
    if not is_type_enabled(root, SCP):
        root.policy_types.append({"Type": SCP, "Status": "ENABLED"})
    trusted = {service["ServicePrincipal"] for service in organization.services}
    if SERVICE not in trusted:
        organization.services.append(
            {"ServicePrincipal": SERVICE, "DateEnabled": operation.started}
        )
    return {"arn": records.zone.arn, "operationIdentifier": operation.operation_id}


@emulates("controltower", "UpdateLandingZone", "ResetLandingZone")
def change_zone(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to change the landing zone, or to make it again as it should be."""
    organization, records = find_tower(state, call)
    zone, given = require_zone(records, call.parameters["landingZoneIdentifier"]), call.parameters
    if call.operation == "ResetLandingZone":
        operation = start_tower_operation(state, records, "RESET")
        return {"operationIdentifier": operation.operation_id}
    check_manifest(organization, given["version"], given.get("manifest"))
    operation = start_tower_operation(state, records, "UPDATE")
    zone.version, zone.manifest = given["version"], given["manifest"]
    zone.remediation = tuple(given.get("remediationTypes") or zone.remediation)
    return {"operationIdentifier": operation.operation_id}


@emulates("controltower", "DeleteLandingZone")
def delete_zone(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to take the landing zone down."""
    _, records = find_tower(state, call)
    require_zone(records, call.parameters["landingZoneIdentifier"])
    operation = start_tower_operation(state, records, "DELETE")
    records.zone = None
    return {"operationIdentifier": operation.operation_id}


@emulates("controltower", "GetLandingZone")
def get_zone(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the landing zone."""
    _, records = find_tower(state, call)
    zone = require_zone(records, call.parameters["landingZoneIdentifier"])
    shown = {
        "arn": zone.arn,
        "version": zone.version,
        "manifest": zone.manifest,
        "latestAvailableVersion": LATEST,
        "status": _find_status(state, records),
        "driftStatus": {"status": "IN_SYNC"},
    }
    return {"landingZone": shown | {"remediationTypes": list(zone.remediation)}}


def _find_status(state: EmulatorState, records: ControlTowerRecords) -> str:
    kinds = {"CREATE", "UPDATE", "RESET"}
    running = [o for o in records.operations.values() if o.kind in kinds and not is_over(state, o)]
    return "PROCESSING" if running else "ACTIVE"


@emulates("controltower", "ListLandingZones")
def list_zones(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the landing zone, if there is one."""
    _, records = find_tower(state, call)
    return {"landingZones": [{"arn": records.zone.arn}] if records.zone else []}


@emulates(
    "controltower",
    "GetLandingZoneOperation",
    "GetBaselineOperation",
    "GetControlOperation",
)
def get_operation(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how far an operation has come."""
    _, records = find_tower(state, call)
    operation = records.operations.get(call.parameters["operationIdentifier"])
    noun = call.operation.removeprefix("Get").removesuffix("Operation")
    if operation is None or _find_noun(operation.kind) != noun:
        raise Fault("ResourceNotFoundException", "The operation does not exist.", 404)
    status = "SUCCEEDED" if is_over(state, operation) else "IN_PROGRESS"
    found: dict[str, Any] = {
        "operationIdentifier": operation.operation_id,
        "operationType": operation.kind,
        "status": status,
        "startTime": operation.started,
        **operation.about,
    }
    if operation.ended is not None:
        found["endTime"] = operation.ended
    member = {"LandingZone": "operationDetails"}.get(noun, f"{noun.lower()}Operation")
    return {member: found}


def _find_noun(kind: str) -> str:
    if kind.endswith("BASELINE"):
        return "Baseline"
    return "Control" if kind.endswith("CONTROL") else "LandingZone"


@emulates("controltower", "TagResource", "UntagResource", "ListTagsForResource")
def tag_part(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read and change the tags of the landing zone, or of what is enabled in it."""
    _, records = find_tower(state, call)
    zones = {records.zone.arn: records.zone} if records.zone else {}
    held: Mapping[str, Any] = {**records.baselines, **records.controls, **zones}
    arn = str(call.parameters["resourceArn"])
    if arn not in held:
        raise Fault("ResourceNotFoundException", f"{arn} does not exist.", 404)
    return answer_tags(call, held[arn].tags)
