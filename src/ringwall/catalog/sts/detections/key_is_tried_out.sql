/*
title = "Key was asked whose it is, and then denied many times"
severity = "high"
why = "Whoever finds a key asks GetCallerIdentity first, and then tries what it can do. A program knows both."
fix = "Deactivate the key, and look where it leaked. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1078.004", "T1087.004", "T1580"]
false_positives = "A new pipeline whose permissions are not complete."
window = "1h"

[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "GetCallerIdentity", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "ListUsers", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "lambda.amazonaws.com", operation = "ListFunctions", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ses.amazonaws.com", operation = "GetSendQuota", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# Nothing was denied.
[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "GetCallerIdentity", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"

# One call fails again and again: a program without a permission.
[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "GetCallerIdentity", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"

# Another key is denied.
[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "GetCallerIdentity", access_key_id = "AKIA2", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "s3.amazonaws.com", operation = "List0", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "List1", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "List2", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "List3", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "List4", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "List5", access_key_id = "AKIA1", error_code = "AccessDenied", event_time = "2026-01-31T10:05:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"
*/
select
  min(e.event_time) as at,
  e.access_key_id || ' ' || cast(date_trunc('hour', e.event_time) as text) as act,
  coalesce(e.account_id, '') as account_id,
  max(e.aws_region) as region,
  max(coalesce(nullif(e.principal_arn, ''), e.session_arn)) as actor,
  max(e.session_arn) as session,
  e.access_key_id as access_key,
  max(e.source_ip) as address,
  e.access_key_id as resource,
  'key ' || e.access_key_id || ' asked whose it is, and '
    || cast(count(distinct d.operation) as text)
    || ' operations were denied' as reason,
  count(distinct d.event_id) as count,
  max(case when e.access_key_id like 'AKIA%' then 80 else 50 end) as confidence,
  array_agg(distinct d.event_id) as events
from logs.cloudtrail e
join logs.cloudtrail d
  on d.access_key_id = e.access_key_id
  and d.account_id = e.account_id
where e.event_source = 'sts.amazonaws.com'
  and e.operation = 'GetCallerIdentity'
  and e.access_key_id <> ''
  and e.invoked_by = ''
  and d.invoked_by = ''
  and regexp_matches(d.error_code, 'AccessDenied|Unauthorized')
  and d.event_time between e.event_time and e.event_time + interval 1 hour
group by coalesce(e.account_id, ''), e.access_key_id, date_trunc('hour', e.event_time)
having count(distinct d.operation) >= case when max(e.access_key_id) like 'AKIA%' then 5 else 8 end
