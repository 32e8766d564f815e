"""How vaults come, change and go. One with backups in it is not deleted.

A lock of the mode COMPLIANCE can be removed until its date, which is three days on at the least:
an undo that comes later fails, and the vault and its backups stay until their time is over.
"""

from ringwall.catalog.backup.locks import write_lock
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"BackupVaultName": "{backup_vault_name}"}
_LOCK = "backup.put_backup_vault_lock_configuration"
_TAG = Step("backup.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|map}"})
FOR_EVER = (
    "Once the days that it can be changed for are over, nobody removes the lock, AWS included: "
    "backups stay, and are paid for, until their time is over."
)


vault = Lifecycle(
    table="backup_backup_vault",
    find=Find("backup.list_backup_vaults", items="BackupVaultList", match=_NAME),
    identity=("backup_vault_name",),
    given=("changeable_for_days",),
    create=Step(
        "backup.create_backup_vault",
        {
            **_NAME,
            "EncryptionKeyArn": "{encryption_key_arn}",
            "BackupVaultTags": "{tags|map}",
        },
        also=(
            "backup:TagResource",
            "backup-storage:MountCapsule",
            "kms:CreateGrant",
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:GenerateDataKey",
            "kms:RetireGrant",
        ),
    ),
    creates=("backup_vault_name", "encryption_key_arn", "tags"),
    updates=(
        Update(
            ("access_policy",),
            Step(
                "backup.put_backup_vault_access_policy",
                {**_NAME, "Policy": "{access_policy|json}"},
                blast="availability",
            ),
            clear=Step("backup.delete_backup_vault_access_policy", _NAME, blast="availability"),
        ),
        Update(
            ("lock_mode", "min_retention_days"),
            Step(_LOCK, build=write_lock),
            choose={
                "": Step("backup.delete_backup_vault_lock_configuration", _NAME),
                "COMPLIANCE": Step(_LOCK, build=write_lock, irreversible=FOR_EVER),
            },
        ),
        Update(("tags",), _TAG),
    ),
    by_hand={
        "encryption_key_arn": "a vault keeps its key: make another vault, copy the backups there"
    },
    erase=Step("backup.delete_backup_vault", _NAME, blast="availability"),
    normal={"access_policy": "policy"},
    owner="tag",
    retag=_TAG,
)
