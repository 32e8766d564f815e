"""Backup vaults, with their policies."""

from ringwall.model.table import Call, Table, boolean, document, integer, moment, text

backup_vault = Table(
    name="backup_backup_vault",
    doc="A backup vault.",
    cloudformation="AWS::Backup::BackupVault",
    list=Call("backup.list_backup_vaults", "BackupVaultList"),
    arn="BackupVaultArn",
    tags="Tags",
    tags_property="BackupVaultTags",
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
    gone=("ResourceNotFoundException",),
    columns=(
        text("backup_vault_name", "BackupVaultName", "The vault's name."),
        document(
            "access_policy",
            "Policy",
            "The policy; {} where there is none.",
            property="AccessPolicy",
            default={},
            required=True,
        ),
        text("encryption_key_arn", "EncryptionKeyArn", "The key that encrypts the backups."),
        text("vault_type", "VaultType", "BACKUP_VAULT, or LOGICALLY_AIR_GAPPED_BACKUP_VAULT."),
        boolean(
            "locked",
            "Locked",
            "Vault Lock is on: backups cannot be deleted too early.",
            property="LockConfiguration && `true`",
            default=False,
        ),
        text(
            "lock_mode",
            "Locked && (LockDate && 'COMPLIANCE' || 'GOVERNANCE') || ''",
            "GOVERNANCE, where the lock can be removed; COMPLIANCE, where nobody can after the "
            "lock date; '' for no lock.",
            property="LockConfiguration && (LockConfiguration.ChangeableForDays && 'COMPLIANCE' "
            "|| 'GOVERNANCE')",
            default="",
        ),
        moment(
            "lock_date", "LockDate", "When the lock can no longer be removed; 1970-01-01 for never."
        ),
        integer(
            "min_retention_days",
            "MinRetentionDays",
            "How many days the lock keeps a backup at least.",
            property="LockConfiguration.MinRetentionDays",
            default=0,
        ),
        integer(
            "number_of_recovery_points",
            "NumberOfRecoveryPoints",
            "The number of backups in the vault.",
        ),
        moment("creation_date", "CreationDate", "When it was created."),
    ),
    policy="access_policy",
)
