"""Plans and report plans change, and old versions of a plan can be read."""

from typing import Any


def make_plan(rule: str) -> dict[str, Any]:
    return {
        "BackupPlanName": "daily",
        "Rules": [{"RuleName": rule, "TargetBackupVaultName": "vault"}],
    }


def test_a_plan_has_versions(client: Any, refusal: Any) -> None:
    backup = client("backup")
    backup.create_backup_vault(BackupVaultName="vault")
    made = backup.create_backup_plan(BackupPlan=make_plan("a"))
    own = {"BackupPlanId": made["BackupPlanId"]}
    changed = backup.update_backup_plan(**own, BackupPlan=make_plan("b"))
    assert changed["VersionId"] != made["VersionId"]
    assert backup.get_backup_plan(**own)["BackupPlan"]["Rules"][0]["RuleName"] == "b"
    former = backup.get_backup_plan(**own, VersionId=made["VersionId"])
    assert former["BackupPlan"]["Rules"][0]["RuleName"] == "a"
    listed = backup.list_backup_plan_versions(**own)["BackupPlanVersionsList"]
    versions = [version["VersionId"] for version in listed]
    assert versions == [changed["VersionId"], made["VersionId"]]
    asked = {"BackupPlanId": "none", "BackupPlan": make_plan("a")}
    assert refusal(backup.update_backup_plan, **asked)[0] == "ResourceNotFoundException"


def test_a_report_plan_changes(client: Any, refusal: Any) -> None:
    backup = client("backup")
    channel = {"S3BucketName": "reports"}
    setting = {"ReportTemplate": "BACKUP_JOB_REPORT"}
    backup.create_report_plan(
        ReportPlanName="a", ReportDeliveryChannel=channel, ReportSetting=setting
    )
    changed = {"ReportTemplate": "COPY_JOB_REPORT"}
    backup.update_report_plan(ReportPlanName="a", ReportSetting=changed)
    found = backup.describe_report_plan(ReportPlanName="a")["ReportPlan"]
    assert found["ReportSetting"] == changed
    assert found["ReportDeliveryChannel"] == channel
    code = refusal(backup.update_report_plan, ReportPlanName="b", ReportSetting=changed)[0]
    assert code == "ResourceNotFoundException"
