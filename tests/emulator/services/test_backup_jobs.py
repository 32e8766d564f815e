from typing import Any

from policy_texts import allow, write

VOLUME = "arn:aws:ec2:us-east-1:123456789012:volume/vol-1"
ROLE = "arn:aws:iam::123456789012:role/backup"
START = {"BackupVaultName": "v", "ResourceArn": VOLUME, "IamRoleArn": ROLE}


def test_job_makes_a_recovery_point(client: Any, refusal: Any) -> None:
    backup = client("backup")
    backup.create_backup_vault(BackupVaultName="v")
    made = backup.start_backup_job(Lifecycle={"DeleteAfterDays": 7}, **START)
    job = backup.describe_backup_job(BackupJobId=made["BackupJobId"])
    assert (job["State"], job["ResourceType"]) == ("COMPLETED", "EBS")
    (point,) = backup.list_recovery_points_by_backup_vault(BackupVaultName="v")["RecoveryPoints"]
    assert point["RecoveryPointArn"] == made["RecoveryPointArn"]
    assert (point["CalculatedLifecycle"]["DeleteAt"] - point["CreationDate"]).days == 7
    assert [r["ResourceArn"] for r in backup.list_protected_resources()["Results"]] == [VOLUME]
    assert backup.describe_backup_vault(BackupVaultName="v")["NumberOfRecoveryPoints"] == 1
    name = {"BackupVaultName": "v", "RecoveryPointArn": made["RecoveryPointArn"]}
    backup.delete_recovery_point(**name)
    assert refusal(backup.describe_recovery_point, **name)[0] == "ResourceNotFoundException"
    stop = {"BackupJobId": made["BackupJobId"]}
    assert refusal(backup.stop_backup_job, **stop)[0] == "InvalidRequestException"
    wrong = START | {"ResourceArn": "arn:aws:sqs:us-east-1:123456789012:q"}
    assert refusal(backup.start_backup_job, **wrong)[0] == "InvalidParameterValueException"


def test_locked_vault_keeps_its_points_as_long_as_it_says(client: Any, refusal: Any) -> None:
    backup = client("backup")
    backup.create_backup_vault(BackupVaultName="v")
    backup.put_backup_vault_lock_configuration(
        BackupVaultName="v", MinRetentionDays=7, MaxRetentionDays=30
    )
    states = [
        backup.describe_backup_job(
            BackupJobId=backup.start_backup_job(Lifecycle={"DeleteAfterDays": days}, **START)[
                "BackupJobId"
            ]
        )["State"]
        for days in (6, 7, 31)
    ]
    assert states == ["FAILED", "COMPLETED", "FAILED"]
    (point,) = backup.list_recovery_points_by_resource(ResourceArn=VOLUME)["RecoveryPoints"]
    name = {"BackupVaultName": "v", "RecoveryPointArn": point["RecoveryPointArn"]}
    for call in (backup.delete_recovery_point, backup.update_recovery_point_lifecycle):
        assert refusal(call, **name)[0] == "InvalidRequestException"
    assert len(backup.list_backup_jobs(ByState="FAILED")["BackupJobs"]) == 2


def test_copy_into_another_account_needs_both_sides(client: Any, member: str) -> None:
    backup, other = client("backup"), client("backup", member)
    backup.create_backup_vault(BackupVaultName="v")
    vault = other.create_backup_vault(BackupVaultName="safe")["BackupVaultArn"]
    point = backup.start_backup_job(**START)["RecoveryPointArn"]

    def copy() -> str:
        made = backup.start_copy_job(
            RecoveryPointArn=point, SourceBackupVaultName="v",
            DestinationBackupVaultArn=vault, IamRoleArn=ROLE,
        )  # fmt: skip
        state: str = backup.describe_copy_job(CopyJobId=made["CopyJobId"])["CopyJob"]["State"]
        return state

    assert copy() == "FAILED"
    into = allow("backup:CopyIntoBackupVault", Principal={"AWS": "arn:aws:iam::123456789012:root"})
    backup.update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "true"})
    for refused in (into | {"Principal": {"AWS": "111122223333"}}, into | {"Effect": "Deny"}):
        other.put_backup_vault_access_policy(BackupVaultName="safe", Policy=write(refused))
        assert copy() == "FAILED"
    backup.update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "false"})
    other.put_backup_vault_access_policy(BackupVaultName="safe", Policy=write(into))
    assert copy() == "FAILED"
    backup.update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "true"})
    assert copy() == "COMPLETED"
    (found,) = other.list_recovery_points_by_backup_vault(BackupVaultName="safe")["RecoveryPoints"]
    assert found["ResourceArn"] == VOLUME
    assert found["SourceBackupVaultArn"].endswith(":backup-vault:v")
