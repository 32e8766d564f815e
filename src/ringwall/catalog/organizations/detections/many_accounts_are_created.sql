/*
title = "Several accounts were created within an hour"
severity = "medium"
why = "New accounts have fresh quotas, and no security services yet: a place to mine, or to hide."
fix = "Close them if nobody planned them. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1136.003", "T1496"]
false_positives = "Account vending and events for training."
window = "1h"
confidence = 40

[[example]]
cloudtrail = [
  {event_source = "organizations.amazonaws.com", operation = "CreateAccount", request_parameters = {accountName = "a0", email = "x@example.com"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "organizations.amazonaws.com", operation = "CreateAccount", request_parameters = {accountName = "a1", email = "x@example.com"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "organizations.amazonaws.com", operation = "CreateAccount", request_parameters = {accountName = "a2", email = "x@example.com"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# One.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "CreateAccount", request_parameters = {accountName = "a"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "quiet"

# Control Tower makes them.
[[example]]
cloudtrail = [
  {event_source = "organizations.amazonaws.com", operation = "CreateAccount", request_parameters = {accountName = "a0"}, invoked_by = "controltower.amazonaws.com"},
  {event_source = "organizations.amazonaws.com", operation = "CreateAccount", request_parameters = {accountName = "a1"}, invoked_by = "controltower.amazonaws.com"},
  {event_source = "organizations.amazonaws.com", operation = "CreateAccount", request_parameters = {accountName = "a2"}, invoked_by = "controltower.amazonaws.com"},
  {event_source = "organizations.amazonaws.com", operation = "CreateAccount", request_parameters = {accountName = "a3"}, invoked_by = "controltower.amazonaws.com"},
  {event_source = "organizations.amazonaws.com", operation = "CreateAccount", request_parameters = {accountName = "a4"}, invoked_by = "controltower.amazonaws.com"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  coalesce(nullif(principal_arn, ''), session_arn) || ' '
    || cast(date_trunc('hour', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  max(aws_region) as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  '' as resource,
  cast(count(*) as text) || ' accounts were created within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'organizations.amazonaws.com'
  and operation in ('CreateAccount', 'CreateGovCloudAccount')
  and error_code = ''
  and invoked_by = ''
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(*) >= 3
