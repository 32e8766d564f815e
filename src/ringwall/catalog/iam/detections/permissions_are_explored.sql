/*
title = "Users, roles and policies of an account were listed at length"
severity = "low"
why = "Before permissions are stolen they are read: who there is, what they may do, who trusts whom."
fix = "Ask who it was. If nobody knows, take the credentials away."
attacks = ["T1087.004", "T1069.003"]
false_positives = "Security scanners, Ringwall itself and Terraform. They come from a known role, again and again."
window = "1h"
confidence = 30
context = true

[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "ListUsers", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "ListRoles", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "ListPolicies", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "ListGroups", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "ListAttachedUserPolicies", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "GetAccountSummary", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "ListAccessKeys", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "GetPolicyVersion", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# Terraform reads one role.
[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "GetRole", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "iam.amazonaws.com", operation = "ListRolePolicies", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "iam.amazonaws.com", operation = "ListAttachedRolePolicies", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "iam.amazonaws.com", operation = "ListInstanceProfilesForRole", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
]
expect = "quiet"

# A role of AWS's.
[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "ListUsers", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/x/y", identity_type = "AssumedRole"},
  {event_source = "iam.amazonaws.com", operation = "ListRoles", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/x/y", identity_type = "AssumedRole"},
  {event_source = "iam.amazonaws.com", operation = "ListPolicies", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/x/y", identity_type = "AssumedRole"},
  {event_source = "iam.amazonaws.com", operation = "ListGroups", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/x/y", identity_type = "AssumedRole"},
  {event_source = "iam.amazonaws.com", operation = "ListAttachedUserPolicies", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/x/y", identity_type = "AssumedRole"},
  {event_source = "iam.amazonaws.com", operation = "GetAccountSummary", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/x/y", identity_type = "AssumedRole"},
  {event_source = "iam.amazonaws.com", operation = "ListAccessKeys", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/x/y", identity_type = "AssumedRole"},
  {event_source = "iam.amazonaws.com", operation = "GetPolicyVersion", read_only = true, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/x/y", identity_type = "AssumedRole"},
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
  cast(count(distinct operation) as text)
    || ' kinds of questions about users, roles and policies within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'iam.amazonaws.com'
  and read_only
  and invoked_by = ''
  and identity_type not in ('AWSService', 'AWSAccount')
  and coalesce(principal_arn, '') not like '%:role/aws-service-role/%'
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(distinct operation) >= 8
  and max(
    case when operation in (
      'ListUsers',
      'ListRoles',
      'GetAccountAuthorizationDetails'
    ) then 1 else 0 end
  ) = 1
