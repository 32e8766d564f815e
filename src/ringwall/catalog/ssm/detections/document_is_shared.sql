/*
title = "Document of Systems Manager was shared with everyone or another organization"
severity = "high"
why = "Documents hold scripts, names and sometimes secrets. Public, everyone reads them; shared, others may run them."
fix = "aws ssm modify-document-permission --account-ids-to-remove. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1537", "T1213"]
false_positives = "Providers' documents that are meant to be public."

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "ModifyDocumentPermission", request_parameters = {name = "deploy", permissionType = "Share", accountIdsToAdd = ["All"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "ModifyDocumentPermission", request_parameters = {name = "deploy", accountIdsToAdd = ["999999999999"]}}]
expect = "hit"

# It is shared no longer.
[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "ModifyDocumentPermission", request_parameters = {name = "deploy", accountIdsToRemove = ["All"]}}]
expect = "quiet"

# An account of the organization.
[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "ModifyDocumentPermission", request_parameters = {name = "deploy", accountIdsToAdd = ["222222222222"]}}]
own_account = [{account_id = "222222222222"}]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  coalesce(e.account_id, '') as account_id,
  e.aws_region as region,
  coalesce(nullif(e.principal_arn, ''), e.session_arn) as actor,
  e.session_arn as session,
  e.access_key_id as access_key,
  case when e.invoked_by = '' then e.source_ip else '' end as address,
  coalesce(json_extract_string(e.request_parameters, '$.name'), '') as resource,
  'document ' || coalesce(json_extract_string(e.request_parameters, '$.name'), '')
    || ' was shared with '
    || json_extract_string(e.request_parameters, '$.accountIdsToAdd') as reason,
  case
    when regexp_matches(e.request_parameters, '(?i)"all"') then 90
    when (select count(*) from facts.own_account where source = 'estate') > 0 then 75
    else 40
  end as confidence
from logs.cloudtrail e
where e.event_source = 'ssm.amazonaws.com'
  and e.operation = 'ModifyDocumentPermission'
  and e.error_code = ''
  and regexp_matches(
    json_extract_string(e.request_parameters, '$.accountIdsToAdd'),
    '(?i)"all"|[0-9]{12}'
  )
  and not exists (
    select 1
    from facts.own_account a
    where a.account_id = regexp_extract(
      json_extract_string(e.request_parameters, '$.accountIdsToAdd'),
      '[0-9]{12}',
      0
    )
  )
