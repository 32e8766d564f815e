/*
title = "Event bus was opened to everyone, or to another organization's account"
severity = "medium"
why = "Who can put events on a bus can start what its rules start."
fix = "Narrow the policy of the bus to accounts of yours or to aws:PrincipalOrgID. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098"]
false_positives = "Partners' events; those come from a partner event source instead."

[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", operation = "PutPermission", request_parameters = {eventBusName = "default", principal = "*", action = "events:PutEvents", statementId = "s"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", operation = "PutPermission", request_parameters = {eventBusName = "default", principal = "999999999999", action = "events:PutEvents"}}]
expect = "hit"

# All accounts of the organization.
[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", operation = "PutPermission", request_parameters = {eventBusName = "default", principal = "*", condition = {type = "StringEquals", key = "aws:PrincipalOrgID", value = "o-1"}}}]
expect = "quiet"

# An account of the organization.
[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", operation = "PutPermission", request_parameters = {principal = "222222222222"}}]
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
  coalesce(json_extract_string(e.request_parameters, '$.eventBusName'), 'default') as resource,
  'bus ' || coalesce(json_extract_string(e.request_parameters, '$.eventBusName'), 'default')
    || ' takes events of '
    || case
      when json_extract_string(e.request_parameters, '$.principal') = '*' then 'everyone'
      else json_extract_string(e.request_parameters, '$.principal')
    end as reason
from logs.cloudtrail e
where e.event_source = 'events.amazonaws.com'
  and e.operation = 'PutPermission'
  and e.error_code = ''
  and json_extract_string(e.request_parameters, '$.condition.value') is null
  and json_extract_string(e.request_parameters, '$.principal') <> coalesce(e.account_id, '')
  and not exists (
    select 1
    from facts.own_account a
    where a.account_id = json_extract_string(e.request_parameters, '$.principal')
  )
