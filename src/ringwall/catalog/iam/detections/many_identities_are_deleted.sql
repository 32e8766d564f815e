/*
title = "Users, keys or passwords of many principals were deleted"
severity = "high"
why = "Whoever wants to keep an account locks the others out first."
fix = "Restore a way in by root or Identity Center, and take the caller's credentials away. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1531"]
false_positives = "Clean-up of old users after the move to Identity Center."
window = "1h"
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "DeleteLoginProfile", request_parameters = {userName = "u0"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "DeleteLoginProfile", request_parameters = {userName = "u1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "DeleteLoginProfile", request_parameters = {userName = "u2"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "DeleteLoginProfile", request_parameters = {userName = "u3"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "DeleteLoginProfile", request_parameters = {userName = "u4"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# One user leaves.
[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "DeleteAccessKey", request_parameters = {userName = "bob"}},
  {event_source = "iam.amazonaws.com", operation = "DeleteLoginProfile", request_parameters = {userName = "bob"}},
  {event_source = "iam.amazonaws.com", operation = "DeleteUser", request_parameters = {userName = "bob"}},
]
expect = "quiet"

# A stack is deleted.
[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "DeleteUser", request_parameters = {userName = "u0"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"},
  {event_source = "iam.amazonaws.com", operation = "DeleteUser", request_parameters = {userName = "u1"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"},
  {event_source = "iam.amazonaws.com", operation = "DeleteUser", request_parameters = {userName = "u2"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"},
  {event_source = "iam.amazonaws.com", operation = "DeleteUser", request_parameters = {userName = "u3"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"},
  {event_source = "iam.amazonaws.com", operation = "DeleteUser", request_parameters = {userName = "u4"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"},
  {event_source = "iam.amazonaws.com", operation = "DeleteUser", request_parameters = {userName = "u5"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"},
  {event_source = "iam.amazonaws.com", operation = "DeleteUser", request_parameters = {userName = "u6"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"},
  {event_source = "iam.amazonaws.com", operation = "DeleteUser", request_parameters = {userName = "u7"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"},
  {event_source = "iam.amazonaws.com", operation = "DeleteUser", request_parameters = {userName = "u8"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"},
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
  'credentials of '
    || cast(count(distinct json_extract_string(request_parameters, '$.userName')) as text)
    || ' users were taken away within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'iam.amazonaws.com'
  and operation in ('DeleteAccessKey', 'DeleteLoginProfile', 'DeleteUser', 'UpdateAccessKey')
  and (
    operation <> 'UpdateAccessKey'
    or json_extract_string(request_parameters, '$.status') = 'Inactive'
  )
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.userName') <> ''
  and json_extract_string(request_parameters, '$.userName') <> user_name
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.userName')) >= 5
