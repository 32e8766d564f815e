/*
title = "Backup vault should be encrypted with a customer managed key"
layer = "data"
severity = "low"
why = "What the key of AWS encrypts cannot be restored in another account, so a copy in a second account is of no use when the first is lost. Nor can the key be taken away from anyone."
fix = "A vault keeps its key: make another one with aws backup create-backup-vault --backup-vault-name NAME --encryption-key-arn KEY_ARN, and let the plans use it."
url = "https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html"

[[example]]
backup_backup_vault = [{arn = "v", encryption_key_arn = "k"}]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
expect = "pass"

[[example]]
backup_backup_vault = [{arn = "v", encryption_key_arn = "k"}]
kms_key = [{arn = "k", key_manager = "AWS"}]
expect = "fail"

# The key was not read.
[[example]]
backup_backup_vault = [{arn = "v", encryption_key_arn = "arn:aws:kms:eu-west-1:222222222222:key/1"}]
expect = "unknown"

[[example]]
backup_backup_vault = [{arn = "v"}]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
expect = "unknown"
*/
select
  v.arn as resource,
  k.key_manager = 'CUSTOMER' as ok,
  case
    when k.key_manager = 'CUSTOMER' then 'its key is the customer''s'
    when k.key_manager = 'AWS' then 'its key is managed by AWS'
    else 'who manages its key is not known'
  end as reason
from estate.backup_backup_vault v
left join estate.kms_key k on k.arn = v.encryption_key_arn
