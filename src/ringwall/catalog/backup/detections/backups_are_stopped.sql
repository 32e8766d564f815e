/*
title = "Backup plan or vault was deleted"
severity = "medium"
why = "Backups end, or lose the place where they are kept."
fix = "Make the plan again. Ask the owner of the principal."
attacks = ["T1490"]
false_positives = "Infrastructure as code that changes plans, where it is not CloudFormation."
confidence = 55

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "DeleteBackupPlan", request_parameters = {backupPlanId = "p"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "DeleteBackupPlan", request_parameters = {backupPlanId = "p"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "DeleteBackupVault", request_parameters = {backupVaultName = "v"}, error_code = "InvalidRequestException"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.backupVaultName'),
    json_extract_string(request_parameters, '$.backupPlanId'),
    ''
  ) as resource,
  concat_ws(
    ' ',
    event_name,
    'of',
    json_extract_string(request_parameters, '$.backupVaultName'),
    json_extract_string(request_parameters, '$.backupPlanId')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'backup.amazonaws.com'
  and event_name in ('DeleteBackupVault', 'DeleteBackupPlan', 'DeleteBackupSelection')
  and error_code = ''
  and invoked_by = ''
