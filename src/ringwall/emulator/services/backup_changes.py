"""Backup: changes of plans and of report plans, and the versions of a plan.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateBackupPlan.html
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from moto.backup.models import Plan

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.paging import cut_page
from ringwall.emulator.state import EmulatorState

_CHANGED = ("backup_plan", "advanced_backup_settings", "version_id", "creation_date")
_INVALID = "InvalidParameterValueException"


@emulates("backup", "UpdateBackupPlan")
def update_plan(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Replace a plan's rules by a new version; the old one can still be read."""
    given = call.parameters
    plan = _find_plan(call)
    backend = moto_backend("backup", call.account_id, call.region)
    made = Plan(deepcopy(dict(given["BackupPlan"])), "", backend)
    _keep_versions(state, call).append(plan.to_get_dict())
    for name in _CHANGED:
        setattr(plan, name, getattr(made, name))
    shown: dict[str, Any] = plan.to_dict()
    return shown


def _find_plan(call: EmulatedCall) -> Any:
    name = call.parameters["BackupPlanId"]
    found = moto_backend("backup", call.account_id, call.region).plans.get(name)
    if found is None or found.deletion_date:
        raise _missing(name)
    return found


def _missing(name: str) -> Fault:
    message = f"Failed reading Backup plan with provided version {name}"
    return Fault("ResourceNotFoundException", message)


def _keep_versions(state: EmulatorState, call: EmulatedCall) -> list[dict[str, Any]]:
    """Return the former versions of a plan, oldest first: a change to the list stays."""
    held = hold(state, call, "versions").setdefault(call.parameters["BackupPlanId"], {"list": []})
    found: list[dict[str, Any]] = held["list"]
    return found


@emulates("backup", "GetBackupPlan")
def get_plan(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Return a former version of a plan; moto has the present one."""
    wanted = call.parameters.get("VersionId")
    held = _keep_versions(state, call) if wanted else []
    return next((version for version in held if version["VersionId"] == wanted), None)


@emulates("backup", "ListBackupPlanVersions")
def list_versions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the versions of a plan, the present one first."""
    plan = _find_plan(call)
    former = reversed(_keep_versions(state, call))
    every = [
        {
            **{k: v for k, v in version.items() if k != "BackupPlan"},
            "BackupPlanName": version["BackupPlan"]["BackupPlanName"],
        }
        for version in (plan.to_get_dict(), *former)
    ]
    page, more = cut_page(call, every, 1000, fault=_INVALID)
    return {"BackupPlanVersionsList": page, **more}


@emulates("backup", "UpdateReportPlan")
def update_report_plan(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change what a report plan reports, and where to."""
    given = call.parameters
    name = given["ReportPlanName"]
    plan = moto_backend("backup", call.account_id, call.region).report_plans.get(name)
    if plan is None:
        raise Fault("ResourceNotFoundException", f"Report Plan {name} not found")
    for member, attribute in (
        ("ReportPlanDescription", "report_plan_description"),
        ("ReportDeliveryChannel", "report_delivery_channel"),
        ("ReportSetting", "report_setting"),
    ):
        if given.get(member) is not None:
            setattr(plan, attribute, given[member])
    return {
        "ReportPlanName": name,
        "ReportPlanArn": plan.report_plan_arn,
        "CreationTime": plan.creation_time,
    }
