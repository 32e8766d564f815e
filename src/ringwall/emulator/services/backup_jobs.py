"""Backup: recovery points: made by jobs, copied to other vaults, kept by a vault's lock.

https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.authorization.service_access import ServiceRequest
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold, hold_in, make_arn
from ringwall.emulator.needs.templates import split_arn
from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.state import EmulatorState, Record

TYPES: Mapping[str, str] = {
    "dynamodb": "DynamoDB",
    "ec2": "EBS",
    "elasticfilesystem": "EFS",
    "fsx": "FSx",
    "rds": "RDS",
    "s3": "S3",
}


def _find_vault(account_id: str, region: str, name: str) -> Any:
    backends = moto_backends("backup")
    known = account_id in backends and region in backends[account_id]
    found = backends[account_id][region].vaults.get(name) if known else None
    if found is None:
        raise Fault("ResourceNotFoundException", f"Backup vault {name} does not exist")
    return found


def _name_type(arn: str) -> str:
    if ":instance/" in arn:
        return "EC2"
    return "Aurora" if ":cluster:" in arn else TYPES.get(split_arn(arn)[2], "")


@emulates("backup", "StartBackupJob")
def start_backup(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Back up a resource; the job fails where the vault's lock forbids its retention."""
    given, now = call.parameters, datetime.now(UTC)
    vault = _find_vault(call.account_id, call.region, given["BackupVaultName"])
    kind = _name_type(given["ResourceArn"])
    if not kind:
        message = f"Unsupported resource: {given['ResourceArn']}"
        raise Fault("InvalidParameterValueException", message)
    lifecycle = dict(given.get("Lifecycle") or {})
    fault = _check_retention(vault, lifecycle)
    job: Record = {
        "AccountId": call.account_id,
        "BackupJobId": str(mock_random.uuid4()),
        "BackupVaultName": given["BackupVaultName"],
        "BackupVaultArn": vault.backup_vault_arn,
        "ResourceArn": given["ResourceArn"],
        "ResourceType": kind,
        "IamRoleArn": given["IamRoleArn"],
        "CreationDate": now,
        "State": "FAILED" if fault else "COMPLETED",
        "PercentDone": "0.0" if fault else "100.0",
    }
    job |= {"StatusMessage": fault} if fault else {"CompletionDate": now}
    if not fault:
        arn = make_arn(call, f"recovery-point:{mock_random.uuid4()}")
        job["RecoveryPointArn"] = arn
        _add_point(state, vault, arn, job | {"Lifecycle": lifecycle})
    hold(state, call, "jobs")[job["BackupJobId"]] = job
    names = ("BackupJobId", "RecoveryPointArn", "CreationDate")
    return {name: job[name] for name in names if name in job}


def _check_retention(vault: Any, lifecycle: Record) -> str:
    """Return why a vault's lock forbids a retention; '' where it does not."""
    days = lifecycle.get("DeleteAfterDays")
    if not vault.locked:
        return ""
    if vault.min_retention_days and days is not None and days < vault.min_retention_days:
        return f"Retention of {days} days is below the vault's minimum"
    if vault.max_retention_days and (days is None or days > vault.max_retention_days):
        return "The retention is above the vault's maximum"
    return ""


def _points_at(state: EmulatorState, vault_arn: str) -> Holding:
    """Return the recovery points of the account and Region of a vault."""
    _, _, _, region, account_id, _ = split_arn(vault_arn)
    return hold_in(state, account_id, region, "backup.points")


def _add_point(state: EmulatorState, vault: Any, arn: str, about: Record) -> None:
    lifecycle = about.get("Lifecycle") or {}
    point: Record = {
        "RecoveryPointArn": arn,
        "BackupVaultName": vault.backup_vault_name,
        "BackupVaultArn": vault.backup_vault_arn,
        "ResourceArn": about["ResourceArn"],
        "ResourceType": about["ResourceType"],
        "IamRoleArn": about["IamRoleArn"],
        "Status": "COMPLETED",
        "CreationDate": about["CreationDate"],
        "CompletionDate": about["CreationDate"],
        "EncryptionKeyArn": vault.encryption_key_arn,
        "IsEncrypted": True,
    }
    if about.get("SourceBackupVaultArn"):
        point["SourceBackupVaultArn"] = about["SourceBackupVaultArn"]
    _set_lifecycle(point, lifecycle)
    _points_at(state, vault.backup_vault_arn)[arn] = {k: v for k, v in point.items() if v}
    vault.num_of_recovery_points += 1


def _set_lifecycle(point: Record, lifecycle: Record) -> None:
    point["Lifecycle"] = lifecycle
    days = lifecycle.get("DeleteAfterDays")
    ends = point["CreationDate"] + timedelta(days=days) if days else None
    point["CalculatedLifecycle"] = {"DeleteAt": ends} if ends else {}


@emulates("backup", "DescribeBackupJob", "DescribeCopyJob", "StopBackupJob")
def describe_job(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a job; one that has ended cannot be stopped."""
    copies = "Copy" in call.operation
    name = call.parameters["CopyJobId" if copies else "BackupJobId"]
    found = hold(state, call, "copies" if copies else "jobs").get(name)
    if found is None:
        raise Fault("ResourceNotFoundException", f"Job {name} does not exist")
    if call.operation.startswith("Stop"):
        message = f"The job {name} is {found['State']} and cannot be stopped"
        raise Fault("InvalidRequestException", message)
    return {"CopyJob": found} if copies else found


@emulates("backup", "ListBackupJobs", "ListCopyJobs")
def list_jobs(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List jobs, by resource, state and vault."""
    kind = "copies" if "Copy" in call.operation else "jobs"
    members = {
        "ByResourceArn": "ResourceArn",
        "ByState": "State",
        "ByBackupVaultName": "BackupVaultName",
        "ByDestinationVaultArn": "DestinationBackupVaultArn",
    }
    given = call.parameters
    wanted = {member: given[name] for name, member in members.items() if given.get(name)}
    held = hold(state, call, kind).values()
    found = [job for job in held if all(job.get(k) == v for k, v in wanted.items())]
    return {"CopyJobs" if kind == "copies" else "BackupJobs": found}


@emulates("backup", "StartCopyJob")
def start_copy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Copy a recovery point to a vault, of another account or Region too.

    Into another account it needs that of the organization's settings, and the vault's own policy.
    https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
    """
    given, now = call.parameters, datetime.now(UTC)
    source = _find_vault(call.account_id, call.region, given["SourceBackupVaultName"])
    point = _find_point(state, call, source.backup_vault_arn)
    target_arn = given["DestinationBackupVaultArn"]
    _, _, _, region, account_id, name = split_arn(target_arn)
    target = _find_vault(account_id, region, name.partition(":")[2])
    job: Record = {
        "AccountId": call.account_id,
        "CopyJobId": str(mock_random.uuid4()),
        "SourceBackupVaultArn": source.backup_vault_arn,
        "SourceRecoveryPointArn": point["RecoveryPointArn"],
        "DestinationBackupVaultArn": target_arn,
        "ResourceArn": point["ResourceArn"],
        "ResourceType": point["ResourceType"],
        "IamRoleArn": given["IamRoleArn"],
        "CreationDate": now,
    }
    lifecycle = dict(given.get("Lifecycle") or {})
    fault = _check_retention(target, lifecycle) or _check_account(state, call, target_arn)
    if fault:
        job |= {"State": "FAILED", "StatusMessage": fault}
    else:
        place = f"arn:{call.partition}:backup:{region}:{account_id}"
        arn = f"{place}:recovery-point:{mock_random.uuid4()}"
        job |= {
            "State": "COMPLETED",
            "CompletionDate": now,
            "DestinationRecoveryPointArn": arn,
        }
        about = job | {"Lifecycle": lifecycle, "SourceBackupVaultArn": source.backup_vault_arn}
        _add_point(state, target, arn, about)
    hold(state, call, "copies")[job["CopyJobId"]] = job
    return {"CopyJobId": job["CopyJobId"], "CreationDate": now}


def _check_account(state: EmulatorState, call: EmulatedCall, vault_arn: str) -> str:
    """Return why a copy into another account is not allowed; '' where it is."""
    if split_arn(vault_arn)[4] == call.account_id:
        return ""
    into = "backup:CopyIntoBackupVault"
    asked = ServiceRequest(
        "backup.amazonaws.com", into, vault_arn, "", call.account_id, call.region
    )
    if not state.service_access.lets_account(state, asked):
        return (
            "Access Denied trying to call AWS Backup service: the vault's policy does not allow it"
        )
    organization = find_organization(call.account_id)
    if organization is None:
        return "Cross-account backup needs an organization"
    place = (organization.org.master_account_id, "", "backup.global")
    chosen = state.settings.get(place, {}).get("GlobalSettings", {})
    if chosen.get("isCrossAccountBackupEnabled") == "true":
        return ""
    return "Cross-account backup is not enabled for the organization"


def _find_point(state: EmulatorState, call: EmulatedCall, vault_arn: str) -> Record:
    arn = call.parameters["RecoveryPointArn"]
    found = _points_at(state, vault_arn).get(arn)
    if found is None or found["BackupVaultArn"] != vault_arn:
        raise Fault("ResourceNotFoundException", f"Recovery point {arn} does not exist")
    return found


@emulates(
    "backup",
    "DescribeRecoveryPoint",
    "UpdateRecoveryPointLifecycle",
    "DeleteRecoveryPoint",
    "GetRecoveryPointRestoreMetadata",
)
def change_point(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return, change or delete a recovery point: a locked vault lets none be changed or deleted."""
    vault = _find_vault(call.account_id, call.region, call.parameters["BackupVaultName"])
    point = _find_point(state, call, vault.backup_vault_arn)
    names = ("BackupVaultArn", "RecoveryPointArn")
    if call.operation.startswith("Describe"):
        return point
    if call.operation.startswith("Get"):
        return {name: point[name] for name in names} | {"RestoreMetadata": {}}
    if vault.locked:
        message = "Backup vault is locked: recovery points cannot be deleted or changed"
        raise Fault("InvalidRequestException", message)
    if call.operation.startswith("Delete"):
        del _points_at(state, vault.backup_vault_arn)[point["RecoveryPointArn"]]
        vault.num_of_recovery_points -= 1
        return {}
    _set_lifecycle(point, dict(call.parameters.get("Lifecycle") or {}))
    return {name: point[name] for name in (*names, "Lifecycle", "CalculatedLifecycle")}


@emulates("backup", "ListRecoveryPointsByBackupVault", "ListRecoveryPointsByResource")
def list_points(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the recovery points of a vault, or of a resource."""
    given = call.parameters
    if call.operation.endswith("Vault"):
        _find_vault(call.account_id, call.region, given["BackupVaultName"])
        wanted = {"BackupVaultName": given["BackupVaultName"]}
        wanted |= {"ResourceArn": given["ByResourceArn"]} if given.get("ByResourceArn") else {}
    else:
        wanted = {"ResourceArn": given["ResourceArn"]}
    held = hold(state, call, "points").values()
    found = [point for point in held if all(point.get(k) == v for k, v in wanted.items())]
    return {"RecoveryPoints": found}


@emulates("backup", "DescribeBackupVault")
def describe_vault(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a vault with the number of its recovery points, which moto leaves out."""
    vault = _find_vault(call.account_id, call.region, call.parameters["BackupVaultName"])
    return state.ask_moto(call) | {"NumberOfRecoveryPoints": vault.num_of_recovery_points}


@emulates(
    "backup",
    "DescribeProtectedResource",
    "ListProtectedResources",
    "ListProtectedResourcesByBackupVault",
)
def list_protected(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the resources that have recovery points, those in a vault, or one of them."""
    found: dict[str, Record] = {}
    vault = call.parameters.get("BackupVaultName")
    if vault:
        _find_vault(call.account_id, call.region, vault)
    for point in hold(state, call, "points").values():
        if vault not in {None, point["BackupVaultName"]}:
            continue
        found[point["ResourceArn"]] = {
            "ResourceArn": point["ResourceArn"],
            "ResourceType": point["ResourceType"],
            "LastBackupTime": point["CreationDate"],
            "LastBackupVaultArn": point["BackupVaultArn"],
            "LastRecoveryPointArn": point["RecoveryPointArn"],
        }
    if call.operation.startswith("List"):
        return {"Results": list(found.values())}
    arn = call.parameters["ResourceArn"]
    if arn not in found:
        raise Fault("ResourceNotFoundException", f"{arn} is not protected")
    return found[arn]
