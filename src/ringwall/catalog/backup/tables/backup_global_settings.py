"""The settings of AWS Backup for the whole organization."""

from ringwall.model.table import Call, Table, boolean, moment

settings = Table(
    name="backup_global_settings",
    doc="AWS Backup's settings for the organization, as the management account has them.",
    scope="account",
    list=Call("backup.describe_global_settings", "[@]"),
    # Only the management account is told.
    absent=("InvalidRequestException",),
    arn="arn:{partition}:backup::{account_id}:global-settings",
    columns=(
        boolean(
            "is_cross_account_backup_enabled",
            "GlobalSettings.isCrossAccountBackupEnabled == 'true'",
            "Backups can be copied from one account of the organization to another.",
        ),
        moment("last_update_time", "LastUpdateTime", "When they were last changed."),
    ),
)
