/*
title = "Many roles were tried, and denied"
severity = "high"
why = "Whoever does not know which role opens tries all of them."
fix = "Ask who called; take the credentials away if nobody knows. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1087.004", "T1548.005"]
false_positives = "A tool that runs over all accounts where its role is missing in some."
window = "1h"

[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r0", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r1", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r2", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r3", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r4", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# One role, many times.
[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"

# The same role in many accounts, as tools do.
[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::222222222220:role/audit", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::222222222221:role/audit", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::222222222222:role/audit", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::222222222223:role/audit", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::222222222224:role/audit", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::222222222225:role/audit", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::222222222226:role/audit", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::222222222227:role/audit", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::222222222228:role/audit", roleSessionName = "x"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
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
  cast(
    count(
      distinct regexp_extract(json_extract_string(request_parameters, '$.roleArn'), '[^/]*$', 0)
    ) as text
  )
    || ' different roles were tried and denied within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'sts.amazonaws.com'
  and operation = 'AssumeRole'
  and regexp_matches(error_code, 'AccessDenied|Unauthorized')
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(
  distinct regexp_extract(json_extract_string(request_parameters, '$.roleArn'), '[^/]*$', 0)
) >= 5
