"""Closes a backup vault to everyone but its account."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, PolicyPlace, close_policy
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "backup.put_backup_vault_access_policy", {"BackupVaultName": r"[\w-]{2,50}", "Policy": TEXT}
    ),
)


@answers("backup.vault_policy_is_not_public", writes=WRITES)
def close_vault(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let only the account copy backups from and into the vault, where anyone may."""
    vault = {"BackupVaultName": finding.resource.rpartition(":")[2]}

    def write(policy: str) -> Write:
        return Write("backup.put_backup_vault_access_policy", {**vault, "Policy": policy})

    absent = ("ResourceNotFoundException",)
    place = PolicyPlace("backup.get_backup_vault_access_policy", vault, "Policy", write, absent)
    return close_policy(finding, reader, place)
