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

# An own account stands before a foreign one.
[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "ModifyDocumentPermission", request_parameters = {name = "deploy", accountIdsToAdd = ["222222222222", "999999999999"]}}]
own_account = [{account_id = "222222222222"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "ModifyDocumentPermission", request_parameters = {name = "deploy", accountIdsToAdd = ["222222222222", "all"]}}]
own_account = [{account_id = "222222222222"}]
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
with added as (
  select
    *,
    coalesce(json_extract_string(request_parameters, '$.name'), '') as document,
    unnest(
      regexp_extract_all(
        lower(coalesce(json_extract_string(request_parameters, '$.accountIdsToAdd'), '')),
        '"(all|[0-9]{12})"',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'ssm.amazonaws.com'
    and operation = 'ModifyDocumentPermission'
    and error_code = ''
)
select
  min(event_time) as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  min(aws_region) as region,
  min(coalesce(nullif(principal_arn, ''), session_arn)) as actor,
  min(session_arn) as session,
  min(access_key_id) as access_key,
  min(case when invoked_by = '' then source_ip else '' end) as address,
  min(document) as resource,
  'document ' || min(document) || ' was shared with '
    || string_agg(case when receiver = 'all' then 'everyone' else receiver end, ', ' order by receiver)
    as reason,
  case
    when bool_or(receiver = 'all') then 90
    when (select count(*) from facts.own_account where source = 'estate') > 0 then 75
    else 40
  end as confidence
from added
where receiver not in (select account_id from facts.own_account)
group by account_id, event_id
