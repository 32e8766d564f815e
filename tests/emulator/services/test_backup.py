from typing import Any

POLICY = '{"Version": "2012-10-17", "Statement": []}'
NONE = "ResourceNotFoundException"


def test_policy_of_a_vault_is_put_and_taken_off(client: Any, refusal: Any, emulator: Any) -> None:
    backup = client("backup")
    for name in ("one", "two"):
        backup.create_backup_vault(BackupVaultName=name)
    assert refusal(backup.get_backup_vault_access_policy, BackupVaultName="one")[0] == NONE
    backup.put_backup_vault_access_policy(BackupVaultName="one", Policy=POLICY)
    found = backup.get_backup_vault_access_policy(BackupVaultName="one")
    assert (found["Policy"], found["BackupVaultArn"].rpartition(":")[2]) == (POLICY, "one")
    assert refusal(backup.get_backup_vault_access_policy, BackupVaultName="two")[0] == NONE
    backup.delete_backup_vault_access_policy(BackupVaultName="one")
    assert refusal(backup.get_backup_vault_access_policy, BackupVaultName="one")[0] == NONE
    assert emulator.guesses == []


def test_vault_that_is_missing_has_no_policy(client: Any, refusal: Any) -> None:
    backup = client("backup")
    gone = {"BackupVaultName": "gone", "Policy": "{}"}
    assert refusal(backup.put_backup_vault_access_policy, **gone)[0] == NONE
