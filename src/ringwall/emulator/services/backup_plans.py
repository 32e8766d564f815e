"""Backup: which resources a plan backs up, and settings of Regions, accounts and vaults.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

GLOBAL: Mapping[str, str] = {"isCrossAccountBackupEnabled": "false"}


def _find_plan(call: EmulatedCall) -> Any:
    name = call.parameters["BackupPlanId"]
    found = moto_backend("backup", call.account_id, call.region).plans.get(name)
    if found is None:
        message = f"Failed reading Backup plan with provided version {name}"
        raise Fault("ResourceNotFoundException", message)
    return found


def _selections(state: EmulatorState, call: EmulatedCall) -> Holding:
    return hold(state, call, "selections")


@emulates("backup", "CreateBackupSelection")
def create_selection(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let a plan back up the resources of a selection."""
    _find_plan(call)
    plan, wanted = call.parameters["BackupPlanId"], call.parameters["BackupSelection"]
    held = _selections(state, call)
    names = {s["body"]["SelectionName"] for s in held.values() if s["plan"] == plan}
    if wanted["SelectionName"] in names:
        message = f"Backup selection {wanted['SelectionName']} already exists"
        raise Fault("AlreadyExistsException", message)
    if not any(wanted.get(name) for name in ("Resources", "ListOfTags", "Conditions")):
        message = "A selection needs resources, tags or conditions"
        raise Fault("InvalidParameterValueException", message)
    made = str(mock_random.uuid4())
    held[made] = {"plan": plan, "body": dict(wanted), "made": datetime.now(UTC)}
    return {"SelectionId": made, "BackupPlanId": plan, "CreationDate": held[made]["made"]}


@emulates("backup", "GetBackupSelection", "DeleteBackupSelection")
def get_selection(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return or delete a selection of a plan."""
    name, plan = call.parameters["SelectionId"], call.parameters["BackupPlanId"]
    held = _selections(state, call).get(name)
    if held is None or held["plan"] != plan:
        raise Fault("ResourceNotFoundException", f"Backup selection {name} does not exist")
    if call.operation.startswith("Delete"):
        del _selections(state, call)[name]
        return {}
    return {
        "BackupSelection": held["body"],
        "SelectionId": name,
        "BackupPlanId": plan,
        "CreationDate": held["made"],
    }


@emulates("backup", "ListBackupSelections")
def list_selections(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the selections of a plan."""
    _find_plan(call)
    plan = call.parameters["BackupPlanId"]
    shown = [
        {
            "SelectionId": name,
            "SelectionName": held["body"]["SelectionName"],
            "BackupPlanId": plan,
            "CreationDate": held["made"],
            "IamRoleArn": held["body"]["IamRoleArn"],
        }
        for name, held in _selections(state, call).items()
        if held["plan"] == plan
    ]
    return {"BackupSelectionsList": shown}


@emulates("backup", "DescribeRegionSettings", "UpdateRegionSettings")
def region_settings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set or return which types of resources are backed up in a Region."""
    names = ("ResourceTypeOptInPreference", "ResourceTypeManagementPreference")
    held = state.setting(call, "region", {name: {} for name in names})
    if call.operation.startswith("Describe"):
        return dict(held)
    changed = {name: held[name] | dict(call.parameters.get(name) or {}) for name in names}
    state.set(call, "region", changed)
    return {}


@emulates("backup", "DescribeGlobalSettings", "UpdateGlobalSettings")
def global_settings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set or return whether the accounts of the organization copy backups to one another."""
    place = (call.account_id, "", "backup.global")
    held = state.settings.get(place, {"GlobalSettings": dict(GLOBAL)})
    if call.operation.startswith("Describe"):
        return dict(held)
    changed = {**held["GlobalSettings"], **(call.parameters.get("GlobalSettings") or {})}
    state.settings[place] = {"GlobalSettings": changed, "LastUpdateTime": datetime.now(UTC)}
    return {}


@emulates(
    "backup",
    "GetBackupVaultNotifications",
    "PutBackupVaultNotifications",
    "DeleteBackupVaultNotifications",
)
def keep_notifications(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set, return or remove whom a vault tells of what."""
    given, held = call.parameters, hold(state, call, "notifications")
    name = given["BackupVaultName"]
    vault = moto_backend("backup", call.account_id, call.region).vaults.get(name)
    if vault is None:
        raise Fault("ResourceNotFoundException", f"Backup vault {name} does not exist")
    if call.operation.startswith("Put"):
        held[name] = {
            "BackupVaultName": name,
            "BackupVaultArn": vault.backup_vault_arn,
            "SNSTopicArn": given["SNSTopicArn"],
            "BackupVaultEvents": list(given["BackupVaultEvents"]),
        }
        return {}
    if call.operation.startswith("Delete"):
        held.pop(name, None)
        return {}
    if name not in held:
        message = f"Failed reading notifications from database for Backup vault {name}"
        raise Fault("ResourceNotFoundException", message)
    return held[name]
