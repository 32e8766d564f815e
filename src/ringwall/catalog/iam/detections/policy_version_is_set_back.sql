/*
title = "Older version of a policy was made the default"
severity = "medium"
why = "An older version may allow what was taken away since. It takes one call, and no document that anyone could read."
fix = "Read both versions (aws iam get-policy-version), and set the newer one. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003"]
false_positives = "The rollback of a change that broke something."
window = "1h"
confidence = 60

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "SetDefaultPolicyVersion", request_parameters = {policyArn = "arn:aws:iam::111111111111:policy/app", versionId = "v1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# The version was made within the hour.
[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "CreatePolicyVersion", request_parameters = {policyArn = "arn:p", setAsDefault = false}, response_elements = {policyVersion = {versionId = "v4"}}, event_time = "2026-01-31T09:50:00Z"},
  {event_source = "iam.amazonaws.com", operation = "SetDefaultPolicyVersion", request_parameters = {policyArn = "arn:p", versionId = "v4"}},
]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "SetDefaultPolicyVersion", request_parameters = {policyArn = "arn:p", versionId = "v1"}, error_code = "AccessDenied"}]
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
  coalesce(json_extract_string(e.request_parameters, '$.policyArn'), '') as resource,
  'policy ' || json_extract_string(e.request_parameters, '$.policyArn') || ' was set back to '
    || json_extract_string(e.request_parameters, '$.versionId') as reason
from logs.cloudtrail e
where e.event_source = 'iam.amazonaws.com'
  and e.operation = 'SetDefaultPolicyVersion'
  and e.error_code = ''
  and not exists (
    select 1
    from logs.cloudtrail c
    where c.event_source = 'iam.amazonaws.com'
      and c.operation = 'CreatePolicyVersion'
      and c.error_code = ''
      and json_extract_string(c.request_parameters, '$.policyArn')
        = json_extract_string(e.request_parameters, '$.policyArn')
      and json_extract_string(c.response_elements, '$.policyVersion.versionId')
        = json_extract_string(e.request_parameters, '$.versionId')
      and c.event_time between e.event_time - interval 1 hour and e.event_time
  )
