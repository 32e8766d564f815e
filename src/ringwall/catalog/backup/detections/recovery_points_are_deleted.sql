/*
title = "Recovery points were deleted by hand"
severity = "high"
why = "AWS Backup deletes recovery points by itself when their time is over. Who deletes them by call wants that nothing can be restored."
fix = "Cut off the principal where nobody knows of it. Use copies in another account, and lock the vaults."
attacks = ["T1490", "T1485"]
false_positives = "Administrators who empty a vault before they delete it."
window = "1h"
confidence = 70

[[example]]
cloudtrail = [
  {event_source = "backup.amazonaws.com", event_name = "DeleteRecoveryPoint", request_parameters = {backupVaultName = "v", recoveryPointArn = "a0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "backup.amazonaws.com", event_name = "DeleteRecoveryPoint", request_parameters = {backupVaultName = "v", recoveryPointArn = "a1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "backup.amazonaws.com", event_name = "DeleteRecoveryPoint", request_parameters = {backupVaultName = "v", recoveryPointArn = "a2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "backup.amazonaws.com", event_name = "DeleteRecoveryPoint", request_parameters = {backupVaultName = "v", recoveryPointArn = "a0"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "backup.amazonaws.com", event_name = "DeleteRecoveryPoint", request_parameters = {backupVaultName = "v", recoveryPointArn = "a1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "backup.amazonaws.com", event_name = "DeleteRecoveryPoint", request_parameters = {backupVaultName = "v", recoveryPointArn = "a2"}, invoked_by = "backup.amazonaws.com"},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "backup.amazonaws.com", event_name = "DeleteRecoveryPoint", request_parameters = {backupVaultName = "v", recoveryPointArn = "a0"}, error_code = "AccessDeniedException"},
  {event_source = "backup.amazonaws.com", event_name = "DeleteRecoveryPoint", request_parameters = {backupVaultName = "v", recoveryPointArn = "a1"}, error_code = "AccessDeniedException"},
  {event_source = "backup.amazonaws.com", event_name = "DeleteRecoveryPoint", request_parameters = {backupVaultName = "v", recoveryPointArn = "a2"}, error_code = "AccessDeniedException"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(
    ' ',
    coalesce(principal_arn, session_arn),
    json_extract_string(request_parameters, '$.backupVaultName'),
    date_trunc('hour', event_time)
  ) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.backupVaultName'), '') as resource,
  concat_ws(
    ' ',
    count(*),
    'recovery points of vault',
    json_extract_string(request_parameters, '$.backupVaultName'),
    'were deleted within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'backup.amazonaws.com'
  and event_name in ('DeleteRecoveryPoint', 'DisassociateRecoveryPoint')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time),
  json_extract_string(request_parameters,
  '$.backupVaultName')
having count(*) >= 3
