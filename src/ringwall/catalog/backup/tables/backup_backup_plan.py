"""Backup plans: when backups are made, how long they are kept, where they are copied."""

from ringwall.model.table import Call, Table, document, moment, text, texts

_LIFECYCLE = (
    "Lifecycle: {DeleteAfterDays: Lifecycle.DeleteAfterDays || `0`, "
    "MoveToColdStorageAfterDays: Lifecycle.MoveToColdStorageAfterDays || `0`}"
)
_RULE = (
    "RuleName: RuleName, ScheduleExpression: ScheduleExpression, "
    "StartWindowMinutes: StartWindowMinutes || `480`, "
    "CompletionWindowMinutes: CompletionWindowMinutes || `10080`, "
    "EnableContinuousBackup: EnableContinuousBackup || `false`, "
    f"{_LIFECYCLE}, CopyActions: (CopyActions || `[]`)[].{{"
    f"DestinationBackupVaultArn: DestinationBackupVaultArn, {_LIFECYCLE}}}"
)


plan = Table(
    name="backup_backup_plan",
    doc="A backup plan.",
    cloudformation="AWS::Backup::BackupPlan",
    list=Call("backup.list_backup_plans", "BackupPlansList"),
    arn="BackupPlanArn",
    tags="Tags",
    tags_property="BackupPlanTags",
    calls=(
        Call(
            "backup.get_backup_plan",
            "BackupPlan",
            {"BackupPlanId": "{BackupPlanId}"},
            into="BackupPlan",
        ),
        Call("backup.list_tags", "Tags", {"ResourceArn": "{BackupPlanArn}"}, into="Tags"),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("backup_plan_id", "BackupPlanId", "The plan's ID."),
        text(
            "backup_plan_name",
            "BackupPlanName",
            "The plan's name.",
            property="BackupPlan.BackupPlanName",
        ),
        document(
            "rules",
            f"BackupPlan.Rules[].{{TargetBackupVaultName: TargetBackupVaultName, {_RULE}}}",
            "Its rules: when, into which vault, how long (0 days are for ever), copied where.",
            absent=[],
            property="BackupPlan.BackupPlanRule[].{TargetBackupVaultName: TargetBackupVault, "
            f"{_RULE}}}",
        ),
        texts(
            "copy_destinations",
            "BackupPlan.Rules[].CopyActions[].DestinationBackupVaultArn",
            "The vaults that backups are copied to.",
            property="BackupPlan.BackupPlanRule[].CopyActions[].DestinationBackupVaultArn",
        ),
        moment("creation_date", "CreationDate", "When it was created."),
        moment(
            "last_execution_date",
            "LastExecutionDate",
            "When a backup was last made by it; 1970-01-01 for never.",
        ),
    ),
)
