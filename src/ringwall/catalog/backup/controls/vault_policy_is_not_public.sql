/*
title = "A backup vault's policy does not let anyone in"
layer = "data"
severity = "critical"
why = "A vault holds copies of everything. One that anyone may copy into, or read from, is neither a safe copy nor a secret one."
fix = "Name the accounts that copy backups into the vault, or hold Principal * with a Condition on aws:PrincipalOrgID: aws backup put-backup-vault-access-policy --backup-vault-name NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html"

[[example]]
backup_backup_vault = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v"}]
exposure = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v", is_public = false, public_reason = "nobody gets in who is not named"}]
expect = "pass"

[[example]]
backup_backup_vault = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v"}]
exposure = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v", is_public = true, public_reason = "anybody may backup:CopyIntoBackupVault"}]
expect = "fail"

[[example]]
backup_backup_vault = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v"}]
exposure = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v", public_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
backup_backup_vault = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v"}]
expect = "unknown"
*/
select
  v.arn as resource,
  not e.is_public as ok,
  e.public_reason as reason
from estate.backup_backup_vault v
left join facts.exposure e on e.arn = v.arn
