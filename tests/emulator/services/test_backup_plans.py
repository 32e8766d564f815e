from typing import Any

SELECTION = {"SelectionName": "all", "IamRoleArn": "arn:aws:iam::123456789012:role/backup"}
TAGS = {"ConditionType": "STRINGEQUALS", "ConditionKey": "backup", "ConditionValue": "daily"}


def test_selection_says_what_a_plan_backs_up(client: Any, refusal: Any) -> None:
    backup = client("backup")
    backup.create_backup_vault(BackupVaultName="v")
    rule = {"RuleName": "daily", "TargetBackupVaultName": "v"}
    plan = backup.create_backup_plan(BackupPlan={"BackupPlanName": "p", "Rules": [rule]})
    name = {"BackupPlanId": plan["BackupPlanId"]}
    empty = name | {"BackupSelection": SELECTION}
    assert refusal(backup.create_backup_selection, **empty)[0] == "InvalidParameterValueException"
    full = name | {"BackupSelection": SELECTION | {"ListOfTags": [TAGS]}}
    made = backup.create_backup_selection(**full)["SelectionId"]
    assert refusal(backup.create_backup_selection, **full)[0] == "AlreadyExistsException"
    shown = backup.get_backup_selection(SelectionId=made, **name)["BackupSelection"]
    assert shown == full["BackupSelection"]
    (listed,) = backup.list_backup_selections(**name)["BackupSelectionsList"]
    assert (listed["SelectionId"], listed["SelectionName"]) == (made, "all")
    backup.delete_backup_selection(SelectionId=made, **name)
    code, _ = refusal(backup.get_backup_selection, SelectionId=made, **name)
    assert code == "ResourceNotFoundException"


def test_settings_and_notifications_are_kept(client: Any, refusal: Any) -> None:
    backup = client("backup")
    assert backup.describe_global_settings()["GlobalSettings"] == {
        "isCrossAccountBackupEnabled": "false"
    }
    backup.update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "true"})
    elsewhere = client("backup", region="eu-west-1")
    shown = elsewhere.describe_global_settings()["GlobalSettings"]
    assert shown["isCrossAccountBackupEnabled"] == "true"
    backup.update_region_settings(ResourceTypeOptInPreference={"S3": True})
    assert backup.describe_region_settings()["ResourceTypeOptInPreference"] == {"S3": True}
    name = {"BackupVaultName": "v"}
    backup.create_backup_vault(**name)
    code, _ = refusal(backup.get_backup_vault_notifications, **name)
    assert code == "ResourceNotFoundException"
    backup.put_backup_vault_notifications(
        SNSTopicArn="arn:aws:sns:us-east-1:123456789012:t",
        BackupVaultEvents=["BACKUP_JOB_FAILED"], **name,
    )  # fmt: skip
    shown = backup.get_backup_vault_notifications(**name)
    assert shown["BackupVaultEvents"] == ["BACKUP_JOB_FAILED"]
