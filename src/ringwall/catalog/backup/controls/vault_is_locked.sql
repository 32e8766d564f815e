/*
title = "Backup vault should be locked"
family = "setting_has_value"
table = "backup_backup_vault"
column = "locked"
setting = "Locked"
layer = "data"
severity = "low"
why = "Without Vault Lock, whoever may delete backups does so before asking for a ransom. With it, a backup stays until its time is over."
fix = "aws backup put-backup-vault-lock-configuration --backup-vault-name NAME --min-retention-days 7. Without --changeable-for-days the lock can be removed again by those who may."
url = "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html"
*/
