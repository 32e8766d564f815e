/*
title = "Lock of a backup vault was removed"
severity = "high"
why = "The lock keeps backups from being deleted before their time. Only a lock in governance mode can be removed, and it is the step before backups are deleted."
fix = "aws backup put-backup-vault-lock-configuration, with --changeable-for-days for compliance mode."
attacks = ["T1490"]
false_positives = "Changes of retention that are planned."
confidence = 80

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "DeleteBackupVaultLockConfiguration", request_parameters = {backupVaultName = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "PutBackupVaultLockConfiguration", request_parameters = {backupVaultName = "v"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "DeleteBackupVaultLockConfiguration", request_parameters = {backupVaultName = "v"}, error_code = "AccessDeniedException"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.backupVaultName'), '') as resource,
  concat_ws(
    ' ',
    'The lock of backup vault',
    json_extract_string(request_parameters, '$.backupVaultName'),
    'was removed'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'backup.amazonaws.com'
  and event_name = 'DeleteBackupVaultLockConfiguration'
  and error_code = ''
