/*
title = "Backup was copied to a foreign account"
severity = "high"
why = "A copy of a backup is a copy of all its data."
fix = "Take the data as stolen where nobody knows the account. Forbid copies outside the organization by backup:CopyTargetOrgPaths."
attacks = ["T1537"]
false_positives = "A vault at a partner; copies need the same organization unless cross-account backup was set up."
confidence = 85

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "StartCopyJob", request_parameters = {recoveryPointArn = "r", destinationBackupVaultArn = "arn:aws:backup:eu-west-1:999999999999:backup-vault:v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "StartCopyJob", request_parameters = {recoveryPointArn = "r", destinationBackupVaultArn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
with given as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    case when invoked_by = '' then source_ip else '' end as source_ip,
    coalesce(json_extract_string(request_parameters, '$.recoveryPointArn'), '') as target,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.destinationBackupVaultArn'), ''),
        ':backup:[^:]*:([0-9]{12}):',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'backup.amazonaws.com'
    and event_name = 'StartCopyJob'
    and error_code = ''
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(
    ' ',
    'Recovery point',
    target,
    'is copied to a vault of the foreign account',
    receiver
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from facts.own_account)
