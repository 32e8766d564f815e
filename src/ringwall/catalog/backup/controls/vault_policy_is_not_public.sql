/*
title = "Backup vault should not be public"
family = "policy_is_not_public"
table = "backup_backup_vault"
severity = "critical"
why = "A vault holds copies of your data. If anyone can read the backups, or copy backups of their own into the vault, it protects nothing."
fix = "Name the accounts that copy backups into the vault, or limit Principal * with a Condition on aws:PrincipalOrgID: aws backup put-backup-vault-access-policy --backup-vault-name NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html"
*/
