"""Backup: vaults and who may take backups out of them."""

import json
from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader

ARN = "arn:aws:backup:eu-west-1:111111111111:backup-vault:nightly"
POLICY = (
    '{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "backup:DeleteRecoveryPoint",'
    ' "Resource": "*"}]}'
)
ANSWERS: dict[str, Any] = {
    "backup.list_backup_vaults": {
        "BackupVaultList": [
            {
                "BackupVaultName": "nightly",
                "BackupVaultArn": ARN,
                "EncryptionKeyArn": "k",
                "Locked": True,
                "MinRetentionDays": 7,
            }
        ]
    },
    "backup.get_backup_vault_access_policy": {"Policy": POLICY},
    "backup.list_tags": {"Tags": {"team": "shop"}},
}


def test_a_vault_is_read(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(ANSWERS), "backup_backup_vault")
    (vault,) = rows["backup_backup_vault"]
    assert gaps == []
    assert (vault["arn"], vault["tags"]) == (ARN, {"team": "shop"})
    assert (vault["locked"], vault["min_retention_days"]) == (True, 7)
    assert vault["encryption_key_arn"] == "k"
    assert json.loads(vault["access_policy"]) == json.loads(POLICY)
    (statement,) = rows["policy_statement"]
    assert (statement["owner_table"], statement["effect"]) == ("backup_backup_vault", "Deny")


def test_no_policy_is_a_value_and_a_denied_one_is_not(canned: Any, collect: Any) -> None:
    for error, expected, gaps_expected in (
        (CallFailed("none", "ResourceNotFoundException"), {}, 0),
        (AccessDenied("no", "AccessDeniedException"), None, 2),
    ):
        answers = ANSWERS | {"backup.get_backup_vault_access_policy": error}
        rows, gaps = collect(canned(answers), "backup_backup_vault")
        assert [r["access_policy"] for r in rows["backup_backup_vault"]] == [expected]
        assert len(gaps) == gaps_expected


def test_the_service_reads_a_vault(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    client = aws("backup")
    client.create_backup_vault(BackupVaultName="nightly", BackupVaultTags={"team": "shop"})
    rows, gaps = collect(live, "backup_backup_vault")
    (vault,) = rows["backup_backup_vault"]
    assert gaps == []
    assert (vault["access_policy"], vault["tags"]) == ({}, {"team": "shop"})
    client.put_backup_vault_access_policy(BackupVaultName="nightly", Policy=POLICY)
    rows, _ = collect(live, "backup_backup_vault")
    assert [s["effect"] for s in rows["policy_statement"]] == ["Deny"]
