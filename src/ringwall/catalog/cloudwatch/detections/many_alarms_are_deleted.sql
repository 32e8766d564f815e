/*
title = "Many alarms were deleted within an hour"
severity = "medium"
why = "Alarms on metrics of the trail are what tells people of root use and denied calls."
fix = "Deploy the alarms again. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.006"]
false_positives = "Stacks that are taken down: they do it through CloudFormation, which does not count here."
window = "1h"
confidence = 40

[[example]]
cloudtrail = [
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a0"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a1"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a2"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a3"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a4"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# A stack is deleted.
[[example]]
cloudtrail = [
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a0"]}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a1"]}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a2"]}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a3"]}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a4"]}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a5"]}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a6"]}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a7"]}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a8"]}, invoked_by = "cloudformation.amazonaws.com"},
]
expect = "quiet"

# An autoscaling group renews its own two.
[[example]]
cloudtrail = [
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a0"]}},
  {event_source = "monitoring.amazonaws.com", operation = "DeleteAlarms", request_parameters = {alarmNames = ["a1"]}},
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
  'alarms were deleted in ' || cast(count(*) as text) || ' calls within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'monitoring.amazonaws.com'
  and operation = 'DeleteAlarms'
  and error_code = ''
  and invoked_by = ''
  and identity_type <> 'AWSService'
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(*) >= 5
