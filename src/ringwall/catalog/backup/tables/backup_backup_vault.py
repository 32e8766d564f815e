"""Backup vaults, with their policies."""

from ringwall.model.table import Call, Table, boolean, document, integer, moment, text

backup_vault = Table(
    name="backup_backup_vault",
    doc="A vault of backups.",
    cloudformation="AWS::Backup::BackupVault",
    list=Call("backup.list_backup_vaults", "BackupVaultList"),
    arn="BackupVaultArn",
    tags="Tags",
    calls=(
        Call(
            "backup.get_backup_vault_access_policy",
            "Policy",
            {"BackupVaultName": "{BackupVaultName}"},
            into="Policy",
            absent=("ResourceNotFoundException",),
        ),
        Call("backup.list_tags", "Tags", {"ResourceArn": "{BackupVaultArn}"}, into="Tags"),
    ),
    columns=(
        text("backup_vault_name", "BackupVaultName", "The vault's name."),
        document("access_policy", "Policy", "The policy; {} where there is none."),
        text("encryption_key_arn", "EncryptionKeyArn", "The key that it encrypts with."),
        text("vault_type", "VaultType", "BACKUP_VAULT, or LOGICALLY_AIR_GAPPED_BACKUP_VAULT."),
        boolean("locked", "Locked", "Vault Lock keeps backups from being deleted too soon."),
        moment("lock_date", "LockDate", "When the lock is there for good; 1970: never."),
        integer("min_retention_days", "MinRetentionDays", "How long the lock keeps a backup."),
        integer("number_of_recovery_points", "NumberOfRecoveryPoints", "How many it holds."),
        moment("creation_date", "CreationDate", "When it was made."),
    ),
    policy="access_policy",
)
