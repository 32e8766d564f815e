/*
title = "IAM user was denied by IAM, STS or Organizations"
severity = "low"
why = "A user that asks about roles and policies, and may not, is either misconfigured or somebody else."
fix = "Look at what else the user did in the hour."
attacks = ["T1087.004", "T1069.003"]
false_positives = "People who look around in the console."
window = "1h"
confidence = 20
context = true

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "GetRole", request_parameters = {roleName = "FooBar"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It was allowed.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "GetRole", request_parameters = {roleName = "FooBar"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# A service asks for the user.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateServiceLinkedRole", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "sqs.amazonaws.com", invoked_by = "sqs.amazonaws.com"}]
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
  'user ' || max(user_name) || ' was denied at ' || min(operation) as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source in ('iam.amazonaws.com', 'sts.amazonaws.com', 'organizations.amazonaws.com')
  and regexp_matches(error_code, 'AccessDenied|Unauthorized')
  and identity_type = 'IAMUser'
  and regexp_matches(source_ip, '^[0-9a-fA-F:.]+$')
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
