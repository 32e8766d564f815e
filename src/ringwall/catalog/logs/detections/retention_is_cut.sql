/*
title = "Retention of many log groups was cut to a few days"
severity = "low"
why = "Logs that expire within days are gone before anyone looks for the cause."
fix = "aws logs put-retention-policy with the retention that your policy says. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1070", "T1562.008"]
false_positives = "Cost saving in test accounts."
window = "1h"
confidence = 40
context = true

[[example]]
cloudtrail = [
  {event_source = "logs.amazonaws.com", operation = "PutRetentionPolicy", request_parameters = {logGroupName = "g0", retentionInDays = 1}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "logs.amazonaws.com", operation = "PutRetentionPolicy", request_parameters = {logGroupName = "g1", retentionInDays = 1}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "logs.amazonaws.com", operation = "PutRetentionPolicy", request_parameters = {logGroupName = "g2", retentionInDays = 1}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# Sixty days.
[[example]]
cloudtrail = [
  {event_source = "logs.amazonaws.com", operation = "PutRetentionPolicy", request_parameters = {logGroupName = "g0", retentionInDays = 60}},
  {event_source = "logs.amazonaws.com", operation = "PutRetentionPolicy", request_parameters = {logGroupName = "g1", retentionInDays = 60}},
  {event_source = "logs.amazonaws.com", operation = "PutRetentionPolicy", request_parameters = {logGroupName = "g2", retentionInDays = 60}},
]
expect = "quiet"

# One group of a test.
[[example]]
cloudtrail = [{event_source = "logs.amazonaws.com", operation = "PutRetentionPolicy", request_parameters = {logGroupName = "g", retentionInDays = 1}}]
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
  cast(count(*) as text) || ' log groups keep their logs for less than a week' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'logs.amazonaws.com'
  and operation = 'PutRetentionPolicy'
  and error_code = ''
  and invoked_by = ''
  and try_cast(json_extract_string(request_parameters, '$.retentionInDays') as bigint) < 7
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(*) >= 3
