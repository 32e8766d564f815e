/*
title = "Retention of a backup was cut to days"
severity = "medium"
why = "Backups that expire are deleted by AWS itself, so no deletion by a person is seen."
fix = "Set the lifecycle again: aws backup update-recovery-point-lifecycle."
attacks = ["T1490"]
false_positives = "Clean-up of backups that nobody needs."
confidence = 60

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "UpdateRecoveryPointLifecycle", request_parameters = {backupVaultName = "v", recoveryPointArn = "r", lifecycle = {deleteAfterDays = 1}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "UpdateRecoveryPointLifecycle", request_parameters = {backupVaultName = "v", lifecycle = {deleteAfterDays = 365}}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.recoveryPointArn'),
    json_extract_string(request_parameters, '$.backupVaultName'),
    ''
  ) as resource,
  concat_ws(
    ' ',
    'The days after which a recovery point is now deleted:',
    json_extract_string(request_parameters, '$.lifecycle.deleteAfterDays')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'backup.amazonaws.com'
  and event_name = 'UpdateRecoveryPointLifecycle'
  and error_code = ''
  and invoked_by = ''
  and coalesce(
    try_cast(json_extract_string(request_parameters, '$.lifecycle.deleteAfterDays') as bigint),
    9999
  ) <= 7
