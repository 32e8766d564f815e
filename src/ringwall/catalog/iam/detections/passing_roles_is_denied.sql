/*
title = "Somebody tried to pass several roles, and was denied"
severity = "medium"
why = "Passing a stronger role to a function, instance or job is the commonest way up. Who tries one role after the other looks for it."
fix = "Ask who it was. `ringwall access` shows which roles the caller can pass. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003", "T1548"]
false_positives = "A pipeline with a new role that its policy does not name yet: one role, and not many."
window = "1d"

[[example]]
cloudtrail = [
  {event_source = "lambda.amazonaws.com", operation = "CreateFunction", error_code = "AccessDeniedException", error_message = "User: arn:aws:iam::111111111111:user/mallory is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/r0", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "lambda.amazonaws.com", operation = "CreateFunction", error_code = "AccessDeniedException", error_message = "User: arn:aws:iam::111111111111:user/mallory is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/r1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "lambda.amazonaws.com", operation = "CreateFunction", error_code = "AccessDeniedException", error_message = "User: arn:aws:iam::111111111111:user/mallory is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/r2", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# One role, at each try of a pipeline.
[[example]]
cloudtrail = [
  {event_source = "lambda.amazonaws.com", operation = "CreateFunction", error_code = "AccessDeniedException", error_message = "not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/r", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "lambda.amazonaws.com", operation = "CreateFunction", error_code = "AccessDeniedException", error_message = "not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/r", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "lambda.amazonaws.com", operation = "CreateFunction", error_code = "AccessDeniedException", error_message = "not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/r", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "lambda.amazonaws.com", operation = "CreateFunction", error_code = "AccessDeniedException", error_message = "not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/r", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "lambda.amazonaws.com", operation = "CreateFunction", error_code = "AccessDeniedException", error_message = "not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/r", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "lambda.amazonaws.com", operation = "CreateFunction", error_code = "AccessDeniedException", error_message = "not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/r", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "lambda.amazonaws.com", operation = "CreateFunction", error_code = "AccessDeniedException", error_message = "not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/r", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "lambda.amazonaws.com", operation = "CreateFunction", error_code = "AccessDeniedException", error_message = "not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/r", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "lambda.amazonaws.com", operation = "CreateFunction", error_code = "AccessDeniedException", error_message = "not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/r", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  coalesce(nullif(principal_arn, ''), session_arn) || ' '
    || cast(date_trunc('day', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  max(aws_region) as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  '' as resource,
  cast(
    count(
      distinct regexp_extract(error_message, 'iam:PassRole on resource: (arn:[^ ]+)', 1)
    ) as text
  )
    || ' roles could not be passed' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where error_code <> ''
  and regexp_matches(error_message, 'iam:PassRole')
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('day', event_time)
having count(
  distinct regexp_extract(error_message, 'iam:PassRole on resource: (arn:[^ ]+)', 1)
) >= 3
