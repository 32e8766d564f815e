"""Locks a backup vault, so that backups are kept for a week at least."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

DAYS = 7
VAULT = {"BackupVaultName": r"[\w-]{2,50}"}
WRITES = (
    WriteShape(
        "backup.put_backup_vault_lock_configuration",
        # Without ChangeableForDays: such a lock could never be removed.
        {**VAULT, "MinRetentionDays": range(DAYS, DAYS + 1)},
    ),
    WriteShape("backup.delete_backup_vault_lock_configuration", VAULT),
)


@answers("backup.vault_is_locked", writes=WRITES)
def lock_vault(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Lock the vault in governance mode: who may remove locks can remove it again."""
    vault = {"BackupVaultName": finding.resource.rpartition(":")[2]}

    def lock(state: bool | None) -> Write:  # noqa: FBT001 - it is given as the state it is
        if not state:
            return Write("backup.delete_backup_vault_lock_configuration", vault)
        parameters = {**vault, "MinRetentionDays": DAYS}
        return Write("backup.put_backup_vault_lock_configuration", parameters)

    return change_setting(
        finding,
        reader,
        Probe("backup.describe_backup_vault", vault, "Locked"),
        lock,
        after=True,
        why=f"backups cannot be deleted in their first {DAYS} days; jobs that keep theirs for less "
        "fail then",
        blast="availability",
    )
