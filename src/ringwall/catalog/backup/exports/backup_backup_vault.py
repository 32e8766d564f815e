"""Where CloudFormation has vaults: one that is locked for ever says from when on."""

from ringwall.model.export import PropertyWriter, TableExport
from ringwall.model.table import Row


def write_lock(names: Row) -> Row:
    """Return the lock of a vault: for ever in the mode COMPLIANCE, after a time."""
    mode = names.get("lock_mode")
    if not mode:
        return {}
    written = {"LockConfiguration.MinRetentionDays": names["min_retention_days"]}
    if mode == "COMPLIANCE":
        written["LockConfiguration.ChangeableForDays"] = names["changeable_for_days"]
    return written


vault = TableExport(
    table="backup_backup_vault",
    writer=PropertyWriter(
        ("lock_mode", "min_retention_days"),
        ("LockConfiguration.MinRetentionDays", "LockConfiguration.ChangeableForDays"),
        write_lock,
    ),
    known={"arn": "arn:{partition}:backup:{region}:{account_id}:backup-vault:{backup_vault_name}"},
    retained=True,
)
