/*
title = "One principal looked into many services within an hour"
severity = "low"
why = "A program knows the few services that it needs. Whoever lists twelve looks for what there is."
fix = "Ask who it was. Look at what the same principal did next."
attacks = ["T1580", "T1526", "T1619"]
false_positives = "Security scanners, inventory tools and Ringwall itself, from a known role every day."
window = "1h"
confidence = 20
context = true

[[example]]
cloudtrail = [
  {event_source = "svc0.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc1.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc2.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc3.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc4.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc5.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc6.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc7.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc8.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc9.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc10.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc11.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# Few services.
[[example]]
cloudtrail = [
  {event_source = "svc0.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc1.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc2.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc0.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc1.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc2.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc0.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc1.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc2.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc0.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc1.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svc2.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"

# Config looks by its own role.
[[example]]
cloudtrail = [
  {event_source = "svc0.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", identity_type = "AssumedRole"},
  {event_source = "svc1.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", identity_type = "AssumedRole"},
  {event_source = "svc2.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", identity_type = "AssumedRole"},
  {event_source = "svc3.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", identity_type = "AssumedRole"},
  {event_source = "svc4.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", identity_type = "AssumedRole"},
  {event_source = "svc5.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", identity_type = "AssumedRole"},
  {event_source = "svc6.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", identity_type = "AssumedRole"},
  {event_source = "svc7.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", identity_type = "AssumedRole"},
  {event_source = "svc8.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", identity_type = "AssumedRole"},
  {event_source = "svc9.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", identity_type = "AssumedRole"},
  {event_source = "svc10.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", identity_type = "AssumedRole"},
  {event_source = "svc11.amazonaws.com", operation = "ListThings", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", identity_type = "AssumedRole"},
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
  cast(count(distinct event_source) as text)
    || ' services were looked into within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where identity_type in ('IAMUser', 'AssumedRole', 'FederatedUser')
  and read_only
  and coalesce(event_category, 'Management') = 'Management'
  and invoked_by = ''
  and identity_type not in ('AWSService', 'AWSAccount')
  and coalesce(principal_arn, '') not like '%:role/aws-service-role/%'
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(distinct event_source) >= 12
