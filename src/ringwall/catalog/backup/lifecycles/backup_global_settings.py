"""How AWS Backup's settings for the organization change."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update


def _set(value: str) -> Step:
    return Step(
        "backup.update_global_settings", {"GlobalSettings": {"isCrossAccountBackupEnabled": value}}
    )


settings = Lifecycle(
    table="backup_global_settings",
    find=Find("backup.describe_global_settings", absent=("InvalidRequestException",)),
    ids=(),
    updates=(
        Update(
            ("is_cross_account_backup_enabled",), choose={True: _set("true"), False: _set("false")}
        ),
    ),
)
