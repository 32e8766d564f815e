/*
title = "Many log groups were deleted within an hour"
severity = "medium"
why = "Logs of applications and hosts are the second witness after the trail."
fix = "What was in them is lost; look at copies (S3 exports, subscriptions). Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1070", "T1562.008"]
false_positives = "Stacks that are taken down and clean-up of old functions' logs; CloudFormation does not count here."
window = "1h"
confidence = 40

[[example]]
cloudtrail = [
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g0"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g2"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g3"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g4"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# A stack is deleted.
[[example]]
cloudtrail = [
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g0"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g1"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g2"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g3"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g4"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g5"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g6"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g7"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g8"}, invoked_by = "cloudformation.amazonaws.com"},
]
expect = "quiet"

# Two.
[[example]]
cloudtrail = [
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g0"}},
  {event_source = "logs.amazonaws.com", operation = "DeleteLogGroup", request_parameters = {logGroupName = "g1"}},
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
  cast(count(distinct json_extract_string(request_parameters, '$.logGroupName')) as text)
    || ' log groups lost their logs within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'logs.amazonaws.com'
  and operation in ('DeleteLogGroup', 'DeleteLogStream')
  and error_code = ''
  and invoked_by = ''
  and identity_type <> 'AWSService'
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.logGroupName')) >= 5
